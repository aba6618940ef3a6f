/**
 * A collection of schema-typed items, declared as a resource and reached by two capabilities, `Reader` and `Writer`.
 *
 *     export class Transactions extends Collection.make("transactions", {
 *       schema: Transaction,
 *       key: { partition: ["accountId"], sort: ["date", "id"] },
 *       indexes: { byFile: { partition: ["fileId"], sort: ["date", "id"] } }
 *     }) {}
 *
 *     const reader = yield* Transactions.Reader
 *     const january = reader.query({ accountId }, { from: ["2024-01"], until: ["2024-02"] })
 *
 * It promises what DynamoDB promises: reads by key and by range are strongly consistent, an index may lag, conditions hold
 * on single rows, and up to 100 rows are written atomically. Every key begins with the delivery's tenant.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type * as Backends from "./Backends.ts"
import type * as Capability from "./Capability.ts"
import * as CollectionKey from "./CollectionKey.ts"
import * as CollectionRow from "./CollectionRow.ts"
import type { Stored } from "./StoredItem.ts"
import { decoderOf, encoderOf, ItemInvalid, StoredItem } from "./StoredItem.ts"
import * as TableStore from "./TableStore.ts"
import * as Tenant from "./Tenant.ts"
import type { Unavailable } from "./Unavailable.ts"

export { ItemInvalid, type Stored }

/** Schema of items: a struct that needs no services. */
export type ItemSchema = Schema.Codec<object, object>

/** Fields that can be part of a key: strings in memory and at rest. */
export type KeyField<S extends ItemSchema> = {
  [K in keyof S["Encoded"] & keyof S["Type"] & string]: S["Encoded"][K] extends string
    ? S["Type"][K] extends string
      ? K
      : never
    : never
}[keyof S["Encoded"] & keyof S["Type"] & string]

/** Fields that can be part of an index: as `KeyField`, or absent or null, which leaves the item out of the index. */
export type IndexField<S extends ItemSchema> = {
  [K in keyof S["Encoded"] & keyof S["Type"] & string]: S["Encoded"][K] extends string | null | undefined
    ? S["Type"][K] extends string | null | undefined
      ? K
      : never
    : never
}[keyof S["Encoded"] & keyof S["Type"] & string]

/** Index declarations by name. */
export type Indexes<S extends ItemSchema> = Readonly<
  Record<string, { readonly partition: ReadonlyArray<IndexField<S>>; readonly sort: ReadonlyArray<IndexField<S>> }>
>

/** The values of some fields of an item. */
export type Fields<S extends ItemSchema, K extends string> = {
  readonly [F in K]: F extends keyof S["Type"] ? NonNullable<S["Type"][F]> : never
}

/** Rows are written only if nobody wrote them since. */
export const ifRevision = (stored: Stored<unknown>): TableStore.Condition => ({
  _tag: "Revision",
  revision: stored.revision
})

/** Rows are written only if they are not there. */
export const ifAbsent: TableStore.Condition = { _tag: "Absent" }

/** Rows are written only if they are there. */
export const ifPresent: TableStore.Condition = { _tag: "Present" }

/** `ifRevision` of what was read, or `ifAbsent` where nothing was. */
export const ifUnchanged = (read: Option.Option<Stored<unknown>>): TableStore.Condition =>
  Option.isSome(read) ? ifRevision(read.value) : ifAbsent

/** The row is as a prepared write leaves it: for later writes that count only while nobody has written it since. */
export const ifAsWritten = (write: TableStore.Write): TableStore.Condition => {
  switch (write._tag) {
    case "Put":
      return { _tag: "Revision", revision: write.row.revision }
    case "Delete":
      return ifAbsent
    case "Check":
      return write.condition
  }
}

