/**
 * The simulator finds bugs: each mutation is applied to a copy of the sources, and some seed of 500 must fail and shrink to
 * less than 15 steps and faults. A mutation that survives is a missing invariant.
 */
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import type { Found } from "./MutantRunner.ts"

interface Mutation {
  readonly name: string
  /** The simulation that has to find it. */
  readonly simulation: "mini" | "files"
  readonly file: string
  /** Code and what becomes of it; white space does not matter, and it must be there once. */
  readonly from: string
  readonly to: string
  /** Whether it takes minutes to find. */
  readonly isSlow: boolean
}

const framework: ReadonlyArray<Omit<Mutation, "simulation" | "isSlow">> = [
  {
    name: "the inbox is completed before its outputs are published",
    file: "core/src/Delivery.ts",
    from: "onSuccess: (prepared) => publish(held, prepared, restore)",
    to: `onSuccess: (prepared) =>
      Effect.andThen(Effect.ignore(inbox.complete(held.key, held.token)), publish(held, prepared, restore))`
  },
  {
    name: "ids depend on the time and not on content",
    file: "core/src/Outbox.ts",
    from: "replayId: cause.replayid })",
    to: "replayId: String(now) })"
  },
  {
    name: "the handler's write is left running when the delivery is acknowledged",
    file: "testing/test/MiniLedger.ts",
    from: "yield* ledger.book(account, data.fileId, rows)",
    to: "yield* Effect.forkDetach(ledger.book(account, data.fileId, rows))"
  },
  {
    name: "a retry does not give the lease back",
    file: "core/src/Settlement.ts",
    from: "yield* Effect.ignore(askAgain(inbox.release(key, token, { outcome, counts })))",
    to: ""
  },
  {
    name: "the bus's refusals are taken for confirmations",
    file: "core/src/EventBus.ts",
    from: `if (confirmation?._tag === "Accepted") continue`,
    to: "if (confirmation !== undefined) continue"
  },
  {
    name: "a lease never expires",
    file: "core/src/InboxRecord.ts",
    from: "const held = current.leasedUntil > now && options.isAlive(",
    to: "const held = current.leasedUntil > 0 && options.isAlive("
  },
  {
    name: "totals grow by increments",
    file: "testing/test/MiniLedger.ts",
    from: "const written = yield* Effect.result(writer.put(total, Collection.ifUnchanged(before)))",
    to: `if (before._tag === "Some") {
      total.cents = Math.max(total.cents, before.value.item.cents) + (total.bookings === before.value.item.bookings ? 1 : 0)
    }
    const written = yield* Effect.result(writer.put(total, Collection.ifUnchanged(before)))`
  },
  {
    name: "totals are written whatever was written meanwhile",
    file: "testing/test/MiniLedger.ts",
    from: "writer.put(total, Collection.ifUnchanged(before))",
    to: "writer.put(total)"
  },
  {
    name: "bookings are told apart by file and amount only",
    file: "testing/test/MiniLedger.ts",
    from: `id: \`\${fileId}.\${String(at).padStart(3, "0")}\``,
    to: "id: `${fileId}.${cents}`"
  },
  {
    name: "a dead letter is dropped",
    file: "core/src/Settlement.ts",
    from: "askAgain(deadLetters.put(letter)).pipe(",
    to: "Effect.void.pipe("
  },
  {
    name: "the upcast is skipped",
    file: "core/src/Event.ts",
    from: "payload = older.get(at)?.to(payload)",
    to: ""
  },
  {
    name: "a completed delivery is run again",
    file: "core/src/InboxRecord.ts",
    from: `if (current.state === "completed") return { answer: { _tag: "Completed" }, next: undefined }`,
    to: ""
  },
  {
    name: "a commit does not look at its token",
    file: "core/src/InboxRecord.ts",
    from: `if (record?.token !== token) return lost
      if (record.state === "committed" || record.state === "completed") return done
      if (record.state !== "leased") return lost`,
    to: "if (record === undefined) return lost"
  },
  {
    name: "committed outputs are decided again",
    file: "core/src/InboxRecord.ts",
    from: "return { answer: committed(next), next }",
    to: `return { answer: started({ ...next, state: "leased" }), next: { ...next, state: "leased" } }`
  },
  {
    name: "outputs leave before they are committed",
    file: "core/src/Delivery.ts",
    from: "Effect.flatMap(Outbox.prepare(outbox, span, objects, bus.limits), (ready) =>",
    to: `Effect.flatMap(Effect.tap(Outbox.prepare(outbox, span, objects, bus.limits), (early) =>
      Effect.ignore(EventBus.publishAll(bus, early.entries))), (ready) =>`
  },
  {
    name: "a span ends after the write that completes its delivery",
    file: "core/src/Delivery.ts",
    from: `DeliverySpan.endHandled(span, clock.currentTimeNanosUnsafe())
    return Effect.matchEffect(askAgain(inbox.commit(held.key, held.token, [])), {
      onSuccess: () => Effect.succeed(ack),`,
    to: `return Effect.matchEffect(askAgain(inbox.commit(held.key, held.token, [])), {
      onSuccess: () => Effect.sync(() => {
        DeliverySpan.endHandled(span, clock.currentTimeNanosUnsafe())
        return ack
      }),`
  },
  {
    name: "a resumed publication records spans of its own",
    file: "core/src/Outbox.ts",
    from: "Publish.producerSpan(envelope, parent, named?.spanId)",
    to: "Publish.producerSpan(envelope, parent, named === undefined ? undefined : undefined)"
  },
  {
    name: "the audit gives up on an event store that throttles",
    file: "testing/test/MiniLedger.ts",
    from: "yield* store.append(envelope)",
    to: "yield* Effect.ignore(store.append(envelope))"
  },
  {
    name: "a handler is never run again after an attempt that failed",
    file: "core/src/Delivery.ts",
    from: "if (begun.attempt > contract.retry.attempts) {",
    to: "if (begun.attempt > 1) {"
  }
]

