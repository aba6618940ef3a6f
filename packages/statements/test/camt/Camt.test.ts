import { assert, describe, it } from "@effect/vitest"
import { format } from "../../src/camt/Camt.ts"
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
} from "./Reading.ts"
import { around, entry, first, german, swiss } from "./Samples.ts"

const details = (elements: string) => `<NtryDtls><TxDtls>${elements}</TxDtls></NtryDtls>`
const codes = (text: string) => rejections(read(format, text)).map(({ code, line }) => [code, line])
const entryOf = (...[elements]: Parameters<typeof entry>) => only(format, around(entry(elements)))

describe("a Swiss camt.053.001.08", () => {
  const reading = read(format, swiss)
  const [batch, order, reversal, reservation] = transactions(reading)

  it("proves its balances and keeps pending entries out of them", () => {
    assert.deepStrictEqual(balances(reading)[0]?.check, { status: "proved", by: "opening-closing" })
    assert.strictEqual(reservation?.status, "pending")
    assert.strictEqual(reservation?.date, "2024-04-03")
    assert.isNull(reservation?.bookingDate)
    assert.deepStrictEqual(
      accounts(reading).map(({ account, currency, kind, name }) => [account, currency, kind, name]),
      [["CH5604835012345678009", "CHF", "bank", "Muster & Söhne AG"]]
    )
  })

  it("reads a batch as one entry with its payments", () => {
    assert.strictEqual(batch?.amount, "300.00")
    assert.strictEqual(batch?.description, "Sammelgutschrift QR")
    assert.strictEqual(batch?.bankId, "01FI240401000001")
    assert.strictEqual(batch?.kind, "PMNT-RCDT-VCOM")
    assert.isNull(batch?.counterparty)
    assert.deepStrictEqual(
      batch?.details.map(({ amount, bankId, counterparty, description }) => [
        amount,
        counterparty,
        description,
        bankId
      ]),
      [
        ["100.00", "Pia Beispiel", "210000000003139471430009017 ?REJECT?0", "01FI240401000001-1"],
        ["200.00", "Max Muster", "210000000003139471430009022", "01FI240401000001-2"]
      ]
    )
  })

  it("takes the creditor of money out and tells the charges", () => {
    assert.strictEqual(order?.amount, "-150.00")
    assert.strictEqual(order?.bookingDate, "2024-04-01")
    assert.strictEqual(order?.counterparty, "Elektrizitätswerk Musterstadt")
    assert.strictEqual(order?.counterpartyAccount, "80-151-4")
    assert.strictEqual(order?.description, "Rechnung 4711")
    assert.deepStrictEqual(order?.notes, [
      { code: "charges", message: "The bank states charges for this entry: 1.50 CHF." }
    ])
  })

  it("does not turn a reversal's sign and names the party that the money came back from", () => {
    assert.strictEqual(reversal?.amount, "25.05")
    assert.strictEqual(reversal?.counterparty, "Laden Nord GmbH")
    assert.strictEqual(reversal?.bankId, "TX-77")
    assert.strictEqual(reversal?.memo, "AC04")
    assert.deepStrictEqual(
      reversal?.notes.map(({ code }) => code),
      ["reversal"]
    )
  })
})

