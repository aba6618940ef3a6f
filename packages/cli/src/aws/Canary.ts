/**
 * A statement of two rows sent through a deployed chain as anybody's would be, looked for at its end, and removed again. It belongs
 * to a user of its own, so nobody's data is touched; what stays is its audit trail.
 */
import type { Check } from "@millrace/aws/DeploymentChecks"
import * as Upload from "@millrace/aws/Upload"
import * as ContentId from "@millrace/core/ContentId"
import type * as Envelope from "@millrace/core/Envelope"
import * as EventStore from "@millrace/core/EventStore"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as Tenant from "@millrace/core/Tenant"
import { FileDeletionRequested } from "@millrace/handlers/Events"
import { Files } from "@millrace/handlers/resources/Files"
import type { StoredSpan } from "@millrace/local/SpanStore"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as PersonEvent from "../PersonEvent.ts"
import * as Store from "../Store.ts"
import { Workplace } from "../Workplace.ts"

/** Whose statement it is. */
export const user = "millrace-canary"

const statement = `Date,Description,Amount,Balance
2026-01-02,CANARY IN,2.00,2.00
2026-01-05,CANARY OUT,-1.00,1.00
`

const rows = 2

/** How long the chain may take to a file's end. Cold starts of every function are in it. */
const patience = "2 minutes"

const lookEvery = "500 millis"

/** What came of it. */
export interface Canary {
  readonly checks: ReadonlyArray<Check>
  readonly traceId: string | undefined
  readonly spans: ReadonlyArray<StoredSpan>
}

const passed = (name: string, found: string): Check => ({ name, passed: true, found, mend: "" })
const failed = (name: string, found: string, mend: string): Check => ({ name, passed: false, found, mend })

const record = Effect.fnUntraced(function* (fileId: string) {
  const files = Files.Reader.fromBackends(yield* Store.backends)
  const stored = yield* Tenant.provide(user)(files.get({ fileId }))
  return Option.getOrUndefined(stored)?.item
})

const eventsOf = Effect.fnUntraced(function* (query: EventStore.Query) {
  const events = EventStore.Reader.fromBackends(yield* Store.backends)
  return yield* Tenant.provide(user)(events.query(query))
})

/** Waits until `look` finds something. */
const awaited = <A, E, R>(look: Effect.Effect<A | undefined, E, R>): Effect.Effect<A | undefined, E, R> =>
  Effect.gen(function* () {
    while (true) {
      const found = yield* look
      if (found !== undefined) return found
      yield* Effect.sleep(lookEvery)
    }
  }).pipe(Effect.timeoutOption(patience), Effect.map(Option.getOrUndefined))

const logsOf = (deployment: string, consumer: string): string =>
  `Is the event source mapping of ${deployment}-${consumer} enabled? See its logs, /aws/lambda/${deployment}-${consumer}.`

const removed = Effect.fnUntraced(function* (fileId: string, key: string) {
  const name = "canary removed"
  if ((yield* record(fileId)) === undefined) {
    // Nobody has taken it in: whoever gets to its notification later finds no object, and lets it be.
    yield* (yield* ObjectStore.ObjectStore).delete({ bucket: "uploads", key })
    return passed(name, "the object is deleted; nothing had taken it in")
  }
  yield* PersonEvent.publish(FileDeletionRequested, { fileId }, { user, subject: fileId })
  const status = (yield* record(fileId))?.status
  return status === "deleted"
    ? passed(name, "deleted with its transactions")
    : failed(name, `it is ${status ?? "gone"}`, `Try \`millrace files delete ${fileId} --user ${user} --aws\`.`)
})

/** Sends the canary. `taker` is the consumer whose queue uploads go to. */
export const fly = Effect.fnUntraced(function* (taker: string) {
  const { finish, name: deployment, spans } = yield* Workplace
  const now = yield* Clock.currentTimeMillis
  const fileId = ContentId.make(["canary", String(now)]).slice(0, 32)
  const filename = "canary.csv"
  const { traceId } = yield* Upload.put(
    { bucket: "uploads", tenantId: user, fileId, filename, contentType: "text/csv", accountId: "canary" },
    Stream.succeed(new TextEncoder().encode(statement))
  )
  const checks: Array<Check> = []
  const end = yield* awaited(
    Effect.map(record(fileId), (file) =>
      file?.status === "processed" || file?.status === "rejected" ? file : undefined
    )
  )
  let first: Envelope.Envelope | undefined
  if (end === undefined) {
    const status = (yield* record(fileId))?.status
    const consumer = status === undefined || taker === "direct-processor" ? taker : "file-processor"
    checks.push(
      failed(
        "canary processed",
        `after ${patience} the statement is ${status ?? "not taken in"}`,
        logsOf(deployment, consumer)
      )
    )
  } else {
    const accepted = end.certificate?.rows.accepted ?? 0
    checks.push(
      end.status === "processed" && accepted === rows
        ? passed("canary processed", `${rows} transactions`)
        : failed(
            "canary processed",
            `it is ${end.status} with ${accepted} of ${rows} rows: ${end.refusal?.reason ?? "no reason"}`,
            "The functions are of another version than this command, or their code is at fault."
          )
    )
    first = yield* awaited(Effect.map(eventsOf({ subject: fileId }), ([event]) => event))
    const done = first !== undefined && (yield* finish({ _tag: "Event", envelope: first }))
    const types = new Set((yield* eventsOf({ correlationId: first?.correlationid ?? "" })).map(({ type }) => type))
    const wanted = ["file.processed", "transactions.categorized", "analytics.updated"]
    const missing = wanted.filter((type) => !types.has(type))
    checks.push(
      done && missing.length === 0
        ? passed("canary categorized and analysed", `${types.size} types of events, all handled`)
        : failed(
            "canary categorized and analysed",
            missing.length > 0
              ? `no ${missing.join(", ")} was stored`
              : `some delivery has not ended after ${patience}`,
            "See `millrace status --aws` and `millrace dead-letters list --aws`."
          )
    )
  }
  const trace = first === undefined ? [] : yield* spans(traceId, first)
  checks.push(yield* removed(fileId, `${user}/${fileId}/${filename}`))
  const canary: Canary = { checks, traceId: first === undefined ? undefined : traceId, spans: trace }
  return canary
})
