/**
 * What a file that is no readable statement looks like, by content alone, and what to export instead.
 */
import { byteOrderMark } from "./Encoding.ts"
import type { Head } from "./Format.ts"
import { StatementRejected } from "./Statement.ts"

interface Look {
  readonly looksLike: string
  readonly mend: string
}

const anyExport = "Export the statement from the bank as CSV, OFX, QIF, CAMT or MT940."
const spreadsheet = "Open it and save the sheet as CSV, or export CSV from the bank directly."

const look = (looksLike: string, mend: string = anyExport): Look => ({ looksLike, mend })

const startsWith = (bytes: Uint8Array, signature: ReadonlyArray<number>, at = 0): boolean =>
  signature.every((byte, index) => bytes[at + index] === byte)

const ascii = (text: string): ReadonlyArray<number> => Array.from(text, (character) => character.charCodeAt(0))

const signatures: ReadonlyArray<readonly [signature: ReadonlyArray<number>, at: number, look: Look]> = [
  [
    ascii("%PDF"),
    0,
    look("a PDF", "A PDF is a picture of a statement. Export CSV, OFX, QIF, CAMT or MT940 from the bank instead.")
  ],
  [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], 0, look("an Excel workbook", spreadsheet)],
  [[0x09, 0x08], 0, look("an Excel workbook", spreadsheet)],
  [[0x89, 0x50, 0x4e, 0x47], 0, look("an image")],
  [[0xff, 0xd8, 0xff], 0, look("an image")],
  [ascii("GIF8"), 0, look("an image")],
  [ascii("II*\u0000"), 0, look("an image")],
  [ascii("MM\u0000*"), 0, look("an image")],
  [ascii("WEBP"), 8, look("an image")],
  [ascii("ftyp"), 4, look("an image or a video")],
  [[0x1f, 0x8b], 0, look("a gzip archive", "Unpack it and upload the statement inside.")],
  [[0x42, 0x5a, 0x68], 0, look("a bzip2 archive", "Unpack it and upload the statement inside.")],
  [[0x37, 0x7a, 0xbc, 0xaf], 0, look("a 7-Zip archive", "Unpack it and upload the statement inside.")],
  [ascii("Rar!"), 0, look("a RAR archive", "Unpack it and upload the statement inside.")],
  [ascii("{\\rtf"), 0, look("a rich-text document")],
  [ascii("SQLite format 3"), 0, look("a database")],
  [[0x7f, 0x45, 0x4c, 0x46], 0, look("a program")],
  [ascii("MZ"), 0, look("a program")]
]

/** Names of a ZIP archive's first members tell office documents apart; they stand in the clear. */
const insideZip = (bytes: Uint8Array): Look => {
  const names = new TextDecoder("windows-1252").decode(bytes.subarray(0, 65_536))
  if (names.includes("xl/") || names.includes("[Content_Types].xml")) {
    return names.includes("word/") ? look("a Word document") : look("an Excel workbook", spreadsheet)
  }
  if (names.includes("opendocument.spreadsheet")) return look("an OpenDocument spreadsheet", spreadsheet)
  if (names.includes("opendocument")) return look("an OpenDocument file")
  if (names.includes("Index/") && names.includes(".iwa")) return look("a Numbers spreadsheet", spreadsheet)
  return look("a ZIP archive", "Unpack it and upload the statement inside.")
}

const html = (text: string): Look => {
  if (
    /type\s*=\s*["']?password/i.test(text) ||
    /\b(?:log ?in|sign ?in|anmelden|connexion|iniciar sesi|inloggen|accedi)\b/i.test(text)
  ) {
    return look(
      "an HTML login page",
      "The bank's session had ended when the file was saved. Log in and export the statement again."
    )
  }
  if (/<table/i.test(text)) return look("an HTML table, as some banks export under the name .xls", spreadsheet)
  return look("an HTML page", "The bank sent a page instead of the file. Export the statement again.")
}

const xml = (text: string): Look => {
  if (/urn:schemas-microsoft-com:office:spreadsheet/.test(text)) return look("an Excel workbook in XML", spreadsheet)
  const iso = /urn:(?:iso:std:iso:20022:tech:xsd|swift:xsd:\$?)[:$]?((?:pain|pacs|camt|acmt|remt)\.\d{3})/.exec(
    text
  )?.[1]
  if (iso?.startsWith("pain") === true) {
    return look(
      `a payment order (${iso})`,
      "It tells a bank what to pay. Export the account's statement as camt.053 instead."
    )
  }
  if (iso !== undefined)
    return look(
      `an ISO 20022 message that is no statement (${iso})`,
      "Export the account's statement as camt.053 instead."
    )
  return look("an XML document")
}

const binaryShare = (bytes: Uint8Array): number => {
  const sample = bytes.subarray(0, 4096)
  let control = 0
  for (const byte of sample)
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 26) control++
  return sample.length === 0 ? 0 : control / sample.length
}

/** What binary content looks like, or null where the file is text. */
export const binary = (bytes: Uint8Array): Look | null => {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x50, 0x4b, 0x05, 0x06]))
    return insideZip(bytes)
  for (const [signature, at, found] of signatures) if (startsWith(bytes, signature, at)) return found
  return null
}

const textual = (text: string): Look | null => {
  const start = text.slice(0, 2048).trimStart()
  if (/^<(?:!doctype html|html|head|body|meta|script|table|div|!--)/i.test(start)) return html(text)
  if (start.startsWith("<")) return /<html/i.test(start) ? html(text) : xml(text)
  if (/^(?:\{|\[\s*[{["\d])/.test(start)) return look("a JSON document")
  if (/^(?:From |Return-Path:|Received:|MIME-Version:|Delivered-To:)/.test(start)) {
    return look("an e-mail", "Save the attachment of the e-mail and upload that.")
  }
  if (start.startsWith("BEGIN:V")) return look("a calendar or address book")
  if (start.startsWith("%!PS")) return look("a PostScript document")
  return null
}

/** The error for an empty file. */
export const empty = (): StatementRejected =>
  new StatementRejected({
    code: "empty",
    looksLike: "an empty file",
    reason: "The file is empty.",
    mend: "Export the statement again; the download was cut off or held no entries.",
    line: null
  })

/** The error for a file that no format recognizes. */
export const unrecognized = (head: Head): StatementRejected => {
  const isUtf16 = byteOrderMark(head.bytes)?.startsWith("utf-16") === true
  const found = (isUtf16 ? null : binary(head.bytes)) ?? textual(head.text)
  if (found === null && head.text.trim() === "") {
    return head.bytes.some((byte) => byte === 0) ? notStatement(look("a binary file")) : empty()
  }
  return notStatement(
    found ??
      (binaryShare(head.bytes) > 0.02 && !isUtf16 ? look("a binary file") : look("a text that is no table of entries"))
  )
}

const notStatement = ({ looksLike, mend }: Look): StatementRejected =>
  new StatementRejected({
    code: "not-a-statement",
    looksLike,
    reason: `The file is no bank statement; it looks like ${looksLike}.`,
    mend,
    line: null
  })
