/**
 * What a bank prints is not what a merchant is called: card numbers, references, dates, payment facilitators, store
 * numbers and towns surround the name. Normalization takes them away, so that rules speak about names; the original is
 * kept beside it, folded but complete, for the rules that need it.
 *
 * This text decides categories only. A transaction's identity rests on a normalization of its own, which never changes;
 * this one may improve, and says so in `version`: an assignment made under another version is worth making again.
 */
import { countries, regionCodes, towns } from "./Places.ts"
import { fold, words } from "./TextFolding.ts"

/** Raised whenever the same description may normalize to another text. */
export const version = 1

/**
 * No more than this many UTF-16 units of a description are normalized: far more than any bank's field, and a bound on the
 * work a hostile file can ask for. The original text has no such limit.
 */
export const maximumLength = 2048

/** A text that rules match on. Both forms are folded: lower case, no accents. */
export interface NormalizedText {
  /** Words separated by single spaces, noise removed. */
  readonly normalized: string
  /** The whole text, folded, nothing removed. */
  readonly original: string
}

/** What introduces a payment, in the words of the banks that print it; removed from the front, several times over. */
const introductions = new RegExp(
  `^[\\s.,:*-]{0,8}(?:${[
    "pos (?:purchase|debit|transaction|refund|pagamento)|pos|point of sale(?: debit)?|dbt crd|debit card(?: purchase| payment)?",
    "(?:visa |mastercard |credit |debit )?(?:check ?card|card)(?: purchase| payment| transaction)?(?: to| at)?",
    "(?:recurring |visa |contactless |online )?(?:purchase|card payment)(?: authorized)?(?: on| at)?|contactless|visa debit",
    "kartenzahlung|kartenumsatz|(?:ec|giro)[- ]?(?:karten?zahlung|card|karte)|debitk(?:arte)?|kreditkarte|elv|kauf/dienstleistung",
    "(?:sepa[- ])?(?:basis|erst|folge|einmal|firmen)?lastschrift(?:seinzug)?|einkauf|zahlung (?:an|bei)|visa (?:kauf|debitkartenumsatz)",
    "paiement (?:par )?(?:carte|cb|sans contact|psc)|paiement|achat (?:par )?(?:cb|carte)|facture carte|carte|cb",
    "(?:prelevement|prlv)(?: europeen)?(?: sepa)?",
    "compra (?:con )?(?:tarj(?:eta)?\\.?)|compra (?:en|internet en|online)|compra|pago (?:con tarjeta )?(?:en)?|(?:recibo|adeudo)(?: sepa)?(?: de)?",
    "pagamento (?:pos|carta|con carta|tramite pos|contactless)|acquisto (?:pos|carta)|addebito (?:sdd|diretto|carta)|carta \\*?\\d{4}",
    "bea,? (?:betaalpas|google pay|apple pay)|bea|betaalpas|betaalautomaat|geldautomaat betaling|(?:sepa )?incasso(?: algemeen)?|ideal",
    "kort(?:kob|kop|betaling)|visa (?:kob|varekob|kop)|varekjop|korttiosto|platnosc karta|zakup (?:przy uzyciu )?karta|bancontact",
    "direct debit(?: payment)?(?: to)?|(?:google|apple|samsung) pay"
  ].join("|")})(?=[\\s.,:*#/-]|$)`
)

/** Facilitators that put themselves before the merchant they collect for; the star is what makes them recognizable. */
const facilitators =
  /^[\s.,-]{0,8}(?:sqc?|gosq\.com|tst|paypal|pp|py|sumup|(?:zettle|izettle|iz)_?|nyx|lsp|fs|eb|ck|sp|bt|wl|wpy|ic|ppro|klarna|stripe|mollie|adyen|cko|worldline|payone|sev|toasttab|clover|dnh|2co(?:\.com)?)[\s_]{0,4}[*|]\s{0,4}/

