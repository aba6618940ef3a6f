/**
 * Field 86, information to the account owner, whose inside SWIFT leaves to the banks. Four ways of writing it are told apart
 * by what the text holds:
 *
 * - numbered subfields after any separator, `166?00…?20…?32…` (Germany, Austria, Luxembourg; `~` and `<` in Poland, `>` in
 *   the Netherlands). Source: Deutsche Kreditwirtschaft, DFÜ agreement, annex 3, chapter 8.2;
 * - code words between slashes, `/TRTP/…/IBAN/…/NAME/…/REMI/…` (ABN AMRO, ING, Rabobank);
 * - words before colons, `IBAN: … Naam: … Omschrijving: …` (ABN AMRO, Knab);
 * - plain text.
 *
 * In each of them the payment text may hold SEPA code words, `EREF+…SVWZ+…`.
 */
import { clean, cleanOrNull } from "../camt/PlainText.ts"

export interface Narrative {
  /** What the sender of the payment wrote. */
  readonly purpose: string
  readonly counterparty: string | null
  readonly counterpartyAccount: string | null
  /** The bank's own name for this kind of entry. */
  readonly postingText: string | null
}

/** The number of a subfield at the position, or -1: 00 to 13, 20 to 39 and 60 to 69 are in use. */
const codeAt = (text: string, position: number): number => {
  const tens = text.charCodeAt(position) - 48
  const ones = text.charCodeAt(position + 1) - 48
  if (!(ones >= 0 && ones <= 9)) return -1
  return tens === 0 || tens === 2 || tens === 3 || tens === 6 || (tens === 1 && ones <= 3) ? tens * 10 + ones : -1
}

/** Pieces of text by the number of their subfield. */
type Subfields = Array<Array<string> | undefined>

