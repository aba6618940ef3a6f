/** The function of the consumer `shadow-processor`, deployed in shadow mode alone. */
import * as FunctionLayers from "@millrace/aws/lambda/FunctionLayers"
import * as SqsConsumer from "@millrace/aws/lambda/SqsConsumer"
import { shadowProcessor } from "@millrace/handlers/direct/ShadowProcessor"

export const handler = SqsConsumer.make({
  handler: shadowProcessor,
  layer: FunctionLayers.consumer(shadowProcessor.contract)
})
