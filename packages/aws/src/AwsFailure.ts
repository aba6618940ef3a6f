/**
 * A call to AWS that failed, classified: what kind of failure, whether the call may have taken effect all the same, and
 * what to tell an operator. AWS's own messages are left out of it, because they quote object keys and file names.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
import { Unavailable } from "@millrace/core/Unavailable"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"

/**
 * `throttled`, `unavailable` and `timeout` may pass by themselves. `denied` and `missing` (a bucket, table or queue that is
 * not there) wait for an operator. `conflict` is a condition or another write. `invalid` is a request that AWS will never
 * take: a mistake in the program.
 */
export type Reason = "throttled" | "denied" | "missing" | "conflict" | "unavailable" | "timeout" | "invalid"

/** A call that failed. */
export class AwsFailure extends Data.TaggedError("AwsFailure")<{
  /** For example `S3`. */
  readonly service: string
  /** For example `S3.HeadObject`. */
  readonly operation: string
  readonly reason: Reason
  /** AWS's code, or Node's, such as `SlowDown` or `ECONNRESET`. */
  readonly code: string
  /** `unknown` where the call may have taken effect although it failed: the answer was lost. */
  readonly applied: "no" | "unknown"
  /** Code, HTTP status, request id, and the action that a policy lacks: no key, no content. */
  readonly detail: string
  /** The permission that AWS's message says is lacking, such as `s3:ListBucket`. */
  readonly lacking: string | undefined
  /** What the SDK threw, for the few callers that need more of it. */
  readonly error: unknown
}> {
  override get message(): string {
    return `${this.operation}: ${this.reason} (${this.detail})`
  }
}

const throttling = new Set([
  "BandwidthLimitExceeded",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "TransactionThrottled"
])

const denying = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "CredentialsProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "MissingAuthenticationTokenException",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException"
])

const missing = new Set([
  "AWS.SimpleQueueService.NonExistentQueue",
  "NoSuchBucket",
  "NoSuchKey",
  "NoSuchUpload",
  "NoSuchVersion",
  "NotFound",
  "QueueDoesNotExist",
  "ResourceNotFoundException"
])

const conflicting = new Set([
  "ConditionalCheckFailedException",
  "ConditionalRequestConflict",
  "OperationAborted",
  "PreconditionFailed",
  "TransactionCanceledException",
  "TransactionConflictException",
  "TransactionInProgressException"
])

/** Connections that were never made, so nothing was asked. */
const unsent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"])

const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined)

const reasonOf = (code: string, status: number | undefined): Reason => {
  if (throttling.has(code) || status === 429) return "throttled"
  if (denying.has(code)) return "denied"
  if (missing.has(code)) return "missing"
  if (conflicting.has(code)) return "conflict"
  if (code === "TimeoutError" || code === "RequestTimeout") return "timeout"
  if (status === undefined || status >= 500 || status < 400) return "unavailable"
  if (status === 401 || status === 403) return "denied"
  if (status === 404) return "missing"
  if (status === 408) return "timeout"
  if (status === 409 || status === 412) return "conflict"
  return "invalid"
}

/** Classifies what a client threw. */
export const classify = (service: string, operation: string, error: unknown): AwsFailure => {
  const metadata = propertyOf(error, "$metadata")
  const httpStatus = propertyOf(metadata, "httpStatusCode")
  const status = typeof httpStatus === "number" ? httpStatus : undefined
  const named = textOf(propertyOf(error, "name"))
  const networkCode = textOf(propertyOf(error, "code")) ?? textOf(propertyOf(propertyOf(error, "cause"), "code"))
  const code = (named === undefined || named === "Error" ? networkCode : named) ?? networkCode ?? "Error"
  const reason = reasonOf(code, status)
  const lacking = /perform: ([A-Za-z0-9-]{1,40}:[A-Za-z]{1,60})/.exec(textOf(propertyOf(error, "message")) ?? "")?.[1]
  const requestId = textOf(propertyOf(metadata, "requestId"))
  const doubtful = reason === "timeout" || (reason === "unavailable" && !unsent.has(networkCode ?? ""))
  return new AwsFailure({
    service,
    operation,
    reason,
    code,
    applied: doubtful ? "unknown" : "no",
    detail: [
      code,
      ...(status === undefined ? [] : [`HTTP ${status}`]),
      ...(requestId === undefined ? [] : [`request ${requestId}`]),
      ...(lacking === undefined ? [] : [`grant ${lacking}`])
    ].join(", "),
    lacking,
    error
  })
}

/** An attempt that took longer than it may. */
export const tooSlow = (service: string, operation: string, millis: number): AwsFailure =>
  new AwsFailure({
    service,
    operation,
    reason: "timeout",
    code: "TimeoutError",
    applied: "unknown",
    detail: `no answer in ${millis} ms`,
    lacking: undefined,
    error: undefined
  })

/** Whether asking again may help. */
export const mayPass = ({ code, reason }: AwsFailure): boolean =>
  reason === "throttled" ||
  reason === "unavailable" ||
  reason === "timeout" ||
  code === "OperationAborted" ||
  code === "ConditionalRequestConflict" ||
  code === "TransactionConflictException" ||
  code === "TransactionInProgressException"

/** A request that AWS refuses for what it is. No retry mends it, so it is a defect and not an `Unavailable`. */
export class RequestInvalid extends Error {
  override readonly name = "RequestInvalid"
}

/** The failure as a program knows it. */
export const toUnavailable = (failure: AwsFailure): Effect.Effect<never, Unavailable> => {
  const { detail, operation, reason, service } = failure
  if (reason === "invalid") return Effect.die(new RequestInvalid(failure.message))
  return Effect.fail(
    new Unavailable({
      service,
      operation,
      reason: reason === "missing" || reason === "conflict" ? "unavailable" : reason,
      detail: reason === "missing" ? `${detail}: a bucket, table, bus or queue of this deployment is not there` : detail
    })
  )
}
