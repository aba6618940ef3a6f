/**
 * Rules as people write them: a JSON file `{ "version": 1, "rules": [ … ] }`. Everything that is wrong with a file is said at
 * once, each with the rule, the place and the mend. A rule that passes here compiles: regexes are tried, and literals of
 * which nothing would be left to look for are refused.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import type { Condition, Test } from "./Condition.ts"
import { limits, testSchemas, valuesOf } from "./Condition.ts"
import { Rule } from "./Rule.ts"
import { formsOf } from "./RuleLiteral.ts"
import * as RuleRegex from "./RuleRegex.ts"

/** Characters of a rule file; a longer one is refused unread. */
export const maximumFileLength = 16_000_000

/** One thing that is wrong with a rule. Says where and how to mend it, never what the rule's texts are. */
export const RuleProblem = Schema.Struct({
  /** The rule's id, or null when the problem is elsewhere or the id itself is unreadable. */
  ruleId: Schema.NullOr(Schema.String),
  /** Where, as a JSON pointer from the rule (from the file when `ruleId` is null): `/when/all/0/value`. */
  path: Schema.String,
  problem: Schema.String,
  mend: Schema.String
})
export type RuleProblem = typeof RuleProblem.Type

/** Rules that cannot be used, with every problem found. */
export class InvalidRules extends Schema.TaggedError<InvalidRules>()("InvalidRules", {
  problems: Schema.Array(RuleProblem)
}) {
  override get message(): string {
    const first = this.problems[0]
    if (first === undefined) return "invalid rules"
    const rest = this.problems.length > 1 ? ` (and ${this.problems.length - 1} more)` : ""
    return `${first.ruleId ?? "rules"}${first.path}: ${first.problem}${rest}`
  }
}

/** A problem before it is known whose it is. */
type Found = Omit<RuleProblem, "ruleId">

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const format = SchemaIssue.makeFormatterStandardSchemaV1()

const segment = (part: PropertyKey | { readonly key: PropertyKey }): string =>
  String(typeof part === "object" ? part.key : part)
    .replaceAll("~", "~0")
    .replaceAll("/", "~1")

const mendFor = (message: string): string =>
  message === "Missing key"
    ? "add this key"
    : message === "Expected no excess property"
      ? "remove this key, or look for a misspelling"
      : "write what is expected here"

const foundIn = (error: Schema.SchemaError, path: string): ReadonlyArray<Found> =>
  format(error.issue).issues.map(({ message, path: inner }) => ({
    path: path + (inner ?? []).map((part) => `/${segment(part)}`).join(""),
    problem: message,
    mend: mendFor(message)
  }))

const options = { errors: "all", onExcessProperty: "error" } as const

const decoders = {
  text: Schema.decodeUnknownResult(testSchemas.text, options),
  regex: Schema.decodeUnknownResult(testSchemas.regex, options),
  amount: Schema.decodeUnknownResult(testSchemas.amount, options),
  amountRange: Schema.decodeUnknownResult(testSchemas.amountRange, options),
  absoluteAmount: Schema.decodeUnknownResult(testSchemas.absoluteAmount, options),
  absoluteAmountRange: Schema.decodeUnknownResult(testSchemas.absoluteAmountRange, options),
  date: Schema.decodeUnknownResult(testSchemas.date, options),
  dateRange: Schema.decodeUnknownResult(testSchemas.dateRange, options),
  account: Schema.decodeUnknownResult(testSchemas.account, options),
  currency: Schema.decodeUnknownResult(testSchemas.currency, options),
  direction: Schema.decodeUnknownResult(testSchemas.direction, options)
}

/** Picks the decoder by field and operator, so that an error speaks of the test that was meant and not of eleven others. */
const decodeTest = (json: Readonly<Record<string, unknown>>): Result.Result<Test, Schema.SchemaError> | undefined => {
  const between = json["op"] === "between"
  switch (json["field"]) {
    case "description":
    case "counterparty":
    case "memo":
    case "text":
      return json["op"] === "regex" ? decoders.regex(json) : decoders.text(json)
    case "amount":
      return between ? decoders.amountRange(json) : decoders.amount(json)
    case "absolute-amount":
      return between ? decoders.absoluteAmountRange(json) : decoders.absoluteAmount(json)
    case "date":
      return between ? decoders.dateRange(json) : decoders.date(json)
    case "account":
      return decoders.account(json)
    case "currency":
      return decoders.currency(json)
    case "direction":
      return decoders.direction(json)
    default:
      return undefined
  }
}

