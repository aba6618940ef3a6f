import { assert, describe, it } from "@effect/vitest"
import { normalize } from "../../src/categorization/Normalization.ts"
import { fold, foldLiteral } from "../../src/categorization/TextFolding.ts"
import { random } from "./RandomRules.ts"

const cases: ReadonlyArray<readonly [string, string]> = [
  ["SQ *BLUE BOTTLE COFFEE #12 OAKLAND CA", "blue bottle coffee"],
  ["PAYPAL *SPOTIFY 35314369001", "spotify"],
  ["SumUp  *Kaffeebar Luzern", "kaffeebar"],
  ["TST* MORNING GLORY 0231", "morning glory"],
  ["AMZN Mktp US*2H8KL1QT0", "amazon marketplace"],
  ["GOOGLE *YouTubePremium g.co/helppay#", "google youtubepremium"],
  ["CHECKCARD 0314 WHOLEFDS MKT 10236 AUSTIN TX", "wholefds mkt"],
  ["REWE SAGT DANKE. 44120//KOELN/DE 2024-03-11T18:22 KFN 1 VJ 2512", "rewe"],
  ["Kartenzahlung EDEKA Müller 05.04. 17:32 Uhr", "edeka muller"],
  ["CB CARREFOUR CITY FACT 120324 NANTES", "carrefour city"],
  ["COMPRA TARJ. 5402XXXXXXXX1023 MERCADONA VALENCIA", "mercadona"],
  ["BEA, Betaalpas JUMBO UTRECHT,PAS012 NR:84GH21 12.03.24/17.55", "jumbo"],
  ["Lastschrift DE89370400440532013000 Stadtwerke", "stadtwerke"],
  ["MCDONALD'S F14322 DALLAS TX", "mcdonalds"],
  ["MOTEL 6 #0221 BARSTOW CA", "motel 6 barstow"],
  ["CB AIR FRANCE 0572211334455", "air france"],
  ["ATM MILANO", "atm milano"],
  ["00000000000 9921", ""]
]

describe("Normalization", () => {
  it("takes away what banks print around a merchant's name", () => {
    for (const [text, expected] of cases) assert.strictEqual(normalize(text).normalized, expected, text)
  })

  it("keeps the original, folded and complete", () => {
    assert.strictEqual(normalize("Café Größe #12").original, "cafe grosse #12")
  })

  it("leaves normalized words, and nothing else, for any text", () => {
    const next = random(3)
    const alphabet = Array.from("abzÄß éø*#./-'0123 9:xX,@&+€日😀\u0301")
    for (let i = 0; i < 5000; i++) {
      const text = Array.from({ length: next(40) }, () => alphabet[next(alphabet.length)] ?? "").join("")
      const { normalized, original } = normalize(text)
      assert.match(normalized, /^(?:[\p{L}\p{N}]+(?: [\p{L}\p{N}]+)*)?$/u)
      assert.strictEqual(fold(original), original)
    }
  })

  it("takes time linear in hostile texts", () => {
    const before = performance.now()
    for (const part of ["1", "x", "*", "a1", "1 ", ".", "12.", "DE89 ", "cb ", "a@", "//", "#", "sq *"]) {
      normalize(part.repeat(100_000))
    }
    assert.isBelow(performance.now() - before, 2_000)
  })
})

describe("TextFolding", () => {
  it("knows both spellings of an umlaut in a literal, and only of an umlaut", () => {
    assert.deepStrictEqual(foldLiteral("Bäcker"), ["backer", "baecker"])
    assert.deepStrictEqual(foldLiteral("Smørrebrød"), ["smorrebrod", "smoerrebroed"])
    assert.deepStrictEqual(foldLiteral("backer"), ["backer"])
  })
})
