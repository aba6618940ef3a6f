import { assert, describe, it } from "@effect/vitest"
import type { Transaction } from "../../src/Statement.ts"
import { format } from "../../src/swift/Mt940.ts"
import {
  accounts,
  attempt,
  balances,
  defaults,
  mutate,
  only,
  random,
  read,
  rejections,
  transactions
} from "../camt/Reading.ts"
import { abnAmro, german, ing, interim, paged, polish } from "./Samples.ts"

const recognize = (text: string) => format.recognize({ bytes: new Uint8Array(), text, complete: true })
const around = (fields: string) =>
  `:20:X\n:25:NL71RABO0123456789\n:28C:1/1\n:60F:C240101EUR0,\n${fields}\n:62F:C240131EUR0,\n-\n`
const row = (line61: string, line86 = "TEXT") => only(format, around(`:61:${line61}\n:86:${line86}`))
const assertFields = (actual: Transaction | undefined, expected: Readonly<Record<string, unknown>>) => {
  const fields = Object.entries(actual ?? {}).filter(([name]) => name in expected)
  assert.deepStrictEqual(Object.fromEntries(fields), expected)
}
const checks = (text: string) => balances(read(format, text)).map(({ check }) => check.status)

describe("German banks", () => {
  const [debit, returned, cancelled, credit] = transactions(read(format, german))

  it("add up, statement by statement", () => {
    assert.deepStrictEqual(checks(german), ["proved", "proved"])
    assert.deepStrictEqual(
      accounts(read(format, german)).map(({ account, currency }) => [account, currency]),
      [
        ["12030000/0012345678", "EUR"],
        ["12030000/0012345678", "EUR"]
      ]
    )
  })

  it("number their subfields and mark the parts of the purpose", () => {
    assertFields(debit, {
      amount: "-42.50",
      valueDate: "2023-12-30",
      bookingDate: "2024-01-02",
      line: 5,
      description: "Abschlag Dezember Zaehler 123456",
      counterparty: "Stadtwerke Musterstadt GmbH & Co. KG",
      counterpartyAccount: "DE89370400440532013000",
      memo: "FOLGELASTSCHRIFT",
      bankId: "BANKREF-1",
      kind: "N005"
    })
    assert.strictEqual(credit?.description, "Test nach")
    assert.isNull(credit?.bookingDate)
    assert.strictEqual(credit?.date, "2024-01-03")
  })

  it("take back debits and credits", () => {
    assert.strictEqual(returned?.amount, "7.00")
    assert.strictEqual(cancelled?.amount, "-3.00")
    assert.strictEqual(cancelled?.description, "STORNO")
    for (const transaction of [returned, cancelled]) {
      assert.deepStrictEqual(
        transaction?.notes.map(({ code }) => code),
        ["reversal"]
      )
    }
  })
})

describe("Dutch banks", () => {
  it("ABN AMRO: slashes and colons", () => {
    const [slashed, labelled] = transactions(read(format, abnAmro))
    assertFields(slashed, {
      description: "FACTUUR 2024-17/KLANT 5",
      counterparty: "JAN JANSEN",
      counterpartyAccount: "NL69ABNA0111111111",
      memo: "SEPA OVERBOEKING"
    })
    assertFields(labelled, {
      description: "Boodschappen",
      counterparty: "P DE VRIES",
      counterpartyAccount: "NL32REVO0921990154",
      memo: "SEPA Overboeking"
    })
    assert.deepStrictEqual(checks(abnAmro), ["proved"])
  })

  it("ING: SWIFT blocks, code words across lines, a sum after the balance that is no payment's text", () => {
    assert.strictEqual(recognize(ing)?.score, 1)
    assertFields(only(format, ing), {
      amount: "-1.56",
      description: "Factuurnummer 901258406560",
      counterparty: "Telefoon Nederlanden BV",
      counterpartyAccount: "NL12COBA0733959555",
      bankId: "00000000001005",
      memo: "/TRCD/00100/"
    })
    assert.deepStrictEqual(checks(ing), ["proved", "proved"])
  })

  it("Rabobank: the name behind a padded reference, the account in the supplementary details", () => {
    assertFields(row("110617D000000000044,95N0600733959555      TELEFOON BV"), {
      counterparty: "TELEFOON BV",
      amount: "-44.95",
      kind: "N060"
    })
    assertFields(
      row("130101D000000000025,00N102EREF\nNL70ABNA0987654321", "/BENM//NAME/J DOE/REMI/Ref 1/ISDT/2013-01-02"),
      {
        counterparty: "J DOE",
        counterpartyAccount: "NL70ABNA0987654321",
        description: "Ref 1"
      }
    )
  })

  it("Triodos: subfields behind an angle bracket", () => {
    assertFields(row("110101D15,70N000NONREF", "000>100987654321\n>20HUUR >21JANUARI>310390123456"), {
      description: "HUUR JANUARI",
      counterpartyAccount: "0390123456"
    })
  })
})

