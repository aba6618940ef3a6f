/**
 * The command line on a deployed stack: the real program beside the functions' built bundles, over moto. Files that were uploaded
 * with `--aws` look through every command as they do in a data directory.
 */
import { mkdtemp, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { DisableRuleCommand, EnableRuleCommand } from "@aws-sdk/client-eventbridge"
import { assert, describe, it } from "@effect/vitest"
import * as AwsBackends from "@millrace/aws/AwsBackends"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as EventStore from "@millrace/core/EventStore"
import * as Inbox from "@millrace/core/Inbox"
import * as InboxTable from "@millrace/core/InboxTable"
import * as Envelope from "@millrace/core/Envelope"
import * as TableStore from "@millrace/core/TableStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll } from "vitest"
import * as Collector from "../../aws/test-aws/chain/Collector.ts"
import * as Moto from "../../aws/test/peers/Moto.ts"
import * as Peer from "../../aws/test/peers/Peer.ts"
import * as Stack from "./Stack.ts"

const moto = await Peer.forFile(Moto.start)
const collector = await Collector.start()
afterAll(async () => {
  collector.stop()
  await moto.stop()
})
const { settings } = moto.peer

const signedSample = resolve("examples/statements/noorderlicht.sta")
const samples = ["harbour-bank-checking.csv", "kestrel-card.ofx"].map((name) => resolve("examples/statements", name))

type Json = Record<string, unknown>

const documents = ({ stdout }: Stack.Finished): ReadonlyArray<Json> =>
  stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))

/** A command that was to end well, and its output. */
const well = (finished: Stack.Finished): ReadonlyArray<Json> => {
  assert.strictEqual(finished.exitCode, 0, finished.stderr + finished.stdout)
  return documents(finished)
}

const sorted = (rows: ReadonlyArray<Json>) => rows.map((row) => JSON.stringify(row)).toSorted()

/** Kills a delivery that was never made: its record is dead and its letter is there, as a failing handler leaves them. */
const bury = Effect.fnUntraced(function* (consumer: string, envelope: Envelope.Envelope) {
  const inbox = yield* Inbox.Inbox
  const letters = yield* DeadLetters.DeadLetters
  const key = { consumer, eventId: envelope.id, replayId: envelope.replayid }
  yield* inbox.begin(key, { token: "test/1", leaseMillis: 60_000 })
  const letter = DeadLetters.of({
    consumer,
    envelope,
    body: Envelope.toJson(envelope),
    cause: { kind: "terminal", tag: "Broken", message: "It was broken." },
    attempts: [{ attempt: 1, startedAt: 0, endedAt: 1, outcome: "Broken" }],
    firstSeenAt: 0,
    diedAt: 1
  })
  yield* inbox.bury(key, "test/1", JSON.stringify(letter))
  yield* letters.put(letter)
  return letter
})

