import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Decimal from "../src/Decimal.ts"
import { booked, dialect, read, refused } from "./Reading.ts"

const corpora = process.env["MILLRACE_CORPORA"] ?? "../shared/corpora"

/** One test a corpus, which prints one line; the formats' own corpus tests look at more fields. */
const corpus = <Expected>(
  name: string,
  check: (expected: Expected, bytes: Uint8Array, file: string, key: string) => number,
  fileOf: (key: string) => string = (key) => key
) => {
  const folder = join(corpora, name)
  const isThere = existsSync(join(folder, "expected.json"))
  if (!isThere) process.stdout.write(`corpus ${name}: skipped, ${folder} is not there\n`)
  it.skipIf(!isThere)(name, () => {
    const expectations: Readonly<Record<string, Expected>> = JSON.parse(
      readFileSync(join(folder, "expected.json"), "utf8")
    )
    let files = 0
    let rows = 0
    for (const [key, expected] of Object.entries(expectations)) {
      const file = fileOf(key)
      rows += check(expected, readFileSync(join(folder, file)), file, key)
      files++
    }
    process.stdout.write(
      `corpus ${name}: ${files} of ${Object.keys(expectations).length} files, ${rows} transactions matched\n`
    )
  })
}

const assertEqual = (actual: string | null | undefined, expected: string, message: string) => {
  const left = Decimal.parse(actual ?? "")
  const right = Decimal.parse(expected)
  assert.isTrue(
    left !== null && right !== null && Decimal.equals(left, right),
    `${message}: ${actual} is not ${expected}`
  )
}

