import { assert, describe, it } from "@effect/vitest"
import { parse } from "csv-parse/sync"
import * as fc from "fast-check"
import { Tokenizer } from "../../src/csv/Tokenizer.ts"
import { StatementRejected } from "../../src/Statement.ts"

const tokenize = (text: string, delimiter = ",", pieces: ReadonlyArray<number> = [], maxFieldLength = 1_048_576) => {
  const records: Array<ReadonlyArray<string>> = []
  const lines: Array<number> = []
  const tokenizer = new Tokenizer({ delimiter, quote: '"', maxFieldLength }, (row) => {
    records.push(row.fields())
    lines.push(row.line)
  })
  let position = 0
  for (const size of pieces) {
    tokenizer.write(text.slice(position, position + size))
    position += size
  }
  tokenizer.write(text.slice(position))
  tokenizer.end()
  return { records, lines }
}

const field = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "é", " ", "1", ".", "-", "'", "漢", "=") }),
  fc.string({ unit: fc.constantFrom("a", '"', ",", ";", "\n", "\r\n", " ", "x") })
)

/** Writes a field as RFC 4180 asks for: quoted where it must be, and sometimes where it need not. */
const written = (text: string, quoteAnyway: boolean): string =>
  quoteAnyway || /[",;\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

describe("Tokenizer", () => {
  it("agrees with csv-parse on every well-formed text, cut anywhere", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.tuple(field, fc.boolean()), { minLength: 1, maxLength: 6 }), { maxLength: 8 }),
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        fc.array(fc.nat(9)),
        (rows, delimiter, newline, closed, pieces) => {
          const lines = rows.map((row) => row.map(([text, quoteAnyway]) => written(text, quoteAnyway)).join(delimiter))
          const text = lines.join(newline) + (closed ? newline : "")
          const expected: Array<Array<string>> = parse(text, {
            delimiter,
            relax_column_count: true,
            record_delimiter: newline,
            skip_empty_lines: true
          })
          assert.deepStrictEqual<unknown>(tokenize(text, delimiter, pieces).records, expected)
        }
      ),
      { seed: 7, numRuns: 2000 }
    )
  })

  it("gives the same records however large texts are cut", () => {
    const text = Array.from(
      { length: 9000 },
      (_, index) => `${index},"a ""b"" \r\n c",${index % 7 === 0 ? "x\r\ny" : ""}\r\n`
    ).join("")
    const whole = tokenize(text)
    for (const size of [1009, 32_768, 65_537]) {
      const pieces = Array.from({ length: Math.floor(text.length / size) }, () => size)
      assert.deepStrictEqual(tokenize(text, ",", pieces), whole)
    }
  })

  it("counts lines inside quoted fields", () => {
    assert.deepStrictEqual(tokenize('a\n"b\n\nc",d\r\n\r\ne\rf').lines, [1, 2, 6, 7])
  })

  it("a quote that does not close as it should is a character", () => {
    assert.deepStrictEqual(tokenize('"Bob" Smith,1\n"x",2\n').records, [
      ['"Bob" Smith', "1"],
      ["x", "2"]
    ])
    assert.deepStrictEqual(tokenize('a,"open,1\nb,2\n').records, [
      ["a", '"open', "1"],
      ["b", "2"]
    ])
    assert.deepStrictEqual(tokenize('a, "spaced, out" ,1\n').records, [["a", "spaced, out", "1"]])
    assert.deepStrictEqual(tokenize('5" pipe,1\n').records, [['5" pipe', "1"]])
  })

  it("refuses a record above the limit, with its line", () => {
    for (const long of ["x".repeat(300_000), `"${"x".repeat(300_000)}"`, `"${"x".repeat(300_000)}`]) {
      try {
        tokenize(`a,b\n${long}\n`, ",", [50_000, 50_000, 50_000], 100_000)
        assert.fail("was read")
      } catch (error) {
        assert.instanceOf(error, StatementRejected)
        assert.deepStrictEqual([error.code, error.line], ["too-long", 2])
      }
    }
  })

  it("takes time in proportion to the text, whatever its quotes", () => {
    const size = 400_000
    for (const unit of ['"', '""', '"x', ',"', '"x"y', '"\n', ' "', '"""x,', '"",', ',""x', "\r", '="']) {
      const text = unit.repeat(Math.ceil(size / unit.length))
      const before = performance.now()
      try {
        tokenize(text, ",", [], size * 2)
      } catch (error) {
        assert.instanceOf(error, StatementRejected)
      }
      assert.isBelow(performance.now() - before, 1500, JSON.stringify(unit))
    }
  })
})
