/** What went wrong in an attempt, told apart by what it costs the event. */
import * as Cause from "effect/Cause"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
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

/** The handler took longer than its contract allows. */
export class HandlerTimeout extends Schema.TaggedError<HandlerTimeout>()("HandlerTimeout", { millis: Schema.Finite }) {
  override get message(): string {
    return `The handler took longer than ${this.millis} ms, its contract's timeout.`
  }
}

/** The transport's time ran out before the handler's. */
export class TransportTimeout extends Schema.TaggedError<TransportTimeout>()("TransportTimeout", {
  millis: Schema.Finite
}) {
  override get message(): string {
    return `The handler needs longer than the ${this.millis} ms that its transport has. Give the transport more time, or the handler less to do.`
  }
}

/** The consumer was handed an event that its contract does not take. */
export class TypeUnknown extends Schema.TaggedError<TypeUnknown>()("TypeUnknown", {
  type: Schema.String,
  consumer: Schema.String
}) {
  override get message(): string {
    return `${this.consumer} takes no events of type ${JSON.stringify(this.type)}.`
  }
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
