/**
 * The file pipeline, as contracts alone: infrastructure reads it without loading a handler.
 *
 *     object.created → s3-event-handler → file.uploaded → file-processor → file.processed → categorization → analytics
 */
import * as Pipeline from "@millrace/core/Pipeline"
import { AnalyticsConsumer } from "./contracts/AnalyticsConsumer.ts"
import { Audit } from "./contracts/Audit.ts"
import { AuditSeal } from "./contracts/AuditSeal.ts"
import { Categorization } from "./contracts/Categorization.ts"
import { FileProcessor } from "./contracts/FileProcessor.ts"
import { S3EventHandler } from "./contracts/S3EventHandler.ts"
import { Transfers } from "./contracts/Transfers.ts"
import { AnalyticsUpdated, FileRejected } from "./Events.ts"

export const FileProcessing = Pipeline.make(
  "file-processing",
  [S3EventHandler, FileProcessor, Categorization, AnalyticsConsumer, Transfers, Audit, AuditSeal],
  { exits: [FileRejected, AnalyticsUpdated] }
)
