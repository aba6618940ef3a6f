import { assert, describe, it } from "@effect/vitest"
import { format } from "../../src/qif/Qif.ts"
import type { StatementRejected } from "../../src/Statement.ts"
import { bank, read, readPieces, recognize, rejections, transactions } from "./reading.ts"

const refusal = (run: () => unknown): StatementRejected => {
  try {
    run()
  } catch (error) {
    if (error instanceof Error && "_tag" in error && error._tag === "StatementRejected")
      return error as StatementRejected
    throw error
  }
  throw new Error("not refused")
}

const outcomes = (text: string) =>
  read(text).items.flatMap((item) =>
    item._tag === "Transaction" ? [[item.date, item.amount]] : item._tag === "Rejection" ? [[item.line, item.code]] : []
  )
const dates = (...texts: ReadonlyArray<string>) => {
  const reading = read(bank(...texts.map((text) => [`D${text}`, "T1.00"])))
  return {
    dates: reading.items.flatMap((item) =>
      item._tag === "Transaction" ? [item.date] : item._tag === "Rejection" ? [item.code] : []
    ),
    certainty: reading.plan.dateOrderCertainty,
    notes: reading.notes.map((note) => note.code)
  }
}

describe("Qif", () => {
  it("reads what a record says", () => {
    const reading = read(
      bank([
        "D1/31'24",
        "U-1,234.50",
        "T-1,234.50",
        "CX",
        "N101",
        "PJane Doe",
        "MRent",
        "AStreet 1",
        "ACity",
        "LHousing:Rent/Home"
      ])
    )
    assert.deepStrictEqual<unknown>(reading.items, [
      { _tag: "Account", index: 0, account: null, currency: null, name: null, kind: "bank" },
      {
        _tag: "Transaction",
        account: 0,
        status: "booked",
        line: 2,
        bookingDate: "2024-01-31",
        valueDate: null,
        date: "2024-01-31",
        amount: "-1234.50",
        currency: null,
        description: "Jane Doe",
        counterparty: "Jane Doe",
        counterpartyAccount: null,
        memo: "Rent",
        bankId: null,
        kind: null,
        category: "Housing:Rent",
        balance: null,
        details: [],
        notes: []
      },
      {
        _tag: "Balances",
        account: 0,
        opening: null,
        closing: null,
        check: { status: "unknown", reason: "The file states no balance of this account." }
      }
    ])
    assert.strictEqual(reading.rowsRead, 1)
  })

  describe("dates", () => {
    it("reads apostrophe years, padded and single digits, names, and year-first dates in any file", () => {
      const cases: ReadonlyArray<readonly [string, string]> = [
        ["1/ 5'24", "2024-01-05"],
        ["3/11' 2", "2002-03-11"],
        ["3/ 1' 0", "2000-03-01"],
        ["1/5/94", "1994-01-05"],
        ["1/5/24", "2024-01-05"],
        ["2/10'2020", "2020-02-10"],
        ["12/31'99", "1999-12-31"],
        ["1/ 5/ 4", "2004-01-05"],
        ["2024-01-05", "2024-01-05"],
        ["20240105", "2024-01-05"],
        ["5 Jan 2024", "2024-01-05"],
        ["02/30/2024", "date-impossible"],
        ["2024-02-30", "date-impossible"],
        ["x", "date-unreadable"],
        ["", "date-missing"]
      ]
      // The last date settles that the month comes first.
      const found = dates(...cases.map(([text]) => text), "12/31/2024").dates
      assert.deepStrictEqual<unknown>(
        found.slice(0, -1),
        cases.map(([, expected]) => expected)
      )
    })

    it("takes the order from dates that exist in one order only", () => {
      assert.deepStrictEqual<unknown>(dates("01/02/2024", "31/01/2024"), {
        dates: ["2024-02-01", "2024-01-31"],
        certainty: "proved",
        notes: []
      })
      assert.deepStrictEqual<unknown>(dates("01/02/2024", "01/31/2024"), {
        dates: ["2024-01-02", "2024-01-31"],
        certainty: "proved",
        notes: []
      })
      // One that is impossible in the order of the others is rejected, and the mixture is said.
      assert.deepStrictEqual<unknown>(dates("13/01/2024", "14/01/2024", "01/15/2024"), {
        dates: ["2024-01-13", "2024-01-14", "date-impossible"],
        certainty: "inferred",
        notes: ["date-order-inferred"]
      })
    })

    it("takes the order in which ambiguous dates go steadily through the file", () => {
      assert.deepStrictEqual<unknown>(dates("11/01/2024", "12/01/2024", "02/02/2024"), {
        dates: ["2024-01-11", "2024-01-12", "2024-02-02"],
        certainty: "inferred",
        notes: ["date-order-inferred"]
      })
      assert.deepStrictEqual<unknown>(dates("02/02/2024", "01/12/2024", "01/11/2024").dates, [
        "2024-02-02",
        "2024-01-12",
        "2024-01-11"
      ])
    })

    it("assumes month first, but day first with points or decimal commas, and says that it is ambiguous", () => {
      assert.deepStrictEqual<unknown>(dates("01/02/2024"), {
        dates: ["2024-01-02"],
        certainty: "assumed",
        notes: ["date-order-ambiguous"]
      })
      assert.deepStrictEqual<unknown>(dates("01.02.2024"), {
        dates: ["2024-02-01"],
        certainty: "assumed",
        notes: ["date-order-ambiguous"]
      })
      assert.strictEqual(transactions(read(bank(["D01/02/2024", "T3,50"])))[0]?.date, "2024-02-01")
      // Nothing to decide: the same day in either order.
      assert.deepStrictEqual<unknown>(dates("02/02/2024", "2024-03-04"), {
        dates: ["2024-02-02", "2024-03-04"],
        certainty: "proved",
        notes: []
      })
    })
  })

  it("reads amounts in either notation, and never invents one", () => {
    const amounts = (...texts: ReadonlyArray<string>) => {
      const reading = read(bank(...texts.map((text) => ["D12/31/2024", `T${text}`])))
      return reading.items.flatMap((item) =>
        item._tag === "Transaction" ? [item.amount] : item._tag === "Rejection" ? [item.code] : []
      )
    }
    assert.deepStrictEqual<unknown>(amounts("-3.50", "1,234.50", "1,234", "-.5", "10"), [
      "-3.50",
      "1234.50",
      "1234",
      "-0.5",
      "10"
    ])
    assert.deepStrictEqual<unknown>(amounts("-3,50", "1.234,50", "1.234"), ["-3.50", "1234.50", "1234"])
    assert.deepStrictEqual<unknown>(amounts("-$3.50", "(3.50)", "3.50-"), ["-3.50", "-3.50", "-3.50"])
    assert.deepStrictEqual<unknown>(amounts("", "-", "abc", "1.2.3", "3.50"), [
      "amount-missing",
      "amount-unreadable",
      "amount-unreadable",
      "amount-unreadable",
      "3.50"
    ])
    const doubtful = read(bank(["D12/31/2024", "T1,234"]))
    assert.strictEqual(transactions(doubtful)[0]?.amount, "1234")
    assert.deepStrictEqual<unknown>(
      doubtful.notes.map((note) => note.code),
      ["decimal-mark-ambiguous"]
    )
    // U has room for more digits than T.
    const both = transactions(read(bank(["D12/31/2024", "U-12,345,678.90", "T-9,999,999.99"])))[0]
    assert.strictEqual(both?.amount, "-12345678.90")
    assert.deepStrictEqual<unknown>(
      both?.notes.map((note) => note.code),
      ["amounts-differ"]
    )
    assert.deepStrictEqual<unknown>(outcomes(bank(["D12/31/2024", "U5.00"])), [["2024-12-31", "5.00"]])
  })

  it("keeps splits as details, with their categories, transfers and memos", () => {
    const split = [
      "D12/31/2024",
      "T-10.00",
      "PShop",
      "L--Split--",
      "SFood",
      "Elunch",
      "$-6.00",
      "S[Savings]/x",
      "$-4.00",
      "D1/1/2020"
    ]
    const [row] = transactions(read(bank(split)))
    assert.deepStrictEqual<unknown>(
      row?.details.map((detail) => [detail.amount, detail.category, detail.counterpartyAccount, detail.description]),
      [
        ["-6.00", "Food", null, "lunch"],
        ["-4.00", null, "Savings", ""]
      ]
    )
    assert.strictEqual(row?.category, null)
    assert.strictEqual(row?.date, "2024-12-31")
    assert.deepStrictEqual<unknown>(row?.notes, [])
    const [differing] = transactions(read(bank([...split, "SMore", "$-1.00"])))
    assert.deepStrictEqual<unknown>(
      differing?.notes.map((note) => note.code),
      ["splits-differ"]
    )
    assert.strictEqual(differing?.amount, "-10.00")
  })

  it("reads each account's section, and lists and options as none", () => {
    const reading = read(
      [
        "!Option:AutoSwitch",
        "!Account",
        "NChecking",
        "TBank",
        "^",
        "NVisa",
        "TCCard",
        "^",
        "NUnused",
        "TOth L",
        "^",
        "!Clear:AutoSwitch",
        "!Type:Cat",
        "NFood",
        "DGroceries",
        "E",
        "^",
        "!Type:Class",
        "NHome",
        "^",
        "!Type:Memorized",
        "KC",
        "T-5.00",
        "PShop",
        "^",
        "!Option:AutoSwitch",
        "!Account",
        "NChecking",
        "TBank",
        "/12/31/2024",
        "$100.00",
        "^",
        "!Type:Bank",
        "D12/30/2024",
        "T-1.00",
        "L[Visa]",
        "^",
        "!Type:Bank",
        "D12/31/2024",
        "T-2.00",
        "^",
        "!Account",
        "NVisa",
        "TCCard",
        "^",
        "!Type:CCard ",
        "D12/31/2024",
        "T-3.00",
        "^",
        "!type:cash",
        "D12/31/2024",
        "T4.00",
        "^",
        "!Type:Oth A",
        "D12/31/2024",
        "T5.00",
        "^",
        "!Type:Prices",
        '"A",1.5,"12/31/24"',
        "^"
      ].join("\r\n")
    )
    assert.deepStrictEqual<unknown>(
      reading.items.map((item) => {
        if (item._tag === "Account") return [item.index, item.account, item.kind]
        if (item._tag === "Transaction") return [item.account, item.amount, item.counterpartyAccount]
        return item._tag === "Balances" ? [item.account, item.closing, item.check.status] : item
      }),
      [
        [0, "Checking", "bank"],
        [0, "-1.00", "Visa"],
        [0, "-2.00", null],
        [0, { amount: "100.00", currency: null, date: "2024-12-31" }, "unknown"],
        [1, "Visa", "card"],
        [1, "-3.00", null],
        [1, null, "unknown"],
        [2, null, "cash"],
        [2, "4.00", null],
        [2, null, "unknown"],
        [3, null, "asset"],
        [3, "5.00", null],
        [3, null, "unknown"],
        [4, "Unused", "liability"],
        [4, null, "unknown"]
      ]
    )
    assert.strictEqual(reading.rowsRead, 5)
  })

  it("reads an opening balance as a record that says so, and names the account by it", () => {
    const reading = read(
      bank(["D12/31/2024", "T0.00", "CX", "POpening Balance", "L[Household]"], ["D12/31/2024", "T-1.00", "PShop"])
    )
    assert.deepStrictEqual<unknown>(reading.items[0], {
      _tag: "Account",
      index: 0,
      account: "Household",
      currency: null,
      name: "Household",
      kind: "bank"
    })
    const [opening, shop] = transactions(reading)
    assert.deepInclude<unknown>(opening, { amount: "0.00", counterparty: null, counterpartyAccount: null })
    assert.deepStrictEqual<unknown>(
      opening?.notes.map((note) => note.code),
      ["opening-balance"]
    )
    assert.deepStrictEqual<unknown>(shop?.notes, [])
  })

  it("knows an opening balance by a transfer from the account to itself, too", () => {
    const [row] = transactions(
      read("!Account\nNChecking\nTBank\n^\n!Type:Bank\nD12/31/2024\nT5.00\nPStart\nL[Checking]\n^\n")
    )
    assert.deepInclude<unknown>(row, { counterparty: "Start", counterpartyAccount: null })
    assert.deepStrictEqual<unknown>(
      row?.notes.map((note) => note.code),
      ["opening-balance"]
    )
  })

  it("reads of an investment account what moves its cash, and rejects what does not, with a reason", () => {
    const record = (...lines: ReadonlyArray<string>) => ["D12/31/2024", ...lines, "^"].join("\n")
    const text = `!Type:Invst\n${[
      record("NBuy", "YAcme", "I10", "Q5", "T50.00"),
      record("NBuy", "YAcme", "T-50.00"),
      record("NSell", "YAcme", "T60.00"),
      record("NDiv", "YAcme", "T1.50"),
      record("NCash", "T-7.00", "PFee"),
      record("T8.00", "PDeposit"),
      record("NBuyX", "YAcme", "T50.00", "L[Checking]"),
      record("NStkSplit", "YAcme", "Q2", "T1"),
      record("NWhatever", "YAcme", "T1.00"),
      record("NBuy", "YAcme", "I10", "Q5")
    ].join("\n")}\n`
    assert.deepStrictEqual<unknown>(
      outcomes(text).map(([, what]) => what),
      [
        "-50.00",
        "-50.00",
        "60.00",
        "1.50",
        "-7.00",
        "8.00",
        "no-cash-effect",
        "no-cash-effect",
        "action-unknown",
        "amount-missing"
      ]
    )
    assert.strictEqual(read(text).rowsRead, 10)
  })

  it("lets no bad record and no lost ^ take another record with it", () => {
    assert.deepStrictEqual<unknown>(
      outcomes(bank(["D12/30/2024", "T1"], ["D2/31/2024", "T2"], ["T3"], ["D12/31/2024"], [], ["D12/31/2024", "T4"])),
      [
        ["2024-12-30", "1"],
        [5, "date-impossible"],
        [8, "date-missing"],
        [10, "amount-missing"],
        [12, "record-empty"],
        ["2024-12-31", "4"]
      ]
    )
    // Without the ^ between them, two records are neither's values.
    assert.deepStrictEqual<unknown>(outcomes("!Type:Bank\nD12/30/2024\nT1\nD12/31/2024\nT2\n^\n"), [
      [2, "field-repeated"]
    ])
    // A header or the file's end can take the place of a ^, but not in the middle of a line.
    const unended = read("!Type:Bank\nD12/30/2024\nT1\n!Type:Cash\nD12/31/2024\nT2\n")
    assert.deepStrictEqual<unknown>(
      transactions(unended).map((row) => row.amount),
      ["1", "2"]
    )
    assert.deepStrictEqual<unknown>(
      unended.notes.map((note) => note.code),
      ["record-unended"]
    )
    assert.deepStrictEqual<unknown>(outcomes("!Type:Bank\nD12/31/2024\nT12"), [[2, "record-truncated"]])
    assert.deepStrictEqual<unknown>(outcomes("!Type:Bank\nD12/31/2024\nT12\n^"), [["2024-12-31", "12"]])
  })

  it("reads records under no header, or an unknown one, where they are transactions", () => {
    const headless = read("Exported today\nD12/31/2024\nT1.00\n^\nT2.00\n^\n")
    assert.strictEqual(headless.rowsRead, 2)
    assert.deepStrictEqual<unknown>(
      headless.notes.map((note) => note.code),
      ["section-assumed"]
    )
    const unknown = read("!Type:Telescope\nD12/31/2024\nT1.00\n^\nNlens\n^\n")
    assert.deepStrictEqual<unknown>(
      transactions(unknown).map((row) => row.amount),
      ["1.00"]
    )
    assert.deepStrictEqual<unknown>(
      unknown.notes.map((note) => note.code),
      ["section-assumed", "section-unknown"]
    )
    // They are no transactions of the account before them.
    const after = read("!Account\nNA\n^\n!Type:Bank\nD12/31/2024\nT1.00\n^\n!Type:Telescope\nD12/31/2024\nT2.00\n^\n")
    assert.deepStrictEqual<unknown>(
      after.items.flatMap((item) => (item._tag === "Account" ? [item.account] : [])),
      ["A", null]
    )
    assert.deepStrictEqual<unknown>(read("^\n!Type:Security\nNExample\nTStock\n").items, [])
  })

  it("gives each record the line that it begins on, with LF, CR LF and CR, however the text is cut", () => {
    for (const lineBreak of ["\n", "\r\n", "\r"]) {
      const text = "!Type:Bank\n\nD12/30/2024\nT1\n^\n\nD12/31/2024\nT2\n^\n".replaceAll("\n", lineBreak)
      for (const reading of [read(text), readPieces(text.split(""))]) {
        assert.deepStrictEqual<unknown>(
          transactions(reading).map((row) => row.line),
          [3, 7]
        )
      }
    }
  })

  describe("exports of real programs' kind", () => {
    it("German: points in dates, decimal commas, umlauts", () => {
      const reading = read("!Type:Bank\nD03.01.2024\nT-1.234,56\nPMüller\nMMiete\n^\nD04.01.24\nT10,00\n^\n")
      assert.deepStrictEqual<unknown>(
        transactions(reading).map((row) => [row.date, row.amount, row.description]),
        [
          ["2024-01-03", "-1234.56", "Müller"],
          ["2024-01-04", "10.00", ""]
        ]
      )
    })

    it("British: day first with two-digit years", () => {
      const reading = read("!Type:CCard\nD05/01/24\nT-9.99\nPSHOP\n^\nD17/01/24\nT20.00\n^\n")
      assert.deepStrictEqual<unknown>(
        transactions(reading).map((row) => row.date),
        ["2024-01-05", "2024-01-17"]
      )
    })

    it("Microsoft Money: day'month apostrophes and transfers", () => {
      const reading = read(
        "!Type:Bank\nD31/12'2004\nM\nT-25.00\nN\nPShop\nLFood:Lunch\n^\nD1/1'2005\nT25.00\nL[Cash]\n^\n"
      )
      assert.deepStrictEqual<unknown>(
        transactions(reading).map((row) => [row.date, row.category, row.counterpartyAccount]),
        [
          ["2004-12-31", "Food:Lunch", null],
          ["2005-01-01", null, "Cash"]
        ]
      )
    })
  })

  describe("hostile input", () => {
    it("refuses a line or a record without end, in bounded memory", () => {
      for (const [start, piece] of [
        ["!Type:Bank\nM", "x".repeat(65_536)],
        ["!Type:Bank\n", "SFood\n$1\n".repeat(8192)]
      ] as const) {
        let most = 0
        const endless = {
          *[Symbol.iterator]() {
            yield start
            for (let pieces = 1; pieces < 50; pieces++) {
              most = pieces
              yield piece
            }
          }
        }
        const refused = refusal(() => readPieces(endless, { maxFieldLength: 262_144 }))
        assert.strictEqual(refused.code, "too-long")
        assert.isAtMost(most, 5)
      }
    })

    it("reads a hundred thousand splits of one record within a second", () => {
      const started = performance.now()
      const [row] = transactions(
        read(bank(["D12/31/2024", "T100000", ...Array.from({ length: 100_000 }, () => "S\n$1")]))
      )
      assert.strictEqual(row?.details.length, 100_000)
      assert.deepStrictEqual<unknown>(row?.notes, [])
      assert.isBelow(performance.now() - started, 1000)
    })

    it("takes time linear in the text, whatever its lines are full of", () => {
      for (const piece of [" ", "!", "^", "^\n", "D", "T ", "D1/", "!Type:", "\r", "S\n", "!Type:Bank\n^\n"]) {
        const text = `!Type:Bank\n${piece.repeat(1_000_000)}`.slice(0, 1_000_000)
        const started = performance.now()
        recognize(text)
        read(text)
        assert.isBelow(performance.now() - started, 2000, piece)
      }
    })

    it("takes NULs and lone surrogates as text, and none of them for an amount", () => {
      const [row] = transactions(read(bank(["D12/31/2024", "T1", "Pn\u0000ul", "Mlone \ud800 half"])))
      assert.deepInclude(row, { description: "n\ufffdul", memo: "lone \ufffd half" })
      assert.deepStrictEqual<unknown>(
        rejections(read(bank(["D12/31/2024", "T1\u00005"]))).map((item) => item.code),
        ["amount-unreadable"]
      )
    })
  })

  it("is recognized by its headers, or by records of nothing but its lines", () => {
    assert.deepInclude(recognize("!Type:Bank\nD1/1/24\n"), { score: 1, certainty: "stated", declaredEncoding: null })
    assert.deepInclude(recognize("\uFEFF\r\n!Option:AutoSwitch\r\n"), { certainty: "stated" })
    assert.deepInclude(recognize("A note\n!Account\nNx\n"), { certainty: "stated" })
    assert.deepInclude(recognize("D1/5/24\nT-3.50\nPShop\n^\n"), { certainty: "inferred" })
    for (const text of [
      "",
      "Date,Amount\n1/5/24,3.50\n",
      "<OFX>",
      ":20:X\n:61:2401020102D1,00\n",
      "Dear Sir\nThanks\n^_^\n"
    ]) {
      assert.isNull(recognize(text), text)
    }
    assert.deepStrictEqual<unknown>(format.names, ["qif"])
  })
})