const handlers: ReadonlyArray<Omit<Mutation, "simulation" | "isSlow">> = [
  {
    name: "analytics are added to and never made anew",
    file: "handlers/src/repositories/MonthLedger.ts",
    from: "const next = follows ? complete(without) : without",
    to: `const anew = follows ? complete(without) : without
      const kept = stored.get(month)?.item ?? anew
      const countOf = (of) => of.currencies.reduce((sum, { transactions }) => sum + transactions, 0)
      const next = countOf(kept) > countOf(anew) ? kept : anew`
  },
  {
    name: "a month is taken for what an earlier look found",
    file: "handlers/src/repositories/MonthEntries.ts",
    from: "if (before?.revision === revision) return before.sketches",
    to: "if (before !== undefined) return before.sketches"
  },
  {
    name: "a month's mark is not moved when it has categories",
    file: "handlers/src/handlers/Categorization.ts",
    from: `for (const { accountId, months } of touched) yield* marker.move(accountId, months, "categories")`,
    to: ""
  },
  {
    name: "a month's mark is not moved when rows are stored",
    file: "handlers/src/repositories/StatementLedger.ts",
    from: `for (const move of yield* marker.moving(accountId, [...months.keys()], "transactions")) writes.push(move)`,
    to: ""
  },
  {
    name: "a deletion does not reach the analytics",
    file: "handlers/src/contracts/AnalyticsConsumer.ts",
    from: "on: [FileProcessed, TransactionsCategorized, TransferRecorded, FileDeleted]",
    to: "on: [FileProcessed, TransactionsCategorized, TransferRecorded]"
  },
  {
    name: "rows are told apart by date and amount only",
    file: "handlers/src/domain/Identity.ts",
    from: `hash: ContentId.make(["bank", row.date, amount, row.bankId])`,
    to: `hash: ContentId.make(["bank", row.date, amount])`
  },
  {
    name: "two equal rows of a file are one transaction",
    file: "handlers/src/domain/Matching.ts",
    from: "if (!stored.has(id) && !taken.has(id)) return id",
    to: "return id"
  },
  {
    name: "a deletion takes what another file holds",
    file: "handlers/src/repositories/StatementLedger.ts",
    from: "if (heir === undefined) {",
    to: "if (heir !== null) {"
  },
  {
    name: "rules win over a person",
    file: "handlers/src/categorization/Assignment.ts",
    from: "if (manual !== undefined) {",
    to: `if (manual !== undefined && outcome._tag === "Uncategorized") {`
  },
  {
    name: "a person's older word takes the place of a newer one",
    file: "handlers/src/domain/Categorized.ts",
    from: "word.assignedAt > known.assignedAt ||",
    to: "word.eventId !== known.eventId ||"
  },
  {
    name: "a deletion leaves what it meets of another upload",
    file: "handlers/src/handlers/FileProcessor.ts",
    from: `while (record !== undefined && record.status !== "deleted" && isMeant(record, message)) {`,
    to: `for (let isFirst = true; isFirst && record !== undefined && isMeant(record, message); isFirst = false) {`
  },
  {
    name: "a lagging index is believed",
    file: "testing/simulate/Receipts.ts",
    from: "return missing > 0 ? Effect.fail(new IndexLags({ missing })) : Effect.succeed(found)",
    to: "return missing > accepted ? Effect.fail(new IndexLags({ missing })) : Effect.succeed(found)"
  }
]