describe("Polish banks", () => {
  it("put tildes or angle brackets before their subfields", () => {
    const [card, rent] = transactions(read(format, polish))
    assert.strictEqual(accounts(read(format, polish))[0]?.account, "PL61109010140000071219812874")
    assertFields(card, {
      amount: "-38.17",
      currency: "PLN",
      description: "Płatność kartą 38,17 PLN SKLEP WROCŁAW",
      counterparty: "SKLEP TEST",
      counterpartyAccount: "PL27114020040000300201355387",
      bankId: "BR1234"
    })
    assertFields(rent, { description: "CZYNSZ LOKAL 15A", counterparty: "JAN NOWAK", kind: "S020" })
    assert.deepStrictEqual(checks(polish), ["proved"])
  })
})

describe("statements over several messages", () => {
  it("are one account statement from the final opening to the final closing balance", () => {
    const reading = read(format, paged)
    assert.strictEqual(accounts(reading).length, 1)
    assert.deepStrictEqual(
      balances(reading).map(({ check, closing, opening }): ReadonlyArray<unknown> => [
        opening?.amount,
        closing?.amount,
        check.status
      ]),
      [["0", "0", "proved"]]
    )
  })

  it("have no opening or closing balance where a page is missing", () => {
    const last = paged.slice(paged.indexOf(":20:1", 10))
    const [balance] = balances(read(format, last))
    assert.isNull(balance?.opening)
    assert.deepStrictEqual(balance?.check, {
      status: "unknown",
      reason: "The file holds only some pages of the statement; a balance is an intermediate one."
    })
  })
})

describe("MT942", () => {
  it("has entries, booked and expected, and no balances", () => {
    assert.strictEqual(recognize(interim)?.format, "mt942")
    const reading = read(format, interim)
    assert.deepStrictEqual(
      transactions(reading).map(({ amount, currency, description, status }) => [amount, currency, status, description]),
      [
        ["10", "USD", "booked", "WIRE IN"],
        ["-4.20", "USD", "pending", "EXPECTED CHECK"]
      ]
    )
    assert.deepStrictEqual(balances(reading)[0]?.check, {
      status: "unknown",
      reason: "An MT942 report states no balances."
    })
  })
})

describe("field 61", () => {
  it.each([
    ["240131D10,00NTRFX", "-10.00"],
    ["2401310131C,5NTRFX", "0.5"],
    ["2401310131CR1234567,89012NTRFX", "1234567.89012"],
    ["2401310131DR000000000000,10NTRFX", "-0.10"],
    ["2401310131D7NTRFX", "-7"],
    ["2401310131D7,10 NTRFX", "-7.10"],
    ["240131    D7,10NTRFX", "-7.10"],
    ["2401310131D7.50NTRFX", "-7.50"],
    ["2401310131D0,00NTRFX", "0.00"]
  ])("%s is %s", (line, amount) => {
    assert.strictEqual(row(line).amount, amount)
  })

  it("takes the entry date's year from the value date", () => {
    assert.strictEqual(row("2312310102D1,NTRFX").bookingDate, "2024-01-02")
    assert.strictEqual(row("2401021229D1,NTRFX").bookingDate, "2023-12-29")
    assert.strictEqual(row("2406300703D1,NTRFX").bookingDate, "2024-07-03")
  })

  it("reads a day of a thirty-day February as its last, with a note", () => {
    for (const [line, date] of [
      ["2302300301D1,NTRFX", "2023-02-28"],
      ["2302290301D1,NTRFX", "2023-02-28"],
      ["2402300301D1,NTRFX", "2024-02-29"]
    ] as const) {
      const transaction = row(line)
      assert.strictEqual(transaction.valueDate, date)
      assert.deepStrictEqual(
        transaction.notes.map(({ code }) => code),
        ["date-adjusted"]
      )
    }
  })

  it.each([
    ["date-impossible", "240231D1,00NTRFX"],
    ["date-impossible", "240431D1,00NTRFX"],
    ["date-impossible", "2404011399D1,00NTRFX"],
    ["date-unreadable", "24-01-31D1,00NTRFX"],
    ["date-unreadable", ""],
    ["direction-unreadable", "240131X1,00NTRFX"],
    ["amount-missing", "240131DNTRFX"],
    ["amount-unreadable", "240131D1.000,00NTRFX"],
    ["amount-unreadable", "240131D,NTRFX"]
  ])("is rejected alone, with its line: %s", (code, line) => {
    const text = around(`:61:240131C1,NTRFA\n:61:${line}\n:86:SECRET\n:61:240131D1,NTRFB`)
    const reading = read(format, text)
    assert.deepStrictEqual(
      rejections(reading).map((rejection) => [rejection.code, rejection.line]),
      [[code, 6]]
    )
    assert.strictEqual(transactions(reading).length, 2)
    assert.notInclude(JSON.stringify(rejections(reading)), "SECRET")
  })

  it("has references, without the words for none", () => {
    assertFields(row("240131D1,NTRFMYREF//BANK"), { bankId: "BANK", memo: "MYREF" })
    assertFields(row("240131D1,NTRFNONREF//NONREF"), { bankId: null, memo: null })
    assertFields(row("240131D1,NTRFNONREF//0000000"), { bankId: null })
    assertFields(row("240131D1,NMSC"), { bankId: null, kind: "NMSC", memo: null })
  })

  it("stands in for a missing field 86", () => {
    assert.strictEqual(only(format, around(":61:240131D1,NTRFMYREF//B\nPAYMENT TO X")).description, "PAYMENT TO X")
    assert.strictEqual(only(format, around(":61:240131D1,NTRFMYREF")).description, "MYREF")
  })
})

