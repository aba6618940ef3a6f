import { assert, describe, it } from "@effect/vitest"
import { format } from "../../src/ofx/Ofx.ts"
import { type StatementRejected } from "../../src/Statement.ts"
import { read, readPieces, recognize, rejections, statement, transaction, transactions } from "./reading.ts"

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

const one = (fields: string) => {
  const [first] = read(statement(transaction(fields))).items.filter(
    (item) => item._tag === "Transaction" || item._tag === "Rejection"
  )
  if (first === undefined) throw new Error("no record")
  return first
}

describe("Ofx", () => {
  it("reads what a transaction says", () => {
    const found = one(
      "<TRNTYPE>DEBIT<DTPOSTED>20240131233000[-5:EST]<DTUSER>20240129<DTAVAIL>20240202<TRNAMT>-12.50<FITID>A1<CHECKNUM>77" +
        "<NAME>Shop &amp; Co<BANKACCTTO><BANKID>9<ACCTID>555<ACCTTYPE>SAVINGS</BANKACCTTO><MEMO>Card 12"
    )
    assert.deepStrictEqual<unknown>(found, {
      _tag: "Transaction",
      account: 0,
      status: "booked",
      line: 7,
      bookingDate: "2024-01-31",
      valueDate: "2024-02-02",
      date: "2024-01-31",
      amount: "-12.50",
      currency: "USD",
      description: "Shop & Co Card 12",
      counterparty: "Shop & Co",
      counterpartyAccount: "555",
      memo: "Card 12",
      bankId: "A1",
      kind: "DEBIT",
      category: null,
      balance: null,
      details: [],
      notes: []
    })
  })

  it("reads one statement alike in SGML, on one line, in XML, and with empty or missing tags", () => {
    const fields = "<TRNTYPE>CREDIT<DTPOSTED>20240102<TRNAMT>5.00<FITID>1<NAME>Ann"
    const sgml = read(statement(transaction(fields)))
    const variants = [
      // Every element on its own line, indented, with CR LF.
      statement(transaction(fields)).replaceAll(/</g, "\r\n  <"),
      // Closed elements.
      statement(transaction(fields.replaceAll(/<(\w+)>([^<]*)/g, "<$1>$2</$1>"))),
      // Empty elements, closed and unclosed.
      statement(
        transaction(
          "<TRNTYPE>CREDIT<DTPOSTED>20240102<CHECKNUM><REFNUM></REFNUM><TRNAMT>5.00<SIC/><FITID>1<NAME>Ann<MEMO>\n"
        )
      ),
      // No end tag of the transaction, in lower case, with a blank in the tag.
      statement(`<STMTTRN >${fields}`)
        .toLowerCase()
        .replace("usd", "USD")
        .replace("credit", "CREDIT")
        .replace("ann", "Ann"),
      // A header without blanks, all on one line.
      statement(transaction(fields)).replaceAll("\n", ""),
      // A wrong end tag: one kind of statement closed as another.
      statement(transaction(fields)).replace("</STMTRS>", "</CCSTMTRS>")
    ]
    for (const variant of variants) {
      const reading = read(variant)
      assert.deepStrictEqual<unknown>(
        reading.items.map((item) => ("line" in item ? { ...item, line: 0 } : item)),
        sgml.items.map((item) => ("line" in item ? { ...item, line: 0 } : item)),
        variant
      )
      assert.deepStrictEqual<unknown>(recognize(variant)?.certainty, "stated", variant)
    }
  })

  it("keeps bank, card and investment accounts of one file apart", () => {
    const row = (id: number) => transaction(`<TRNTYPE>OTHER<DTPOSTED>20240102<TRNAMT>${id}.00<FITID>${id}`)
    const reading = read(
      "<?xml version='1.0' encoding='UTF-8'?><?OFX OFXHEADER=\"200\" VERSION=\"211\"?><OFX>" +
        `<BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR</CURDEF><BANKACCTFROM><ACCTID>A</ACCTID></BANKACCTFROM><BANKTRANLIST>${row(1)}</BANKTRANLIST>` +
        "<LEDGERBAL><BALAMT>-7,5</BALAMT><DTASOF>20240103</DTASOF></LEDGERBAL><AVAILBAL><BALAMT>99</BALAMT></AVAILBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1>" +
        `<CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>USD</CURDEF><CCACCTFROM><ACCTID>B</ACCTID></CCACCTFROM><BANKTRANLIST>${row(2)}</BANKTRANLIST>` +
        "</CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1>" +
        "<INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><CURDEF>CHF</CURDEF><INVACCTFROM><BROKERID>x</BROKERID><ACCTID>C</ACCTID></INVACCTFROM><INVTRANLIST>" +
        "<BUYSTOCK><INVBUY><INVTRAN><FITID>t</FITID><DTTRADE>20240101</DTTRADE></INVTRAN><TOTAL>-500</TOTAL></INVBUY></BUYSTOCK>" +
        `<INVBANKTRAN>${row(3)}<SUBACCTFUND>CASH</SUBACCTFUND></INVBANKTRAN></INVTRANLIST></INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1></OFX>`
    )
    assert.deepStrictEqual<unknown>(
      reading.items.map((item) => {
        if (item._tag === "Account") return [item.index, item.account, item.currency, item.kind]
        if (item._tag === "Transaction") return [item.account, item.amount, item.currency]
        return item._tag === "Balances" ? [item.account, item.closing, item.opening, item.check.status] : item
      }),
      [
        [0, "A", "EUR", "bank"],
        [0, "1.00", "EUR"],
        [0, { amount: "-7.5", currency: "EUR", date: "2024-01-03" }, null, "unknown"],
        [1, "B", "USD", "card"],
        [1, "2.00", "USD"],
        [1, null, null, "unknown"],
        [2, "C", "CHF", "investment"],
        [2, "3.00", "CHF"],
        [2, null, null, "unknown"]
      ]
    )
    // The trade is no cash entry: it is not read, and the certificate says so.
    assert.deepStrictEqual<unknown>(
      reading.notes.map((note) => note.code),
      ["entries-not-read"]
    )
  })

  it("gives transactions the account that is named after them", () => {
    const reading = read(
      `<OFX><STMTRS><BANKTRANLIST>${transaction("<DTPOSTED>20240102<TRNAMT>1<FITID>1")}</BANKTRANLIST>` +
        "<CURDEF>BRL<BANKACCTFROM><ACCTID>77</BANKACCTFROM></STMTRS></OFX>"
    )
    assert.deepStrictEqual<unknown>(
      reading.items
        .slice(0, 2)
        .map((item) => (item._tag === "Account" ? item.account : "currency" in item && item.currency)),
      ["77", "BRL"]
    )
  })

  it("reports pending transactions as pending", () => {
    const reading = read(
      statement(transaction("<DTPOSTED>20240102<TRNAMT>1<FITID>1")).replace(
        "</BANKTRANLIST>",
        "</BANKTRANLIST><BANKTRANLISTP><DTASOF>20240103<STMTTRNP><TRNTYPE>DEBIT<DTTRAN>20240103<DTEXPIRE>20240110<TRNAMT>-2<NAME>Hotel</STMTTRNP>" +
          "<STMTTRN><DTPOSTED>20240104<TRNAMT>-3</STMTTRN></BANKTRANLISTP>"
      )
    )
    assert.deepStrictEqual<unknown>(
      transactions(reading).map((row) => [row.status, row.date, row.amount]),
      [
        ["booked", "2024-01-02", "1"],
        ["pending", "2024-01-03", "-2"],
        ["pending", "2024-01-04", "-3"]
      ]
    )
    assert.strictEqual(reading.rowsRead, 3)
  })

  it("reads amounts with a point or a comma, and never invents one", () => {
    const amount = (text: string) => {
      const found = one(`<DTPOSTED>20240102<TRNAMT>${text}<FITID>1`)
      return found._tag === "Transaction" ? found.amount : found.code
    }
    const read: ReadonlyArray<readonly [string, string]> = [
      ["-12.50", "-12.50"],
      ["-12,50", "-12.50"],
      ["+00000000000115.8331", "115.8331"],
      ["1.234,56", "1234.56"],
      ["-1,234.56", "-1234.56"],
      ["-1 234,56", "-1234.56"],
      ["1'234.50", "1234.50"],
      ["12.00-", "-12.00"],
      ["(12.00)", "-12.00"],
      ["-.5", "-0.5"],
      ["100", "100"],
      ["-0.00", "0.00"],
      ["1,234", "1.234"],
      ["1.234", "1.234"]
    ]
    for (const [text, expected] of read) assert.strictEqual(amount(text), expected, text)
    for (const text of [
      "-",
      ".",
      "$120",
      "1E3",
      "1.2.3",
      "12,34,5",
      "NaN",
      "0x10",
      "5.00 USD",
      "1\u00005.00",
      "--5",
      "1 2"
    ]) {
      assert.strictEqual(amount(text), "amount-unreadable", text)
    }
    assert.strictEqual(amount(""), "amount-missing")
    assert.strictEqual(amount(" \n "), "amount-missing")
    const doubtful = one("<DTPOSTED>20240102<TRNAMT>1,234<FITID>1")
    assert.deepStrictEqual<unknown>(doubtful._tag === "Transaction" && doubtful.notes.map((note) => note.code), [
      "amount-doubtful"
    ])
  })

  it("keeps the calendar day that the bank wrote, whatever time and zone stand beside it", () => {
    const date = (text: string) => {
      const found = one(`<DTPOSTED>${text}<TRNAMT>1<FITID>1`)
      return found._tag === "Transaction" ? found.date : found.code
    }
    const read: ReadonlyArray<readonly [string, string]> = [
      ["20240131", "2024-01-31"],
      ["20240131235959", "2024-01-31"],
      ["20240131235959.999[-5:EST]", "2024-01-31"],
      ["20240131100000[-03:EST]", "2024-01-31"],
      ["20240131000000[-3:BRT]", "2024-01-31"],
      ["20240131120000[0:GMT]", "2024-01-31"],
      ["20180804093914:014", "2018-08-04"],
      ["202401311200", "2024-01-31"],
      ["20240229", "2024-02-29"],
      ["2024-01-31", "2024-01-31"],
      ["2024-01-31T10:00:00", "2024-01-31"],
      ["31/01/2024", "2024-01-31"],
      ["20230231", "date-impossible"],
      ["20230229", "date-impossible"],
      ["201120000000", "date-impossible"],
      ["00000000", "date-impossible"],
      ["31/02/2024", "date-impossible"],
      ["02/03/2024", "date-ambiguous"],
      ["soon", "date-unreadable"],
      ["2024013", "date-unreadable"],
      ["202401310", "date-unreadable"],
      ["", "date-missing"]
    ]
    for (const [text, expected] of read) assert.strictEqual(date(text), expected, text)
  })

  it("takes the date from DTAVAIL, then from DTUSER, where there is no DTPOSTED", () => {
    const available = one("<DTUSER>20240101<DTAVAIL>20240103<TRNAMT>1")
    const user = one("<DTUSER>20240101<TRNAMT>1")
    assert.deepInclude(available, { bookingDate: null, valueDate: "2024-01-03", date: "2024-01-03" })
    assert.deepInclude(user, { bookingDate: "2024-01-01", date: "2024-01-01" })
    assert.strictEqual(user._tag === "Transaction" && user.notes[0]?.code, "date-of-purchase")
  })

  it("takes the currency of the amount: CURRENCY's, and not ORIGCURRENCY's, from which it was converted", () => {
    const currency = (fields: string) => {
      const found = one(`<DTPOSTED>20240102<TRNAMT>1${fields}`)
      return found._tag === "Transaction" ? found.currency : null
    }
    assert.strictEqual(currency("<CURRENCY><CURRATE>1.1<CURSYM>EUR</CURRENCY>"), "EUR")
    assert.strictEqual(currency("<CURRENCY>EUR</CURRENCY>"), "EUR")
    assert.strictEqual(currency("<ORIGCURRENCY><CURRATE>1.1<CURSYM>EUR</ORIGCURRENCY>"), "USD")
    assert.strictEqual(currency("<CURRENCY><CURRATE>1<CURSYM>???</CURRENCY>"), "USD")
  })

  it("reads as the account's currency what CURDEF can mean, and nothing else", () => {
    const currency = (code: string) =>
      read(statement("", `<CURDEF>${code}<BANKACCTFROM><ACCTID>1</BANKACCTFROM>`)).items[0]
    assert.deepInclude<unknown>(currency("eur"), { currency: "EUR" })
    assert.deepInclude<unknown>(currency("BRC"), { currency: "BRL" })
    assert.deepInclude<unknown>(currency("Reais"), { currency: null })
  })

  it("describes a transaction once, from PAYEE, NAME, MEMO or CHECKNUM", () => {
    const described = (fields: string) => {
      const found = one(`<DTPOSTED>20240102<TRNAMT>1${fields}`)
      return found._tag === "Transaction" ? [found.description, found.counterparty, found.memo] : []
    }
    assert.deepStrictEqual<unknown>(described("<NAME>ELECTRIC CO<MEMO>ELECTRIC CO INV 5"), [
      "ELECTRIC CO INV 5",
      "ELECTRIC CO",
      "ELECTRIC CO INV 5"
    ])
    assert.deepStrictEqual<unknown>(described("<NAME>CARTE<MEMO>LECLERC 12/01"), [
      "CARTE LECLERC 12/01",
      "CARTE",
      "LECLERC 12/01"
    ])
    assert.deepStrictEqual<unknown>(described("<PAYEE><NAME>Jane<ADDR1>x<CITY>y</PAYEE><MEMO>Rent"), [
      "Jane Rent",
      "Jane",
      "Rent"
    ])
    assert.deepStrictEqual<unknown>(described("<CHECKNUM>319"), ["Check 319", null, null])
    assert.deepStrictEqual<unknown>(described("<MEMO>a\r\n   b\n"), ["a b", null, "a b"])
  })

  it("resolves predefined and numeric references once, takes CDATA as it is, and what is no tag as text", () => {
    const memo = (text: string) => {
      const found = one(`<DTPOSTED>20240102<TRNAMT>1<MEMO>${text}`)
      return found._tag === "Transaction" ? found.memo : null
    }
    const cases: ReadonlyArray<readonly [string, string]> = [
      ["AT&amp;T", "AT&T"],
      ["AT&T", "AT&T"],
      ["&amp;amp;", "&amp;"],
      ["&lt;b&gt; &quot;x&quot; &apos;", '<b> "x" \''],
      ["caf&#233; &#xE9;", "café é"],
      ["&xxe; &#0; &#xD800;", "&xxe; &#0; &#xD800;"],
      ["5 < 6 > 4", "5 < 6 > 4"],
      ["a <jane@example.org> b", "a <jane@example.org> b"],
      ["<![CDATA[A & B &amp; <C>]]>", "A & B &amp; <C>"],
      ["x<![CDATA[]]>y", "xy"],
      ["a <b", "a <b"],
      ["I <3 you", "I <3 you"],
      ["n\u0000u\u0007l", "n\ufffdu\ufffdl"],
      ["lone \ud800 half", "lone \ufffd half"]
    ]
    for (const [text, expected] of cases) assert.strictEqual(memo(text), expected, text)
  })

  it("lets no bad row, lost tag or lost end take another row with it", () => {
    const good = "<DTPOSTED>20240102<TRNAMT>1<FITID>1"
    const outcome = (list: string) => {
      const reading = read(statement(list))
      assert.strictEqual(reading.rowsRead, transactions(reading).length + rejections(reading).length, list)
      return reading.items.flatMap((item) =>
        item._tag === "Transaction" ? [item.amount] : item._tag === "Rejection" ? [item.code] : []
      )
    }
    const cases: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
      [`<STMTTRN>${good}<STMTTRN>${good}`, ["1", "1"]],
      [`<STMTTRN><STMTTRN>${good}</STMTTRN>`, ["amount-missing", "1"]],
      [`<STMTTRN/><STMTTRN>${good}</STMTTRN>`, ["amount-missing", "1"]],
      [`<STMTTRN>${good}</STMTTRN <STMTTRN>${good}</STMTTRN>`, ["1", "1"]],
      // Two records that lost the tags between them are neither's values.
      [`<STMTTRN>${good}<DTPOSTED>20240103<TRNAMT>2<FITID>2</STMTTRN>`, ["field-repeated"]],
      [`<STMTTRN>${good}<MEMO><![CDATA[never ends</MEMO></STMTTRN><STMTTRN>${good}</STMTTRN>`, ["1", "1"]],
      [`<!-- ${transaction(good)} -->${transaction(good)}`, ["commented-out", "1"]],
      [`<!-- never ends ${transaction(good)}${transaction(good)}`, ["1", "1"]],
      [`<STMTTRN>stray${good} stray</STMTTRN> stray`, ["1"]]
    ]
    for (const [list, expected] of cases) assert.deepStrictEqual<unknown>(outcome(list), expected, list)
  })

  it("rejects the record that a truncated file ends in, for its last value may be half", () => {
    const text = statement(transaction("<DTPOSTED>20240102<TRNAMT>125.00<FITID>1").repeat(2))
    const reading = read(text.slice(0, text.lastIndexOf("125.00") + 2))
    assert.deepStrictEqual<unknown>(
      transactions(reading).map((row) => row.amount),
      ["125.00"]
    )
    assert.deepStrictEqual<unknown>(
      rejections(reading).map((row) => row.code),
      ["record-truncated"]
    )
    assert.deepStrictEqual<unknown>(
      reading.notes.map((note) => note.code),
      ["truncated"]
    )
  })

  it("gives each record the line of its start tag, with LF, CR LF and CR", () => {
    for (const lineBreak of ["\n", "\r\n", "\r"]) {
      const list = [
        "",
        transaction("<DTPOSTED>20240102<TRNAMT>1"),
        "",
        "",
        transaction("<TRNAMT>2"),
        transaction("<DTPOSTED>20240102<TRNAMT>3")
      ]
      const text = statement(list.join("\n")).replaceAll("\n", lineBreak)
      const expected = [8, 11, 12]
      const lines = (reading: ReturnType<typeof read>) =>
        reading.items.flatMap((item) => ("line" in item ? [item.line] : []))
      assert.deepStrictEqual<unknown>(lines(read(text)), expected)
      assert.deepStrictEqual<unknown>(lines(readPieces(text)), expected)
    }
  })

  it("says that the bank answered with an error, and that a file holds no statement", () => {
    const reading = read(
      "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>Jane Doe is locked out</STATUS></SONRS></SIGNONMSGSRSV1></OFX>"
    )
    assert.deepStrictEqual<unknown>(reading.items, [])
    assert.deepStrictEqual<unknown>(reading.notes, [
      { code: "response-error", message: "The bank answered with error 15500 in place of a statement." },
      { code: "no-statement", message: "The file holds no account statement." }
    ])
  })

  it("notes a sign that contradicts the type and a balance that is no amount", () => {
    const found = one("<TRNTYPE>DEBIT<DTPOSTED>20240102<TRNAMT>5")
    assert.deepInclude<unknown>(found, { amount: "5" })
    assert.deepStrictEqual<unknown>(found._tag === "Transaction" && found.notes.map((note) => note.code), [
      "sign-against-type"
    ])
    const reading = read(statement("").replace("<BALAMT>10.00", "<BALAMT>ten"))
    assert.deepStrictEqual<unknown>(
      reading.notes.map((note) => note.code),
      ["balance-unreadable"]
    )
  })

  describe("hostile input", () => {
    it("refuses document types and entities as soon as they begin", () => {
      for (const declaration of [
        '<!DOCTYPE OFX [<!ENTITY x "y">]>',
        "<!doctype ofx SYSTEM 'file:///etc/passwd'>",
        "<!ENTITY x 'y'>"
      ]) {
        const text = `<?xml version="1.0"?>\n${declaration}\n<OFX></OFX>`
        for (const pieces of [[text], text]) {
          const refused = refusal(() => readPieces(pieces))
          assert.strictEqual(refused.code, "doctype")
          assert.strictEqual(refused.line, 2)
        }
      }
      assert.isNotNull(recognize('<?xml version="1.0"?><!DOCTYPE OFX [ <!ENTITY a "aaaa"> ]>'))
    })

    it("refuses a million nested elements at the limit, at once", () => {
      const refused = refusal(() => read(`<OFX>${"<A>".repeat(1_000_000)}`))
      assert.strictEqual(refused.code, "too-deep")
      assert.strictEqual(refusal(() => read(`<OFX>${"<STMTRS><X>".repeat(40)}`, { maxDepth: 2 })).code, "too-deep")
      // Unclosed empty elements within each of many records are no nesting.
      const many = transaction("<DTPOSTED>20240102<TRNAMT>1<CHECKNUM><X1><X2><X3>").repeat(1000)
      assert.strictEqual(transactions(read(statement(many))).length, 1000)
    })

    it("refuses a value, tag, comment or CDATA section without end, in bounded memory", () => {
      for (const opening of ["<MEMO>", "<MEMO ", "<MEMO><!--", "<MEMO><![CDATA["]) {
        let pieces = 0
        const endless = function* () {
          yield `<OFX><STMTTRN>${opening}`
          while (true) {
            pieces++
            yield "x".repeat(65_536)
          }
        }
        const refused = refusal(() => readPieces(endless()))
        assert.strictEqual(refused.code, "too-long", opening)
        assert.isAtMost(pieces, 17, opening)
      }
    })

    it("counts the records of a long comment in linear time", () => {
      const started = performance.now()
      const reading = read(statement(`<!--${"<STMTTRN>\n".repeat(100_000)}-->`))
      assert.strictEqual(reading.rowsRead, 100_000)
      assert.strictEqual(rejections(reading).at(-1)?.line, 100_006)
      assert.isBelow(performance.now() - started, 1000)
    })

    it("takes time linear in the text, whatever never ends in it", () => {
      for (const piece of [
        "<![CDATA[x</STMTTRN",
        "<!--",
        "<",
        "<a <",
        "&#",
        "<![CDATA[",
        "</x>",
        "<!",
        "]]>",
        "<STMTTRN",
        "<!--\n<STMTTRN>\n<STMTTRN>",
        "<?xml ",
        "<?",
        "OFXHEADER",
        "A"
      ]) {
        const text = `<OFX>${piece.repeat(200_000)}`.slice(0, 1_000_000)
        assert.doesNotThrow(() => recognize(text))
        const started = performance.now()
        try {
          read(text)
        } catch (error) {
          assert.strictEqual((error as StatementRejected)._tag, "StatementRejected")
        }
        assert.isBelow(performance.now() - started, 1000, piece)
      }
    })
  })

  describe("recognition", () => {
    it("finds OFX by its header, its root or, in a fragment, its transactions, and nothing else", () => {
      assert.deepInclude(recognize("OFXHEADER:100\nDATA:OFXSGML\n\n<OFX>"), { score: 1, certainty: "stated" })
      assert.deepInclude(recognize("\n\n  <OFX>\n<BANKMSGSRSV1>"), { certainty: "stated" })
      assert.deepInclude(recognize("\uFEFF<OFX >"), { certainty: "stated" })
      assert.deepInclude(recognize("<STMTTRN><TRNAMT>1"), { certainty: "inferred" })
      for (const text of [
        "",
        "Date,Amount\n2024-01-01,5",
        "!Type:Bank\nD1/1/24\n^",
        "<html><body>OFX</body></html>",
        "<?xml version='1.0'?><Document/>"
      ]) {
        assert.isNull(recognize(text), text)
      }
      assert.deepStrictEqual<unknown>(format.names, ["ofx"])
    })

    it("passes on the encoding that the file declares", () => {
      const sgml = (encoding: string, charset: string, separator = "\n") =>
        recognize(
          [
            "OFXHEADER:100",
            "DATA:OFXSGML",
            `ENCODING:${encoding}`,
            `CHARSET:${charset}`,
            "COMPRESSION:NONE",
            "<OFX>"
          ].join(separator)
        )?.declaredEncoding
      const xml = (name: string) =>
        recognize(`<?xml version="1.0" encoding="${name}"?>\n<?OFX OFXHEADER="200"?>\n<OFX>`)?.declaredEncoding
      const cases: ReadonlyArray<readonly [string | null | undefined, string | null]> = [
        [sgml("USASCII", "1252"), "windows-1252"],
        [sgml("USASCII", "1252", ""), "windows-1252"],
        [sgml("USASCII", "1252", " "), "windows-1252"],
        [sgml("UTF-8", "NONE"), "utf-8"],
        [sgml("UTF-8", "CSUNICODE", ""), "utf-8"],
        [sgml("UNICODE", "NONE"), "utf-8"],
        // ISO 8859-1 is windows-1252 to the web, of which it is a part.
        [sgml("USASCII", "ISO-8859-1"), "windows-1252"],
        [sgml("USASCII", "8859-15"), "iso-8859-15"],
        [sgml("USASCII", "1250"), "windows-1250"],
        [sgml("USASCII", "WINDOWS-1251"), "windows-1251"],
        [sgml("USASCII", "932"), "shift_jis"],
        [sgml("USASCII", "NONE"), null],
        [sgml("USASCII", "KLINGON"), null],
        [xml("UTF-8"), "utf-8"],
        [xml("ISO-8859-2"), "iso-8859-2"],
        [xml("us-ascii"), null]
      ]
      for (const [found, expected] of cases) assert.strictEqual(found, expected)
    })
  })

  describe("exports of real banks' kind", () => {
    it("Brazilian: values unclosed, zones like [-03:EST], comma decimals, grouped by points", () => {
      const reading = read(
        "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\nCOMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n" +
          "<OFX>\r\n<SIGNONMSGSRSV1>\r\n<SONRS>\r\n<STATUS>\r\n<CODE>0\r\n<SEVERITY>INFO\r\n</STATUS>\r\n<DTSERVER>20240131100000[-03:EST]\r\n<LANGUAGE>POR\r\n</SONRS>\r\n</SIGNONMSGSRSV1>\r\n" +
          "<BANKMSGSRSV1>\r\n<STMTTRNRS>\r\n<TRNUID>1001\r\n<STATUS>\r\n<CODE>0\r\n<SEVERITY>INFO\r\n</STATUS>\r\n<STMTRS>\r\n<CURDEF>BRL\r\n<BANKACCTFROM>\r\n<BANKID>0341\r\n<ACCTID>1234567\r\n<ACCTTYPE>CHECKING\r\n</BANKACCTFROM>\r\n" +
          "<BANKTRANLIST>\r\n<DTSTART>20240101100000[-03:EST]\r\n<DTEND>20240131100000[-03:EST]\r\n" +
          "<STMTTRN>\r\n<TRNTYPE>DEBIT\r\n<DTPOSTED>20240115100000[-03:EST]\r\n<TRNAMT>-1.234,56\r\n<FITID>20240115001\r\n<CHECKNUM>20240115001\r\n<MEMO>PIX ENVIADO\r\n</STMTTRN>\r\n" +
          "<STMTTRN>\r\n<TRNTYPE>CREDIT\r\n<DTPOSTED>20240116100000[-03:EST]\r\n<TRNAMT>10,00\r\n<FITID>20240116001\r\n<MEMO>RENDIMENTO\r\n</STMTTRN>\r\n" +
          "</BANKTRANLIST>\r\n<LEDGERBAL>\r\n<BALAMT>1.000,00\r\n<DTASOF>20240131100000[-03:EST]\r\n</LEDGERBAL>\r\n</STMTRS>\r\n</STMTTRNRS>\r\n</BANKMSGSRSV1>\r\n</OFX>\r\n"
      )
      assert.deepStrictEqual<unknown>(
        transactions(reading).map((row) => [row.date, row.amount, row.currency, row.description]),
        [
          ["2024-01-15", "-1234.56", "BRL", "PIX ENVIADO"],
          ["2024-01-16", "10.00", "BRL", "RENDIMENTO"]
        ]
      )
      const balances = reading.items.at(-1)
      assert.deepStrictEqual<unknown>(balances?._tag === "Balances" && balances.closing, {
        amount: "1000.00",
        currency: "BRL",
        date: "2024-01-31"
      })
    })

    it("Quicken Web Connect: INTU elements and a message set for each account", () => {
      const account = (id: string) =>
        `<STMTTRNRS><TRNUID>0<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>021<ACCTID>${id}<ACCTTYPE>SAVINGS</BANKACCTFROM>` +
        `<BANKTRANLIST><DTSTART>20240101<DTEND>20240131${transaction(`<TRNTYPE>DEP<DTPOSTED>20240105120000[0:GMT]<TRNAMT>20.00<FITID>${id}1<NAME>MOBILE DEPOSIT`)}</BANKTRANLIST>` +
        "<LEDGERBAL><BALAMT>20.00<DTASOF>20240131120000[0:GMT]</LEDGERBAL></STMTRS></STMTTRNRS>"
      const reading = read(
        `OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><FI><ORG>B1<FID>10898</FI><INTU.BID>10898</SONRS></SIGNONMSGSRSV1>` +
          `<BANKMSGSRSV1>${account("1")}${account("2")}</BANKMSGSRSV1></OFX>`
      )
      assert.deepStrictEqual<unknown>(
        reading.items.map((item) => item._tag),
        ["Account", "Transaction", "Balances", "Account", "Transaction", "Balances"]
      )
      assert.deepStrictEqual<unknown>(reading.notes, [])
    })
  })
})