/** Reads a collection. */
export interface Reader<S extends ItemSchema, Partition extends string, Sort extends string, I extends Indexes<S>> {
  readonly get: (key: Fields<S, Partition | Sort>) => Effect.Effect<Option.Option<Stored<S["Type"]>>, Unavailable>
  /** Items of one partition in sort order. */
  readonly query: (
    partition: Fields<S, Partition>,
    range?: CollectionKey.Range
  ) => Stream.Stream<Stored<S["Type"]>, Unavailable>
  /** The first item of a range, which is the last one where the range is descending. No other is read. */
  readonly first: (
    partition: Fields<S, Partition>,
    range?: CollectionKey.Range
  ) => Effect.Effect<Option.Option<Stored<S["Type"]>>, Unavailable>
  /**
   * Revisions of the items of one partition in sort order, without the items. Equal revisions are equal items, keys included, so
   * this says whether anything is other than it was, and costs less than reading it.
   */
  readonly revisions: (
    partition: Fields<S, Partition>,
    range?: CollectionKey.Range
  ) => Stream.Stream<string, Unavailable>
  /** Items through an index, in its sort order. May miss the latest writes. */
  readonly queryIndex: <Name extends keyof I & string>(
    index: Name,
    partition: Fields<S, I[Name]["partition"][number]>,
    range?: CollectionKey.Range
  ) => Stream.Stream<Stored<S["Type"]>, Unavailable>
}

/** Writes a collection. `transact` takes writes prepared by any collection's writer. */
export interface Writer<S extends ItemSchema, Partition extends string, Sort extends string> {
  readonly put: {
    (item: S["Type"]): Effect.Effect<void, Unavailable>
    (item: S["Type"], condition: TableStore.Condition): Effect.Effect<void, TableStore.ConditionFailed | Unavailable>
  }
  readonly delete: {
    (key: Fields<S, Partition | Sort>): Effect.Effect<void, Unavailable>
    (
      key: Fields<S, Partition | Sort>,
      condition: TableStore.Condition
    ): Effect.Effect<void, TableStore.ConditionFailed | Unavailable>
  }
  /** Unconditional, any number, not atomic. */
  readonly putAll: (items: ReadonlyArray<S["Type"]>) => Effect.Effect<void, Unavailable>
  /** Unconditional, any number, not atomic. */
  readonly deleteAll: (keys: ReadonlyArray<Fields<S, Partition | Sort>>) => Effect.Effect<void, Unavailable>
  /** A put for `transact`. */
  readonly putting: (item: S["Type"], condition?: TableStore.Condition) => Effect.Effect<TableStore.Write>
  /** A delete for `transact`. */
  readonly deleting: (
    key: Fields<S, Partition | Sort>,
    condition?: TableStore.Condition
  ) => Effect.Effect<TableStore.Write>
  /** A condition on a row that is not written, for `transact`. */
  readonly checking: (
    key: Fields<S, Partition | Sort>,
    condition: TableStore.Condition
  ) => Effect.Effect<TableStore.Check>
  /** All or nothing, at most 100 writes of any collections. */
  readonly transact: (
    writes: ReadonlyArray<Effect.Effect<TableStore.Write>>
  ) => Effect.Effect<void, TableStore.ConditionFailed | Unavailable>
  /**
   * Any number of writes in the order given, a part at a time, each part all or nothing and on condition that `check` (a
   * {@link checking}) holds then. Where it does not, the parts before are written and nothing after.
   */
  readonly transactWhile: (
    check: Effect.Effect<TableStore.Check>,
    writes: ReadonlyArray<Effect.Effect<TableStore.Write>>
  ) => Effect.Effect<void, TableStore.ConditionFailed | Unavailable>
}

/** Requirement of a program that reads the collection. */
export interface Reads<out Name extends string> {
  readonly key: `${Name}.Reader`
}

/** Requirement of a program that writes the collection. */
export interface Writes<out Name extends string> {
  readonly key: `${Name}.Writer`
}

/** A collection declaration: extend it with a class. */
export interface CollectionClass<
  in out Name extends string,
  in out S extends ItemSchema,
  in out Partition extends string,
  in out Sort extends string,
  in out I extends Indexes<S>
> {
  new (_: never): { readonly collection: Name }
  readonly resource: Extract<Capability.Resource, { readonly kind: "collection" }> & { readonly name: Name }
  readonly schema: S
  readonly Reader: Capability.Capability<Reads<Name>, Reader<S, Partition, Sort, I>>
  readonly Writer: Capability.Capability<Writes<Name>, Writer<S, Partition, Sort>>
}

/** Rows a page of a query, and revisions a page. */
const pageRows = 500
const pageRevisions = 5000

/** Declares a collection. */
export const make = <
  const Name extends string,
  S extends ItemSchema,
  const Partition extends KeyField<S>,
  const Sort extends KeyField<S>,
  const I extends Indexes<S> = {}