describe("field 86", () => {
  it("goes on in the next line without a blank where the line is full", () => {
    const full = "A".repeat(65)
    assert.strictEqual(row("240131D1,NTRFX", `${full}\nB\nC`).description, `${full}B C`)
  })

  it("reads code words in plain text and the deviating payee", () => {
    assertFields(row("240131D1,NTRFX", "EREF+1 KREF+2 SVWZ+Miete Mai ABWA+Erika IBAN+DE02120300000000202051"), {
      description: "Miete Mai",
      counterparty: "Erika",
      counterpartyAccount: "DE02120300000000202051"
    })
  })

  it("keeps what stands behind a lone code word between slashes", () => {
    assert.strictEqual(row("240131D1,NTRFX", "/PREF/ZA000379IB PAYMENT FROM").description, "ZA000379IB PAYMENT FROM")
  })

  it("keeps what only looks like a tag", () => {
    assert.strictEqual(row("240131D1,NTRFX", "AT 13\n:12:11 :20:15 (:86:)").description, "AT 13 :12:11 :20:15 (:86:)")
    assert.strictEqual(row("240131D1,NTRFX", "AT 17\n:20:15 UHR").description, "AT 17 :20:15 UHR")
    assert.strictEqual(row("240131D1,NTRFX", "A\n- B\n-C").description, "A - B -C")
  })

  it("loses NULs, control characters and lone surrogates", () => {
    assert.strictEqual(row("240131D1,NTRFX", "a\u0000b\ud800c\u0007").description, "a b\ufffdc")
  })
})

describe("lines that were lost", () => {
  it("a whole file on one line", () => {
    const text = german.replaceAll("\r\n", "")
    const reading = read(format, text)
    assert.strictEqual(recognize(text)?.format, "mt940")
    assert.deepStrictEqual(
      transactions(reading).map(({ amount }) => amount),
      ["-42.50", "7.00", "-3.00", "0.01"]
    )
    assert.strictEqual(transactions(reading)[0]?.counterparty, "Stadtwerke Musterstadt GmbH & Co. KG")
    assert.deepStrictEqual(checks(text), ["proved", "proved"])
  })

  it("other line ends", () => {
    for (const end of ["\n", "\r", "\n\n", "\r\n\r\n"]) {
      const reading = read(format, german.replaceAll("\r\n", end))
      assert.deepStrictEqual(
        transactions(reading).map(({ amount }) => amount),
        ["-42.50", "7.00", "-3.00", "0.01"]
      )
    }
    assert.strictEqual(transactions(read(format, german.replaceAll("\r\n", "\r")))[0]?.line, 5)
  })

  it("a wrapped statement line and a wrapped tag", () => {
    assertFields(only(format, ":61:1811261126CR\n30,00N062NONREF\n:\n86:166?00GUTSCHRIFT?20SVWZ+Test"), {
      amount: "30.00",
      description: "Test"
    })
  })

  it("entries behind the end of a message belong to the account before", () => {
    const reading = read(format, `${around(":61:240131C1,NTRFX")}:61:240201D1,NTRFY\n`)
    assert.deepStrictEqual(
      accounts(reading).map(({ account }) => account),
      ["NL71RABO0123456789", "NL71RABO0123456789"]
    )
    assert.strictEqual(transactions(reading)[1]?.currency, "EUR")
    assert.deepStrictEqual(reading.notes, ["header-missing"])
  })

  it("a file that ends early keeps what it has", () => {
    const reading = read(format, around(":61:240131C1,NTRFX\n:86:A").slice(0, -20))
    assert.strictEqual(transactions(reading).length, 1)
    assert.strictEqual(balances(reading)[0]?.check.status, "unknown")
  })
})

