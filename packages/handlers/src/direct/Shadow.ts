/**
 * Shadow collections: for a collection `transactions` one of the same shape, `shadow-transactions`, in which the direct
 * processor works beside the events without touching what people see. A shadow capability is one of its own in contracts,
 * so infrastructure makes the table and grants it; a program that asks for the collection itself is given the shadow by
 * {@link layer}.
 */
import type * as Backends from "@millrace/core/Backends"
import type * as Capability from "@millrace/core/Capability"
import type * as TableStore from "@millrace/core/TableStore"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** Requirement of a program that works on a shadow. */
export interface Shadowed<out Key extends string> {
  readonly key: `shadow-${Key}`
}

/** Name of a table's shadow. */
export const tableOf = (table: string): string => `shadow-${table}`

const key = <K extends TableStore.Key>(of: K): K => ({ ...of, table: tableOf(of.table) })

const write = <W extends TableStore.Write>(of: W): W =>
  of._tag === "Put" ? { ...of, row: key(of.row) } : { ...of, key: key(of.key) }

/** The same store, with every table's name led to its shadow. */
export const tables = (store: TableStore.TableStore["Service"]): TableStore.TableStore["Service"] => ({
  get: (of) => store.get(key(of)),
  query: (query) => store.query({ ...query, table: tableOf(query.table) }),
  write: (writes) => store.write(writes.map(write)),
  writeBatch: (writes) => store.writeBatch(writes.map(write)),
  scan: (options) => store.scan({ ...options, table: tableOf(options.table) })
})

/** A capability of a shadow, and the capability that it stands for. */
export interface Shadow<in out Identifier extends { readonly key: string }, in out Shape> extends Capability.Capability<
  Shadowed<Identifier["key"]>,
  Shape
> {
  readonly original: Capability.Capability<Identifier, Shape>
}

/** The shadow of a collection's capability. */
export const make = <Identifier extends { readonly key: string }, Shape>(
  original: Capability.Capability<Identifier, Shape>
): Shadow<Identifier, Shape> => {
  const { access, resource } = original.grant
  return Object.assign(Context.Service<Shadowed<Identifier["key"]>, Shape>(`shadow-${original.key}`), {
    grant: { resource: { ...resource, name: tableOf(resource.name) }, access },
    fromBackends: (backends: Backends.Backends) =>
      original.fromBackends({ ...backends, tables: tables(backends.tables) }),
    original
  })
}

/** Gives a program the shadow where it asks for the collection. */
export const layer = <Identifier extends { readonly key: string }, Shape>(
  shadow: Shadow<Identifier, Shape>
): Layer.Layer<Identifier, never, Shadowed<Identifier["key"]>> => Layer.effect(shadow.original, Effect.service(shadow))
