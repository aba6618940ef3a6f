/** A what-if of the file pipeline, in the domain's words. */
import * as CollectionKey from "@millrace/core/CollectionKey"
import * as Replay from "@millrace/core/Replay"
import * as TableStore from "@millrace/core/TableStore"
import * as Tenant from "@millrace/core/Tenant"
import * as WhatIf from "@millrace/core/WhatIf"
import * as RuleFile from "@millrace/handlers/categorization/RuleFile"
import { fileProcessing } from "@millrace/handlers/FileProcessingProgram"
import { Assignments, Rules } from "@millrace/handlers/resources/Assignments"
import * as Bookkeeping from "@millrace/handlers/resources/Bookkeeping"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { CommandFailed } from "./Output.ts"
import * as OwnRules from "./OwnRules.ts"
import * as Store from "./Store.ts"

/** A transaction whose category would be another. */
export interface Recategorized {
  readonly transactionId: string
  readonly accountId: string
  readonly month: string
  readonly before: string | null
  readonly after: string | null
}

/** What would be otherwise. */
export interface Found {
  readonly consumer: string
  readonly events: number
  /** Events that the consumer could not handle, by failure. */
  readonly failed: Readonly<Record<string, number>>
  readonly transactions: ReadonlyArray<Recategorized>
  /** Rows that would be otherwise, by collection. */
  readonly rows: Readonly<
    Record<string, { readonly added: number; readonly changed: number; readonly removed: number }>
  >
}

const decodeAssignment = Schema.decodeUnknownEffect(Schema.fromJsonString(Assignments.schema))

const ownRules = (text: string) =>
  Effect.mapError(Effect.fromResult(RuleFile.parse(text)), ({ problems }) => OwnRules.refused(problems))

/** Runs a consumer over a user's stored events on copies. */
export const run = Effect.fnUntraced(function* (options: {
  readonly consumer: string
  readonly selection: Replay.Selection
  readonly user: string
  readonly rules: string | undefined
  readonly onEvent: (events: number) => void
}) {
  const { consumer, onEvent, rules: text, selection, user } = options
  const handler = fileProcessing.handlers.find(({ name }) => name === consumer)
  if (handler === undefined) {
    return yield* new CommandFailed({
      problem: `--consumer ${consumer}: there is no such consumer.`,
      mend: `There are ${fileProcessing.handlers.map(({ name }) => name).join(", ")}.`,
      exitCode: 2
    })
  }
  const rules = text === undefined ? undefined : yield* ownRules(text)
  const backends = yield* Store.backends
  const outcome = yield* WhatIf.run({
    handler,
    backends,
    id: "what-if",
    events: Replay.select(backends.tables, [handler.contract], selection),
    onEvent,
    ...(rules === undefined
      ? {}
      : {
          prepare: (copies) =>
            Effect.gen(function* () {
              const writer = Rules.Writer.fromBackends(copies)
              const present = yield* Stream.runCollect(Rules.Reader.fromBackends(copies).query({}))
              yield* writer.deleteAll(present.map(({ item: { id } }) => ({ id })))
              yield* writer.putAll(rules)
            }).pipe(Tenant.provide(user))
        })
  })

  const written = handler.contract.uses.flatMap(({ grant }) =>
    grant.access === "write" && grant.resource.kind === "collection" ? [grant.resource.name] : []
  )
  const rows: Record<string, { readonly added: number; readonly changed: number; readonly removed: number }> = {}
  const months = new Map<string, { readonly tenantId: string; readonly accountId: string; readonly month: string }>()
  for (const table of written) {
    if (Bookkeeping.names.has(table)) continue
    const changes = yield* outcome.overlay.changes(table)
    const added = changes.filter(({ before }) => before === undefined).length
    const removed = changes.filter(({ after }) => after === undefined).length
    rows[table] = { added, changed: changes.length - added - removed, removed }
    if (table !== Assignments.resource.name) continue
    for (const { after, before, key } of changes) {
      const row = after ?? before
      if (row === undefined) continue
      const { accountId, month } = yield* Effect.orDie(decodeAssignment(row.body))
      const tenantId = CollectionKey.tenantOf(key.partition)
      months.set(JSON.stringify([tenantId, accountId, month]), { tenantId, accountId, month })
    }
  }

  const now = yield* Store.monthReader
  const then = yield* Effect.provideService(Store.monthReader, TableStore.TableStore, outcome.overlay.tables)
  const transactions: Array<Recategorized> = []
  for (const { accountId, month, tenantId } of months.values()) {
    const seen = Tenant.provide(tenantId)
    const before = yield* seen(now.month(accountId, month))
    const after = yield* seen(then.month(accountId, month))
    const categories = new Map(after.map(({ assignment, transaction }) => [transaction.id, assignment.category]))
    for (const { assignment, transaction } of before) {
      const category = categories.get(transaction.id) ?? null
      if (category === assignment.category) continue
      transactions.push({
        transactionId: transaction.id,
        accountId,
        month,
        before: assignment.category,
        after: category
      })
    }
  }
  const found: Found = { consumer, events: outcome.events, failed: outcome.failed, transactions, rows }
  return found
  // What is read to tell the difference leaves no span behind either.
}, Effect.withTracerEnabled(false))
