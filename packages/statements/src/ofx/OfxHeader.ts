/**
 * The beginning of an OFX file: whether it is one, and which encoding it declares. OFX 1.x opens with `KEY:VALUE` lines
 * (on one line, or without any blanks, in some exports), OFX 2.x with an XML declaration and an `<?OFX …?>` instruction.
 */
import type { Head, Recognition } from "../Format.ts"

const root = /<OFX(?=[\s>])/i
const record = /<STMTTRNP?[\s>]/i
const header = /OFXHEADER\s*[:=]/i
const documentType = /<!DOCTYPE\s+OFX\b/i

const charset = /CHARSET\s{0,4}:\s{0,4}([\w-]{0,40})/i
const encoding = /ENCODING\s{0,4}:\s{0,4}([\w-]{0,40})/i
const declaration = /<\?xml\b[^<>]{0,200}?\bencoding\s*=\s*["']\s*([\w.:-]{1,40})\s*["']/i
// Where the header stands on one line without blanks, a value runs into the next key.
const nextKey = /(?:OFXHEADER|DATA|VERSION|SECURITY|ENCODING|CHARSET|COMPRESSION|OLDFILEUID|NEWFILEUID)$/i

/** Windows code pages and short names of OFX 1.x headers; WHATWG labels are understood as they are. */
const codePages: ReadonlyMap<string, string> = new Map([
  ["874", "windows-874"],
  ["932", "shift_jis"],
  ["936", "gbk"],
  ["949", "euc-kr"],
  ["950", "big5"],
  ["1200", "utf-16le"],
  ["65001", "utf-8"],
  ["8859-1", "iso-8859-1"],
  ["8859-2", "iso-8859-2"],
  ["8859-15", "iso-8859-15"],
  ["UTF8", "utf-8"]
])

const label = (name: string): string | null => {
  const plain = name.toUpperCase().replace(/^(?:CP|WINDOWS|IBM)-?(?=\d)/, "")
  if (/^125[0-8]$/.test(plain)) return `windows-${plain}`
  const known = codePages.get(plain)
  if (known !== undefined) return known
  // ASCII says nothing about the bytes above it; what those are is better found out from them.
  if (plain === "" || plain === "NONE" || plain === "US-ASCII" || plain === "ASCII" || plain === "USASCII") return null
  try {
    return new TextDecoder(name).encoding
  } catch {
    return null
  }
}

const value = (text: string, pattern: RegExp): string => {
  return (pattern.exec(text)?.[1] ?? "").replace(nextKey, "")
}

const declaredEncoding = (start: string): string | null => {
  const xml = declaration.exec(start)?.[1]
  if (xml !== undefined) return label(xml)
  const byCharset = label(value(start, charset))
  const byEncoding = value(start, encoding).toUpperCase()
  if (/^UTF-?8$/.test(byEncoding)) return "utf-8"
  if (byCharset !== null) return byCharset
  // "UNICODE" without a charset: UTF-8, for UTF-16 shows in the bytes themselves.
  return byEncoding === "UNICODE" ? "utf-8" : label(byEncoding)
}

// What may stand before the root: instructions, declarations, comments and KEY:VALUE pairs.
const preamble = /<\?[^<>]*>|<!--[^<>]*>|[A-Z]{1,20}\s{0,4}:[^\s<]*/gi

/** Claims a file whose text is OFX, from the root element, the header, or (a fragment) a transaction's tag. */
export const recognize = (head: Head): Recognition | null => {
  const text = head.text
  const at = text.search(root)
  const start = at < 0 ? text.slice(0, 2048) : text.slice(0, at)
  const claim = (score: number, certainty: Recognition["certainty"]): Recognition => ({
    format: "ofx",
    score,
    certainty,
    declaredEncoding: declaredEncoding(start.slice(-8192))
  })
  if (header.test(start)) return claim(1, "stated")
  if (at >= 0) return start.replace(preamble, "").trim() === "" ? claim(0.95, "stated") : claim(0.6, "inferred")
  if (documentType.test(start)) return claim(0.9, "stated")
  // A fragment without its root.
  return record.test(text) && /^\s*</.test(text) ? claim(0.5, "inferred") : null
}
