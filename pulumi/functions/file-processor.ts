/** The function of the consumer `file-processor`. */
import * as FunctionLayers from "@millrace/aws/lambda/FunctionLayers"
import * as SqsConsumer from "@millrace/aws/lambda/SqsConsumer"
import { fileProcessor } from "@millrace/handlers/handlers/FileProcessor"

export const handler = SqsConsumer.make({
  handler: fileProcessor,
  layer: FunctionLayers.consumer(fileProcessor.contract)
})
