/** The ways an upload can go, with their handlers: what a runtime runs. */
import type * as Consumer from "@millrace/core/Consumer"
import * as Pipeline from "@millrace/core/Pipeline"
import { DirectProcessor } from "./contracts/DirectProcessor.ts"
import { S3EventHandler } from "./contracts/S3EventHandler.ts"
import { directProcessor } from "./direct/DirectProcessor.ts"
import { shadowProcessor } from "./direct/ShadowProcessor.ts"
import type { UploadTrigger } from "./FileProcessingModes.ts"
import { FileProcessingDirect, FileProcessingShadow } from "./FileProcessingModes.ts"
import { fileProcessing } from "./FileProcessingProgram.ts"
import { s3EventHandler } from "./handlers/S3EventHandler.ts"

const [, ...behindTheUpload] = fileProcessing.handlers

/** The chain and the shadow processor. */
export const fileProcessingShadow = Pipeline.implement(FileProcessingShadow, [
  ...fileProcessing.handlers,
  shadowProcessor
])

/** The direct processor in the place of the first link. */
export const fileProcessingDirect = Pipeline.implement(FileProcessingDirect, [directProcessor, ...behindTheUpload])

// Every upload names its bucket, so nothing is routed to the queue any more; what is on it is still handled.
const takesNothingNew = { where: { bucket: [{ exists: false }] } }

/** A program with one more consumer, which only ends what is on its queue. */
const whileDraining = (
  { handlers, pipeline }: Pipeline.Program,
  consumer: Consumer.Any,
  handler: Consumer.Handler
): Pipeline.Program => {
  const contract = { ...consumer.contract, ...takesNothingNew }
  const { consumerName, emits, on, uses } = consumer
  return {
    pipeline: { ...pipeline, consumers: [...pipeline.consumers, { consumerName, on, emits, uses, contract }] },
    handlers: [...handlers, { ...handler, contract }]
  }
}

/** What the embedded runtime runs each way, with what an earlier way left under way. */
export const programs: Readonly<Record<UploadTrigger, Pipeline.Program>> = {
  events: whileDraining(fileProcessing, DirectProcessor, directProcessor),
  shadow: whileDraining(fileProcessingShadow, DirectProcessor, directProcessor),
  direct: whileDraining(fileProcessingDirect, S3EventHandler, s3EventHandler)
}