>(
  name: Name,
  options: {
    readonly schema: S
    /** Fields of the partition key (after the tenant, so it may be empty) and of the sort key. */
    readonly key: { readonly partition: ReadonlyArray<Partition>; readonly sort: ReadonlyArray<Sort> }
    readonly indexes?: I
    /** Field that holds the epoch second after which an item may disappear. */
    readonly ttl?: keyof S["Encoded"] & string
  }
): CollectionClass<Name, S, Partition, Sort, I> => {
  const indexes = Object.entries<{ readonly partition: ReadonlyArray<string>; readonly sort: ReadonlyArray<string> }>(
    options.indexes ?? {}
  )
  const resource = {
    kind: "collection",
    name,
    partition: options.key.partition,
    sort: options.key.sort,
    indexes: Object.fromEntries(indexes),
    ttl: options.ttl
  } as const
  const decode = decoderOf(name, options.schema)
  const encode = encoderOf(name, options.schema)

  const { keyOf, rowOf: rowOfEncoded, segmentsOf } = CollectionRow.make(resource)

  /** The row of an item. Throws `ItemInvalid`. */
  const rowOf = (tenant: string, item: S["Type"]): TableStore.Row => rowOfEncoded(tenant, encode(item))

  const pages = <A>(
    tables: Backends.Backends["tables"],
    query: (tenant: string) => TableStore.Query,
    read: (row: TableStore.Row) => A
  ): Stream.Stream<A, Unavailable> =>
    Stream.unwrap(
      Effect.map(Tenant.require(name), (tenant) =>
        Stream.paginate<string | undefined, A, Unavailable>(undefined, (cursor) =>
          Effect.map(
            tables.query({ ...query(tenant), cursor }),
            (page) =>
              [page.rows.map(read), page.cursor === undefined ? Option.none() : Option.some(page.cursor)] as const
          )
        )
      )
    )

  const storedOf = (row: TableStore.Row): Stored<S["Type"]> => new StoredItem(row, decode)

  const within = (
    tenant: string,
    partition: Fields<S, Partition>,
    range: CollectionKey.Range
  ): Pick<TableStore.Query, "table" | "partition" | "from" | "until" | "descending"> => ({
    table: name,
    partition: CollectionKey.encode([tenant, ...segmentsOf(partition, options.key.partition)]),
    ...CollectionKey.bounds(range),
    descending: range.descending
  })

  const makeReader = ({ tables }: Backends.Backends): Reader<S, Partition, Sort, I> => ({
    get: (key) =>
      Effect.flatMap(Tenant.require(name), (tenant) =>
        Effect.map(tables.get(keyOf(tenant, key)), Option.map(storedOf))
      ),
    query: (partition, range = {}) =>
      pages(tables, (tenant) => ({ ...within(tenant, partition, range), only: "items", limit: pageRows }), storedOf),
    first: (partition, range = {}) =>
      Stream.runHead(
        pages(tables, (tenant) => ({ ...within(tenant, partition, range), only: "items", limit: 1 }), storedOf)
      ),
    revisions: (partition, range = {}) =>
      pages(
        tables,
        (tenant) => ({ ...within(tenant, partition, range), only: "revisions", limit: pageRevisions }),
        ({ revision }) => revision
      ),
    queryIndex: (index, partition, range = {}) =>
      pages(
        tables,
        (tenant) => ({
          table: name,
          index,
          partition: CollectionKey.encode([tenant, ...segmentsOf(partition, resource.indexes[index]?.partition ?? [])]),
          ...CollectionKey.bounds(range),
          descending: range.descending,
          only: "items",
          limit: pageRows
        }),
        storedOf
      )
  })

  const makeWriter = ({ tables }: Backends.Backends): Writer<S, Partition, Sort> => {
    const withTenant = Tenant.require(name)
    const putting = (item: S["Type"], condition?: TableStore.Condition): Effect.Effect<TableStore.Write> =>
      Effect.map(withTenant, (tenant): TableStore.Write => ({ _tag: "Put", row: rowOf(tenant, item), condition }))
    const deleting = (
      key: Fields<S, Partition | Sort>,
      condition?: TableStore.Condition
    ): Effect.Effect<TableStore.Write> =>
      Effect.map(withTenant, (tenant): TableStore.Write => ({ _tag: "Delete", key: keyOf(tenant, key), condition }))
    const one = (write: Effect.Effect<TableStore.Write>) =>
      Effect.flatMap(write, (prepared) => tables.write([prepared]))
    // Without a condition nothing can fail on one; the overloads say so to callers.
    const unconditional = (effect: Effect.Effect<void, TableStore.ConditionFailed | Unavailable>) =>
      Effect.catchTag(effect, "ConditionFailed", (error) => Effect.die(error))
    function put(item: S["Type"]): Effect.Effect<void, Unavailable>
    function put(
      item: S["Type"],
      condition: TableStore.Condition
    ): Effect.Effect<void, TableStore.ConditionFailed | Unavailable>
    function put(item: S["Type"], condition?: TableStore.Condition) {
      const write = one(putting(item, condition))
      return condition === undefined ? unconditional(write) : write
    }
    function remove(key: Fields<S, Partition | Sort>): Effect.Effect<void, Unavailable>
    function remove(
      key: Fields<S, Partition | Sort>,
      condition: TableStore.Condition
    ): Effect.Effect<void, TableStore.ConditionFailed | Unavailable>
    function remove(key: Fields<S, Partition | Sort>, condition?: TableStore.Condition) {
      const write = one(deleting(key, condition))
      return condition === undefined ? unconditional(write) : write
    }
    return {
      put,
      delete: remove,
      putAll: (items) =>
        Effect.flatMap(withTenant, (tenant) =>
          tables.writeBatch(items.map((item) => ({ _tag: "Put", row: rowOf(tenant, item), condition: undefined })))
        ),
      deleteAll: (keys) =>
        Effect.flatMap(withTenant, (tenant) =>
          tables.writeBatch(keys.map((key) => ({ _tag: "Delete", key: keyOf(tenant, key), condition: undefined })))
        ),
      putting,
      deleting,
      checking: (key, condition) =>
        Effect.map(withTenant, (tenant): TableStore.Check => ({ _tag: "Check", key: keyOf(tenant, key), condition })),
      transact: (writes) => Effect.flatMap(Effect.all(writes), (prepared) => tables.write(prepared)),
      transactWhile: (check, writes) =>
        Effect.flatMap(Effect.all([check, Effect.all(writes)]), ([checked, prepared]) =>
          TableStore.writeWhile(tables, checked, prepared)
        )
    }
  }

  class Declared {
    static readonly resource = resource
    static readonly schema = options.schema
    static readonly Reader: Capability.Capability<Reads<Name>, Reader<S, Partition, Sort, I>> = Object.assign(
      Context.Service<Reads<Name>, Reader<S, Partition, Sort, I>>(`${name}.Reader`),
      { grant: { resource, access: "read" } as const, fromBackends: makeReader }
    )
    static readonly Writer: Capability.Capability<Writes<Name>, Writer<S, Partition, Sort>> = Object.assign(
      Context.Service<Writes<Name>, Writer<S, Partition, Sort>>(`${name}.Writer`),
      { grant: { resource, access: "write" } as const, fromBackends: makeWriter }
    )
    readonly collection = name
    // A declaration is never instantiated; the parameter keeps `new` out of reach.
    constructor(_: never) {}
  }
  return Declared
}

/** Every item of a collection over all tenants, with its tenant: for operators' commands, never for handlers. */
export const scanAll = <S extends ItemSchema>(
  tables: Backends.Backends["tables"],
  collection: { readonly resource: { readonly name: string }; readonly schema: S }
): Stream.Stream<{ readonly tenantId: string; readonly item: S["Type"] }, Unavailable> => {
  const decode = decoderOf(collection.resource.name, collection.schema)
  return Stream.paginate<string | undefined, { readonly tenantId: string; readonly item: S["Type"] }, Unavailable>(
    undefined,
    (cursor) =>
      Effect.map(
        tables.scan({ table: collection.resource.name, limit: pageRows, cursor }),
        (page) =>
          [
            page.rows.map((row) => ({ tenantId: CollectionKey.tenantOf(row.partition), item: decode(row.body) })),
            page.cursor === undefined ? Option.none() : Option.some(page.cursor)
          ] as const
      )
  )
}
