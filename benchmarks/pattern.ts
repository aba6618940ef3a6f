/**
 * Patterns: events a second through a rule set and through the naive loop over the same compiled patterns, at 10, 100 and
 * 1,000 rules. Rules are what pipelines have: one source of many, one to three event types, and a condition or two on
 * attributes. Every answer of the rule set is compared with the loop's before anything is timed.
 *
 *     node --conditions=millrace-source benchmarks/pattern.ts [events]
 */
import { deepStrictEqual } from "node:assert/strict"
import { compile, type Pattern, RuleSet } from "@millrace/core/Pattern"
import * as Frame from "./Frame.ts"

const eventCount = Number(process.argv[2] ?? 2_000)

/** Mulberry32, so that every run sees the same rules and events. */
const random = (seed: number): ((below: number) => number) => {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const next = random(42)
const kinds = ["uploaded", "processed", "rejected", "categorized", "updated", "deleted", "flagged", "archived"]

const attributeCondition = (): Pattern => {
  switch (next(6)) {
    case 0:
      return { amount: [{ numeric: [">", next(10_000)] }] }
    case 1: {
      const low = next(10_000)
      return { amount: [{ numeric: [">=", low, "<", low + 100] }] }
    }
    case 2:
      return { account: [`account-${next(500)}`, `account-${next(500)}`] }
    case 3:
      return { name: [{ prefix: `statement-${next(100)}` }] }
    case 4:
      return {
        name: [{ suffix: ["csv", "ofx", "xml", "sta"][next(4)] ?? "csv" }],
        status: [{ "anything-but": "failed" }]
      }
    default:
      return { status: [{ "equals-ignore-case": "ACCEPTED" }], note: [{ exists: next(2) === 0 }] }
  }
}

const rule = (sources: number): Pattern => ({
  source: [`app.source-${next(sources)}`],
  "detail-type": Array.from({ length: 1 + next(3) }, () => `file.${kinds[next(kinds.length)] ?? "uploaded"}`),
  detail: { attributes: attributeCondition() }
})

const event = (sources: number): unknown => ({
  version: "0",
  source: `app.source-${next(sources)}`,
  "detail-type": `file.${kinds[next(kinds.length)] ?? "uploaded"}`,
  detail: {
    specversion: "1.0",
    id: String(next(1e9)),
    data: { size: next(1e6), items: [{ k: "a", v: 1 }] },
    attributes: {
      amount: next(10_000),
      account: `account-${next(500)}`,
      name: `statement-${next(100)}.${["csv", "ofx", "xml", "sta"][next(4)] ?? "csv"}`,
      status: ["accepted", "failed", "Accepted"][next(3)] ?? "failed",
      ...(next(2) === 0 ? { note: "n" } : {})
    }
  }
})

/** Events a second, the best of three passes. */
const rate = (events: ReadonlyArray<unknown>, match: (event: unknown) => number): number => {
  let best = 0
  for (let pass = 0; pass < 3; pass++) {
    const from = performance.now()
    let sum = 0
    for (const each of events) sum += match(each)
    const perSecond = (events.length / (performance.now() - from)) * 1000
    if (sum >= 0 && perSecond > best) best = perSecond
  }
  return best
}

const rows: Array<Readonly<Record<string, number>>> = []
for (const ruleCount of [10, 100, 1_000]) {
  // Sources grow with the rules, as they do in a company: an event concerns a handful of rules however many there are.
  const sources = Math.max(2, ruleCount / 10)
  const rules = Array.from({ length: ruleCount }, (_, id) => [id, rule(sources)] as const)
  const events = Array.from({ length: eventCount }, () => event(sources))
  const set = RuleSet.make(rules)
  const compiled = rules.map(([id, pattern]) => [id, compile(pattern)] as const)
  const naive = (each: unknown): Array<number> => compiled.flatMap(([id, accepts]) => (accepts(each) ? [id] : []))

  let matches = 0
  for (const each of events) {
    const found = set.match(each)
    deepStrictEqual(found, naive(each))
    matches += found.length
  }
  const indexed = rate(events, (each) => set.match(each).length)
  const looped = rate(events, (each) => naive(each).length)
  rows.push({
    rules: ruleCount,
    "matches an event": Number((matches / eventCount).toFixed(2)),
    "rule set, events a second": Math.round(indexed),
    "naive loop, events a second": Math.round(looped),
    "times as fast": Number((indexed / looped).toFixed(1))
  })
}
Frame.report("pattern", rows)
