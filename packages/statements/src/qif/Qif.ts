/**
 * Quicken Interchange Format: what Quicken, Microsoft Money, GnuCash and many banks export. Read are bank, card, cash,
 * asset and liability accounts with their splits, and of investment accounts what moves cash. QIF states no currency and
 * no order of its dates; the survey decides the latter over the whole file, by the rules that `QifSurvey.ts` gives, and
 * says in the certificate's notes where it was not certain.
 */
import type { Format, Head, Recognition } from "../Format.ts"
import * as QifSession from "./QifSession.ts"
import { type QifPlan, QifSurvey } from "./QifSurvey.ts"

const header = /^!\s?(?:type\s?:|account\b|option\s?:|clear\s?:)/i
const field = /^(?:[DTUCNPMALSEF$%QIYO]|\^)/

/** Claims a file by its headers; a file without any by records of nothing but QIF's one-letter lines. */
const recognize = (head: Head): Recognition | null => {
  // `trim` takes a byte order mark with it; what a line is shows in its beginning.
  const lines = head.text
    .split(/\r\n?|\n/)
    .map((line) => line.trim().slice(0, 40))
    .filter((line) => line !== "")
  const claim = (score: number, certainty: Recognition["certainty"]): Recognition => ({
    format: "qif",
    score,
    certainty,
    declaredEncoding: null
  })
  const at = lines.findIndex((line) => header.test(line))
  if (at === 0) return claim(1, "stated")
  if (at > 0) return claim(0.9, "stated")
  // The head may end within a line.
  const whole = head.complete ? lines : lines.slice(0, -1)
  const isPlain = whole.length >= 3 && whole.every((line) => field.test(line)) && whole.includes("^")
  const hasDate = whole.some((line) => /^D\s?\d/.test(line))
  const hasAmount = whole.some((line) => /^[TU]\s?[-+$€£]?\s?[\d.,]/.test(line))
  return isPlain && hasDate && hasAmount ? claim(0.7, "inferred") : null
}

export const format: Format<QifPlan> = {
  names: ["qif"],
  recognize,
  survey: (_recognition, options) => new QifSurvey(options),
  open: (_recognition, options, plan) => QifSession.open(options, plan)
}
