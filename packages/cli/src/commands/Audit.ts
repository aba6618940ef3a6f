/** `millrace audit`: the event store as evidence. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Options from "../Options.ts"
import * as Output from "../Output.ts"

const modules = Effect.all({
  AuditTrail: Effect.promise(() => import("../AuditTrail.ts")),
  Store: Effect.promise(() => import("../Store.ts")),
  Verification: Effect.promise(() => import("@millrace/handlers/audit/Verification"))
})

const meanings = {
  "entry-changed": "its bytes are not those that were stored",
  "entry-missing": "it is not there any more",
  "entry-unknown":
    "no seal lists it and it waits for none: it was not stored by the pipeline, or its record was changed",
  "seal-changed": "the seal is not as it was written, or does not follow the one before",
  "seal-missing": "the seal is not there any more",
  "head-differs": "no seal has the hash of --head: the seals were written anew"
} as const

const verify = Command.make(
  "verify",
  {
    place: Options.place,
    json: Options.json,
    head: Flag.String("head").pipe(
      Flag.withDescription("Hash of a seal that was kept elsewhere: it must still be there"),
      Flag.optional
    )
  },
  Effect.fnUntraced(function* ({ place, head, json }) {
    const { AuditTrail, Store, Verification } = yield* modules
    const style = yield* Output.style
    const look = AuditTrail.stored.pipe(
      Effect.map((stored) => Verification.verify(stored, Option.getOrUndefined(head))),
      // Beside a process that works, an event may be stored and not yet be said to wait: that is so no longer on a second look.
      Effect.repeat({ until: ({ broken }) => broken.every(({ kind }) => kind !== "entry-unknown"), times: 1 })
    )
    const verified = yield* look.pipe(Effect.scoped, Effect.provide(Store.beside(place)))
    const [first] = verified.broken
    if (json) yield* Output.json({ ...verified, whole: first === undefined, first: first ?? null })
    else if (first === undefined) {
      yield* Output.print(
        `${style.green("The trail is whole.")} ${verified.sealed} entries in ${verified.seals} seals, ${verified.waiting} wait for the next.`,
        ...(verified.head === null ? [] : [`Head ${verified.head}: keep it elsewhere, and verify with --head.`])
      )
    } else {
      const { eventId, kind, seal, tenantId } = first
      const what = eventId === null ? (seal === null ? "head" : `seal ${seal}`) : `event ${eventId} of ${tenantId}`
      const where = eventId === null || seal === null ? "" : `, listed by seal ${seal}`
      yield* Output.print(
        `${style.red("The trail is broken")} at ${what}${where}: ${meanings[kind]}.`,
        `${verified.broken.length} findings in all; --json lists them.`
      )
    }
    if (first !== undefined) yield* Output.unwell
  })
).pipe(Command.withDescription("Hold every event against the seals, and name the first that is broken"))

const exporting = Command.make(
  "export",
  { place: Options.place },
  Effect.fnUntraced(function* ({ place }) {
    const { AuditTrail, Store } = yield* modules
    const { AuditSeals, UnsealedEntries, tenantId } = yield* Effect.promise(
      () => import("@millrace/handlers/resources/AuditSeals")
    )
    const Collection = yield* Effect.promise(() => import("@millrace/core/Collection"))
    yield* Effect.gen(function* () {
      const { tables } = yield* Store.backends
      const waiting = yield* Stream.runCollect(
        Stream.map(Collection.scanAll(tables, UnsealedEntries), ({ item }) => item)
      )
      const all = yield* Stream.runCollect(Collection.scanAll(tables, AuditSeals))
      const seals = all
        .filter((seal) => seal.tenantId === tenantId)
        .map(({ item }) => item)
        .sort((a, b) => (a.sequence < b.sequence ? -1 : 1))
      yield* Stream.runForEach(AuditTrail.entries({ seals, waiting }), (entry) =>
        Output.json({
          seal: entry.seal,
          tenantId: entry.tenantId,
          eventId: entry.eventId,
          digest: entry.digest,
          event: entry.event
        })
      )
      const head = seals.at(-1)
      yield* Output.json({
        head: head === undefined ? null : { ...head, entries: head.entries.length, sequence: Number(head.sequence) }
      })
    }).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
  })
).pipe(Command.withDescription("Print every event with its seal as NDJSON, the newest seal last"))

const seal = Command.make(
  "seal",
  { place: Options.place, json: Options.json },
  Effect.fnUntraced(function* ({ place, json }) {
    const { AuditTrail, Verification } = yield* modules
    const PersonEvent = yield* Effect.promise(() => import("../PersonEvent.ts"))
    const Working = yield* Effect.promise(() => import("../Working.ts"))
    const DateTime = yield* Effect.promise(() => import("effect/DateTime"))
    const { AuditSealDue } = yield* Effect.promise(() => import("@millrace/handlers/Events"))
    const { tenantId } = yield* Effect.promise(() => import("@millrace/handlers/resources/AuditSeals"))
    yield* Effect.gen(function* () {
      const scheduledFor = DateTime.formatIso(yield* DateTime.now)
      const followed = yield* PersonEvent.publish(AuditSealDue, { scheduledFor }, { user: tenantId })
      const { head, sealed, seals, waiting } = Verification.verify(yield* AuditTrail.stored)
      yield* json
        ? Output.json({ head, sealed, seals, waiting, deadLetters: followed.deadLetters })
        : Output.print(`${sealed} entries in ${seals} seals; head ${head ?? "none yet"}`)
      if (followed.deadLetters > 0) yield* Output.unwell
    }).pipe(Effect.scoped, Effect.provide(Working.acting(place)))
  })
).pipe(Command.withDescription("Seal now, without waiting for the schedule"))

export const audit = Command.make("audit").pipe(
  Command.withDescription("The events as evidence: sealed, verified, exported"),
  Command.withSubcommands([verify, exporting, seal])
)