/** Found within a few seconds. */
const quick = new Set([
  "analytics are added to and never made anew",
  "a month is taken for what an earlier look found",
  "a month's mark is not moved when it has categories",
  "a month's mark is not moved when rows are stored",
  "a deletion does not reach the analytics",
  "rows are told apart by date and amount only",
  "two equal rows of a file are one transaction",
  "a deletion takes what another file holds",
  "rules win over a person"
])

const mutations: ReadonlyArray<Mutation> = [
  ...framework.map((mutation) => ({ ...mutation, isSlow: false, simulation: "mini" as const })),
  ...handlers.map((mutation) => ({ ...mutation, isSlow: !quick.has(mutation.name), simulation: "files" as const }))
]

/** A pattern for code however it is laid out. */
const patternOf = (code: string): RegExp =>
  new RegExp((code.match(/\w+|[^\w\s]/g) ?? []).map((token) => token.replace(/[^\w]/g, "\\$&")).join("\\s*"), "g")

/** Steps and faults of the longest run that is short enough to be read. */
const longest = 14

const run = promisify(execFile)

let directory = ""

/** A copy of the sources that resolves to itself, with one change. */
const copyWith = (at: number, { file, from, to }: Mutation): string => {
  const copy = join(directory, String(at))
  for (const name of ["core", "statements", "handlers", "testing"]) {
    for (const part of ["src", "package.json", ...(name === "testing" ? ["test", "simulate"] : [])]) {
      cpSync(join("packages", name, part), join(copy, name, part), { recursive: true })
    }
    mkdirSync(join(copy, "node_modules/@millrace"), { recursive: true })
    symlinkSync(join(copy, name), join(copy, "node_modules/@millrace", name))
  }
  for (const dependency of ["effect", "re2js"]) {
    symlinkSync(join(process.cwd(), "node_modules", dependency), join(copy, "node_modules", dependency))
  }
  const path = join(copy, file)
  const source = readFileSync(path, "utf8")
  assert.strictEqual(source.match(patternOf(from))?.length, 1, `the code to mutate is in ${file} once`)
  writeFileSync(
    path,
    source.replace(patternOf(from), () => to)
  )
  return join(copy, "testing/test/MutantRunner.ts")
}

describe("the simulator finds", () => {
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "millrace-mutants-"))
  })
  // Many small files: on a disk that others use, more than the usual ten seconds.
  afterAll(() => rmSync(directory, { recursive: true, force: true }), 60_000)

  // `MILLRACE_ALL_MUTANTS=1` adds those that take longer.
  const chosen = process.env.MILLRACE_ALL_MUTANTS === undefined ? mutations.filter(({ isSlow }) => !isSlow) : mutations
  for (const [at, mutation] of chosen.entries()) {
    it.concurrent(mutation.name, { timeout: 300_000 }, async () => {
      const entry = copyWith(at, mutation)
      const args = ["--conditions=millrace-source", entry, mutation.simulation, "1", String(longest)]
      const { stdout } = await run(process.execPath, args, { maxBuffer: 1 << 26 })
      const found: Found = JSON.parse(stdout)
      assert.isDefined(found.seed, "it survives 500 seeds")
      assert.isAtMost(found.length, longest, found.timeline)
      if (process.env.MILLRACE_SHOW_MUTANTS !== undefined) {
        process.stdout.write(`${mutation.name}: seed ${found.seed}, ${found.length} left\n${found.timeline}\n\n`)
      }
    })
  }
})
