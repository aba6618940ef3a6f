/**
 * Categorization: the compiled engine against the naive loop (the tests' oracle, which folds literals and compiles regexes
 * once), at 1,000 rules over 100,000 transactions. Both get the same prepared texts; preparing them is timed by itself and
 * counted for both in the second comparison. Every outcome of the loop is compared with the engine's.
 *
 *     node --conditions=millrace-source benchmarks/categorization.ts [transactions]
 */
import * as Result from "effect/Result"
import type { Candidate } from "@millrace/handlers/categorization/Candidate"
import { prepare } from "@millrace/handlers/categorization/Candidate"
import type { Condition } from "@millrace/handlers/categorization/Condition"
import type { Rule } from "@millrace/handlers/categorization/Rule"
import { specificity } from "@millrace/handlers/categorization/Rule"
import * as RuleEngine from "@millrace/handlers/categorization/RuleEngine"
import type { NaiveRule } from "../packages/handlers/test/categorization/NaiveRules.ts"
import { naiveWinner } from "../packages/handlers/test/categorization/NaiveRules.ts"
import { pick, random } from "../packages/handlers/test/categorization/RandomRules.ts"
import * as Frame from "./Frame.ts"

const ruleCount = 1_000
const transactionCount = Number(process.argv[2] ?? 100_000)
const next = random(42)

const syllables = [
  "ka",
  "lo",
  "mer",
  "ti",
  "sa",
  "bra",
  "on",
  "del",
  "vi",
  "sto",
  "ra",
  "ne",
  "fu",
  "gal",
  "pe"
] as const
const name = (): string => Array.from({ length: 3 + next(2) }, () => pick(next, syllables)).join("")
const vocabulary = Array.from({ length: 8_000 }, name)
const word = (): string => vocabulary[next(vocabulary.length)] ?? ""

/** Seven in ten rules are literals; the others add amounts, accounts and dates, negate, use regexes, or have no text at all. */
const condition = (): Condition => {
  const literals: Condition = {
    field: pick(next, ["description", "text", "counterparty"] as const),
    op: pick(next, ["contains", "words", "words", "starts"] as const),
    value: Array.from({ length: 1 + next(3) }, () => (next(3) === 0 ? `${word()} ${word()}` : word()))
  }
  const kind = next(20)
  if (kind < 14) return literals
  if (kind < 16)
    return { all: [literals, { field: "amount", op: "between", from: `-${50 + next(500)}`, to: `-${next(50)}` }] }
  if (kind === 16) return { all: [literals, { field: "account", op: "is", value: `account-${next(5)}` }] }
  if (kind === 17) return { all: [literals, { not: { field: "text", op: "contains", value: word() } }] }
  if (kind === 18) return { field: "description", op: "regex", value: `${word()}.*${word()}` }
  return {
    all: [
      { field: "absolute-amount", op: "is", value: `${next(1000)}.${10 + next(90)}` },
      { field: "direction", op: "is", value: "out" }
    ]
  }
}

const rules: ReadonlyArray<Rule> = Array.from({ length: ruleCount }, (_, index) => ({
  id: `rule-${index}`,
  name: `Rule ${index}`,
  enabled: true,
  priority: next(5),
  category: "shopping",
  confidence: 0.9,
  when: condition()
}))

const candidates: ReadonlyArray<Candidate> = Array.from({ length: transactionCount }, (_, index) => ({
  id: `transaction-${index}`,
  accountId: `account-${next(5)}`,
  date: `2024-${String(1 + next(12)).padStart(2, "0")}-${String(1 + next(28)).padStart(2, "0")}`,
  amount: `-${next(1000)}.${10 + next(90)}`,
  currency: "EUR",
  description: `CARD PAYMENT ${word()} ${word()} ${word()} #${next(10_000)} 12.03.24`,
  counterparty: next(2) === 0 ? null : `${word()} ${word()}`,
  memo: null
}))

const timed = <A>(run: () => A): readonly [A, number] => {
  const before = performance.now()
  const value = run()
  return [value, performance.now() - before]
}

const [compiled] = timed(() => RuleEngine.compile(rules))
if (Result.isFailure(compiled)) throw compiled.failure
const engine = compiled.success
const [prepared, prepareMs] = timed(() => candidates.map(prepare))

const [fast, fastMs] = timed(() =>
  prepared.map((one) => {
    const outcome = engine.categorizePrepared(one)
    return outcome._tag === "Categorized" ? outcome.ruleId : null
  })
)

const specificities = new Map(rules.map(({ id, when }) => [id, specificity(when)]))
const specificityOf = ({ id }: NaiveRule): number => specificities.get(id) ?? 0
const [slow, slowMs] = timed(() => prepared.map((one) => naiveWinner(rules, one.candidate, one, specificityOf)))

const different = fast.filter((ruleId, index) => ruleId !== slow[index]).length
const matched = fast.filter((ruleId) => ruleId !== null).length
console.log(`${matched} of ${transactionCount} categorized, ${different} otherwise than by the loop`)
const row = (what: string, ms: number, others: number) => ({
  what,
  ms: Math.round(ms),
  "transactions a second": Math.round((transactionCount / ms) * 1000),
  "times as fast as the loop": others === 0 ? "" : Number((others / ms).toFixed(1))
})
Frame.report("categorization", [
  row("preparing texts", prepareMs, 0),
  row("engine, 1,000 rules", fastMs, slowMs),
  row("naive loop, 1,000 rules", slowMs, 0),
  row("engine, preparing included", fastMs + prepareMs, slowMs + prepareMs)
])
if (different > 0 || slowMs < 10 * fastMs) process.exitCode = 1
