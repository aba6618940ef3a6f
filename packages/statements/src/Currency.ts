/**
 * Currencies as statements write them: ISO 4217 codes, and symbols and abbreviations that stand for exactly one currency.
 *
 * A symbol that several currencies share ("$", "¥", "kr") is recognised, so that the amount beside it can be read, and
 * names no currency.
 */

/** ISO 4217 alphabetic codes, with those withdrawn since 1999 that older exports still carry. Source: ISO 4217 lists one and three. */
const codes: ReadonlySet<string> = new Set(
  (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BYR BZD CAD CDF " +
    "CHE CHF CHW CLF CLP CNH CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP " +
    "GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP " +
    "LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR " +
    "PAB PEN PGK PHP PKR PLN PYG QAR ROL RON RSD RUB RUR RWF SAR SBD SCR SDG SEK SGD SHP SIT SKK SLE SLL SOS SRD SSP STD " +
    "STN SVC SYP SZL THB TJS TMT TND TOP TRL TRY TTD TWD TZS UAH UGX USD USN UYI UYU UZS VED VEF VES VND VUV WST XAF XAG " +
    "XAU XCD XDR XOF XPD XPF XPT YER ZAR ZMW ZWG ZWL DEM FRF ITL ESP NLG BEF ATS FIM IEP PTE GRD LUF"
  ).split(" ")
)

const symbols: ReadonlyMap<string, string | null> = new Map<string, string | null>([
  ["€", "EUR"],
  ["£", "GBP"],
  ["$", null],
  ["¥", null],
  ["￥", null],
  ["￡", "GBP"],
  ["＄", null],
  ["₹", "INR"],
  ["₽", "RUB"],
  ["₺", "TRY"],
  ["₩", "KRW"],
  ["￦", "KRW"],
  ["₪", "ILS"],
  ["₫", "VND"],
  ["฿", "THB"],
  ["₴", "UAH"],
  ["₸", "KZT"],
  ["₦", "NGN"],
  ["₱", "PHP"],
  ["₡", "CRC"],
  ["₲", "PYG"],
  ["₵", "GHS"],
  ["₼", "AZN"],
  ["₾", "GEL"],
  ["₮", "MNT"],
  ["₭", "LAK"],
  ["៛", "KHR"],
  ["¢", null],
  ["¤", null],
  ["kr", null],
  ["kr.", null],
  ["zł", "PLN"],
  ["zl", "PLN"],
  ["kč", "CZK"],
  ["kc", "CZK"],
  ["ft", "HUF"],
  ["lei", "RON"],
  ["лв", "BGN"],
  ["лв.", "BGN"],
  ["руб", "RUB"],
  ["руб.", "RUB"],
  ["грн", "UAH"],
  ["грн.", "UAH"],
  ["kn", "HRK"],
  ["din", "RSD"],
  ["tl", "TRY"],
  ["r$", "BRL"],
  ["us$", "USD"],
  ["a$", "AUD"],
  ["au$", "AUD"],
  ["c$", "CAD"],
  ["ca$", "CAD"],
  ["hk$", "HKD"],
  ["nz$", "NZD"],
  ["s$", "SGD"],
  ["nt$", "TWD"],
  ["mx$", "MXN"],
  ["rp", "IDR"],
  ["rm", "MYR"],
  ["rs", null],
  ["rs.", null],
  ["r", "ZAR"],
  ["sfr", "CHF"],
  ["sfr.", "CHF"],
  ["fr.", null],
  ["元", "CNY"],
  ["円", "JPY"],
  ["원", "KRW"],
  ["euro", "EUR"],
  ["euros", "EUR"],
  ["د.إ", "AED"],
  ["ر.س", "SAR"],
  ["﷼", null]
])

/** The ISO 4217 code that a cell states: a code in any case with blanks around it, or null. */
export const code = (text: string): string | null => {
  const trimmed = text.trim()
  if (trimmed.length !== 3) return null
  const upper = trimmed.toUpperCase()
  return codes.has(upper) ? upper : null
}

/**
 * What a word or symbol beside an amount means: an ISO code, null for a currency sign that several currencies share,
 * and undefined where it is no currency at all. Codes count in capitals only, so that words are not mistaken for them.
 */
export const symbol = (text: string): string | null | undefined => {
  if (text.length === 3 && codes.has(text)) return text
  return symbols.get(text.toLowerCase())
}