describe("other versions and countries", () => {
  it("reads prefixed names on a single line, PRCD as opening, and leaves placeholders out", () => {
    const reading = read(format, german)
    const transaction = only(format, german)
    assert.strictEqual(transaction.amount, "-12.34")
    assert.strictEqual(transaction.description, "Abschlag Mai Vertrag 5")
    assert.strictEqual(transaction.memo, "FOLGELASTSCHRIFT")
    assert.strictEqual(transaction.counterparty, "Stadtwerke Musterstadt")
    assert.strictEqual(transaction.kind, "NDDT+105+00931")
    assert.isNull(transaction.bankId)
    assert.strictEqual(balances(reading)[0]?.check.status, "proved")
    assert.strictEqual(balances(reading)[0]?.closing?.amount, "-12.34")
  })

  it("reads version 1", () => {
    const reading = read(format, first)
    assert.strictEqual(accounts(reading)[0]?.account, "1234567")
    assert.strictEqual(balances(reading)[0]?.check.status, "proved")
    assert.strictEqual(only(format, first).counterparty, "Anna Andersson")
  })

  it.each([
    ["camt.052.001.13", "BkToCstmrAcctRpt", "Rpt", "camt.052"],
    ["camt.053.001.11", "BkToCstmrStmt", "Stmt", "camt.053"],
    ["camt.054.001.09", "BkToCstmrDbtCdtNtfctn", "Ntfctn", "camt.054"]
  ])("recognizes %s", (identifier, message, statement, name) => {
    const text =
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${identifier}"><${message}><${statement}>` +
      `${entry({ status: "<Sts><Cd>INFO</Cd></Sts>" })}</${statement}></${message}></Document>`
    const recognition = format.recognize({ bytes: new Uint8Array(), text, complete: true })
    assert.strictEqual(recognition?.format, name)
    assert.strictEqual(only(format, text).status, "pending")
  })

  it("reads messages inside an envelope and several documents in one file", () => {
    const document = around(entry())
    const reading = read(
      format,
      `<?xml version="1.0"?><Envelope><Body>${document}</Body></Envelope>\n<?xml version="1.0"?>${document}`
    )
    assert.strictEqual(transactions(reading).length, 2)
    assert.deepStrictEqual(
      accounts(reading).map(({ index }) => index),
      [0, 1]
    )
    assert.deepStrictEqual(reading.notes, [])
  })

  it("knows the declared encoding", () => {
    const text = `<?xml version='1.0' encoding='ISO-8859-15'?>${around("")}`
    assert.strictEqual(
      format.recognize({ bytes: new Uint8Array(), text, complete: true })?.declaredEncoding,
      "ISO-8859-15"
    )
  })
})

