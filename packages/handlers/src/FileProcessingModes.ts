/**
 * The ways an upload can go, as contracts alone.
 *
 * - `events`: the chain of events.
 * - `shadow`: the chain, and beside it the direct processor on shadow collections.
 * - `direct`: the rollback; the upload goes to the direct processor. The chain's consumers stay, since what was under way
 *   when the mode was switched must end, and since what people say still travels as events.
 *
 * Switching between them in the middle of a stream loses nothing and doubles nothing: all of them decide the same ids.
 */
import * as Pipeline from "@millrace/core/Pipeline"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { DirectProcessor } from "./contracts/DirectProcessor.ts"
import { S3EventHandler } from "./contracts/S3EventHandler.ts"
import { ShadowProcessor } from "./contracts/ShadowProcessor.ts"
import { AnalyticsUpdated, FileRejected, FileUploaded } from "./Events.ts"
import { FileProcessing } from "./FileProcessing.ts"

/** The chain with the direct processor beside it, on shadow collections. */
export const FileProcessingShadow = Pipeline.make("file-processing", [...FileProcessing.consumers, ShadowProcessor], {
  exits: [FileRejected, AnalyticsUpdated]
})

const [, ...behindTheUpload] = FileProcessing.consumers

/** Uploads go to the direct processor. */
export const FileProcessingDirect = Pipeline.make("file-processing", [DirectProcessor, ...behindTheUpload], {
  entries: [FileUploaded],
  exits: [FileRejected, AnalyticsUpdated]
})

/**
 * Consumers that a mode's pipeline does not have, and whose queues may hold uploads from before the switch. They are given
 * nothing new and stay until their queues are empty.
 */
export const draining = { events: [DirectProcessor], shadow: [DirectProcessor], direct: [S3EventHandler] } as const

/** How uploads go. */
export type UploadTrigger = "events" | "shadow" | "direct"

/** The pipeline of each way. */
export const pipelines = {
  events: FileProcessing,
  shadow: FileProcessingShadow,
  direct: FileProcessingDirect
} as const satisfies Record<UploadTrigger, Pipeline.Pipeline>

/** The two flags leave no way for an upload, or are no flags. */
export class UploadTriggerInvalid extends Schema.TaggedError<UploadTriggerInvalid>()("UploadTriggerInvalid", {
  reason: Schema.String
}) {
  override get message(): string {
    return this.reason
  }
}

const flag = (name: string, text: string | undefined, missing: boolean): Result.Result<boolean, UploadTriggerInvalid> =>
  text === undefined || text === ""
    ? Result.succeed(missing)
    : text === "true" || text === "1"
      ? Result.succeed(true)
      : text === "false" || text === "0"
        ? Result.succeed(false)
        : Result.fail(new UploadTriggerInvalid({ reason: `${name} must be true or false.` }))

/** How uploads go by `ENABLE_EVENT_PUBLISHING` (true unless set) and `ENABLE_DIRECT_TRIGGERS` (false unless set). */
export const uploadTrigger = (
  environment: Readonly<Record<string, string | undefined>>
): Result.Result<UploadTrigger, UploadTriggerInvalid> =>
  Result.gen(function* () {
    const events = yield* flag("ENABLE_EVENT_PUBLISHING", environment["ENABLE_EVENT_PUBLISHING"], true)
    const direct = yield* flag("ENABLE_DIRECT_TRIGGERS", environment["ENABLE_DIRECT_TRIGGERS"], false)
    if (events) return direct ? "shadow" : "events"
    if (direct) return "direct"
    return yield* Result.fail(
      new UploadTriggerInvalid({
        reason:
          "ENABLE_EVENT_PUBLISHING and ENABLE_DIRECT_TRIGGERS are both false, so nobody would process an upload. Set one of them to true."
      })
    )
  })
