/**
 * Which encoding a file is in, decided from its bytes: UTF-8 and UTF-16 with and without a byte order mark, the Windows and
 * ISO 8859 code pages of Europe, GB18030, Big5, Shift-JIS, EUC-JP and EUC-KR. Decoding itself is the platform's `TextDecoder`.
 *
 * UTF-8 is a proof: its multi-byte sequences do not come about by chance, but only the whole file can show that none is
 * broken, so the decision falls at the end of the survey pass. Legacy encodings are told apart by what their text says:
 * column headers that become words, letters that go together in one language, no symbols inside words.
 */
import * as HeaderWords from "./csv/HeaderWords.ts"
import type { Certainty } from "./Statement.ts"

export interface Encoding {
  /** WHATWG label, as `TextDecoder` takes it. */
  readonly label: string
  readonly certainty: Certainty
  /** UTF-8 with broken sequences in it, which come out as U+FFFD. */
  readonly damaged: boolean
  /** Whether only ASCII bytes were seen, so that every candidate reads the same text. */
  readonly ascii: boolean
}

/** Languages' letters beyond ASCII, by the encodings that write them. */
const languages: ReadonlyArray<readonly [labels: ReadonlyArray<string>, letters: string]> = [
  [["windows-1252", "macintosh", "iso-8859-15"], "äöüß"],
  [["windows-1252", "macintosh", "iso-8859-15"], "éèêëàâçîïôûùœ"],
  [["windows-1252", "macintosh", "iso-8859-15"], "áéíóúüñ¿¡ºª"],
  [["windows-1252", "macintosh", "iso-8859-15"], "áéíóúâêôãõçàºª"],
  [["windows-1252", "macintosh", "iso-8859-15"], "àèéìòù"],
  [["windows-1252", "macintosh", "iso-8859-15"], "åäöæøé"],
  [["windows-1252", "macintosh", "iso-8859-15"], "ëéïüö"],
  [["windows-1252", "macintosh", "iso-8859-15"], "áðéíóúýþæö"],
  [["windows-1250", "iso-8859-2"], "áčďéěíňóřšťúůýž"],
  [["windows-1250", "iso-8859-2"], "áäčďéíĺľňóôŕšťúýž"],
  [["windows-1250", "iso-8859-2"], "ąćęłńóśźż"],
  [["windows-1250", "iso-8859-2"], "áéíóöőúüű"],
  [["windows-1250", "iso-8859-2"], "ăâîşţ"],
  [["windows-1250", "iso-8859-2"], "čćđšž"],
  [["windows-1251", "koi8-r", "ibm866", "x-mac-cyrillic"], "абвгдежзийклмнопрстуфхцчшщъыьэюяё"],
  [["windows-1251", "koi8-u"], "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"],
  [["windows-1253", "iso-8859-7"], "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ"],
  [["windows-1254"], "çğıöşüi̇âî"],
  [["windows-1257"], "āčēģīķļņšūž"],
  [["windows-1257"], "ąčęėįšųūž"],
  [["windows-1257"], "äöõüšž"]
]

const eastern: ReadonlyArray<string> = ["gb18030", "shift_jis", "euc-kr", "euc-jp", "big5"]

/** Characters that statements in Chinese, Japanese and Korean are full of: a reading that has them is no accident. */
const commonEastern = new Set(
  "交易日期时间金额余摘要账户户名卡号币种人民币支出收入转账类型对方银行付款工资消费利息存取现手续费网上支付工商中国建设农业招商備註帳號餘額轉帳" +
    "取引年月日内容残高入金出金振込手数料預払引出店名利用様給与口座普通摘要" +
    "거래일자시간내용적요입금출금액잔액은행이체카드결제보낸받는분급여계좌번호수수료통장메모구분"
)

const isAsciiLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122)