describe("an entry", () => {
  it.each([
    ["8.85012", "8.85012"],
    ["+0008.5", "8.5"],
    ["100.", "100"],
    [".5", "0.5"],
    ["12345678901234567890.12345", "12345678901234567890.12345"]
  ])("has the amount %s exactly", (written, amount) => {
    assert.strictEqual(entryOf({ amount: `<Amt Ccy="BHD"> ${written}\n</Amt>` }).amount, amount)
  })

  it("tells its currency, and the account's where it has none", () => {
    assert.strictEqual(entryOf({ amount: "<Amt Ccy='JPY'>1</Amt>" }).currency, "JPY")
    assert.strictEqual(entryOf({ amount: "<Amt>1</Amt>" }).currency, "EUR")
  })

  it("joins remittance pieces, and those that fill 140 characters without a blank", () => {
    const full = "x".repeat(140)
    const { description } = entryOf({
      rest: details(`<RmtInf><Ustrd>${full}</Ustrd><Ustrd>y</Ustrd><Ustrd>z</Ustrd></RmtInf>`)
    })
    assert.strictEqual(description, `${full}y z`)
  })

  it("decodes predefined and numeric references and CDATA, and leaves a bare ampersand", () => {
    const { description } = entryOf({
      rest: details("<RmtInf><Ustrd>A &amp; B &lt;&#233;&#x20AC;&gt; C & D &foo; <![CDATA[<&amp;>]]></Ustrd></RmtInf>")
    })
    assert.strictEqual(description, "A & B <é€> C & D &foo; <&amp;>")
  })

  it("does not let NULs, control characters and lone surrogates through", () => {
    const { description } = entryOf({
      rest: details("<RmtInf><Ustrd>a\u0000b\ud800c&#0;&#xD800;\u0007d</Ustrd></RmtInf>")
    })
    assert.strictEqual(description, "a b\ufffdc\ufffd\ufffd d")
  })

  it("takes the ultimate party where no other is named", () => {
    const rest = details("<RltdPties><UltmtDbtr><Nm>Oma</Nm></UltmtDbtr></RltdPties>")
    assert.strictEqual(entryOf({ rest }).counterparty, "Oma")
  })

  it("never takes the account holder for the counterparty", () => {
    const own = "<DbtrAcct><Id><IBAN>NL26VAYB8060476890</IBAN></Id></DbtrAcct>"
    const other = "<Cdtr><Nm>Shop</Nm></Cdtr><CdtrAcct><Id><IBAN>NL56AGDH9619008421</IBAN></Id></CdtrAcct>"
    assert.strictEqual(
      entryOf({ rest: details(`<RltdPties><Dbtr><Nm>Me</Nm></Dbtr>${own}${other}</RltdPties>`) }).counterparty,
      "Shop"
    )
    assert.isNull(entryOf({ rest: details("<RltdPties><Cdtr><Nm>Me</Nm></Cdtr></RltdPties>") }).counterparty)
  })

  it("is identified by AcctSvcrRef, then the only payment's, then NtryRef, TxId, EndToEndId", () => {
    const refs = (elements: string) => details(`<Refs>${elements}</Refs>`)
    const all = "<AcctSvcrRef>b</AcctSvcrRef><EndToEndId>e</EndToEndId><TxId>d</TxId>"
    assert.strictEqual(
      entryOf({ rest: `<NtryRef>REF-c</NtryRef><AcctSvcrRef>a</AcctSvcrRef>${refs(all)}` }).bankId,
      "a"
    )
    assert.strictEqual(entryOf({ rest: `<NtryRef>REF-c</NtryRef>${refs(all)}` }).bankId, "b")
    assert.strictEqual(entryOf({ rest: `<NtryRef>REF-c</NtryRef>${refs("<TxId>d</TxId>")}` }).bankId, "REF-c")
    assert.strictEqual(
      entryOf({ rest: `<NtryRef>17</NtryRef>${refs("<EndToEndId>e</EndToEndId><TxId>d</TxId>")}` }).bankId,
      "d"
    )
    assert.strictEqual(entryOf({ rest: refs("<EndToEndId>e</EndToEndId>") }).bankId, "e")
    assert.isNull(entryOf({ rest: refs("<EndToEndId>NOTPROVIDED</EndToEndId>") }).bankId)
  })

  it("is booked without a status in a camt.053 and pending in other messages, with a note", () => {
    const text = around(entry({ status: "" }))
    const other = text.replaceAll("BkToCstmrStmt", "BkToCstmrAcctRpt").replaceAll(/Stmt>/g, "Rpt>")
    for (const [message, status] of [
      [text, "booked"],
      [other, "pending"]
    ] as const) {
      const transaction = only(format, message)
      assert.strictEqual(transaction.status, status)
      assert.deepStrictEqual(
        transaction.notes.map(({ code }) => code),
        ["status-missing"]
      )
    }
  })

  it("has the date of its only payment, else of the statement, where it has none, and says so", () => {
    const related = details("<RltdDts><TxDtTm>2024-02-29T10:00:00Z</TxDtTm></RltdDts>")
    const transaction = entryOf({ dates: "", rest: related })
    assert.deepStrictEqual(
      [transaction.date, transaction.bookingDate, transaction.valueDate],
      ["2024-02-29", null, null]
    )
    assert.deepStrictEqual(
      transaction.notes.map(({ code }) => code),
      ["date-assumed"]
    )
    const created = around(`<CreDtTm>2024-03-01T00:00:00</CreDtTm>${entry({ dates: "" })}`)
    assert.strictEqual(only(format, created).date, "2024-03-01")
  })
})