/** Noise inside the text. Every repetition is bounded, so that a long run of digits costs linear time. */
const noise: ReadonlyArray<RegExp> = [
  // Masked cards: 5402XXXXXXXX1023, ****4421, X4821.
  /\b\d{4,6}[x*]{4,10}\d{2,4}\b|[x*]{2,16}-?\d{2,6}\b|\bx\d{3,6}\b/g,
  // Cards by name: CARTE NUMERO 553, CB*2212, TARJETA *1290, pasnr. 021.
  /\b(?:carte|card|carta|tarjeta|karte|cb|pasnr|pas|kaart)[ .]{0,2}(?:numero|number|nummer|no|nr|n)?[ .]{0,2}[*x]?\d{2,19}\b/g,
  // Dates and times: 2024-03-11T18:22, 12.03.24/17.55, 12MAR, 17.32 UHR, 18h05.
  /\b\d{4}-\d{1,2}-\d{1,2}(?:t\d{1,2}:\d{2}(?::\d{2})?)?\b/g,
  /\b\d{1,2}[./-]\d{1,2}(?:[./-](?:\d{4}|\d{2}))?\.?(?!\d)/g,
  /\b\d{1,2}[:h]\d{2}(?::\d{2})?(?: ?uhr)?\b/g,
  /\b\d{1,2} ?(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|dic)(?: ?\d{2,4})?\b/g,
  // Telephone numbers: 800-555-0100, 1-800-555-0100, 800-3334444.
  /\b(?:1-)?\d{3}[-. ]\d{3}[-. ]\d{4}\b|\b\d{3}-\d{7}\b/g,
  // Help pages and addresses.
  /\bhelp\.[a-z]{1,40}\.com\b|\bg\.co\/[a-z#]{1,40}|\bamzn\.com\/bill\b|\bmsbill\.info\b|\b(?:https?:\/\/)?www\./g,
  // Amounts with two decimals, in any currency the bank converted from.
  /\b\d{1,9}[.,]\d{2}(?: ?(?:eur|usd|gbp|chf|sek|nok|dkk|pln|czk))?\b/g,
  // Store numbers: #0431, FIL. 221, STORE 08821, NR:84GH21.
  /#\s?[a-z]?\d{1,12}\b|\b(?:fil|filiale|store|shop|nr|no|stacja nr|folio|terminal|ref|pasvolgnr|kundennummer|kd)[.: ]{1,2}[a-z]{0,2}\d[a-z0-9-]{0,19}\b/g,
  // German tills say thank you.
  /\b(?:wir )?(?:sagt|sagen|vielen) dank(?:e)?\b|\bdank(?:t|e)\b|\bihr einkauf bei\b/g
]

const mailAddress = /[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,64}/g

const amazon: ReadonlyArray<readonly [RegExp, string]> = [
  [/\b(?:amzn|amz|amazon)[ .*]{1,2}mkt?p(?:l|lace)?\b/g, " amazon marketplace "],
  [/\bamzn?\b/g, "amazon"]
]

const noiseWords: ReadonlySet<string> = new Set([
  ..."cb kfn vj debitk pasvolgnr endtoend notprovided eref mref cred svwz rum ics fact ".trim().split(" "),
  ..."uhr ppd ccd qps kundenreferenz mandatsreferenz bestellnr".split(" ")
])

const connectives: ReadonlySet<string> = new Set("of de di da du der des von van the a l air bank to".split(" "))

const digitsOnly = /^\d+$/
const lettersThenReference = /^(\p{L}{3,})\d{3,}$/u
const masked = /^x{2,}$/

const countDigits = (word: string): number => {
  let count = 0
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i)
    if (code >= 48 && code <= 57) count++
  }
  return count
}

/** A word without the reference glued to it, or nothing when it is one. Names with a digit or two stay: `motel 6`, `o2`. */
const withoutReference = (word: string): string => {
  const digits = countDigits(word)
  if (digits === 0) return noiseWords.has(word) || masked.test(word) ? "" : word
  if (digitsOnly.test(word)) return digits >= 3 || (word.startsWith("0") && digits > 1) ? "" : word
  const named = lettersThenReference.exec(word)?.[1]
  if (named !== undefined) return named
  return digits >= 2 && word.length >= 5 && !/^\p{L}{3,}\d{1,2}$/u.test(word) ? "" : word
}

const withoutPlace = (list: ReadonlyArray<string>): ReadonlyArray<string> => {
  let end = list.length
  const letters = (until: number): number => list.slice(0, until).join("").length
  const cut = (size: number): boolean => {
    const start = end - size
    if (start < 1 || connectives.has(list[start - 1] ?? "") || letters(start) < 4) return false
    end = start
    return true
  }
  const last = (size: number): string =>
    size === 1 ? (list[end - 1] ?? "") : list.slice(Math.max(0, end - size), end).join(" ")
  for (let i = 0; i < 2; i++) {
    if (
      !(regionCodes.has(last(1)) && cut(1)) &&
      !(countries.has(last(1)) && cut(1)) &&
      !(countries.has(last(2)) && cut(2))
    )
      break
  }
  for (const size of [3, 2, 1]) if (towns.has(last(size)) && cut(size)) break
  return list.slice(0, end)
}

/** German tills print `MERCHANT//TOWN/COUNTRY`; an address (`https://`) is not one of those. */
const withoutTill = (text: string): string => {
  const at = text.indexOf("//")
  return at > 3 && text[at - 1] !== ":" ? text.slice(0, at) : text
}

const looksIban = /\b[a-z]{2}\d{2}(?: ?[0-9a-z]{4}){3,7}(?: ?[0-9a-z]{1,3})?\b/g

const clean = (folded: string): string => {
  let text = withoutTill(folded.slice(0, maximumLength))
  for (let i = 0; i < 4; i++) {
    const shorter = text.replace(introductions, "").replace(facilitators, "")
    if (shorter === text) break
    if (!/\p{L}{2}/u.test(shorter)) break
    text = shorter
  }
  if (/\d{4}/.test(text)) text = text.replace(looksIban, (found) => (/\d[\d ]{9}/.test(found) ? " " : found))
  if (text.includes("@")) text = text.replace(mailAddress, " ")
  for (const pattern of noise) text = text.replace(pattern, " ")
  for (const [pattern, name] of amazon) text = text.replace(pattern, name)
  const list: Array<string> = []
  for (const word of words(text).split(" ")) {
    const kept = withoutReference(word)
    if (kept !== "") list.push(kept)
  }
  return withoutPlace(list).join(" ")
}

/**
 * Normalizes one field. Total and deterministic; a text that is nothing but noise normalizes to the empty string.
 *
 * @example normalize("SQ *BLUE BOTTLE COFFEE #12 OAKLAND CA").normalized // "blue bottle coffee"
 */
export const normalize = (text: string): NormalizedText => {
  const original = fold(text)
  return { normalized: clean(original), original }
}
