/** The ways an upload can go, with their handlers: what a runtime runs. */
import * as Pipeline from "@millrace/core/Pipeline"
import { directProcessor } from "./direct/DirectProcessor.ts"
import { shadowProcessor } from "./direct/ShadowProcessor.ts"
import type { UploadTrigger } from "./FileProcessingModes.ts"
import { draining, FileProcessingDirect, FileProcessingShadow } from "./FileProcessingModes.ts"
import { fileProcessing } from "./FileProcessingProgram.ts"
import { analytics } from "./handlers/Analytics.ts"
import { audit } from "./handlers/Audit.ts"
import { categorization } from "./handlers/Categorization.ts"
import { fileProcessor } from "./handlers/FileProcessor.ts"
import { s3EventHandler } from "./handlers/S3EventHandler.ts"

/** The chain and the shadow processor. */
export const fileProcessingShadow = Pipeline.implement(FileProcessingShadow, [
  s3EventHandler,
  fileProcessor,
  categorization,
  analytics,
  audit,
  shadowProcessor
])

const direct = Pipeline.implement(FileProcessingDirect, [
  directProcessor,
  fileProcessor,
  categorization,
  analytics,
  audit
])

// Every upload names its bucket, so nothing is routed to the queue any more; what is on it is still handled.
const takesNothingNew = { where: { bucket: [{ exists: false }] } }

/** The direct processor, and the chain's consumers until what was under way is done. */
export const fileProcessingDirect: Pipeline.Program = {
  pipeline: {
    ...FileProcessingDirect,
    consumers: [
      ...FileProcessingDirect.consumers,
      ...draining.direct.map(({ consumerName, contract, emits, on, uses }) => ({
        consumerName,
        on,
        emits,
        uses,
        contract: { ...contract, ...takesNothingNew }
      }))
    ]
  },
  handlers: [...direct.handlers, { ...s3EventHandler, contract: { ...s3EventHandler.contract, ...takesNothingNew } }]
}

/** The program of each way. */
export const programs: Readonly<Record<UploadTrigger, Pipeline.Program>> = {
  events: fileProcessing,
  shadow: fileProcessingShadow,
  direct: fileProcessingDirect
}
