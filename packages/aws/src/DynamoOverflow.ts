/**
 * Bodies of rows that are too long for DynamoDB: they lie in the object store under a name that is a hash of them, so a body
 * that is stored twice is one object. They are not collected when their rows go.
 */
import type * as ObjectStore from "@millrace/core/ObjectStore"
import * as TableStore from "@millrace/core/TableStore"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as DynamoRow from "./DynamoRow.ts"

/** The bucket that holds bodies of long rows, and where in it. A lifecycle rule must spare them: rows outlive events. */
export const overflowBucket = "claims"
export const overflowPrefix = "rows/"

/** Rows as items and items as rows, with long bodies in `objects`. */
export const make = (objects: ObjectStore.ObjectStore["Service"]) => {
  const storeOverflow = Effect.fnUntraced(function* (row: TableStore.Row) {
    const key = `${overflowPrefix}${row.revision}`
    yield* objects.put(
      { bucket: overflowBucket, key, contentType: "application/octet-stream", metadata: {} },
      Stream.succeed(Buffer.from(row.body, "utf8"))
    )
    return key
  })

  const damaged = (detail: string) =>
    new Unavailable({ service: "DynamoDB", operation: "DynamoDB.overflow", reason: "unavailable", detail })

  const load = Effect.fnUntraced(function* (table: string, item: DynamoRow.Item) {
    const { overflow, row } = DynamoRow.fromItem(table, item)
    if (overflow === undefined) return row
    const chunks = yield* Stream.runCollect(objects.get({ bucket: overflowBucket, key: overflow })).pipe(
      Effect.catchTag("ObjectMissing", () => Effect.fail(damaged("the object with a long row's body is not there")))
    )
    const body = Buffer.concat([...chunks]).toString("utf8")
    if (TableStore.revisionOf(body) !== row.revision) {
      return yield* damaged("the object with a long row's body holds another")
    }
    return { ...row, body }
  })

  /** Items of the rows put, by position. Long bodies go aside, and more of them where all together are too long. */
  const itemsOf = Effect.fnUntraced(function* (writes: ReadonlyArray<TableStore.Write>, writer: string, room: number) {
    const sizes = writes.map((write) => (write._tag === "Put" ? Buffer.byteLength(write.row.body) : 0))
    const aside = new Set<number>()
    let inside = 0
    for (const [at, size] of sizes.entries()) {
      if (size > DynamoRow.maxInlineBytes) aside.add(at)
      else inside += size
    }
    const bySize = [...sizes.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0))
    for (const at of bySize) {
      if (inside <= room) break
      if (aside.has(at)) continue
      aside.add(at)
      inside -= sizes[at] ?? 0
    }
    return yield* Effect.forEach(
      writes,
      (write, at) => {
        if (write._tag !== "Put") return Effect.undefined
        const overflow = aside.has(at) ? storeOverflow(write.row) : Effect.undefined
        return Effect.map(overflow, (key) => DynamoRow.toItem(write.row, writer, key))
      },
      { concurrency: 8 }
    )
  })

  return { itemsOf, load }
}
