/** How an item of a collection becomes a row: its keys, its places in indexes, its text. */
import type * as Capability from "./Capability.ts"
import * as CollectionKey from "./CollectionKey.ts"
import { ItemInvalid } from "./StoredItem.ts"
import * as TableStore from "./TableStore.ts"

type Resource = Extract<Capability.Resource, { readonly kind: "collection" }>

/** Makes rows of one collection. */
export interface Rows {
  /** The segments that fields make in a key. Throws `ItemInvalid` where one is not text. */
  readonly segmentsOf: (fields: object, names: ReadonlyArray<string>) => ReadonlyArray<string>
  /** The key of an item, or of the fields of one. */
  readonly keyOf: (tenant: string, fields: object) => TableStore.Key
  /** The row of an item that is encoded. */
  readonly rowOf: (tenant: string, encoded: object) => TableStore.Row
}

const inNone: TableStore.Row["indexes"] = {}

/** Rows of a collection as it is declared. */
export const make = (resource: Resource): Rows => {
  const { name } = resource

  const text = (fields: object, field: string): string => {
    const value: unknown = Reflect.get(fields, field)
    if (typeof value !== "string") throw new ItemInvalid(`Collection ${name}: key field ${field} is not text.`)
    return value
  }

  const segmentsOf: Rows["segmentsOf"] = (fields, names) => names.map((field) => text(fields, field))

  const partitionOf = CollectionKey.encoder()
  const keyOf: Rows["keyOf"] = (tenant, fields) => ({
    table: name,
    partition: partitionOf([tenant, ...segmentsOf(fields, resource.partition)]),
    sort: CollectionKey.encode(segmentsOf(fields, resource.sort))
  })

  const indexes = Object.entries(resource.indexes).map(([index, { partition, sort }]) => ({
    index,
    partition,
    sort,
    fields: [...partition, ...sort],
    placePartitionOf: CollectionKey.encoder(),
    /** Rows lie in the index in the order that they have in their partitions. */
    isSortedAlike: sort.join() === resource.sort.join()
  }))

  const placesOf = (tenant: string, encoded: object, own: string): TableStore.Row["indexes"] => {
    if (indexes.length === 0) return inNone
    const places: Record<string, { readonly partition: string; readonly sort: string }> = {}
    for (const { fields, index, isSortedAlike, partition, placePartitionOf, sort } of indexes) {
      if (!fields.every((field) => typeof Reflect.get(encoded, field) === "string")) continue
      places[index] = {
        partition: placePartitionOf([tenant, ...segmentsOf(encoded, partition)]),
        sort: isSortedAlike ? own : CollectionKey.encode(segmentsOf(encoded, sort))
      }
    }
    return places
  }

  return {
    segmentsOf,
    keyOf,
    rowOf: (tenant, encoded) => {
      const expiresAt: unknown = resource.ttl === undefined ? undefined : Reflect.get(encoded, resource.ttl)
      const key = keyOf(tenant, encoded)
      return TableStore.row(key, JSON.stringify(encoded), {
        indexes: placesOf(tenant, encoded, key.sort),
        expiresAt: typeof expiresAt === "number" ? expiresAt : undefined
      })
    }
  }
}
