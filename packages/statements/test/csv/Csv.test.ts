import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { CsvMapping } from "../../src/csv/Mapping.ts"
import { booked, dialect, read, refused } from "../Reading.ts"

const csv = (...lines: ReadonlyArray<string>): string => lines.join("\n")

describe("CSV", () => {
  describe("dates", () => {
    it("day first or month first by the whole file's evidence", () => {
      const rows = (...dates: ReadonlyArray<string>) =>
        read(csv("Date,Description,Amount", ...dates.map((date) => `${date},x,-1.00`)))
      const dayFirst = rows("01/02/2024", "03/04/2024", "31/05/2024")
      assert.deepStrictEqual(booked(dayFirst), ["2024-02-01 -1.00", "2024-04-03 -1.00", "2024-05-31 -1.00"])
      assert.isTrue(dialect(dayFirst).dateOrderCertain)
      const monthFirst = rows("01/02/2024", "03/04/2024", "05/31/2024")
      assert.deepStrictEqual(booked(monthFirst), ["2024-01-02 -1.00", "2024-03-04 -1.00", "2024-05-31 -1.00"])
      assert.isTrue(dialect(monthFirst).dateOrderCertain)
    })

    it("evidence far behind the head of a large file counts", () => {
      const many = Array.from({ length: 20_000 }, (_, index) => `0${1 + (index % 9)}/02/2024,row ${index},-1.00`)
      const reading = read(csv("Date,Description,Amount", ...many, "02/28/2024,last,-1.00"))
      assert.strictEqual(dialect(reading).dateOrder, "mdy")
      assert.strictEqual(reading.transactions.at(-1)?.date, "2024-02-28")
      assert.strictEqual(reading.rejections.length, 0)
    })

    it("what the file cannot tell is decided by rule and said to be ambiguous", () => {
      const one = read(csv("Date,Description,Amount", "01/02/2024,x,-1.00"))
      assert.deepStrictEqual(booked(one), ["2024-02-01 -1.00"])
      assert.isFalse(dialect(one).dateOrderCertain)
      assert.include(
        one.certificate.notes.map(({ code }) => code),
        "date-order-ambiguous"
      )
      // Sorted under one reading only.
      const sorted = read(
        csv("Date,Description,Amount", "01/02/2024,x,-1.00", "02/01/2024,x,-1.00", "02/03/2024,x,-1.00")
      )
      assert.deepStrictEqual([dialect(sorted).dateOrder, dialect(sorted).dateOrderCertain], ["mdy", false])
      // A decimal comma.
      assert.strictEqual(dialect(read(csv("Date;Description;Amount", "01/02/2024;x;-1,00"))).dateOrder, "dmy")
      // The United States.
      assert.strictEqual(dialect(read(csv("Date,Description,Amount (USD)", "01/02/2024,x,-1.00"))).dateOrder, "mdy")
      // Both readings agree: nothing is ambiguous.
      assert.isTrue(dialect(read(csv("Date,Description,Amount", "02/02/2024,x,-1.00"))).dateOrderCertain)
      // The statement's period settles it.
      const period = read(csv("Period,01/01/2024 - 31/01/2024", "Date,Description,Amount", "05/01/2024,x,-1.00"))
      assert.deepStrictEqual([booked(period)[0], dialect(period).dateOrderCertain], ["2024-01-05 -1.00", true])
    })

    it("names, ISO weeks, packed digits, times", () => {
      const dates = ["01 Jan 2024", "2024-W01-2", "20240103", "2024-01-04T23:59:59Z", "Jan 5, 2024"]
      for (const [index, date] of dates.entries()) {
        assert.deepStrictEqual(
          booked(read(csv("Date;Description;Amount", `${date};x;-1.00`))),
          [`2024-01-0${index + 1} -1.00`],
          date
        )
      }
    })

    it("one bad date in twenty rows is rejected with its line", () => {
      const rows = Array.from({ length: 20 }, (_, index) => `2024-01-${String(index + 1).padStart(2, "0")},row,-1.00`)
      rows[12] = "not a date,row,-1.00"
      const reading = read(csv("Date,Description,Amount", ...rows))
      assert.strictEqual(reading.transactions.length, 19)
      assert.deepStrictEqual(
        reading.rejections.map(({ code, line }) => [code, line]),
        [["date-unreadable", 14]]
      )
    })

    it("31 February is rejected with its line", () => {
      const reading = read(csv("Date,Description,Amount", "28/02/2024,x,-1.00", "31/02/2024,x,-1.00"))
      assert.strictEqual(reading.transactions.length, 1)
      assert.deepStrictEqual(
        reading.rejections.map(({ code, line }) => [code, line]),
        [["date-impossible", 3]]
      )
    })
  })

  describe("amounts", () => {
    it("as people write them", () => {
      const cases: ReadonlyArray<readonly [written: string, mark: "." | ",", expected: string]> = [
        ["$1,234.50", ".", "1234.50"],
        ["(12.00)", ".", "-12.00"],
        ["12.00-", ".", "-12.00"],
        ["1.234,56", ",", "1234.56"],
        ["3,50", ",", "3.50"],
        ["1'234.50", ".", "1234.50"],
        ["1 234,56", ",", "1234.56"],
        ["1,23,456.78", ".", "123456.78"],
        ["١٢٣", ".", "123"],
        ["-1.23456", ".", "-1.23456"],
        ["EUR -5,00", ",", "-5.00"],
        ["-1\u202f234,56 €", ",", "-1234.56"],
        ["-\u20ac3.50", ".", "-3.50"]
      ]
      for (const [written, mark, expected] of cases) {
        const reading = read(`Date;Description;Amount\n2024-01-31;x;${written}\n2024-01-31;y;-1${mark}50\n`)
        assert.strictEqual(reading.transactions[0]?.amount, expected, written)
        assert.strictEqual(dialect(reading).decimalMark, mark, written)
      }
    })

    it("a missing amount is a rejection, never 0", () => {
      const reading = read(
        csv("Date,Description,Amount", "2024-01-01,a,", "2024-01-02,b,n/a", "2024-01-03,c,0.00", "2024-01-04,d")
      )
      assert.deepStrictEqual(booked(reading), ["2024-01-03 0.00"])
      assert.deepStrictEqual(
        reading.rejections.map(({ code, line }) => [line, code]),
        [
          [2, "amount-missing"],
          [3, "amount-unreadable"],
          [5, "columns-missing"]
        ]
      )
    })

    it("a thousand or a decimal part: by unambiguous rows, by currency, by rule", () => {
      const amounts = (header: string, ...cells: ReadonlyArray<string>) =>
        read(csv(header, ...cells.map((cell) => `2024-01-01;x;${cell}`)))
      assert.deepStrictEqual(booked(amounts("Date;Text;Amount", "-1.234", "-1,50")), [
        "2024-01-01 -1234",
        "2024-01-01 -1.50"
      ])
      const kuwait = amounts("Date;Text;Amount (BHD)", "-1.234", "2.500")
      assert.deepStrictEqual(booked(kuwait), ["2024-01-01 -1.234", "2024-01-01 2.500"])
      assert.strictEqual(kuwait.transactions[0]?.currency, "BHD")
      const yen = amounts("Date;Text;Amount (JPY)", "-1,234", "500")
      assert.deepStrictEqual(booked(yen), ["2024-01-01 -1234", "2024-01-01 500"])
      assert.strictEqual(dialect(yen).decimalMarkCertainty, "assumed")
      assert.include(
        yen.certificate.notes.map(({ code }) => code),
        "decimal-mark-ambiguous"
      )
      // A group cannot begin with a zero.
      assert.deepStrictEqual(booked(amounts("Date;Text;Amount", "-0.250", "-1.234")), [
        "2024-01-01 -0.250",
        "2024-01-01 -1.234"
      ])
    })

    it("the running balance proves the decimal mark where nothing else does, over three steps", () => {
      const reading = read(
        csv(
          "Date;Text;Amount;Balance",
          "2024-01-01;a;-1.500;8.500",
          "2024-01-02;b;-2.500;6",
          "2024-01-03;c;1.250;7.250",
          "2024-01-04;d;1.000;8.250"
        )
      )
      assert.deepStrictEqual([dialect(reading).decimalMark, dialect(reading).decimalMarkCertainty], [".", "proved"])
      assert.strictEqual(reading.balances[0]?.check.status, "proved")
    })
  })

  describe("signs", () => {
    it("debit and credit columns, zero-filled or signed", () => {
      const plain = read(
        csv(
          "Date,Text,Debit,Credit",
          "2024-01-01,a,12.00,",
          "2024-01-02,b,,5.00",
          "2024-01-03,c,0.00,7.00",
          "2024-01-04,d,9.00,0.00"
        )
      )
      assert.deepStrictEqual(booked(plain), [
        "2024-01-01 -12.00",
        "2024-01-02 5.00",
        "2024-01-03 7.00",
        "2024-01-04 -9.00"
      ])
      const signed = read(csv("Date,Text,Debit,Credit", "2024-01-01,a,-12.00,", "2024-01-02,b,,5.00"))
      assert.deepStrictEqual(booked(signed), ["2024-01-01 -12.00", "2024-01-02 5.00"])
      const both = read(csv("Date,Text,Debit,Credit", "2024-01-01,a,12.00,5.00", "2024-01-02,b,,5.00"))
      assert.deepStrictEqual(
        both.rejections.map(({ code }) => code),
        ["amount-ambiguous"]
      )
    })

    it("indicator columns of many kinds", () => {
      for (const [out, into] of [
        ["D", "C"],
        ["DR", "CR"],
        ["S", "H"],
        ["Debit", "Credit"],
        ["Af", "Bij"],
        ["out", "in"],
        ["-", "+"],
        ["Soll", "Haben"],
        ["Money out", "Money in"]
      ]) {
        const reading = read(csv("Date;Text;Amount;D/C", `2024-01-01;a;12,00;${out}`, `2024-01-02;b;5,00;${into}`))
        assert.deepStrictEqual(booked(reading), ["2024-01-01 -12.00", "2024-01-02 5.00"], out)
        assert.strictEqual(dialect(reading).sign, "stated")
      }
    })

    it("an indicator beside signed amounts does not turn them", () => {
      const reading = read(csv("Date,Text,Amount,Direction", "2024-01-01,a,-12.00,outflow", "2024-01-02,b,5.00,inflow"))
      assert.deepStrictEqual(booked(reading), ["2024-01-01 -12.00", "2024-01-02 5.00"])
    })

    it("a card export's plain amounts are money out, CR is money in", () => {
      const reading = read(csv("Date,Card Transaction,Amount", "31/01/2024,SHOP,12.00", "30/01/2024,PAYMENT,100.00 CR"))
      assert.deepStrictEqual(booked(reading), ["2024-01-31 -12.00", "2024-01-30 100.00"])
      const assumed = read(csv("Kartennummer;Datum;Händler;Betrag", "1234;31.01.2024;Laden;12,00"))
      assert.deepStrictEqual(booked(assumed), ["2024-01-31 -12.00"])
      assert.strictEqual(dialect(assumed).sign, "assumed")
    })

    it("the running balance gives signs only where nothing else does", () => {
      const ascending = read(
        csv(
          "Date,Text,Amount,Balance",
          "2024-01-01,opening card fee,10.00,90.00",
          "2024-01-02,b,5.00,95.00",
          "2024-01-03,c,20.00,75.00",
          "2024-01-04,d,1.00,76.00"
        )
      )
      assert.deepStrictEqual(booked(ascending), [
        "2024-01-01 -10.00",
        "2024-01-02 5.00",
        "2024-01-03 -20.00",
        "2024-01-04 1.00"
      ])
      assert.strictEqual(dialect(ascending).sign, "proved")
      assert.deepStrictEqual(
        ascending.transactions[0]?.notes.map(({ code }) => code),
        ["sign-assumed"]
      )
      const descending = read(
        csv(
          "Date,Text,Amount,Balance",
          "2024-01-04,d,1.00,76.00",
          "2024-01-03,c,20.00,75.00",
          "2024-01-02,b,5.00,95.00",
          "2024-01-01,a,10.00,90.00"
        )
      )
      assert.deepStrictEqual(booked(descending), [
        "2024-01-04 1.00",
        "2024-01-03 -20.00",
        "2024-01-02 5.00",
        "2024-01-01 -10.00"
      ])
      // Two steps prove nothing.
      const short = read(
        csv(
          "Date,Text,Amount,Balance",
          "2024-01-01,a,10.00,90.00",
          "2024-01-02,b,5.00,85.00",
          "2024-01-03,c,20.00,65.00"
        )
      )
      assert.strictEqual(dialect(short).sign, "assumed")
      // Signs that are written stand, whatever the balances say; the certificate reports the contradiction.
      const written = read(
        csv(
          "Date,Text,Amount,Balance",
          "2024-01-01,a,-10.00,90.00",
          "2024-01-02,b,5.00,85.00",
          "2024-01-03,c,5.00,80.00",
          "2024-01-04,d,5.00,75.00"
        )
      )
      assert.deepStrictEqual(booked(written).slice(1), ["2024-01-02 5.00", "2024-01-03 5.00", "2024-01-04 5.00"])
      assert.strictEqual(written.balances[0]?.check.status, "failed")
    })
  })

  describe("structure", () => {
    it("any delimiter, BOM, blank lines, carriage returns, preamble and footer", () => {
      for (const delimiter of [",", ";", "\t", "|"]) {
        for (const newline of ["\n", "\r\n", "\r"]) {
          const lines = [
            "Export of 31/01/2024",
            "",
            `Date${delimiter}Description${delimiter}Amount`,
            `31/01/2024${delimiter}"a ""quoted"" ${delimiter} text"${delimiter}-1.00`,
            "",
            `30/01/2024${delimiter}b${delimiter}2.00`,
            "",
            `Total${delimiter}${delimiter}1.00`
          ]
          const reading = read(`\ufeff${lines.join(newline)}${newline}`)
          assert.deepStrictEqual(booked(reading), ["2024-01-31 -1.00", "2024-01-30 2.00"])
          assert.strictEqual(reading.transactions[0]?.description, `a "quoted" ${delimiter} text`)
          assert.deepStrictEqual(
            reading.transactions.map(({ line }) => line),
            [4, 6]
          )
          assert.deepStrictEqual(dialect(reading).records, {
            preamble: 1,
            header: 1,
            entries: 2,
            continuation: 0,
            footer: 1,
            blank: 0
          })
        }
      }
    })

    it("the file's own word for its delimiter", () => {
      assert.deepStrictEqual(booked(read(csv("sep=;", "Date;Text;Amount", "2024-01-31;a,b;-1.00"))), [
        "2024-01-31 -1.00"
      ])
    })

    it("an opening balance of 0 is a balance", () => {
      const reading = read(
        csv("Opening balance,0.00", "Closing balance,-5.00", "Date,Text,Amount", "2024-01-01,a,-5.00")
      )
      assert.strictEqual(reading.balances[0]?.opening?.amount, "0.00")
      assert.strictEqual(reading.balances[0]?.check.status, "proved")
    })

    it("oldest first and newest first prove the same balance", () => {
      const rows = ["2024-01-01,a,-5.00,95.00", "2024-01-02,b,10.00,105.00", "2024-01-03,c,-1.00,104.00"]
      for (const [order, lines] of [
        ["ascending", rows],
        ["descending", rows.toReversed()]
      ] as const) {
        const reading = read(csv("Date,Text,Amount,Balance", ...lines))
        assert.strictEqual(dialect(reading).order, order)
        assert.deepStrictEqual(
          [reading.balances[0]?.check.status, reading.balances[0]?.closing?.amount],
          ["proved", "104.00"]
        )
      }
    })

    it("a gap in the running balance is reported with its difference", () => {
      const reading = read(
        csv(
          "Date,Text,Amount,Balance",
          "2024-01-01,a,-5.00,95.00",
          "2024-01-02,b,10.00,105.00",
          "2024-01-03,c,-1.00,100.00"
        )
      )
      const check = reading.balances[0]?.check
      assert.deepStrictEqual(check?.status === "failed" ? check.difference : null, "-4.00")
    })

    it("continuation lines join the entry before them", () => {
      const reading = read(
        csv("Date,Text,Amount", "2024-01-01,PAYMENT,-5.00", ",TO SHOP,", ",IN TOWN ,", "2024-01-02,b,1.00")
      )
      assert.deepStrictEqual(
        reading.transactions.map(({ description }) => description),
        ["PAYMENT TO SHOP IN TOWN", "b"]
      )
      assert.strictEqual(dialect(reading).records?.continuation, 2)
    })

    it("an unquoted delimiter in a text is put back where only one reading fits", () => {
      const reading = read(
        csv("Date,Text,Amount,Balance", "2024-01-01,SMITH, JOHN, LTD,-12.00,100.00", "2024-01-02,b,-1.00,99.00")
      )
      assert.strictEqual(reading.transactions[0]?.description, "SMITH, JOHN, LTD")
      assert.strictEqual(reading.transactions[0]?.amount, "-12.00")
      const ambiguous = read(csv("Date,Text,Amount", "2024-01-01,Order,1,234.50", "2024-01-02,b,-1.00"))
      assert.deepStrictEqual(
        ambiguous.rejections.map(({ code }) => code),
        ["columns-surplus"]
      )
      assert.strictEqual(ambiguous.transactions.length, 1)
    })

    it("a line break in an unquoted text is put back", () => {
      const reading = read(csv("Date,Text,Amount", "2024-01-01,first", "half,-5.00", "2024-01-02,b,1.00"))
      assert.deepStrictEqual(
        reading.transactions.map(({ description }) => description),
        ["first half", "b"]
      )
    })

    it("a stray quote costs no row after it", () => {
      const reading = read(
        csv("Date,Text,Amount", '2024-01-01,"Bob" Smith,-5.00', '2024-01-02,"open,-1.00', "2024-01-03,c,2.00")
      )
      assert.deepStrictEqual(booked(reading), ["2024-01-01 -5.00", "2024-01-02 -1.00", "2024-01-03 2.00"])
    })

    it("a header in an unknown language, and none at all", () => {
      const rows = [
        "2024-01-31;Lorem ipsum;-5,00;95,00",
        "2024-01-30;dolor;10,00;100,00",
        "2024-01-29;sit;-1,00;90,00",
        "2024-01-28;amet;-2,00;91,00"
      ]
      for (const lines of [["Tagi;Sone;Kola;Jaki", ...rows], rows]) {
        const reading = read(csv(...lines))
        assert.deepStrictEqual(booked(reading), [
          "2024-01-31 -5.00",
          "2024-01-30 10.00",
          "2024-01-29 -1.00",
          "2024-01-28 -2.00"
        ])
        assert.strictEqual(reading.transactions[0]?.description, "Lorem ipsum")
        assert.strictEqual(reading.balances[0]?.check.status, "proved")
      }
    })

    it("accounts are kept apart by their column", () => {
      const reading = read(
        csv(
          "Account,Date,Text,Amount,Balance",
          "A-1,2024-01-01,a,-5.00,95.00",
          "B-2,2024-01-01,b,1.00,2.00",
          "A-1,2024-01-02,c,-1.00,94.00",
          "B-2,2024-01-03,d,1.00,3.00"
        )
      )
      assert.deepStrictEqual(
        reading.accounts.map(({ account }) => account),
        ["A-1", "B-2"]
      )
      assert.deepStrictEqual(
        reading.transactions.map(({ account }) => account),
        [0, 1, 0, 1]
      )
      assert.deepStrictEqual<unknown>(
        reading.balances.map(({ check, closing }) => [check.status, closing?.amount]),
        [
          ["proved", "94.00"],
          ["proved", "3.00"]
        ]
      )
    })

    it("equal rows are entries of their own", () => {
      assert.strictEqual(
        read(csv("Date,Text,Amount", "2024-01-01,a,-5.00", "2024-01-01,a,-5.00")).transactions.length,
        2
      )
    })

    it("a statement without entries is one", () => {
      const reading = read(csv("Date,Description,Amount,Balance"))
      assert.deepStrictEqual(reading.certificate.rows, { read: 0, accepted: 0, pending: 0, rejected: 0 })
    })

    it("a row with a NUL is rejected, the others are read", () => {
      const many = Array.from({ length: 9000 }, (_, index) => `2024-01-01,row ${index},-1.00`)
      const reading = read(csv("Date,Text,Amount", ...many, "2024-01-02,bad\u0000row,-1.00", "2024-01-03,good,-1.00"))
      assert.strictEqual(reading.transactions.length, 9001)
      assert.deepStrictEqual(
        reading.rejections.map(({ code, line }) => [code, line]),
        [["control-character", 9002]]
      )
    })
  })

  describe("lines that are one quoted field each", () => {
    const wrap = (line: string) => `"${line.replaceAll('"', '""')}"`
    const plain = [
      "Date,Description,Amount",
      '2026-01-05,"Harbour, Cafe",-3.50',
      '2026-01-06,"The ""Oak""",-1234.50',
      "2026-01-07,no date here? x,12.00",
      "99,broken,1.00"
    ]

    it("are read as the records they hold, with their line numbers", () => {
      const wrapped = read(csv(...plain.map(wrap)))
      const bare = read(csv(...plain))
      assert.deepStrictEqual(wrapped.transactions, bare.transactions)
      assert.deepStrictEqual(wrapped.rejections, bare.rejections)
      assert.deepStrictEqual(
        wrapped.transactions.map(({ description, line }) => [description, line]),
        [
          ["Harbour, Cafe", 2],
          ['The "Oak"', 3],
          ["no date here? x", 4]
        ]
      )
    })

    it("across pieces, in any size of file", () => {
      const many = Array.from(
        { length: 20_000 },
        (_, index) => `2026-01-${String((index % 28) + 1).padStart(2, "0")},"row, ${index}",-1.00`
      )
      const reading = read(csv(...["Date,Description,Amount", ...many].map(wrap)))
      assert.strictEqual(reading.transactions.length, 20_000)
      assert.strictEqual(reading.transactions[19_999]?.description, "row, 19999")
    })
  })

  describe("mapping", () => {
    const mapping = (json: unknown): CsvMapping => Schema.decodeUnknownSync(CsvMapping)(json)

    it("overrides what is inferred", () => {
      const text = csv("When,What,Foo,Bar", "01/02/2024,a,5.00,7.00", "02/02/2024,b,6.00,8.00")
      const reading = read(text, {
        csv: mapping({
          columns: { bookingDate: "when", description: "What", amount: "bar" },
          dateOrder: "mdy",
          sign: "inverted",
          currency: "CHF",
          account: "X"
        })
      })
      assert.deepStrictEqual(booked(reading), ["2024-01-02 -7.00", "2024-02-02 -8.00"])
      assert.strictEqual(reading.transactions[0]?.currency, "CHF")
      assert.strictEqual(reading.accounts[0]?.account, "X")
      assert.isTrue(dialect(reading).dateOrderCertain)
    })

    it("by position, without a header, in a stated encoding", () => {
      const bytes = Uint8Array.from([
        ...new TextEncoder().encode("1;31.01.2024;caf"),
        0xe9,
        ...new TextEncoder().encode(";3,50\n")
      ])
      const reading = read(bytes, {
        csv: mapping({
          encoding: "iso-8859-1",
          headerLine: 0,
          columns: { bookingDate: 1, description: [2], amount: 3 }
        })
      })
      assert.strictEqual(reading.transactions[0]?.description, "café")
      assert.strictEqual(reading.transactions[0]?.amount, "3.50")
    })

    it("kept for all files of an account, it reads the CSV files and leaves the others alone", () => {
      const kept = { csv: mapping({ encoding: "utf-16le", dateOrder: "mdy", currency: "CHF" }), csvOnly: false }
      const ofx = `OFXHEADER:100\nDATA:OFXSGML\nENCODING:UTF-8\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20240203<TRNAMT>-1.00<FITID>a<NAME>Café</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`
      const other = read(ofx, kept)
      assert.deepStrictEqual(booked(other), ["2024-02-03 -1.00"])
      assert.strictEqual(other.transactions[0]?.description, "Café")
      const own = read(csv("Date,Text,Amount", "01/02/2024,a,-5.00"), {
        csv: mapping({ dateOrder: "mdy", currency: "CHF" }),
        csvOnly: false
      })
      assert.deepStrictEqual(booked(own), ["2024-01-02 -5.00"])
      assert.strictEqual(own.transactions[0]?.currency, "CHF")
    })

    it("a column that is not there is refused by role", () => {
      const error = refused(csv("Date,Text,Amount", "2024-01-01,a,1.00"), {
        csv: mapping({ columns: { balance: "Saldo" } })
      })
      assert.strictEqual(error.code, "mapping")
      assert.include(error.reason, "balance")
    })
  })
})
