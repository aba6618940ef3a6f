import { assert, describe, it } from "@effect/vitest"
import { prepare } from "../../src/categorization/Candidate.ts"
import { counterpartyIn, counterpartyOf } from "../../src/categorization/Counterparty.ts"
import { labelled } from "./labelled-tuning.ts"

const candidate = (description: string, counterparty: string | null) => ({
  id: "t",
  accountId: "a",
  date: "2024-03-15",
  amount: "-1",
  currency: "EUR",
  description,
  counterparty,
  memo: null
})

const of = (description: string, counterparty: string | null = null): string | null =>
  counterpartyOf(prepare(candidate(description, counterparty)))

describe("Counterparty", () => {
  it("is the merchant, in one spelling however the bank prints it", () => {
    assert.strictEqual(of("POS PURCHASE WHOLE FOODS MKT #10236 AUSTIN TX"), "Whole Foods Mkt")
    assert.strictEqual(of("Kartenzahlung Café Größenwahn 12.03.24"), "Café Größenwahn")
    assert.strictEqual(of("PAYPAL *SPOTIFY 35314369001"), "Spotify")
  })

  it("is the bank's counterparty, unless that only collects for another", () => {
    assert.strictEqual(of("Rechnung 4711", "Stadtwerke Ulm GmbH"), "Stadtwerke Ulm")
    assert.strictEqual(of("SPOTIFY 35314369001", "PayPal (Europe) S.à r.l."), "Spotify")
  })

  it("is the same whether its candidate was prepared or not, and in capitals or not", () => {
    for (const text of Object.values(labelled).flat()) {
      for (const counterparty of [null, text]) {
        assert.strictEqual(counterpartyIn(candidate(text, counterparty)), of(text, counterparty), text)
      }
    }
    // Small letters elsewhere do not change how capitals are spelled.
    assert.strictEqual(of("BLUE BOTTLE COFFEE REF 88392011"), of("BLUE BOTTLE COFFEE ref 88392011"))
  })

  it("is nobody when only the payment is named", () => {
    for (const text of ["CHECK 1043", "REF 88392011", "", "00000 9921", "TRANSFER 12345"]) assert.isNull(of(text), text)
  })
})
