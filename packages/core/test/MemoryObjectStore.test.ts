import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import type * as ObjectStore from "@millrace/core/ObjectStore"

const object = { bucket: "uploads", key: "u/f/a.csv", contentType: "text/csv", metadata: { AccountId: "A" } }

describe("MemoryObjectStore", () => {
  it.effect("notifies after the object can be read, and reads back what was put", () =>
    Effect.gen(function* () {
      const seen: Array<ObjectStore.ObjectHead> = []
      const memory: MemoryObjectStore.MemoryObjectStore = MemoryObjectStore.make({
        onCreated: (head) =>
          Effect.map(Effect.orDie(memory.store.head(head)), (found) => {
            seen.push(found)
          })
      })
      const bytes = new Uint8Array(150_000).fill(7)
      const head = yield* memory.store.put(object, Stream.fromIterable([bytes.subarray(0, 10), bytes.subarray(10)]))
      assert.deepStrictEqual(seen, [head])
      const chunks = yield* Stream.runCollect(memory.store.get(head))
      assert.deepStrictEqual(Buffer.concat([...chunks]), Buffer.from(bytes))
      assert.deepStrictEqual(head.metadata, { accountid: "A" })
    })
  )

  it.effect("keeps older versions readable by their ids when the object is deleted", () =>
    Effect.gen(function* () {
      const { objects, store } = MemoryObjectStore.make()
      const first = yield* store.put(object, Stream.succeed(new Uint8Array([1])))
      yield* store.put(object, Stream.succeed(new Uint8Array([2])))
      yield* store.delete({ bucket: object.bucket, key: object.key })
      assert.deepStrictEqual(objects(object.bucket), [])
      assert.strictEqual(
        (yield* Effect.flip(store.head({ bucket: object.bucket, key: object.key })))._tag,
        "ObjectMissing"
      )
      assert.strictEqual((yield* store.head(first)).versionId, first.versionId)
    })
  )
})
