/** The CSV mappings that are kept with accounts, in a data directory. */
import type { CsvMapping } from "@millrace/statements/csv/Mapping"
import * as Tenant from "@millrace/core/Tenant"
import { CsvMappings } from "@millrace/handlers/resources/CsvMappings"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Store from "./Store.ts"

/** A mapping and the account that it is for. */
export interface AccountMapping {
  readonly accountId: string
  readonly mapping: CsvMapping
}

/** Keeps a mapping; files of the account are read by it from the next upload on. */
export const keep = Effect.fnUntraced(function* (user: string, mapping: AccountMapping) {
  const writer = CsvMappings.Writer.fromBackends(yield* Store.backends)
  yield* Tenant.provide(user)(writer.put(mapping))
})

/** Every mapping of a user, by account. */
export const all = Effect.fnUntraced(function* (user: string) {
  const reader = CsvMappings.Reader.fromBackends(yield* Store.backends)
  const stored = yield* Tenant.provide(user)(Stream.runCollect(reader.query({})))
  return stored.map(({ item }) => item)
})

/** Forgets a mapping: inference decides again. */
export const forget = Effect.fnUntraced(function* (user: string, accountId: string) {
  const writer = CsvMappings.Writer.fromBackends(yield* Store.backends)
  yield* Tenant.provide(user)(writer.delete({ accountId }))
})