/** What a schema cannot see in a test: regexes that are refused, empty ranges, literals of which nothing is left. */
const problemsOfTest = (test: Test, path: string): ReadonlyArray<Found> => {
  if (test.op === "between") {
    return test.from !== undefined || test.to !== undefined
      ? []
      : [{ path, problem: "neither from nor to", mend: "give at least one end of the range" }]
  }
  if (test.op === "regex") {
    const compiled = RuleRegex.compile(test.value)
    return Result.isSuccess(compiled)
      ? []
      : [
          {
            path: `${path}/value`,
            problem: `regex refused: ${compiled.failure}`,
            mend: "write the pattern in RE2 syntax"
          }
        ]
  }
  switch (test.field) {
    case "description":
    case "counterparty":
    case "memo":
    case "text": {
      const { op, on = "normalized", value } = test
      return valuesOf(value).flatMap((literal, index) =>
        formsOf(literal, op, on).length > 0
          ? []
          : [
              {
                path: typeof value === "string" ? `${path}/value` : `${path}/value/${index}`,
                problem: "nothing of this literal is left to look for: normalized text has letters and digits only",
                mend: 'use letters or digits, or read the whole text with "on": "original"'
              }
            ]
      )
    }
    default:
      return []
  }
}

interface Budget {
  conditions: number
}

const tooMany: Omit<Found, "path"> = {
  problem: `more than ${limits.conditions} conditions`,
  mend: "put literals into one list, or split the rule"
}

/** Decodes a condition node by node: bounded in depth and number before anything recursive looks at it. */
const decodeCondition = (
  json: unknown,
  path: string,
  depth: number,
  budget: Budget
): Result.Result<Condition, ReadonlyArray<Found>> => {
  if (!isRecord(json)) {
    return Result.fail([{ path, problem: "Expected a condition", mend: "write an object: a test, or all, any or not" }])
  }
  if (depth > limits.depth) {
    return Result.fail([{ path, problem: `nested deeper than ${limits.depth}`, mend: "flatten it, or split the rule" }])
  }
  if (++budget.conditions > limits.conditions) return Result.fail([{ path, ...tooMany }])
  const group = (["all", "any", "not"] as const).find((key) => key in json)
  if (group !== undefined) {
    const extra = Object.keys(json).filter((key) => key !== group)
    const found: Array<Found> = extra.map((key) => ({
      path: `${path}/${segment(key)}`,
      problem: `a condition with ${group} has no other keys`,
      mend: "move it into a condition of its own"
    }))
    const inner = json[group]
    if (group === "not") {
      const not = decodeCondition(inner, `${path}/not`, depth + 1, budget)
      if (Result.isSuccess(not) && found.length === 0) return Result.succeed({ not: not.success })
      return Result.fail([...found, ...(Result.isFailure(not) ? not.failure : [])])
    }
    if (!Array.isArray(inner) || inner.length === 0) {
      return Result.fail([
        ...found,
        { path: `${path}/${group}`, problem: "Expected a list of conditions", mend: "give at least one condition" }
      ])
    }
    const parts: Array<Condition> = []
    for (let i = 0; i < inner.length && budget.conditions <= limits.conditions; i++) {
      const part = decodeCondition(inner[i], `${path}/${group}/${i}`, depth + 1, budget)
      if (Result.isSuccess(part)) parts.push(part.success)
      else found.push(...part.failure)
    }
    if (found.length > 0) return Result.fail(found)
    return Result.succeed(group === "all" ? { all: parts } : { any: parts })
  }
  const test = decodeTest(json)
  if (test === undefined) {
    return Result.fail([
      {
        path: `${path}/field`,
        problem:
          "Expected a field: description, counterparty, memo, text, amount, absolute-amount, direction, account, currency, date",
        mend: "name the field to test, or use all, any or not"
      }
    ])
  }
  if (Result.isFailure(test)) return Result.fail(foundIn(test.failure, path))
  const problems = problemsOfTest(test.success, path)
  return problems.length > 0 ? Result.fail(problems) : Result.succeed(test.success)
}

const decodeHeader = Schema.decodeUnknownResult(Schema.Struct({ ...Rule.fields, when: Schema.Unknown }), options)

/** Decodes and checks one rule, as parsed from JSON. */
export const decodeRule = (json: unknown): Result.Result<Rule, ReadonlyArray<RuleProblem>> => {
  const id = isRecord(json) && typeof json["id"] === "string" && json["id"].length <= 100 ? json["id"] : null
  const head = decodeHeader(json)
  const found: Array<Found> = Result.isFailure(head) ? [...foundIn(head.failure, "")] : []
  if (isRecord(json) && "when" in json) {
    const when = decodeCondition(json["when"], "/when", 1, { conditions: 0 })
    if (Result.isFailure(when)) found.push(...when.failure)
    else if (Result.isSuccess(head)) return Result.succeed({ ...head.success, when: when.success })
  }
  return Result.fail(found.map((problem) => ({ ruleId: id, ...problem })))
}

