/** The function of the consumer `s3-event-handler`, fed by the upload bucket's notifications. */
import * as FunctionLayers from "@millrace/aws/lambda/FunctionLayers"
import * as S3Notifications from "@millrace/aws/lambda/S3Notifications"
import { s3EventHandler } from "@millrace/handlers/handlers/S3EventHandler"

export const handler = S3Notifications.make({
  handler: s3EventHandler,
  layer: FunctionLayers.consumer(s3EventHandler.contract)
})
