/**
 * Quicken Interchange Format: what Quicken, Microsoft Money, GnuCash and many banks export. Read are bank, card, cash,
 * asset and liability accounts with their splits, and of investment accounts what moves cash. QIF states no currency and
 * no order of its dates; the survey decides the latter over the whole file, by the rules that `QifSurvey.ts` gives, and
 * says in the certificate's notes where it was not certain.
 */
import type { Format, Head, Recognition } from "../Format.ts"
import * as QifSession from "./QifSession.ts"
import { type QifPlan, QifSurvey } from "./QifSurvey.ts"

const header = /^\s*!\s*(?:type\s*:|account\b|option\s*:|clear\s*:)/i

/** Claims a file by its headers; a file without any by records of nothing but QIF's one-letter lines. */
const recognize = (head: Head): Recognition | null => {
  const lines = head.text.replace(/^\uFEFF/, "").split(/\r\n?|\n/)
  const claim = (score: number, certainty: Recognition["certainty"]): Recognition => ({
    format: "qif",
    score,
    certainty,
    declaredEncoding: null
  })
  const filled = lines.filter((line) => line.trim() !== "")
  const at = filled.findIndex((line) => header.test(line))
  if (at === 0) return claim(1, "stated")
  if (at > 0) return claim(0.9, "stated")
  // The head may end within a line.
  const whole = head.complete ? filled : filled.slice(0, -1)
  const isPlain = whole.length >= 3 && whole.every((line) => /^\s*(?:[DTUCNPMALSEF$%QIYO]|\^)/.test(line))
  const hasRecord = whole.some((line) => /^\s*\^\s*$/.test(line)) && whole.some((line) => /^\s*D\s*\d/.test(line))
  return isPlain && hasRecord && whole.some((line) => /^\s*[TU]\s*[-+$€£]?\s*[\d.,]/.test(line))
    ? claim(0.7, "inferred")
    : null
}

export const format: Format<QifPlan> = {
  names: ["qif"],
  recognize,
  survey: (_recognition, options) => new QifSurvey(options),
  open: (_recognition, options, plan) => QifSession.open(options, plan)
}