describe("corpora", () => {
  corpus<{
    readonly count: number
    readonly sum: string
    readonly currency: string | null
    readonly pending?: number
    readonly ambiguousDate?: boolean
    readonly closing?: string
    readonly transactions: ReadonlyArray<{
      readonly date: string
      readonly amount: string
      readonly description: string
    }>
  }>("bank-csv", (expected, bytes, file) => {
    const reading = read(bytes)
    assert.strictEqual(reading.certificate.format, "csv", file)
    assert.deepStrictEqual(
      booked(reading),
      expected.transactions.map(({ amount, date }) => `${date} ${amount}`),
      file
    )
    const sum = new Decimal.Sum()
    for (const { amount } of reading.transactions) sum.add(amount)
    assertEqual(sum.value(), expected.sum, file)
    assert.strictEqual(reading.transactions.length, expected.count, file)
    assert.strictEqual(reading.pending.length, expected.pending ?? 0, file)
    assert.strictEqual(reading.rejections.length, 0, file)
    for (const { currency } of reading.transactions) assert.strictEqual(currency, expected.currency, file)
    assert.strictEqual(dialect(reading).dateOrderCertain, expected.ambiguousDate !== true, file)
    if (expected.closing !== undefined) assert.strictEqual(reading.balances[0]?.closing?.amount, expected.closing, file)
    expected.transactions.forEach(({ description }, index) => {
      const row = reading.transactions[index]
      const said = `${row?.counterparty} | ${row?.description}`
      for (const part of description.split(" | ")) assert.include(said, part.trim(), file)
    })
    return reading.transactions.length
  })

  corpus<{
    readonly accounts: ReadonlyArray<{
      readonly account: string
      readonly currency: string | null
      readonly balance: string | null
      readonly transactions: ReadonlyArray<{
        readonly date: string
        readonly amount: string
        readonly id: string | null
        readonly currency?: string
      }>
    }>
  }>(
    "ofx",
    ({ accounts }, bytes, file) => {
      const reading = read(bytes)
      assert.strictEqual(reading.certificate.format, "ofx", file)
      assert.deepStrictEqual(
        reading.accounts.map(({ account }) => account),
        accounts.map(({ account }) => account),
        file
      )
      accounts.forEach((expected, index) => {
        const rows = reading.transactions.filter(({ account }) => account === index)
        assert.deepStrictEqual(
          rows.map(({ amount, bankId, currency, date }) => ({ date, amount, id: bankId, currency })),
          expected.transactions.map(({ amount, currency, date, id }) => ({
            date,
            amount,
            id,
            currency: currency ?? expected.currency
          })),
          file
        )
        assert.strictEqual(reading.balances[index]?.closing?.amount ?? null, expected.balance, file)
      })
      if (file.includes("fail_nice") && /missing|error/.test(file)) assert.isAbove(reading.rejections.length, 0, file)
      return reading.transactions.length
    },
    (key) => (existsSync(join(corpora, "ofx", key)) ? key : join("fail_nice", key))
  )

  corpus<Readonly<Record<string, ReadonlyArray<{ readonly date: string; readonly amount: string }>>>>(
    "qif",
    (expected, bytes, file) => {
      const reading = read(bytes)
      assert.strictEqual(reading.certificate.format, "qif", file)
      // One investment record of the corpus has no amount (no T or U line, Intuit's QIF description): it is a rejection,
      // because no amount is read that the file does not state.
      const wanted = Object.values(expected).flat()
      assert.deepStrictEqual(
        booked(reading),
        wanted.filter(({ amount }) => amount !== "None").map(({ amount, date }) => `${date} ${amount}`),
        file
      )
      assert.strictEqual(reading.rejections.length, wanted.filter(({ amount }) => amount === "None").length, file)
      return reading.transactions.length
    },
    (key) => key.replace("|monthfirst", "")
  )

  interface StatedBalance {
    readonly amount: string
    readonly currency: string
    readonly date: string
  }
  corpus<{
    readonly account: string | null
    readonly opening: StatedBalance | null
    readonly closing: StatedBalance | null
    readonly transactions: ReadonlyArray<{
      readonly amount: string
      readonly currency: string | null
      readonly valueDate: string
    }>
  }>("mt940", (expected, bytes, file) => {
    if (expected.transactions.length === 0 && expected.opening === null) {
      // `invalid_statement.sta` holds numbers and no field at all.
      assert.strictEqual(refused(bytes).code, "not-a-statement", file)
      return 0
    }
    const reading = read(bytes)
    assert.match(reading.certificate.format, /^mt94[02]$/, file)
    assert.strictEqual(reading.accounts.at(-1)?.account, expected.account, file)
    assert.strictEqual(reading.transactions.length, expected.transactions.length, file)
    expected.transactions.forEach((row, index) => {
      const found = reading.transactions[index]
      assertEqual(found?.amount, row.amount, file)
      assert.strictEqual(found?.currency, row.currency, file)
      assert.strictEqual(found?.valueDate, row.valueDate, file)
    })
    const opening = reading.balances.findLast((balance) => balance.opening !== null)?.opening
    const closing = reading.balances.findLast((balance) => balance.closing !== null)?.closing
    if (expected.opening !== null) assertEqual(opening?.amount, expected.opening.amount, file)
    if (expected.closing !== null) assertEqual(closing?.amount, expected.closing.amount, file)
    return reading.transactions.length
  })

  corpus<{
    readonly statements: ReadonlyArray<{
      readonly account: string
      readonly entries: ReadonlyArray<{
        readonly amount: string
        readonly currency: string
        readonly bookingDate: string | null
        readonly status: string
      }>
    }>
  }>("camt", ({ statements }, bytes, file) => {
    if (statements.length === 0) {
      assert.isString(refused(bytes).reason, file)
      return 0
    }
    const reading = read(bytes)
    assert.match(reading.certificate.format, /^camt\.05[234]$/, file)
    assert.deepStrictEqual(
      reading.accounts.map(({ account }) => account),
      statements.map(({ account }) => account),
      file
    )
    statements.forEach(({ entries }, index) => {
      const rows = [...reading.transactions, ...reading.pending].filter(({ account }) => account === index)
      assert.strictEqual(rows.length, entries.length, file)
      entries.forEach((entry, position) => {
        const row = rows[position]
        assertEqual(row?.amount, entry.amount, file)
        assert.strictEqual(row?.currency, entry.currency, file)
        assert.strictEqual(row?.bookingDate, entry.bookingDate, file)
        assert.strictEqual(row?.status, entry.status === "BOOK" ? "booked" : "pending", file)
      })
    })
    return reading.transactions.length + reading.pending.length
  })
})
