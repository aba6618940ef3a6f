import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Reader from "../src/Reader.ts"
import type { StatementRejected } from "../src/Statement.ts"
import { booked, read, refused } from "./Reading.ts"

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A stream of `head`, then one chunk again and again, then `tail`: large files that are never in memory. */
const repeated = (head: string, chunk: string, megabytes: number, tail: string): Stream.Stream<Uint8Array> => {
  const piece = encode(chunk.repeat(Math.ceil(65_536 / chunk.length)))
  const times = Math.ceil((megabytes * 1_048_576) / piece.length)
  return Stream.concat(
    Stream.make(encode(head)),
    Stream.concat(Stream.fromIterable(Iterator.from({ next: counter(times, piece) })), Stream.make(encode(tail)))
  )
}

const counter = (times: number, piece: Uint8Array) => {
  let left = times
  return (): IteratorResult<Uint8Array, undefined> =>
    left-- > 0 ? { done: false, value: piece } : { done: true, value: undefined }
}

const failure = (open: () => Stream.Stream<Uint8Array>): Effect.Effect<StatementRejected, void> =>
  Reader.read({ open: Stream.suspend(open) }).pipe(Stream.runDrain, Effect.flip)

describe("hostile files", () => {
  it.effect(
    "a single field of 200 MB, quoted and bare, is refused in bounded time and memory",
    () =>
      Effect.gen(function* () {
        const header = "Date,Description,Amount\n2024-01-31,a,-1.00\n2024-01-30,"
        for (const opening of [`${header}"`, header]) {
          const started = performance.now()
          const error = yield* failure(() => repeated(opening, "x", 200, ",-1.00\n"))
          assert.deepStrictEqual([error.code, error.line], ["too-long", 3])
          assert.isBelow(performance.now() - started, 5000)
        }
      }),
    60_000
  )

  it.effect("a line of 10 MB at the very start is refused", () =>
    Effect.gen(function* () {
      assert.include(
        ["too-long", "not-a-statement"],
        (yield* failure(() => repeated("", "x", 10, "\n2024-01-31,a,-1.00\n"))).code
      )
      assert.include(["too-long", "not-a-statement"], (yield* failure(() => repeated("", "1,", 10, "\n"))).code)
    })
  )

  it("NULs: a binary file is refused, a damaged row rejected", () => {
    assert.strictEqual(refused(`Date,Text,Amount\n2024-01-31,a\u0000b,-1.00\n`).code, "not-a-statement")
    assert.strictEqual(refused(new Uint8Array(100_000)).code, "not-a-statement")
  })

  it("lone surrogates in UTF-16 and UTF-8 become visible damage, not failures", () => {
    const text = "\ufeffDate;Text;Amount\n2024-01-31;\ud800x;-1.00\n2024-01-30;\udfff;2.00\n"
    const bytes = new Uint8Array(text.length * 2)
    const view = new DataView(bytes.buffer)
    for (let index = 0; index < text.length; index++) view.setUint16(index * 2, text.charCodeAt(index), true)
    assert.deepStrictEqual(booked(read(bytes)), ["2024-01-31 -1.00", "2024-01-30 2.00"])
  })

  it("ten thousand columns, ten thousand delimiters, ten thousand quotes", () => {
    const wide = Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(",")
    assert.isString(refused(`${wide}\n${wide}\n`).reason)
    for (const nasty of [
      ",".repeat(10_000),
      '"'.repeat(10_000),
      "\n".repeat(10_000),
      ";\n".repeat(10_000),
      '"\n'.repeat(5000)
    ]) {
      const started = performance.now()
      const reading = read(`Date,Text,Amount\n2024-01-31,a,-1.00\n${nasty}\n2024-01-30,b,2.00\n`)
      assert.strictEqual(reading.transactions[0]?.amount, "-1.00")
      assert.isBelow(performance.now() - started, 1000)
    }
  })

  it("numbers beyond every range are rejected or kept exactly", () => {
    const reading = read(
      `Date,Text,Amount\n2024-01-31,a,-99999999999999999999999999999999999.25\n2024-01-31,b,${"9".repeat(39)}\n2024-01-31,c,1e400\n2024-01-31,d,-0.00\n`
    )
    assert.deepStrictEqual(booked(reading), ["2024-01-31 -99999999999999999999999999999999999.25", "2024-01-31 0.00"])
    assert.deepStrictEqual(
      reading.rejections.map(({ line }) => line),
      [3, 4]
    )
  })
})
