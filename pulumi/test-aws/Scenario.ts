/** What happens in a run: files that are uploaded, what a person says then, and the state that it all ends in. */
import { readdir, readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import * as Collection from "@millrace/core/Collection"
import * as DeadLetters from "@millrace/core/DeadLetters"
import type * as Envelope from "@millrace/core/Envelope"
import * as Event from "@millrace/core/Event"
import * as EventStore from "@millrace/core/EventStore"
import * as TableStore from "@millrace/core/TableStore"
import * as Shadow from "@millrace/handlers/direct/Shadow"
import type { Transaction } from "@millrace/handlers/domain/Transaction"
import {
  CategoryRulesChanged,
  DuplicateDecided,
  FileDeletionRequested,
  TransactionAssigned,
  TransferDecided
} from "@millrace/handlers/Events"
import { Analytics } from "@millrace/handlers/resources/Analytics"
import { Assignments, HandAssignments } from "@millrace/handlers/resources/Assignments"
import { Files, Rejections } from "@millrace/handlers/resources/Files"
import { DuplicateDecisions, Occurrences, Transactions } from "@millrace/handlers/resources/Transactions"
import { TransferDecisions } from "@millrace/handlers/resources/TransferDecisions"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** A file on its way into the bucket. */
export interface Upload {
  readonly fileId: string
  readonly key: string
  readonly bytes: Uint8Array
  readonly traceId: string
  readonly accountId?: string
}

const statements = fileURLToPath(new URL("../../examples/statements", import.meta.url))

/** The span that uploads are children of. */
export const rootSpanId = "00f067aa0ba902b7"

/** An upload's metadata. */
export const metadataOf = ({ accountId, traceId }: Upload): Record<string, string> => ({
  traceparent: `00-${traceId}-${rootSpanId}-01`,
  ...(accountId === undefined ? {} : { accountid: accountId })
})

const upload = (position: number, name: string, bytes: Uint8Array): Upload => ({
  fileId: `file-${position}`,
  key: `ada/file-${position}/${name}`,
  bytes,
  traceId: `${position + 1}`.padStart(32, "a")
})

/** The examples. */
export const examples = async (): Promise<ReadonlyArray<Upload>> => {
  const names = (await readdir(statements)).filter((name) => /\.(csv|ofx|sta)$/.test(name)).sort()
  return Promise.all(names.map(async (name, at) => upload(at, name, await readFile(`${statements}/${name}`))))
}

/** A small statement of an account of its own, with one row that cannot be read; `amount` tells its versions apart. */
export const small = (position: number, amount = "-900.00"): Upload => ({
  ...upload(
    position,
    "small.csv",
    new TextEncoder().encode(
      `Date,Description,Amount\n2026-05-01,Rent,${amount}\nnobody knows when,Books,-12.00\n2026-05-03,Salary,2500.00\n`
    )
  ),
  accountId: `account-${position}`
})

/** What a person says now: later than the uploads that it is about. */
const now = Effect.map(DateTime.now, (time) => ({ tenantId: "ada", time: DateTime.formatIso(time) }))

/** A person wants a file gone. */
export const deletion = (fileId: string): Effect.Effect<Envelope.Envelope> =>
  Effect.flatMap(now, (said) =>
    Event.root(FileDeletionRequested, { fileId }, { ...said, stimulus: [fileId], subject: fileId })
  )

/** A person's rules are others. */
const newRules = Effect.flatMap(now, (said) =>
  Event.root(CategoryRulesChanged, { rulesVersion: "as-they-were" }, { ...said, stimulus: ["rules"] })
)

/** A person's words on what was uploaded: a category, a possible duplicate, a transfer, and that a file is to go. */
const words = Effect.gen(function* () {
  const tables = yield* TableStore.TableStore
  const stored = yield* Stream.runCollect(Collection.scanAll(tables, Transactions))
  const transactions = stored
    .map(({ item }) => item)
    .filter(({ fileId }) => fileId !== "file-0")
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const out = transactions.find(({ amount }) => amount.startsWith("-"))
  const into = transactions.find(({ accountId, amount }) => !amount.startsWith("-") && accountId !== out?.accountId)
  if (out === undefined || into === undefined) return []
  const said = yield* now
  const side = ({ accountId, id, month }: Transaction) => ({ transactionId: id, accountId, month })
  return [
    yield* Event.root(
      TransactionAssigned,
      { ...side(out), category: "travel/hotels", withdrawn: false, note: "the fair" },
      { ...said, stimulus: ["assigned", out.id], subject: out.id }
    ),
    yield* Event.root(
      DuplicateDecided,
      { ...side(into), decision: "different" },
      { ...said, stimulus: ["duplicate", into.id], subject: into.id }
    ),
    yield* Event.root(
      TransferDecided,
      { outgoing: side(out), incoming: side(into), decision: "transfer" },
      { ...said, stimulus: ["transfer", out.id, into.id], subject: out.id }
    ),
    yield* deletion("file-0")
  ]
})

/** Uploads files one after another, and says what a person says between them and at the end. */
export const play = Effect.fnUntraced(function* <E, R>(
  uploads: ReadonlyArray<Upload>,
  on: {
    /** Both wait until nothing is left to do. */
    readonly upload: (file: Upload) => Effect.Effect<void, E, R>
    readonly say: (envelopes: ReadonlyArray<Envelope.Envelope>) => Effect.Effect<void, E, R>
  }
) {
  for (const [at, file] of uploads.entries()) {
    yield* on.upload(file)
    if (at === 0) yield* on.say([yield* newRules])
  }
  yield* on.say(yield* words)
  return yield* endState
})

/** Fields that name the upload itself: S3's version and sequencer differ from the embedded runtime's, and with them event ids. */
const ofTheUpload =
  /^(eventId|writtenBy|versionId|sequencer|storedSequencer|receivedAt|updatedAt|assignedAt|decidedAt|requestedAt|causedBy)$/

const comparable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(comparable)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => (ofTheUpload.test(name) ? [] : [[name, comparable(field)]]))
  )
}