describe("a bad entry is rejected alone, with its line", () => {
  it.each([
    ["amount-missing", { amount: "" }],
    ["amount-unreadable", { amount: '<Amt Ccy="EUR">8,85</Amt>' }],
    ["amount-unreadable", { amount: '<Amt Ccy="EUR">-8.85</Amt>' }],
    ["amount-unreadable", { amount: '<Amt Ccy="EUR">1e3</Amt>' }],
    ["amount-missing", { amount: '<Amt Ccy="EUR"> </Amt>' }],
    ["field-repeated", { amount: '<Amt Ccy="EUR">1</Amt><Amt Ccy="EUR">2</Amt>' }],
    ["entry-malformed", { amount: '<Amt Ccy="EUR">1<b/>2</Amt>' }],
    ["direction-missing", { direction: "" }],
    ["direction-unreadable", { direction: "<CdtDbtInd>IN</CdtDbtInd>" }],
    ["date-missing", { dates: "" }],
    ["date-impossible", { dates: "<BookgDt><Dt>2024-02-31</Dt></BookgDt>" }],
    ["date-unreadable", { dates: "<BookgDt><Dt>31.01.2024</Dt></BookgDt>" }],
    ["entry-malformed", { rest: "<NtryDtls><TxDtls></NtryDtls>" }]
  ])("%s", (code, elements) => {
    const text = around(`${entry()}\n${entry(elements)}\n${entry()}`)
    assert.deepStrictEqual(codes(text), [[code, 4]])
    assert.strictEqual(transactions(read(format, text)).length, 2)
  })

  it("when its end is missing, or the end of what stands before it", () => {
    assert.deepStrictEqual(codes(around(`${entry().replace("</Ntry>", "")}\n${entry()}`)), [["entry-malformed", 3]])
    const unclosed = around(entry()).replace("</Acct>", "")
    assert.strictEqual(transactions(read(format, unclosed)).length, 1)
    assert.deepStrictEqual(read(format, unclosed).notes, ["xml-not-well-formed"])
  })

  it("and never swallowed by a broken tag before it", () => {
    for (const tag of ["<Foo", "<Foo a='>", `<Foo a="-->" b="`, "</Foo", "<!Foo", "<?foo"]) {
      const reading = read(format, around(`${tag}${entry()}\n${entry()}`))
      assert.strictEqual(reading.rowsRead, 2)
      assert.strictEqual(transactions(reading).length, 2)
      assert.deepStrictEqual(reading.notes, ["xml-not-well-formed"])
    }
  })

  it("where the file was cut off", () => {
    const text = around(`${entry()}\n${entry()}`)
    const reading = read(format, text.slice(0, text.lastIndexOf("<BookgDt>")))
    assert.strictEqual(transactions(reading).length, 1)
    assert.deepStrictEqual(
      rejections(reading).map(({ code }) => code),
      ["entry-malformed"]
    )
    assert.strictEqual(balances(reading).length, 1)
    assert.deepStrictEqual(reading.notes, ["xml-not-well-formed"])
  })

  it("and never tells what stood in it", () => {
    const text = around(
      entry({ dates: "<BookgDt><Dt>SECRET</Dt></BookgDt>", rest: details("<RmtInf><Ustrd>SECRET</Ustrd></RmtInf>") })
    )
    assert.notInclude(JSON.stringify(rejections(read(format, text))), "SECRET")
  })
})