const problemsOfCondition = (condition: Condition, path: string): ReadonlyArray<Found> => {
  if ("all" in condition) return condition.all.flatMap((part, i) => problemsOfCondition(part, `${path}/all/${i}`))
  if ("any" in condition) return condition.any.flatMap((part, i) => problemsOfCondition(part, `${path}/any/${i}`))
  if ("not" in condition) return problemsOfCondition(condition.not, `${path}/not`)
  return problemsOfTest(condition, path)
}

const literalLength = (condition: Condition): number => {
  if ("all" in condition) return condition.all.reduce((sum, part) => sum + literalLength(part), 0)
  if ("any" in condition) return condition.any.reduce((sum, part) => sum + literalLength(part), 0)
  if ("not" in condition) return literalLength(condition.not)
  return condition.op === "between" ? 0 : valuesOf(condition.value).reduce((sum, value) => sum + value.length, 0)
}

/** What is wrong between rules that are right each by itself. */
const problemsOfSet = (rules: ReadonlyArray<Rule>): ReadonlyArray<RuleProblem> => {
  const problems: Array<RuleProblem> = []
  if (rules.length > limits.rules) {
    problems.push({ ruleId: null, path: "/rules", problem: `more than ${limits.rules} rules`, mend: "remove some" })
  }
  const ids = new Set<string>()
  let characters = 0
  for (const { id, when } of rules) {
    if (ids.has(id))
      problems.push({ ruleId: id, path: "/id", problem: "this id is taken", mend: "give each rule its own id" })
    ids.add(id)
    characters += literalLength(when)
  }
  if (characters > limits.literals) {
    const problem = `literals of more than ${limits.literals} characters together`
    problems.push({ ruleId: null, path: "/rules", problem, mend: "remove or shorten some" })
  }
  return problems
}

/** Everything that keeps a set of well-formed rules from compiling: repeated ids, too many, tests that cannot hold. */
export const problemsOf = (rules: ReadonlyArray<Rule>): ReadonlyArray<RuleProblem> => [
  ...problemsOfSet(rules),
  ...rules.flatMap(({ id, when }) => problemsOfCondition(when, "/when").map((found) => ({ ruleId: id, ...found })))
]

/** Decodes and checks a set of rules, as parsed from JSON: an array of rules, or a file's object. */
export const decode = (json: unknown): Result.Result<ReadonlyArray<Rule>, InvalidRules> => {
  const fail = (path: string, problem: string, mend: string) =>
    Result.fail(new InvalidRules({ problems: [{ ruleId: null, path, problem, mend }] }))
  if (isRecord(json) && json["version"] !== 1) return fail("/version", "Expected 1", 'write "version": 1')
  const list = isRecord(json) ? json["rules"] : json
  if (!Array.isArray(list)) return fail("/rules", "Expected a list of rules", 'write { "version": 1, "rules": [ … ] }')
  if (list.length > limits.rules) return fail("/rules", `more than ${limits.rules} rules`, "remove some")
  const rules: Array<Rule> = []
  const problems: Array<RuleProblem> = []
  list.forEach((item: unknown, index) => {
    const rule = decodeRule(item)
    if (Result.isSuccess(rule)) rules.push(rule.success)
    else {
      for (const problem of rule.failure) {
        problems.push(problem.ruleId === null ? { ...problem, path: `/rules/${index}${problem.path}` } : problem)
      }
    }
  })
  problems.push(...problemsOfSet(rules))
  return problems.length > 0 ? Result.fail(new InvalidRules({ problems })) : Result.succeed(rules)
}

/** Reads a rule file's text. */
export const parse = (text: string): Result.Result<ReadonlyArray<Rule>, InvalidRules> => {
  const fail = (problem: string, mend: string) =>
    Result.fail(new InvalidRules({ problems: [{ ruleId: null, path: "", problem, mend }] }))
  if (text.length > maximumFileLength) return fail(`longer than ${maximumFileLength} characters`, "split the file")
  let json: unknown
  try {
    json = JSON.parse(text.startsWith("\ufeff") ? text.slice(1) : text)
  } catch {
    return fail("not JSON", "check commas, quotes and brackets")
  }
  return decode(json)
}

/** Writes rules as a file's text, ordered by id; `parse` reads it back to the same rules. */
export const print = (rules: ReadonlyArray<Rule>): string => {
  const sorted = rules.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  return `${JSON.stringify({ version: 1, rules: sorted }, null, 2)}\n`
}
