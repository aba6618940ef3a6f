import { assert, describe, it } from "@effect/vitest"
import { refused } from "./Reading.ts"

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

describe("files that are no statements", () => {
  const cases: ReadonlyArray<readonly [name: string, content: string | Uint8Array, looksLike: string, code?: string]> =
    [
      ["empty", "", "an empty file", "empty"],
      ["blank", " \n\n\t\n", "an empty file", "empty"],
      ["PDF", ascii("%PDF-1.7\n%\u00e2\u00e3\n1 0 obj,2,3\n"), "a PDF"],
      ["xlsx", ascii("PK\u0003\u0004\u0014\u0000[Content_Types].xml\u0000xl/workbook.xml"), "an Excel workbook"],
      ["xls", Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), "an Excel workbook"],
      [
        "ods",
        ascii("PK\u0003\u0004\u0014\u0000mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
        "an OpenDocument spreadsheet"
      ],
      ["zip", ascii("PK\u0003\u0004\u0014\u0000statement.csv"), "a ZIP archive"],
      ["gzip", Uint8Array.from([0x1f, 0x8b, 8, 0, 0]), "a gzip archive"],
      [
        "login",
        "<!DOCTYPE html><html><body><form><input type='password' name='p'></form></body></html>",
        "an HTML login page"
      ],
      ["HTML", "<html><head><title>Error</title></head><body>Try later</body></html>", "an HTML page"],
      [
        "table",
        "<table><tr><td>Date</td><td>Amount</td></tr><tr><td>2024-01-31</td><td>-1.00</td></tr></table>",
        "an HTML table, as some banks export under the name .xls"
      ],
      ["PNG", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]), "an image"],
      ["JPEG", Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10]), "an image"],
      ["JSON", '{"date": "2024-01-31", "amount": "-1.00"}', "a JSON document"],
      [
        "order",
        '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"></Document>',
        "a payment order (pain.001)"
      ],
      ["XML", '<?xml version="1.0"?><invoice><total>5</total></invoice>', "an XML document"],
      [
        "e-mail",
        "From: a@example.org\nReceived: by x\nMIME-Version: 1.0\n\nHello".replace("From:", "Return-Path:"),
        "an e-mail"
      ],
      [
        "prose",
        "Dear Sir,\nthank you for the letter of last week; we shall answer it.\n",
        "a text that is no table of entries"
      ],
      ["numbers", "1\n2\n3\n", "a text that is no table of entries"],
      [
        "noise",
        Uint8Array.from({ length: 3000 }, (_, index) => (index * 7919 + ((index * index) >> 3)) & 255),
        "a binary file"
      ]
    ]
  for (const [name, content, looksLike, code = "not-a-statement"] of cases) {
    it(name, () => {
      const error = refused(content)
      assert.strictEqual(error.code, code)
      assert.strictEqual(error.looksLike, looksLike)
      assert.match(error.mend, /[.]$/)
    })
  }

  it("a table without dates or without amounts says which is missing", () => {
    assert.include(refused("Date,Description,Amount\n2024-01-31,a,b\n").reason, "no ")
    const rows = Array.from({ length: 5 }, (_, index) => `name ${index},city,${index}.50`).join("\n")
    assert.isString(refused(`Name,City,Amount\n${rows}\n`).mend)
  })
})
