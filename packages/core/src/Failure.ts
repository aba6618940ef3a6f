/** What went wrong in an attempt, told apart by what it costs the event. */
import * as Cause from "effect/Cause"
import * as Option from "effect/Option"
import type * as DeadLetters from "./DeadLetters.ts"

/** A failed attempt. `message` may quote what a program said and belongs into dead letters only; `tag` is safe to log. */
export interface Failure {
  readonly tag: string
  readonly message: string
  /**
   * `attempt`: counts against the policy's attempts. `deferral`: costs age only (a dependency is unavailable, a newer version
   * is being rolled out). `terminal` and `undecodable`: no retry can mend it.
   */
  readonly kind: "attempt" | "deferral" | Extract<DeadLetters.DeadLetter["cause"]["kind"], "terminal" | "undecodable">
}

/** Errors of the framework that no attempt can mend. */
const undecodable = new Set(["PayloadInvalid", "ClaimInvalid", "EnvelopeInvalid", "TypeUnknown"])

/** Errors that say nothing about the work itself. */
const deferrals = new Set(["Unavailable", "VersionUnknown", "PublishFailed"])

const textOf = (value: unknown): string =>
  value instanceof Error
    ? value.message
    : typeof value === "object" && value !== null && "message" in value && typeof value.message === "string"
      ? value.message
      : typeof value === "string"
        ? value
        : ""

const tagOf = (value: unknown): string =>
  typeof value === "object" && value !== null && "_tag" in value && typeof value._tag === "string"
    ? value._tag
    : value instanceof Error
      ? value.name
      : "Failure"

/** The failure that a cause amounts to; `undefined` where it was only interrupted. */
export const fromCause = (cause: Cause.Cause<unknown>, terminal: ReadonlyArray<string>): Failure | undefined => {
  const error = Cause.findErrorOption(cause)
  if (Option.isSome(error)) {
    const tag = tagOf(error.value)
    const kind = undecodable.has(tag)
      ? "undecodable"
      : deferrals.has(tag)
        ? "deferral"
        : terminal.includes(tag)
          ? "terminal"
          : "attempt"
    return { tag, message: textOf(error.value), kind }
  }
  const defect = Cause.findDefect(cause)
  if (defect._tag === "Success") {
    const value = defect.success
    const name = value instanceof Error ? value.name : "Defect"
    return { tag: "Defect", message: `${name}: ${textOf(value) || "thrown without a message"}`, kind: "attempt" }
  }
  return undefined
}