/** How well a decoded sample reads as the text of one language. */
const readability = (text: string, letters: ReadonlySet<string>): number => {
  let score = 0
  let previousIsAscii = false
  let previousIsOtherScript = false
  let previousIsLetter = false
  let previousIsLower = false
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) {
      // No word mixes Latin letters with Cyrillic or Greek ones.
      if (previousIsOtherScript && isAsciiLetter(code)) score -= 1.5
      previousIsOtherScript = false
      previousIsAscii = isAsciiLetter(code)
      previousIsLetter = previousIsAscii
      previousIsLower = code >= 97 && code <= 122
      continue
    }
    const lower = character.toLowerCase()
    const isUpper = lower !== character
    const isLetter = isUpper || character.toUpperCase() !== character || letters.has(character)
    const isOtherScript = code >= 0x370 && code < 0x530
    if (isOtherScript && previousIsAscii) score -= 1.5
    if (code === 0xfffd || (code >= 0x80 && code < 0xa0)) score -= 4
    else if (letters.has(lower)) score += isUpper && previousIsLower ? -1 : isUpper ? 0.8 : 1
    else if (isLetter) score -= 1.5
    // Symbols stand alone; one that touches a letter before it is a letter of another encoding.
    else score += previousIsLetter ? -1.5 : "€£°§–’‘“”„…·«»\u00a0".includes(character) ? 0.2 : -0.3
    previousIsOtherScript = isOtherScript
    previousIsAscii = false
    previousIsLetter = isLetter
    previousIsLower = isLetter && !isUpper
  }
  return score
}

const easternReadability = (text: string): number => {
  let score = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) continue
    if (commonEastern.has(character)) score += 2
    else if ((code >= 0x3040 && code <= 0x30ff) || (code >= 0xac00 && code <= 0xd7a3)) score += 1
    else if (code >= 0x4e00 && code <= 0x9fff) score += 0.3
    else if (code >= 0xff00 && code <= 0xff5e) score += 0.3
    else if (code === 0x3001 || code === 0x3002 || code === 0x3000) score += 0.3
    else score -= 2
  }
  return score
}

/** Points for header cells that become known words by this decoding and hold letters beyond ASCII. */
const headerBonus = (text: string): number => {
  let bonus = 0
  for (const line of text.split(/[\r\n]+/, 40)) {
    if (line.length > 2000) continue
    for (const cell of line.split(/[,;\t|]/, 60)) {
      const isForeign = /[^\u0020-\u007e]/.test(cell)
      if (isForeign && (HeaderWords.read(cell).meanings[0]?.weight ?? 0) >= 2) bonus += 6
    }
  }
  return bonus
}

const decode = (label: string, bytes: Uint8Array, fatal: boolean): string | null => {
  try {
    return new TextDecoder(label, { fatal }).decode(bytes)
  } catch {
    return null
  }
}

/** The legacy encoding under which the sample reads best. */
const legacy = (sample: Uint8Array): { readonly label: string; readonly certainty: Certainty } => {
  const scores = new Map<string, number>()
  const readings = new Map<string, { readonly text: string; readonly bonus: number }>()
  for (const [labels, alphabet] of languages) {
    const letters = new Set(alphabet)
    for (const label of labels) {
      let reading = readings.get(label)
      if (reading === undefined) {
        const text = decode(label, sample, false) ?? ""
        reading = { text, bonus: headerBonus(text) }
        readings.set(label, reading)
      }
      const score = readability(reading.text, letters) + reading.bonus
      scores.set(label, Math.max(scores.get(label) ?? Number.NEGATIVE_INFINITY, score))
    }
  }
  for (const label of eastern) {
    const text = decode(label, sample, true)
    if (text !== null) scores.set(label, easternReadability(text) + headerBonus(text))
  }
  const ranked = [...scores].sort(([, a], [, b]) => b - a)
  const [best, second] = ranked
  if (best === undefined) return { label: "windows-1252", certainty: "assumed" }
  const isClear = second === undefined || best[1] > second[1]
  return { label: best[0], certainty: isClear && best[1] > 0 ? "inferred" : "assumed" }
}

const sampleSize = 65_536

/** The byte order mark's encoding, or null. */
export const byteOrderMark = (head: Uint8Array): string | null => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8"
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le"
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be"
  return null
}

/** UTF-16 without a mark: text in it has a zero byte in most pairs, always on the same side. */
const bareUtf16 = (head: Uint8Array): string | null => {
  let even = 0
  let odd = 0
  const length = Math.min(head.length, 4096) & ~1
  if (length < 8) return null
  for (let position = 0; position < length; position += 2) {
    if (head[position] === 0) even++
    if (head[position + 1] === 0) odd++
  }
  const pairs = length / 2
  if (odd > pairs * 0.2 && even < pairs * 0.02) return "utf-16le"
  if (even > pairs * 0.2 && odd < pairs * 0.02) return "utf-16be"
  return null
}

