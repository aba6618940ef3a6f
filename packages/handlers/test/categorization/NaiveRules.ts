/**
 * The oracle: rules as one would evaluate them without thinking about speed, a loop over the rules and a recursion over each
 * condition. It imports nothing from the engine, so that a mistake there cannot repeat itself here; normalized texts are
 * an input to both.
 */

export interface NaiveCandidate {
  readonly accountId: string
  readonly date: string
  readonly amount: string
  readonly currency: string
}
export interface NaiveText {
  readonly normalized: string
  readonly original: string
}
export interface NaiveTexts {
  readonly description: NaiveText
  readonly counterparty: NaiveText | null
  readonly memo: NaiveText | null
}

type Values = string | ReadonlyArray<string>
export type NaiveCondition =
  | { readonly all: ReadonlyArray<NaiveCondition> }
  | { readonly any: ReadonlyArray<NaiveCondition> }
  | { readonly not: NaiveCondition }
  | {
      readonly field: string
      readonly op: string
      readonly value?: Values
      readonly on?: string
      readonly from?: string
      readonly to?: string
    }

export interface NaiveRule {
  readonly id: string
  readonly enabled: boolean
  readonly priority: number
  readonly category: string
  readonly when: NaiveCondition
}

const list = (value: Values | undefined): ReadonlyArray<string> =>
  value === undefined ? [] : typeof value === "string" ? [value] : value

const simple = (text: string): string =>
  Array.from(text.normalize("NFKD"))
    .filter((c) => !/\p{M}/u.test(c))
    .join("")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("æ", "ae")
    .replaceAll("ø", "o")

const digraph = (text: string): string =>
  simple(
    text
      .normalize("NFC")
      .toLowerCase()
      .replaceAll("ä", "ae")
      .replaceAll("ö", "oe")
      .replaceAll("ü", "ue")
      .replaceAll("å", "aa")
      .replaceAll("ø", "oe")
  )

const tokens = (text: string): string =>
  text
    .replaceAll("'", "")
    .split(/[^\p{L}\p{N}]/u)
    .filter((token) => token !== "")
    .join(" ")

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")

interface Form {
  readonly text: string
  readonly pattern: RegExp | null
}

const formsOf = (literal: string, op: string, on: string): ReadonlyArray<Form> => {
  const before = op === "words" && literal.startsWith("*")
  const after = op === "words" && literal.endsWith("*")
  const bare = literal.slice(before ? 1 : 0, after ? Math.max(1, literal.length - 1) : literal.length)
  return [...new Set([simple(bare), digraph(bare)])]
    .map((form) => (on === "original" ? (op === "words" ? form.trim() : form) : tokens(form)))
    .filter((form) => form !== "")
    .map((text) => ({
      text,
      pattern:
        op === "words"
          ? new RegExp(`${before ? "" : "(?<![\\p{L}\\p{N}])"}${escape(text)}${after ? "" : "(?![\\p{L}\\p{N}])"}`, "u")
          : null
    }))
}

type TestCondition = Extract<NaiveCondition, { readonly op: string }>

// A loop worth comparing with does not fold a rule's literals, or compile its regex, once per transaction.
const formsOfCondition = new WeakMap<TestCondition, ReadonlyArray<Form>>()
const regexOfCondition = new WeakMap<TestCondition, RegExp>()

const formsFor = (condition: TestCondition): ReadonlyArray<Form> => {
  const known = formsOfCondition.get(condition)
  if (known !== undefined) return known
  const forms = list(condition.value).flatMap((literal) => formsOf(literal, condition.op, condition.on ?? "normalized"))
  formsOfCondition.set(condition, forms)
  return forms
}

const regexFor = (condition: TestCondition): RegExp => {
  const known = regexOfCondition.get(condition)
  if (known !== undefined) return known
  const regex = new RegExp(list(condition.value).join(""), "i")
  regexOfCondition.set(condition, regex)
  return regex
}

