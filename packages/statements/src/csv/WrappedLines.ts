/**
 * Files in which every line is one quoted field that holds a whole record, its own quotes doubled:
 *
 *     "2026-01-05,""Harbour, Cafe"",-3.50"
 *
 * Spreadsheets write them when a CSV file that was pasted into one column is saved again. The wrapping is taken off before
 * the records are read; lines keep their numbers.
 */
import type { Session, Survey } from "../Format.ts"
import type { Item } from "../Statement.ts"
import type { Plan } from "./Plan.ts"

/** Lines that are looked at. */
const linesLookedAt = 200

/** A line's text without its wrapping; `null` where it has none. */
const unwrapped = (line: string): string | null => {
  if (line.length < 2 || !line.startsWith('"') || !line.endsWith('"')) return null
  const inner = line.slice(1, -1)
  const text = inner.replaceAll('""', "\u0000")
  return text.includes('"') ? null : text.replaceAll("\u0000", '"')
}

/** Whether the lines of a file's beginning are all wrapped records; at least two of them. */
export const areWrapped = (head: string, complete: boolean): boolean => {
  if (!head.trimStart().startsWith('"')) return false
  const lines = head.split(/\r?\n|\r/, linesLookedAt + 1)
  if (!complete || lines.length > linesLookedAt) lines.pop()
  let records = 0
  for (const line of lines) {
    const trimmed = line.trim()
    if (trimmed === "") continue
    const record = unwrapped(trimmed)
    if (record === null || !/[,;\t|]/.test(record)) return false
    records++
  }
  return records >= 2
}

/** Takes the wrapping off text that comes in pieces. */
export class Unwrapper {
  readonly #longest: number
  #held = ""

  /** Lines longer than `longest` UTF-16 code units pass as they are, for the tokenizer to refuse. */
  constructor(longest: number) {
    this.#longest = longest
  }

  write(text: string): string {
    const held = this.#held + text
    const end = held.lastIndexOf("\n") + 1
    this.#held = held.slice(end)
    const rest = this.#held.length > this.#longest ? this.end() : ""
    return lines(held.slice(0, end)) + rest
  }

  end(): string {
    const last = this.#held
    this.#held = ""
    return lines(last)
  }
}

const lines = (text: string): string =>
  text
    .split("\n")
    .map((line) => {
      const ending = line.endsWith("\r") ? "\r" : ""
      const record = unwrapped(line.slice(0, line.length - ending.length).trim())
      return record === null ? line : record + ending
    })
    .join("\n")

/** A plan, and whether the lines it is for are wrapped. */
export interface WrappedPlan {
  readonly plan: Plan
  readonly wrapped: boolean
}

/** A survey that sees through the wrapping. The first text written decides whether there is one. */
export class WrappedSurvey implements Survey<WrappedPlan> {
  readonly #inner: Survey<Plan>
  readonly #longest: number
  #unwrapper: Unwrapper | null | undefined

  constructor(inner: Survey<Plan>, longest: number) {
    this.#inner = inner
    this.#longest = longest
  }

  write(text: string): void {
    if (text === "") return
    if (this.#unwrapper === undefined) this.#unwrapper = areWrapped(text, false) ? new Unwrapper(this.#longest) : null
    this.#inner.write(this.#unwrapper === null ? text : this.#unwrapper.write(text))
  }

  end(): WrappedPlan {
    const unwrapper = this.#unwrapper ?? null
    if (unwrapper !== null) this.#inner.write(unwrapper.end())
    return { plan: this.#inner.end(), wrapped: unwrapper !== null }
  }
}

/** A session that is given wrapped lines. */
export class WrappedSession implements Session {
  readonly #inner: Session
  readonly #unwrapper: Unwrapper

  constructor(inner: Session, longest: number) {
    this.#inner = inner
    this.#unwrapper = new Unwrapper(longest)
  }

  write(text: string): ReadonlyArray<Item> {
    return this.#inner.write(this.#unwrapper.write(text))
  }

  end(): ReadonlyArray<Item> {
    const last = this.#inner.write(this.#unwrapper.end())
    return [...last, ...this.#inner.end()]
  }

  get rowsRead(): number {
    return this.#inner.rowsRead
  }

  summary(): ReturnType<Session["summary"]> {
    return this.#inner.summary()
  }
}
