/**
 * The backend for collections: a table store with DynamoDB's guarantees and no more. Partition and sort key, conditional
 * writes, atomic writes of up to 100 rows, range queries in key order, unconditional batches, indexes that may lag.
 *
 * Programs do not use it: they use a `Collection`'s capabilities, which add schemas and the tenant. Backends implement it
 * and prove themselves with the conformance suite of `@millrace/testing`.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as ContentId from "./ContentId.ts"
import type { Unavailable } from "./Unavailable.ts"

/** Most rows of one atomic write, as `TransactWriteItems`. */
export const maxAtomicRows = 100

/** Identifies a row. Keys compare as UTF-8 bytes; both are at most 1,024 bytes and hold no character below U+001F. */
export interface Key {
  readonly table: string
  readonly partition: string
  readonly sort: string
}

/** A row at rest. */
export interface Row extends Key {
  /** The item, as JSON text. */
  readonly body: string
  /** Hash of `body`: equal content is an equal revision. */
  readonly revision: string
  /** Index name → the row's place in it; absent where the row is not in the index. */
  readonly indexes: Readonly<Record<string, { readonly partition: string; readonly sort: string }>>
  /** Epoch seconds after which the row may disappear, in the backend's own time. */
  readonly expiresAt: number | undefined
}

/** What must hold of the row in place for a write to happen. */
export type Condition =
  | { readonly _tag: "Absent" }
  | { readonly _tag: "Present" }
  | { readonly _tag: "Revision"; readonly revision: string }

/** One write. */
export type Write =
  | { readonly _tag: "Put"; readonly row: Row; readonly condition: Condition | undefined }
  | { readonly _tag: "Delete"; readonly key: Key; readonly condition: Condition | undefined }
  | { readonly _tag: "Check"; readonly key: Key; readonly condition: Condition }

/** A condition on a row that is not written. */
export type Check = Extract<Write, { readonly _tag: "Check" }>

/** A write whatever row is in place. */
export type Unconditional = Write & { readonly condition: undefined }

/** The row that a write is of. */
export const keyOf = (write: Write): Key => (write._tag === "Put" ? write.row : write.key)

/** A write that no backend may take: of too many rows, of one row twice, of a key that is too long. A mistake in the program. */
export class WriteInvalid extends Error {
  override readonly name = "WriteInvalid"
}

/** Throws `WriteInvalid` where a write names a row twice: which of the two would count, no backend could say. */
export const refuseRepeated = (writes: ReadonlyArray<Write>): void => {
  if (writes.length < 2) return
  const keys = new Set(
    writes.map((write) => {
      const { partition, sort, table } = keyOf(write)
      return JSON.stringify([table, partition, sort])
    })
  )
  if (keys.size !== writes.length) throw new WriteInvalid("TableStore: one write names a row twice.")
}

/** Throws `WriteInvalid` where an atomic write cannot be one. */
export const refuseInvalid = (writes: ReadonlyArray<Write>): void => {
  if (writes.length > maxAtomicRows) {
    throw new WriteInvalid(`TableStore: ${writes.length} rows in one atomic write, ${maxAtomicRows} at most.`)
  }
  refuseRepeated(writes)
}

/** A range of one partition, in key order. */
export interface Query {
  readonly table: string
  /** Queries the index of this name; its answers may lag behind writes. */
  readonly index?: string | undefined
  readonly partition: string
  /** Lowest sort key, inclusive. */
  readonly from?: string | undefined
  /** Highest sort key, exclusive. */
  readonly until?: string | undefined
  readonly descending?: boolean | undefined
  /**
   * What of its rows the caller looks at: of `items` their keys, bodies and revisions, of `revisions` their keys and revisions. A
   * backend may leave the rest out, as empty, and reads it for nobody then. Whole rows where nothing is said.
   */
  readonly only?: "items" | "revisions" | undefined
  /** Most rows of a page; a page may hold fewer and still have a cursor. */
  readonly limit: number
  readonly cursor?: string | undefined
}