/** The label if `TextDecoder` knows it, in its canonical spelling, else null. */
export const known = (label: string): string | null => {
  try {
    return new TextDecoder(label).encoding
  } catch {
    return null
  }
}

/** Decides over a whole file, chunk by chunk. */
export class EncodingSurvey {
  readonly #marked: string | null
  readonly #utf16: string | null
  readonly #validator = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
  #valid = true
  #ascii = true
  #sample: Array<Uint8Array> = []
  #sampled = 0

  /** `head` is the file's beginning, at least four bytes of it where it has them; it is not counted as written. */
  constructor(head: Uint8Array) {
    this.#marked = byteOrderMark(head)
    this.#utf16 = this.#marked === null ? bareUtf16(head) : null
  }

  write(bytes: Uint8Array): void {
    if (this.#marked?.startsWith("utf-16") === true || this.#utf16 !== null) return
    if (this.#valid) {
      try {
        const text = this.#validator.decode(bytes, { stream: true })
        if (this.#ascii && text.length === bytes.length && !hasHighByte(bytes.subarray(-3))) return
      } catch {
        this.#valid = false
      }
    }
    if (this.#sampled < sampleSize) this.#collect(bytes)
  }

  /**
   * The decision. `declared` is what the file says of itself; contradicted by the bytes, it does not count. Where only a
   * part of the file was written (`complete` is false), its last character may be cut off.
   */
  end(declared: string | null, complete: boolean): Encoding {
    if (this.#marked !== null) {
      const damaged = this.#marked === "utf-8" && !this.#finish(complete)
      return { label: this.#marked, certainty: "stated", damaged, ascii: false }
    }
    if (this.#utf16 !== null) return { label: this.#utf16, certainty: "proved", damaged: false, ascii: false }
    const isValid = this.#finish(complete)
    if (isValid && this.#ascii) return { label: "utf-8", certainty: "proved", damaged: false, ascii: true }
    const stated = declared === null ? null : known(declared)
    const isUsable = stated !== null && !stated.startsWith("utf-16")
    if (isValid)
      return { label: "utf-8", certainty: stated === "utf-8" ? "stated" : "proved", damaged: false, ascii: false }
    if (isUsable && stated !== "utf-8") return { label: stated, certainty: "stated", damaged: false, ascii: false }
    const sample = this.#joined()
    if (isMostlyUtf8(sample)) return { label: "utf-8", certainty: "inferred", damaged: true, ascii: false }
    return { ...legacy(sample), damaged: false, ascii: false }
  }

  #finish(complete: boolean): boolean {
    if (!this.#valid || !complete) return this.#valid
    try {
      this.#validator.decode()
    } catch {
      this.#valid = false
    }
    return this.#valid
  }

  /** Keeps the lines that hold bytes beyond ASCII; the file's first lines too, which hold the headers. */
  #collect(bytes: Uint8Array): void {
    let position = 0
    while (position < bytes.length && this.#sampled < sampleSize) {
      let end = bytes.indexOf(10, position)
      if (end < 0) end = bytes.length - 1
      const line = bytes.subarray(position, end + 1)
      if (hasHighByte(line)) {
        this.#ascii = false
        const kept = line.slice(0, 4096)
        this.#sample.push(kept)
        this.#sampled += kept.length
      }
      position = end + 1
    }
  }

  #joined(): Uint8Array {
    const joined = new Uint8Array(this.#sampled)
    let position = 0
    for (const line of this.#sample) {
      joined.set(line, position)
      position += line.length
    }
    return joined
  }
}

const hasHighByte = (bytes: Uint8Array): boolean => {
  for (let position = 0; position < bytes.length; position++) if ((bytes[position] ?? 0) >= 0x80) return true
  return false
}

/** Whether broken sequences are rare among whole ones: UTF-8 that was damaged on its way. */
const isMostlyUtf8 = (bytes: Uint8Array): boolean => {
  let whole = 0
  let broken = 0
  let position = 0
  while (position < bytes.length) {
    const first = bytes[position] ?? 0
    if (first < 0x80) {
      position++
      continue
    }
    const length =
      first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0
    let follows = 1
    while (follows < length && ((bytes[position + follows] ?? 0) & 0xc0) === 0x80) follows++
    if (length > 0 && follows === length) {
      whole++
      position += length
    } else {
      broken++
      position++
    }
  }
  return whole >= 3 && whole >= broken * 4
}
