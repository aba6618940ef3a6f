import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as CalendarDate from "../src/CalendarDate.ts"

describe("CalendarDate", () => {
  it("reads dates in every order, with names, and without their times", () => {
    const cases: ReadonlyArray<readonly [text: string, order: CalendarDate.DateOrder, expected: string]> = [
      ["2024-01-31", "ymd", "2024-01-31"],
      ["31/01/2024", "dmy", "2024-01-31"],
      ["01/31/2024", "mdy", "2024-01-31"],
      ["2024-31-01", "ydm", "2024-01-31"],
      ["31.1.24", "dmy", "2024-01-31"],
      ["1/2/70", "dmy", "1970-02-01"],
      ["1/2/69", "dmy", "2069-02-01"],
      ["2019.04.19.", "ymd", "2019-04-19"],
      ["20240131", "ymd", "2024-01-31"],
      ["310124", "dmy", "2024-01-31"],
      ["31012024", "dmy", "2024-01-31"],
      ["20240131123456", "ymd", "2024-01-31"],
      ["2018-02-25 12:34:56 +0000", "ymd", "2018-02-25"],
      ["2024-01-31T00:00:00.000Z", "ymd", "2024-01-31"],
      ["31/01/2024 11:59 PM", "dmy", "2024-01-31"],
      ["01 Jan 2024", "mdy", "2024-01-01"],
      ["Jan 1, 2024", "dmy", "2024-01-01"],
      ["12-Dec-2019", "ymd", "2019-12-12"],
      ["12-DEC-19", "dmy", "2019-12-12"],
      ["5. března 2021", "dmy", "2021-03-05"],
      ["1 de enero de 2024", "dmy", "2024-01-01"],
      ["3 août 2023", "dmy", "2023-08-03"],
      ["9 Μαΐου 2022", "dmy", "2022-05-09"],
      ["7 ağustos 2022", "dmy", "2022-08-07"],
      ["14 червня 2022", "dmy", "2022-06-14"],
      ["Mon, 01 Jan 2024", "dmy", "2024-01-01"],
      ["1st of March 2024", "dmy", "2024-03-01"],
      ["2024-W01-1", "dmy", "2024-01-01"],
      ["2020-W53-7", "ymd", "2021-01-03"],
      ["2024W011", "ymd", "2024-01-01"],
      ["2024-032", "ymd", "2024-02-01"],
      ["2024年1月31日", "ymd", "2024-01-31"],
      ["2024. 1. 31", "ymd", "2024-01-31"],
      ["٣١/٠١/٢٠٢٤", "dmy", "2024-01-31"],
      ["29/02/2024", "dmy", "2024-02-29"]
    ]
    for (const [text, order, expected] of cases)
      assert.strictEqual(CalendarDate.parse(text, order), expected, `${text} as ${order}`)
  })

  it("refuses days that do not exist and says so", () => {
    const cases: ReadonlyArray<readonly [string, CalendarDate.DateOrder, "empty" | "unreadable" | "impossible"]> = [
      ["31/02/2024", "dmy", "impossible"],
      ["29/02/2023", "dmy", "impossible"],
      ["2024-13-01", "ymd", "impossible"],
      ["2021-W53-1", "ymd", "impossible"],
      ["01/01/0000", "dmy", "impossible"],
      ["", "dmy", "empty"],
      ["  ", "dmy", "empty"],
      ["Total", "dmy", "unreadable"],
      ["12.50", "dmy", "unreadable"],
      ["1,234.50", "dmy", "unreadable"],
      ["01/02/2024 Shop", "dmy", "unreadable"],
      ["12/2024", "dmy", "unreadable"],
      ["pending", "dmy", "unreadable"],
      ["5 listopad 2024", "dmy", "unreadable"],
      ["1".repeat(10_000), "dmy", "unreadable"]
    ]
    for (const [text, order, expected] of cases) {
      assert.strictEqual(CalendarDate.parse(text, order), null, text)
      assert.strictEqual(CalendarDate.problem(text, order), expected, text)
    }
  })

  it("lists the orders that a date allows", () => {
    assert.deepStrictEqual(CalendarDate.possibleOrders("31/01/2024"), ["dmy"])
    assert.deepStrictEqual(CalendarDate.possibleOrders("01/02/2024"), ["dmy", "mdy"])
    assert.deepStrictEqual(CalendarDate.possibleOrders("31/02/2024"), [])
  })

  it("writes and reads every day of two centuries in every order", () => {
    fc.assert(
      fc.property(fc.integer({ min: -25_567, max: 84_000 }), fc.constantFrom("/", ".", "-"), (days, mark) => {
        const date = CalendarDate.fromDays(days)
        if (date === null) return
        assert.strictEqual(CalendarDate.toDays(date), days)
        const [year, month, day] = date.split("-")
        assert.strictEqual(CalendarDate.parse(`${year}${mark}${month}${mark}${day}`, "ymd"), date)
        assert.strictEqual(CalendarDate.parse(`${day}${mark}${month}${mark}${year}`, "dmy"), date)
        assert.strictEqual(CalendarDate.parse(`${month}${mark}${day}${mark}${year}`, "mdy"), date)
        assert.strictEqual(CalendarDate.parse(`${year}${month}${day}`, "ymd"), date)
      }),
      { seed: 7, numRuns: 500 }
    )
  })
})
