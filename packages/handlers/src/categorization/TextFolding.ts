/**
 * How text is made comparable before rules look at it: compatibility-decomposed, accents removed, lower-cased, and the
 * Latin letters that have no decomposition spelled out (`ß` → `ss`, `ø` → `o`, `æ` → `ae`, `ł` → `l`). `Café`, `CAFÉ` and
 * `cafe` are then one text. Folding is idempotent and never looks at the language.
 *
 * A rule's literal gets one more chance: banks that cannot write `ä` write `ae`. A literal with `ä ö ü å ø` therefore
 * matches both spellings (`Bäckerei` finds `backerei`, `Bäckerei` and `BAECKEREI`). A literal typed without the umlaut
 * does not gain the digraph: the rule stays what its author wrote.
 */

const spelledOut: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ı: "i",
  ŋ: "n",
  ς: "σ"
}

const digraphs: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", å: "aa", ø: "oe" }

// eslint-disable-next-line no-control-regex -- the ASCII range is the point: it needs no decomposition
const ascii = /^[\x00-\x7f]*$/

/** Folds case and accents away. Linear in the text. */
export const fold = (text: string): string =>
  ascii.test(text)
    ? text.toLowerCase()
    : text
        .replace(/[’‘´ʼ]/g, "'")
        .normalize("NFKD")
        .replace(/\p{M}/gu, "")
        .toLowerCase()
        .replace(/[ßæœøđðþłħıŋς]/g, (letter) => spelledOut[letter] ?? letter)

/** The one or two folded forms of a rule's literal: as `fold` gives it, and with `ä ö ü å ø` as digraphs. */
export const foldLiteral = (literal: string): ReadonlyArray<string> => {
  const plain = fold(literal)
  const digraph = fold(
    literal
      .normalize("NFC")
      .toLowerCase()
      .replace(/[äöüåø]/g, (letter) => digraphs[letter] ?? letter)
  )
  return digraph === plain ? [plain] : [plain, digraph]
}

/**
 * The words of folded text, separated by single spaces: apostrophes join (`mcdonald's` → `mcdonalds`), everything else
 * that is neither letter nor digit separates (`at&t` → `at t`, `apple.com/bill` → `apple com bill`).
 */
export const words = (folded: string): string =>
  folded
    .replace(/['`]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