describe("what is no statement", () => {
  it("is not recognized, or refused where it has the fields and nothing else", () => {
    for (const text of ["", "1\n2\n3\n", "Date,Amount\n2024-01-01,1", "<p>:61:240131C1,NTRFX</p>", "17:20:15 :25:"])
      assert.isNull(recognize(text))
    assert.strictEqual(attempt(format, "{1:F01}{2:I940X}{4:\n:20:X\n-}"), "not-a-statement")
  })
})

describe("hostile input", () => {
  const refused = (text: string, options = defaults) => {
    const started = performance.now()
    const result = attempt(format, text, 65_536, options)
    assert.isBelow(performance.now() - started, 1_000)
    return typeof result === "string" ? result : "read"
  }

  it("fields have a limit, with or without lines", () => {
    assert.strictEqual(refused(around(`:61:240131C1,NTRFX\n:86:${"x".repeat(10_000_000)}`)), "too-long")
    assert.strictEqual(refused(around(`:61:240131C1,NTRFX\n:86:${"x\n".repeat(5_000_000)}`)), "too-long")
    assert.strictEqual(refused(`:20:${"\u0000".repeat(2_000_000)}`), "too-long")
  })

  it("stays linear in colons, tags, subfields, slashes, digits and blanks", () => {
    for (const unit of [
      ":",
      ":61:",
      ":86:",
      "?20",
      "/EREF/",
      "/AB",
      "EREF+",
      "1",
      " ",
      "\n",
      "\r\n-",
      "~",
      "IBAN: ",
      "-}",
      ":\n"
    ]) {
      const text = unit.repeat(Math.floor(900_000 / unit.length))
      assert.oneOf(refused(around(`:61:240131C1,NTRFX${text}`)), ["read", "too-long"])
      assert.oneOf(refused(around(`:61:240131C1,NTRFX\n:86:020${text}`)), ["read", "too-long"])
      assert.oneOf(refused(around(`:61:${text}`)), ["read", "too-long"])
    }
  })
})

/**
 * Statement lines, counted without the reader: the tag at the start of a line (behind at most a few blanks), or anywhere
 * else if a date follows; broken behind its colon only if a date follows.
 */
const countRows = (text: string): number => {
  let rows = 0
  for (const { index } of text.matchAll(/:(?=61:)/g)) {
    const isFirst = /(?:^\ufeff?|[\r\n])[ \t]{0,7}$/.test(text.slice(Math.max(0, index - 9), index))
    const rest = text.slice(index + 4, index + 13)
    // Two tags that share a colon are one.
    if ((isFirst || /^[0-9]{6}/.test(rest)) && !/^61:[0-9]{6}/.test(rest)) rows++
  }
  for (const { index } of text.matchAll(/:\r?\n61:[0-9]{6}/g)) {
    if (/(?:^\ufeff?|[\r\n])[ \t]{0,7}$/.test(text.slice(Math.max(0, index - 9), index))) rows++
  }
  return rows
}

describe("on damaged files", () => {
  const samples = [german, abnAmro, ing, polish, paged, interim]

  it("no statement line is lost or invented in 2,000 mutations of each sample", { timeout: 120_000 }, () => {
    const noise = [
      ":",
      ":61:",
      ":86:",
      ":20:",
      ":62F:",
      "-",
      "-}",
      "\r\n",
      "\n",
      "?20",
      "/REMI/",
      "\u0000",
      "\ud83d\ude00",
      ":61:240101C1,NTRFX"
    ]
    const next = random(940)
    let refusals = 0
    for (const sample of samples) {
      for (let round = 0; round < 2_000; round++) {
        const text = mutate(sample, next, noise)
        const started = performance.now()
        const result = attempt(format, text)
        assert.isBelow(performance.now() - started, 1_000)
        if (typeof result === "string") {
          refusals++
          continue
        }
        const rows = transactions(result).length + rejections(result).length
        assert.strictEqual(result.rowsRead, rows, text)
        assert.strictEqual(rows, countRows(text), JSON.stringify(text))
        const digits = text.replaceAll(/[\r\n]/g, "")
        for (const { amount } of transactions(result)) {
          const [integer = "", fraction] = amount.replace("-", "").split(".")
          const numeral = fraction === undefined ? integer : `${integer === "0" ? "" : integer}[,.]${fraction}`
          assert.match(digits, new RegExp(numeral))
        }
      }
    }
    assert.isBelow(refusals, 4_000)
  })

  it("the cuts of the text do not matter", () => {
    const next = random(942)
    for (const sample of samples) {
      for (const text of [
        sample,
        sample.replaceAll("\r\n", ""),
        mutate(sample, next, [":61:", ":\n", ":"]),
        sample.repeat(8)
      ]) {
        const whole = attempt(format, text)
        for (const length of [1, 2, 3, 7, 64, 1_000, 4_095, 4_097])
          assert.deepStrictEqual(attempt(format, text, length), whole)
      }
    }
  })
})
