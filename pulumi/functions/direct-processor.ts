/** The function of the consumer `direct-processor`, fed by the upload bucket's notifications in direct mode. */
import * as FunctionLayers from "@millrace/aws/lambda/FunctionLayers"
import * as S3Notifications from "@millrace/aws/lambda/S3Notifications"
import { directProcessor } from "@millrace/handlers/direct/DirectProcessor"

export const handler = S3Notifications.make({
  handler: directProcessor,
  layer: FunctionLayers.consumer(directProcessor.contract)
})
