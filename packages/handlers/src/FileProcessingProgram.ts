/** The file pipeline with its handlers: what a runtime runs. */
import * as Pipeline from "@millrace/core/Pipeline"
import * as Effect from "effect/Effect"
import { FileProcessing } from "./FileProcessing.ts"
import { analytics } from "./handlers/Analytics.ts"
import { audit } from "./handlers/Audit.ts"
import { auditSeal } from "./handlers/AuditSeal.ts"
import { categorization } from "./handlers/Categorization.ts"
import { fileProcessor } from "./handlers/FileProcessor.ts"
import { s3EventHandler } from "./handlers/S3EventHandler.ts"
import { transfers } from "./handlers/Transfers.ts"
import { UploadLimits } from "./UploadLimits.ts"

export const fileProcessing = Pipeline.implement(FileProcessing, [
  s3EventHandler,
  fileProcessor,
  categorization,
  analytics,
  transfers,
  audit,
  auditSeal
])

/** The same, with other limits of an upload. */
export const withLimits = (limits: UploadLimits): Pipeline.Program => ({
  pipeline: fileProcessing.pipeline,
  handlers: fileProcessing.handlers.map((handler) => ({
    ...handler,
    run: (message) => Effect.provideService(handler.run(message), UploadLimits, limits)
  }))
})