describe("millrace --aws", () => {
  it.live(
    "uploads to a stack, reads it as a data directory is read, acts on it, and verifies it",
    () =>
      Effect.gen(function* () {
        const stack = yield* Stack.deploy(settings, collector.url)
        const millrace = (...args: ReadonlyArray<string>) => stack.millrace([...args, "--aws"])
        const local = yield* Effect.promise(() => mkdtemp(join(tmpdir(), "millrace-cli-")))
        const here = (...args: ReadonlyArray<string>) => stack.millrace([...args, "--data-dir", local])
        /** Feeds the functions while a command waits for what they do. */
        const fed = <A, E, R>(command: Effect.Effect<A, E, R>) =>
          Effect.raceFirst(command, Effect.forever(Effect.andThen(stack.quiesce, Effect.sleep("200 millis"))))

        const uploaded = well(yield* millrace("upload", ...samples, "--user", "ada", "--json"))
        assert.lengthOf(uploaded, 2)
        // As a browser would, from what it was given.
        const [signed] = well(yield* millrace("upload", signedSample, "--user", "eve", "--presign", "--json"))
        const put = yield* Effect.promise(async () =>
          fetch(String(signed?.["url"]), {
            method: "PUT",
            headers: signed?.["headers"] as Record<string, string>,
            body: await readFile(signedSample)
          })
        )
        assert.strictEqual(put.status, 200)
        yield* stack.quiesce
        const [theirs] = well(yield* millrace("files", "--user", "eve", "--json"))
        assert.deepInclude(theirs, { fileId: signed?.["fileId"], status: "processed" })
        yield* here("run", ...samples, "--user", "ada")

        // Read.
        const transactions = well(yield* millrace("transactions", "--user", "ada", "--json"))
        assert.isAbove(transactions.length, 10)
        assert.deepStrictEqual(sorted(transactions), sorted(well(yield* here("transactions", "--json"))))
        const files = well(yield* millrace("files", "--user", "ada", "--json"))
        // In whichever order they arrived.
        assert.deepStrictEqual(
          sorted(files.map(({ fileId, status, userId }) => ({ fileId, status, userId }))),
          sorted(uploaded.map(({ fileId }) => ({ fileId, status: "processed", userId: "ada" })))
        )
        const months = well(yield* millrace("analytics", "--json"))
        assert.isAbove(months.length, 0)
        const events = well(yield* millrace("events", "--json", "--user", "ada", "--type", "file.processed"))
        assert.lengthOf(events, 2)
        const trace = yield* millrace("trace", String(uploaded[0]?.["fileId"]), "--user", "ada", "--json")
        const [drawn] = well(trace)
        assert.strictEqual(drawn?.["traceId"], uploaded[0]?.["traceId"])
        assert.include(JSON.stringify(drawn), "publish transactions.categorized")
        assert.include(trace.stderr, "event store")
        assert.deepInclude(well(yield* millrace("what-if", "--user", "ada", "--json"))[0], { transactions: [] })
        assert.strictEqual(well(yield* millrace("audit", "verify", "--json"))[0]?.["whole"], true)
        assert.strictEqual(well(yield* millrace("status", "--json"))[0]?.["well"], true)

        // Dead letters.
        const operator = Layer.mergeAll(InboxTable.layer, DeadLetters.DeadLetters.layer).pipe(
          Layer.provide(Layer.succeed(Inbox.Owner, { id: "test", isAlive: () => true })),
          Layer.provideMerge(AwsBackends.layer({ settings, names: stack.names, busName: stack.busName }))
        )
        const letter = yield* Effect.gen(function* () {
          const stored = yield* EventStore.scanAll(yield* TableStore.TableStore)
          const processed = stored.find(({ type }) => type === "file.processed")
          assert.isDefined(processed)
          return yield* bury("analytics", { ...processed, replayid: "buried" })
        }).pipe(Effect.provide(operator))
        const status = yield* millrace("status", "--json")
        assert.strictEqual(status.exitCode, 1)
        assert.deepStrictEqual(
          well(yield* millrace("dead-letters", "list", "--json")).map(({ id }) => id),
          [letter.id]
        )
        assert.include((yield* millrace("dead-letters", "export", letter.id)).stdout, "file.processed")
        assert.deepStrictEqual(well(yield* fed(millrace("dead-letters", "redrive", letter.id, "--json"))), [
          { redriven: 1, processed: 1, dead: 0, untouched: 0 }
        ])

        // Replay.
        const replayed = yield* fed(millrace("replay", "--consumer", "analytics", "--id", "again", "--json"))
        const [replay] = well(replayed)
        assert.deepInclude(replay, { replayId: "again", deadLetters: 0 })
        assert.isAbove(Number(replay?.["events"]), 3)
        assert.deepStrictEqual(sorted(well(yield* millrace("analytics", "--json"))), sorted(months))

        // A person's word.
        const named = String(transactions[0]?.["id"])
        const given = ["categorize", "set", named.slice(0, 12), "Travel", "--user", "ada", "--json"]
        assert.deepInclude(well(yield* fed(millrace(...given)))[0], { transaction: named, category: "travel" })
        const explained = well(yield* millrace("categorize", "explain", named, "--user", "ada", "--json"))
        assert.deepInclude(explained[0], { category: "travel", assignedBy: "manual" })
        const nobody = yield* millrace("categorize", "explain", named, "--user", "eve")
        assert.include(nobody.stderr, `${named}: there is no such transaction.`)
        const fileId = String(uploaded[1]?.["fileId"])
        const [deleted] = well(yield* fed(millrace("files", "delete", fileId, "--user", "ada", "--json")))
        assert.strictEqual(deleted?.["status"], "deleted")

        // Verification.
        const verified = yield* fed(millrace("verify", "--json"))
        const [verification] = well(verified)
        assert.strictEqual(verification?.["verified"], true, verified.stdout)
        assert.include(JSON.stringify(verification?.["spans"]), "publish analytics.updated")
        const canaries = well(yield* millrace("files", "--json", "--user", "millrace-canary"))
        assert.deepStrictEqual(
          canaries.map(({ status }) => status),
          ["deleted"]
        )
        const Rule = { EventBusName: stack.busName, Name: "cli-categorization-events" }
        yield* Effect.promise(() => stack.events.send(new DisableRuleCommand(Rule)))
        const broken = yield* millrace("verify", "--checks-only")
        yield* Effect.promise(() => stack.events.send(new EnableRuleCommand(Rule)))
        assert.strictEqual(broken.exitCode, 1)
        assert.include(broken.stdout, "✗ rule of categorization: cli-categorization-events is DISABLED. Deploy again")

        // What a stack was not deployed with is told, not guessed.
        const compared = yield* millrace("compare")
        assert.strictEqual(compared.exitCode, 1)
        assert.include(compared.stderr, 'cli-bus has no table "shadow')
      }),
    300_000
  )
})