// A three-digit transaction code (GVC) and a separator, which is no letter, digit, blank or mark that texts begin with.
const numbered = /^\s{0,8}(?:[0-9]{3})?\s{0,4}([?~<>^@&|!$%#*;=§])(?:0[0-9]|1[0-3]|[236][0-9])/

/** A field's lines as one text. */
const unwrapped = (value: string): string => value.replace(/[\r\n]+/g, "")

/** Widths at which banks cut a text: a piece that fills one goes on in the next without a blank. */
const fills = (piece: string): boolean => piece.length === 27 || piece.length >= 33

const joinPieces = (pieces: ReadonlyArray<string>): string => {
  let joined = ""
  let isFull = true
  for (const piece of pieces) {
    joined += isFull || joined.endsWith(" ") ? piece : ` ${piece}`
    isFull = fills(piece)
  }
  return joined
}

/** Splits a text into its numbered subfields; those of a further field 86 are appended. */
const splitNumbered = (text: string, separator: string, subfields: Subfields): void => {
  let code = -1
  let start = 0
  const keep = (end: number) => {
    // A dot above alone is how Polish banks mark an empty subfield.
    const piece = text.slice(start, end)
    if (code < 0 || piece === "" || piece === "˙") return
    const pieces = subfields[code]
    if (pieces === undefined) subfields[code] = [piece]
    else pieces.push(piece)
  }
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
    const next = codeAt(text, at + 1)
    if (next < 0) continue
    keep(at)
    code = next
    start = at + 3
  }
  keep(text.length)
}

const codeWords: ReadonlySet<string> = new Set(
  "EREF KREF MREF CRED DEBT COAM OAMT SVWZ ABWA ABWE IBAN BIC BREF RREF RDAT PURP ANAM SVCL".split(" ")
)

/** Splits a text at its SEPA code words; what stands before the first is under "". */
const splitCodeWords = (text: string): ReadonlyMap<string, string> => {
  const parts = new Map<string, string>()
  let word = ""
  let start = 0
  const keep = (end: number) => {
    const part = text.slice(start, end).trim()
    if (part !== "" && !parts.has(word)) parts.set(word, part)
  }
  for (let at = text.indexOf("+"); at >= 0; at = text.indexOf("+", at + 1)) {
    const four = text.slice(Math.max(start, at - 4), at)
    const next = codeWords.has(four) ? four : four.slice(1)
    if (!codeWords.has(next)) continue
    keep(at - next.length)
    word = next
    start = at + 1
  }
  keep(text.length)
  return parts
}

const account = (text: string | undefined): string | null => {
  if (text === undefined) return null
  const compact = text.replace(/\s+/g, "")
  return compact === "" || /^0+$/.test(compact) ? null : cleanOrNull(compact)
}

const readNumbered = (subfields: Subfields, separator: string): Narrative => {
  const pieces = (from: number, to: number): Array<string> => {
    const all: Array<string> = []
    for (let code = from; code <= to; code++) {
      const found = subfields[code]
      if (found !== undefined) all.push(...found)
    }
    return all
  }
  const isPolish = separator === "~" || separator === "<"
  const purpose = pieces(20, isPolish ? 26 : 29)
  // 60 to 63 carry the purpose on; where there is more of them they are a name and an address (Luxembourg).
  if (!isPolish && subfields[64] === undefined && subfields[65] === undefined) purpose.push(...pieces(60, 63))
  const words = splitCodeWords(joinPieces(purpose))
  const name = joinPieces(pieces(32, 33)) || (isPolish ? joinPieces(pieces(27, 28)) : "")
  return {
    purpose: clean(words.get("SVWZ") ?? words.get("") ?? ""),
    counterparty: cleanOrNull(name || (words.get("ABWA") ?? words.get("ABWE") ?? null)),
    counterpartyAccount: account(subfields[38]?.[0]) ?? account(words.get("IBAN")) ?? account(subfields[31]?.[0]),
    postingText: cleanOrNull(joinPieces(subfields[0] ?? []))
  }
}

/** Longest line of field 86 (`6*65x`); some banks count the tag on the first line in. */
const lineWidth = 65
const firstLineWidths: ReadonlyArray<number> = [lineWidth, lineWidth - ":86:".length]

/** Lines as one text: a line of at least that width goes on in the next, any other ends a word. */
const joinLines = (values: ReadonlyArray<string>, width: number): string => {
  let joined = ""
  for (const value of values) {
    let isFull = false
    for (const [index, line] of value.split(/\r\n|\n|\r/).entries()) {
      joined += isFull || joined === "" ? line : ` ${line}`
      isFull = line.length >= width || (index === 0 && firstLineWidths.includes(line.length))
    }
  }
  return joined.trim()
}

const slashWords: ReadonlySet<string> = new Set(
  (
    "TRTP IBAN BIC NAME REMI EREF ORDP BENM MARF CSID CNTP PREF RTRN ACCW ADDR ISDT PURP ULTD ULTB ULTC SVCL BUSP IREF " +
    "CREF TREF EXCH CHGS CHGE OCMT IACC COAM OAMT TRCD"
  ).split(" ")
)

const splitSlashes = (text: string): ReadonlyMap<string, string> => {
  const parts = new Map<string, string>()
  const slashed = /\/([A-Z]{2,4})\//g
  let word = ""
  let start = 0
  const keep = (end: number) => {
    const part = text.slice(start, end).replace(/^\s{0,8}/, "")
    if (word !== "" && part !== "" && !parts.has(word)) parts.set(word, part)
  }
  for (let found = slashed.exec(text); found !== null; found = slashed.exec(text)) {
    const next = found[1] ?? ""
    if (!slashWords.has(next)) {
      // The slash behind this word may begin a code word.
      slashed.lastIndex--
      continue
    }
    keep(found.index)
    word = next
    start = found.index + found[0].length
  }
  keep(text.length)
  return parts
}

const withoutSlashes = (text: string): string => {
  let end = text.length
  while (end > 0 && (text.charAt(end - 1) === "/" || text.charAt(end - 1) === " ")) end--
  return text.slice(0, end)
}

const readSlashed = (text: string): Narrative => {
  const parts = splitSlashes(text)
  // ING: account, bank, name, city.
  const [ofCounterparty, , nameOfCounterparty] = (parts.get("CNTP") ?? "").split("/")
  const remittance = (parts.get("REMI") ?? "").replace(/^(?:USTD|STRD)\/(?:(?:CUR|ISO)?\/)?/, "")
  const words = splitCodeWords(withoutSlashes(remittance))
  const postingText = cleanOrNull(withoutSlashes(parts.get("TRTP") ?? ""))
  const name = withoutSlashes(parts.get("NAME") ?? "") || nameOfCounterparty || parts.get("ULTD") || parts.get("ULTB")
  const counterparty = cleanOrNull(withoutSlashes(name ?? ""))
  const purpose = clean(words.get("SVWZ") ?? words.get("") ?? "")
  // Without any of the usual parts, what there is must do: `/PREF/… PAYMENT FROM`.
  const isBare = purpose === "" && counterparty === null && postingText === null
  return {
    purpose: isBare ? clean([...parts.values()].map(withoutSlashes).join(" ")) : purpose,
    counterparty,
    counterpartyAccount:
      account(withoutSlashes(parts.get("IBAN") ?? "")) ??
      account(ofCounterparty) ??
      account(parts.get("ACCW")?.split(/[,/]/, 1)[0]),
    postingText
  }
}

const label = /(?:^|[\s/])(IBAN|BIC|Naam|NAAM|REK|Omschrijving|Kenmerk|Machtiging|Incassant|Betalingskenm\.|Voor): ?/g

/** Dutch words before colons; null where the text does not have at least an account and a name in this form. */
const readLabelled = (text: string): Narrative | null => {
  const parts = new Map<string, string>()
  let word = ""
  let start = 0
  const keep = (end: number) => {
    if (!parts.has(word)) parts.set(word, clean(text.slice(start, end)))
  }
  for (const found of text.matchAll(label)) {
    keep(found.index)
    word = (found[1] ?? "").toUpperCase()
    start = found.index + found[0].length
  }
  keep(text.length)
  const name = parts.get("NAAM")
  const number = parts.get("IBAN") ?? parts.get("REK")
  if (name === undefined || number === undefined) return null
  const before = parts.get("") ?? ""
  // Knab writes the payment text first and labels only the other side; ABN AMRO puts the kind of entry there.
  const isTextFirst = parts.has("REK")
  return {
    purpose: isTextFirst ? before : (parts.get("OMSCHRIJVING") ?? ""),
    counterparty: cleanOrNull(name),
    counterpartyAccount: account(number),
    postingText: isTextFirst ? null : cleanOrNull(before)
  }
}

const readPlain = (text: string): Narrative => {
  const labelled = readLabelled(text)
  if (labelled !== null) return labelled
  const words = splitCodeWords(text)
  return {
    purpose: clean(words.get("SVWZ") ?? words.get("") ?? (words.size === 0 ? text : "")),
    counterparty: cleanOrNull(words.get("ABWA") ?? words.get("ABWE") ?? null),
    counterpartyAccount: account(words.get("IBAN")),
    postingText: null
  }
}

/** Reads the values of the fields 86 that follow one statement line. */
export const read = (values: ReadonlyArray<string>): Narrative => {
  // Some Polish files have a first field 86 with nothing but the transaction code.
  const texts = values.length > 1 ? values.filter((value) => !/^\s{0,8}[0-9]{3}\s{0,8}$/.test(value)) : values
  const separator = numbered.exec(texts[0] ?? "")?.[1]
  if (separator !== undefined) {
    const subfields: Subfields = []
    for (const text of texts) splitNumbered(unwrapped(text), separator, subfields)
    return readNumbered(subfields, separator)
  }
  const word = /^\s{0,8}\/([A-Z]{2,4})\//.exec(texts[0] ?? "")?.[1]
  const isSlashed = word !== undefined && slashWords.has(word)
  // Rabobank breaks its code words one character earlier.
  return isSlashed ? readSlashed(joinLines(texts, lineWidth - 1)) : readPlain(joinLines(texts, lineWidth))
}