/** Some rows, and where to go on. `cursor` is undefined at the end. */
export interface Page {
  readonly rows: ReadonlyArray<Row>
  readonly cursor: string | undefined
}

/** A conditional write met a row that is not as required. Nothing of the write happened. */
export class ConditionFailed extends Schema.TaggedError<ConditionFailed>()("ConditionFailed", {
  table: Schema.String,
  /** Position, in the atomic write, of the first write whose condition failed. */
  position: Schema.Int
}) {
  override get message(): string {
    return `${this.table}: the row is no longer as it was read (write ${this.position})`
  }
}

/** The table backend. Reads are strongly consistent, except through an index. */
export class TableStore extends Context.Service<
  TableStore,
  {
    readonly get: (key: Key) => Effect.Effect<Option.Option<Row>, Unavailable>
    readonly query: (query: Query) => Effect.Effect<Page, Unavailable>
    /** All or nothing. At most `maxAtomicRows`, no row twice. */
    readonly write: (writes: ReadonlyArray<Write>) => Effect.Effect<void, ConditionFailed | Unavailable>
    /** Unconditional and not atomic: after a failure any part may have been written. Any number of rows, no row twice. */
    readonly writeBatch: (writes: ReadonlyArray<Unconditional>) => Effect.Effect<void, Unavailable>
    /**
     * What {@link writeWhile} does with `write`, for a backend that can write more rows at once than `maxAtomicRows`. Whoever
     * wraps a store may leave it out.
     */
    readonly writeWhile?:
      | ((check: Check, writes: ReadonlyArray<Unconditional>) => Effect.Effect<void, ConditionFailed | Unavailable>)
      | undefined
    /** Every row of a table in no particular order: for operators, never for handlers. */
    readonly scan: (options: {
      readonly table: string
      readonly limit: number
      readonly cursor?: string | undefined
    }) => Effect.Effect<Page, Unavailable>
  }
>()("@millrace/core/TableStore") {}

const isUnconditional = (write: Write): write is Unconditional => write.condition === undefined

/** Characters of bodies that are written at once: far below the 4 MB that DynamoDB takes in one atomic write. */
const atomicLength = 500_000

/** Writes in parts that can be written at once, with room for one more write. */
function* parts(writes: ReadonlyArray<Write>): Generator<ReadonlyArray<Write>> {
  let part: Array<Write> = []
  let length = 0
  for (const write of writes) {
    const own = write._tag === "Put" ? write.row.body.length : 0
    if (part.length > 0 && (part.length === maxAtomicRows - 1 || length + own > atomicLength)) {
      yield part
      part = []
      length = 0
    }
    part.push(write)
    length += own
  }
  if (part.length > 0) yield part
}

/**
 * Any number of writes in the order given, part by part, each part atomic and on condition that the check holds then. Fails as
 * soon as it does not, with the parts before written and nothing after them. No row twice.
 */
export const writeWhile = (
  store: TableStore["Service"],
  check: Check,
  writes: ReadonlyArray<Write>
): Effect.Effect<void, ConditionFailed | Unavailable> =>
  store.writeWhile !== undefined && writes.every(isUnconditional)
    ? store.writeWhile(check, writes)
    : Effect.forEach(parts(writes), (part) => store.write([check, ...part]), { discard: true })

/** The revision of a body. */
export const revisionOf = (body: string): string => ContentId.ofBytes(body)

/** A row from its key and body. */
export const row = (
  key: Key,
  body: string,
  options?: { readonly indexes?: Row["indexes"]; readonly expiresAt?: number | undefined }
): Row => ({
  table: key.table,
  partition: key.partition,
  sort: key.sort,
  body,
  revision: revisionOf(body),
  indexes: options?.indexes ?? {},
  expiresAt: options?.expiresAt
})
