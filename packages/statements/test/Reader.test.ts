import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Reader from "../src/Reader.ts"
import { read as readAll, sorted } from "./Reading.ts"

class SourceFailed extends Schema.TaggedError<SourceFailed>()("SourceFailed", {}) {}

const chunked = (bytes: Uint8Array, size: number): ReadonlyArray<Uint8Array> => {
  const chunks: Array<Uint8Array> = []
  for (let position = 0; position < bytes.length; position += size)
    chunks.push(bytes.subarray(position, position + size))
  return chunks
}

const files: ReadonlyArray<readonly [name: string, text: string]> = [
  [
    "csv",
    `Datum;Empfänger;Betrag;Saldo\r\n${Array.from({ length: 3000 }, (_, index) => `31.01.2024;"Größe; ""${index}""";-1,00;${3000 - index},00\r\n`).join("")}`
  ],
  [
    "ofx",
    "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20240131<TRNAMT>-1.00<FITID>1<NAME>x</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
  ],
  ["qif", "!Type:Bank\nD31/01/2024\nT-3.50\nPCafé\n^\n"],
  [
    "mt940",
    ":20:START\n:25:12345\n:28C:1/1\n:60F:C240130EUR10,00\n:61:2401310131D1,00NMSCNONREF\n:86:Text\n:62F:C240131EUR9,00\n-\n"
  ],
  [
    "camt.053",
    '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct><Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2024-01-31</Dt></BookgDt></Ntry></Stmt></BkToCstmrStmt></Document>'
  ]
]

describe("Reader", () => {
  for (const [format, text] of files) {
    it.effect(`${format}: a stream gives what the bytes give, however it is cut, opened twice`, () =>
      Effect.gen(function* () {
        const bytes = new TextEncoder().encode(text)
        const expected = readAll(bytes)
        assert.strictEqual(expected.certificate.format, format)
        for (const size of bytes.length > 20_000 ? [4093, 65_536, bytes.length] : [1, 7, bytes.length]) {
          let opened = 0
          const open = Stream.suspend(() => {
            opened++
            return Stream.fromIterable(chunked(bytes, size))
          })
          const items = yield* Reader.read({ open }).pipe(Stream.runCollect)
          assert.deepStrictEqual(sorted(items.flat()).items, expected.items)
          assert.strictEqual(opened, 2)
          // A survey's items are the same each time they are asked for, for one more opening each.
          const surveyed = yield* Reader.survey({ open })
          const [once, again] = [yield* Stream.runCollect(surveyed.items), yield* Stream.runCollect(surveyed.items)]
          assert.deepStrictEqual(sorted(once.flat()).items, expected.items)
          assert.deepStrictEqual(again, once)
          assert.strictEqual(opened, 5)
        }
      })
    )
  }

  it.effect("the source's own errors come through", () =>
    Effect.gen(function* () {
      const open = Stream.concat(Stream.make(new TextEncoder().encode("Date,")), Stream.fail(new SourceFailed()))
      const error = yield* Reader.read({ open }).pipe(Stream.runDrain, Effect.flip)
      assert.strictEqual(error._tag, "SourceFailed")
    })
  )

  it.effect("a file that is refused fails as StatementRejected", () =>
    Effect.gen(function* () {
      const error = yield* Reader.read({ open: Stream.make(new TextEncoder().encode("%PDF-1.4")) }).pipe(
        Stream.runDrain,
        Effect.flip
      )
      assert.deepStrictEqual([error._tag, error.looksLike], ["StatementRejected", "a PDF"])
    })
  )

  it.effect("a file that changes between the passes is refused", () =>
    Effect.gen(function* () {
      let opened = 0
      const open = Stream.suspend(() =>
        opened++ === 0 ? Stream.make(new TextEncoder().encode(files[0]?.[1])) : Stream.empty
      )
      const error = yield* Reader.read({ open }).pipe(Stream.runDrain, Effect.flip)
      assert.strictEqual(error.code, "changed-while-read")
    })
  )

  it.effect("an empty stream is an empty file", () =>
    Effect.gen(function* () {
      const error = yield* Reader.read({ open: Stream.empty }).pipe(Stream.runDrain, Effect.flip)
      assert.strictEqual(error.code, "empty")
    })
  )
})