const textHolds = (text: string, condition: TestCondition): boolean => {
  if (condition.op === "regex") return regexFor(condition).test(text)
  return formsFor(condition).some(({ pattern, text: form }) => {
    switch (condition.op) {
      case "contains":
        return text.includes(form)
      case "starts":
        return text.startsWith(form)
      case "ends":
        return text.endsWith(form)
      case "words":
        return pattern !== null && text.includes(form) && pattern.test(text)
      default:
        return text === form
    }
  })
}

const units = (amount: string): bigint => {
  const [whole = "0", fraction = ""] = amount.replace("-", "").split(".")
  const magnitude = BigInt(whole + fraction.padEnd(12, "0"))
  return amount.startsWith("-") ? -magnitude : magnitude
}

export const naiveHolds = (condition: NaiveCondition, candidate: NaiveCandidate, texts: NaiveTexts): boolean => {
  if ("all" in condition) return condition.all.every((part) => naiveHolds(part, candidate, texts))
  if ("any" in condition) return condition.any.some((part) => naiveHolds(part, candidate, texts))
  if ("not" in condition) return !naiveHolds(condition.not, candidate, texts)
  const { field, from, on = "normalized", op, to, value } = condition
  switch (field) {
    case "description":
    case "counterparty":
    case "memo":
    case "text": {
      const read = field === "text" ? [texts.description, texts.counterparty, texts.memo] : [texts[field]]
      return read.some(
        (text) => text !== null && textHolds(on === "original" ? text.original : text.normalized, condition)
      )
    }
    case "amount":
    case "absolute-amount": {
      const signed = units(candidate.amount)
      const amount = field === "amount" || signed >= 0n ? signed : -signed
      if (op === "between")
        return (from === undefined || units(from) <= amount) && (to === undefined || amount <= units(to))
      return list(value).some((wanted) => units(wanted) === amount)
    }
    case "date":
      if (op === "between")
        return (from === undefined || from <= candidate.date) && (to === undefined || candidate.date <= to)
      return list(value).includes(candidate.date)
    case "direction":
      return value === "in" ? units(candidate.amount) > 0n : units(candidate.amount) < 0n
    case "account":
      return list(value).includes(candidate.accountId)
    case "currency":
      return list(value).includes(candidate.currency)
    default:
      throw new Error(`the oracle does not know ${field}`)
  }
}

const weights: Readonly<Record<string, number>> = {
  is: 40,
  "one-of": 40,
  starts: 20,
  ends: 20,
  words: 15,
  contains: 10
}

/** As documented at `Rule.specificity`; a regex's required text is given by the test, which knows its own patterns. */
export const naiveSpecificity = (condition: NaiveCondition, requiredLength: (pattern: string) => number): number => {
  if ("all" in condition)
    return condition.all.map((part) => naiveSpecificity(part, requiredLength)).reduce((a, b) => a + b)
  if ("any" in condition) return Math.min(...condition.any.map((part) => naiveSpecificity(part, requiredLength)))
  if ("not" in condition) return 1
  const { field, from, on = "normalized", op, to, value } = condition
  if (["description", "counterparty", "memo", "text"].includes(field)) {
    if (op === "regex")
      return (
        10 +
        list(value)
          .map(requiredLength)
          .reduce((a, b) => a + b)
      )
    const lengths = list(value).flatMap((literal) => formsOf(literal, op, on).map(({ text }) => text.length))
    return (weights[op] ?? 0) + Math.min(...lengths)
  }
  if (["amount", "absolute-amount", "date"].includes(field)) {
    return op === "between" ? (from === undefined ? 0 : 6) + (to === undefined ? 0 : 6) : 30
  }
  return field === "account" ? 10 : 4
}

/** The id of the rule that decides, or null. */
export const naiveWinner = (
  rules: ReadonlyArray<NaiveRule>,
  candidate: NaiveCandidate,
  texts: NaiveTexts,
  specificityOf: (rule: NaiveRule) => number
): string | null => {
  let best: NaiveRule | null = null
  for (const rule of rules) {
    if (!rule.enabled || !naiveHolds(rule.when, candidate, texts)) continue
    if (best === null) {
      best = rule
      continue
    }
    const order =
      rule.priority - best.priority || specificityOf(rule) - specificityOf(best) || (rule.id < best.id ? 1 : -1)
    if (order > 0) best = rule
  }
  return best?.id ?? null
}