const texts = (values: ReadonlyArray<unknown>) => values.map((value) => JSON.stringify(comparable(value))).sort()

const all = Effect.fnUntraced(function* <S extends Collection.ItemSchema>(collection: {
  readonly resource: { readonly name: string }
  readonly schema: S
}) {
  return texts(yield* Stream.runCollect(Collection.scanAll(yield* TableStore.TableStore, collection)))
})

/** What the direct processor has done beside the chain. */
export const shadowState = Effect.gen(function* () {
  const of = ({ resource, schema }: typeof Files | typeof Transactions) =>
    all({ resource: { name: Shadow.tableOf(resource.name) }, schema })
  return { files: yield* of(Files), transactions: yield* of(Transactions) }
})

/** What a run left behind, apart from the identity of uploads. */
export const endState = Effect.gen(function* () {
  const tables = yield* TableStore.TableStore
  const events = yield* EventStore.scanAll(tables)
  const types: Record<string, number> = {}
  // Ticks come by the clock: how many there were is not the files' doing.
  for (const { type } of events) if (!type.startsWith("audit.")) types[type] = (types[type] ?? 0) + 1
  const letters = yield* DeadLetters.DeadLetters
  return {
    events,
    collections: {
      files: yield* all(Files),
      rejections: yield* all(Rejections),
      transactions: yield* all(Transactions),
      occurrences: yield* all(Occurrences),
      assignments: yield* all(Assignments),
      handAssignments: yield* all(HandAssignments),
      duplicateDecisions: yield* all(DuplicateDecisions),
      transferDecisions: yield* all(TransferDecisions),
      analytics: yield* all(Analytics)
    },
    types,
    deadLetters: yield* letters.list
  }
})

/** A state. */
export type EndState = Effect.Success<typeof endState>
