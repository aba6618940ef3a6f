import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import * as Program from "./Program.ts"

describe("millrace categorize", () => {
  const root = Program.folder()
  const dataDir = join(root, "data")
  const millrace = (...args: ReadonlyArray<string>) => Program.millrace(...args, "--data-dir", dataDir)
  const transactions = () => Program.jsonLines(millrace("transactions", "--json"))
  const rent = () => transactions().find(({ description }) => String(description).includes("LOYER"))
  const jsonOf = (ran: Program.Ran) => {
    assert.strictEqual(ran.code, 0, ran.err)
    return JSON.parse(ran.out)
  }

  beforeAll(() => {
    assert.strictEqual(millrace("run", Program.samples[0] ?? "").code, 0)
  }, 60_000)
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it("explain shows what won, what it outranked, and by which words", () => {
    const id = String(rent()?.["id"])
    const explained = jsonOf(millrace("categorize", "explain", id.slice(0, 12), "--json"))
    assert.deepInclude(explained, {
      category: "housing/rent",
      assignedBy: "rule",
      ruleId: "starter/housing/rent/loyer"
    })
    const [won, outranked] = explained.rules
    assert.deepInclude(won, { status: "won", matches: true })
    assert.strictEqual(won.condition.evidence, "loyer")
    assert.strictEqual(outranked.status, "outranked")
    const all = jsonOf(millrace("categorize", "explain", id, "--json", "--all"))
    assert.strictEqual(all.rules.length, explained.rules.length + explained.rulesNotShown)
    assert.strictEqual(all.rulesNotShown, 0)
    assert.include(millrace("categorize", "explain", id).out, "Housing › Rent  won")
  })

  it("a category set by hand survives changed rules and a second import, until it is taken back", () => {
    const id = String(rent()?.["id"])
    const set = jsonOf(millrace("categorize", "set", id, "Gifts & Donations", "--json"))
    assert.deepInclude(set, { category: "gifts-and-donations", assignedBy: "manual", deadLetters: 0 })
    assert.strictEqual(set.events["transactions.categorized"], 1)
    const added = ["categorize", "rules", "add", "mine/rent", "--category", "Travel", "--words", "loyer", "--json"]
    assert.strictEqual(jsonOf(millrace(...added)).recategorized, 9)
    assert.strictEqual(rent()?.["category"], "gifts-and-donations")
    millrace("run", Program.samples[0] ?? "")
    assert.strictEqual(rent()?.["category"], "gifts-and-donations")
    assert.deepInclude(jsonOf(millrace("categorize", "unset", id, "--json")), {
      category: "travel",
      ruleId: "mine/rent"
    })
    assert.strictEqual(millrace("categorize", "rules", "disable", "mine/rent").code, 0)
    assert.strictEqual(rent()?.["category"], "housing/rent")
    assert.strictEqual(millrace("categorize", "rules", "remove", "mine/rent").code, 0)
    assert.isNull(jsonOf(millrace("categorize", "set", id, "none", "--json")).category)
    assert.strictEqual(jsonOf(millrace("categorize", "unset", id, "--json")).category, "housing/rent")
  })

  it("rules are edited, exported, tried and taken in again", () => {
    const add = ["categorize", "rules", "add", "mine/cash", "--category", "cash", "--contains", "retrait", "--json"]
    assert.deepStrictEqual(jsonOf(millrace(...add)).stored, ["mine/cash"])
    assert.strictEqual(millrace("categorize", "rules", "edit", "mine/cash", "--category", "Travel").code, 0)
    const [rule] = Program.jsonLines(millrace("categorize", "rules", "list", "--json"))
    assert.deepInclude(rule, { id: "mine/cash", category: "travel", origin: "own", enabled: true })
    const file = join(root, "rules.json")
    writeFileSync(file, millrace("categorize", "rules", "export").out)
    assert.strictEqual(millrace("categorize", "rules", "remove", "mine/cash").code, 0)
    const tried = jsonOf(millrace("categorize", "rules", "test", file, "--json"))
    assert.strictEqual(tried.transactions, 9)
    assert.strictEqual(tried.changes, 1)
    assert.deepInclude(tried.decided[0], { before: "cash", after: "travel", ruleId: "mine/cash" })
    assert.deepStrictEqual(Program.jsonLines(millrace("categorize", "rules", "list", "--json")), [])
    assert.strictEqual(jsonOf(millrace("categorize", "rules", "import", file, "--json")).recategorized, 9)
    writeFileSync(file, '{ "version": 1, "rules": [] }')
    assert.deepStrictEqual(jsonOf(millrace("categorize", "rules", "import", file, "--replace", "--json")).removed, [
      "mine/cash"
    ])
  })

  it("says at entry that a rule is shadowed by another", () => {
    const add = (id: string, ...rest: ReadonlyArray<string>) =>
      millrace("categorize", "rules", "add", id, "--category", "Travel", "--json", ...rest)
    jsonOf(add("mine/wide", "--contains", "zephyr", "--priority", "9"))
    const { findings } = jsonOf(add("mine/narrow", "--is", "zephyr hotel"))
    assert.deepInclude(findings[0], { kind: "shadowed", ruleId: "mine/narrow", by: "mine/wide" })
    assert.strictEqual(millrace("categorize", "rules", "remove", "mine/wide").code, 0)
    assert.strictEqual(millrace("categorize", "rules", "remove", "mine/narrow").code, 0)
  })

  it("refuses what cannot be, with the reason, and changes nothing", () => {
    const refusals: ReadonlyArray<readonly [ReadonlyArray<string>, string]> = [
      [["rules", "add", "mine/x", "--category", "Travel", "--regex", "(?=a)b"], "regex refused"],
      [["rules", "add", "mine/x", "--category", "Nowhere", "--words", "a"], "no such category"],
      [["rules", "add", "mine/x", "--category", "Travel"], "needs a condition"],
      [["rules", "add", "mine/x", "--category", "Travel", "--from", "1e3"], "decimal numeral"],
      [["rules", "add", "not an id", "--category", "Travel", "--words", "a"], "an id of letters"],
      [["rules", "remove", "starter/cash/retrait"], "rules disable"],
      [["rules", "edit", "mine/none", "--category", "Travel"], "no such rule"],
      [["set", "0000000000", "Travel"], "no such transaction"],
      [["explain", "0000000000"], "no such transaction"]
    ]
    for (const [args, reason] of refusals) {
      const ran = millrace("categorize", ...args)
      assert.strictEqual(ran.code, 2, args.join(" "))
      assert.include(ran.err, reason)
      assert.notInclude(ran.err, "    at ")
    }
    assert.deepStrictEqual(Program.jsonLines(millrace("categorize", "rules", "list", "--json")), [])
  })
}, 240_000)