describe("balances", () => {
  const bal = (code: string, amount: string, currency = "EUR") =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>`
  const check = (text: string) => balances(read(format, text))[0]?.check

  it("fail with the difference", () => {
    const result = check(around(`${bal("OPBD", "0")}${bal("CLBD", "10.00")}${entry()}`))
    assert.strictEqual(result?.status === "failed" ? result.difference : null, "1.15")
  })

  it("are unknown on one page of several, in other currencies, and where only interim ones are stated", () => {
    const page = "<StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>"
    assert.strictEqual(check(around(`${page}${bal("OPBD", "0")}${bal("CLBD", "10.00")}${entry()}`))?.status, "unknown")
    assert.strictEqual(
      check(around(`${bal("OPBD", "0", "USD")}${bal("CLBD", "8.00", "USD")}${entry()}`))?.status,
      "unknown"
    )
    assert.strictEqual(check(around(`${bal("OPBD", "0")}${bal("ITBD", "8.85")}${entry()}`))?.status, "unknown")
  })
})

describe("what is no statement", () => {
  it.each([
    [
      "a payment order",
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn/></Document>',
      "a payment order (pain.001)"
    ],
    [
      "a message without a statement",
      "<Document><BkToCstmrStmt><GrpHdr/></BkToCstmrStmt></Document>",
      "an ISO 20022 message without a statement"
    ],
    ["an unknown document", "<Document><Stmt/></Document>", "an XML file"]
  ])("%s is refused with a reason", (_name, text, looksLike) => {
    try {
      read(format, text)
      assert.fail("not refused")
    } catch (error) {
      assert.deepInclude(error, { code: "not-a-statement", looksLike })
    }
  })

  it("HTML, SGML and plain text are left to others", () => {
    for (const text of ["<!DOCTYPE html><html>", "<OFX><SIGNONMSGSRSV1>", "camt.053.001.02", ""]) {
      assert.isNull(format.recognize({ bytes: new Uint8Array(), text, complete: true }))
    }
  })
})

describe("hostile input", () => {
  const refused = (text: string, options = defaults) => {
    const started = performance.now()
    const result = attempt(format, text, 65_536, options)
    assert.isBelow(performance.now() - started, 1_000)
    return typeof result === "string" ? result : "read"
  }

  it("document types and entities are refused before anything is read", () => {
    const lol = `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>${around(entry())}`
    assert.strictEqual(refused(lol), "doctype")
    assert.strictEqual(
      refused(`<?xml version="1.0"?>\n<!doctype Document SYSTEM "file:///etc/passwd">${around("")}`),
      "doctype"
    )
    assert.strictEqual(refused(around(`<!ENTITY x "y">${entry()}`)), "doctype")
    const recognition = format.recognize({ bytes: new Uint8Array(), text: lol.slice(0, 60), complete: false })
    assert.isAbove(recognition?.score ?? 0, 0)
  })

  it("nesting has a limit", () => {
    assert.strictEqual(refused("<a>".repeat(1_000_000)), "too-deep")
    assert.strictEqual(refused(around(entry()), { ...defaults, maxDepth: 3 }), "too-deep")
  })

  it("texts, tags and entries have a limit", () => {
    const options = { ...defaults, maxFieldLength: 1_000 }
    const long = "x".repeat(1_001)
    assert.strictEqual(
      refused(around(entry({ rest: details(`<RmtInf><Ustrd>${long}</Ustrd></RmtInf>`) })), options),
      "too-long"
    )
    assert.strictEqual(refused(around(`<Foo>${long}</Foo>`), options), "too-long")
    assert.strictEqual(refused(around(`<Foo a="${long}"/>`), options), "too-long")
    const payments = "<TxDtls><AddtlTxInf>yyyyyyyyyy</AddtlTxInf></TxDtls>".repeat(1_000)
    assert.strictEqual(refused(around(entry({ rest: `<NtryDtls>${payments}</NtryDtls>` })), options), "too-long")
    assert.strictEqual(refused(`<Document><![CDATA[${"x".repeat(5_000_000)}`), "too-long")
  })

  it("stays linear in open tags, quotes, ampersands and line ends", () => {
    assert.strictEqual(refused(around("<a".repeat(2_000_000))), "read")
    assert.strictEqual(refused(around('<a ">'.repeat(10))), "read")
    assert.strictEqual(refused(around("<a b='<a b=\"".repeat(300_000))), "read")
    assert.strictEqual(refused(around(`<b>${"&".repeat(1_000_000)}</b>`)), "read")
    assert.strictEqual(refused(around(`${"\n".repeat(1_000_000)}${"<b/>".repeat(300_000)}`)), "read")
  })
})

/** Start tags of entries, counted without the reader: outside of comments, CDATA sections and instructions. */
const countEntries = (text: string): number =>
  text
    .replaceAll(/<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)/g, "")
    .match(/<(?:[A-Za-z_\u0080-\uffff][^\s<>/:]*:)?Ntry(?:\s[^<>]*)?\/?>/g)?.length ?? 0

describe("on damaged files", () => {
  it("no entry is lost or invented in 2,000 mutations of each sample", { timeout: 120_000 }, () => {
    const noise = [
      "<",
      ">",
      "&",
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "<Ntry>",
      "</Ntry>",
      "</Stmt>",
      "<Stmt>",
      "\u0000",
      "\ud83d\ude00",
      '"',
      "'",
      "/",
      ":"
    ]
    const next = random(20_022)
    let refusals = 0
    for (const sample of [swiss, german, first]) {
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
        assert.strictEqual(rows, countEntries(text), text)
        const numerals = [...text.matchAll(/[0-9]*\.?[0-9]+|[0-9]+\./g)].map(([numeral]) => Number(numeral))
        for (const { amount } of transactions(result)) assert.include(numerals, Math.abs(Number(amount)))
      }
    }
    assert.isBelow(refusals, 2_000)
  })

  it("the cuts of the text do not matter", () => {
    const next = random(53)
    for (const sample of [swiss, german, first]) {
      for (const text of [sample, mutate(sample, next, ["<", "\r\n", "]]>"]), mutate(sample, next, ["<!--", "-->"])]) {
        const whole = attempt(format, text)
        for (const length of [1, 2, 3, 7, 64, 1_000, 4_095, 4_097])
          assert.deepStrictEqual(attempt(format, text, length), whole)
      }
    }
  })
})
