/** The function of the consumer `analytics`. */
import * as FunctionLayers from "@millrace/aws/lambda/FunctionLayers"
import * as SqsConsumer from "@millrace/aws/lambda/SqsConsumer"
import { analytics } from "@millrace/handlers/handlers/Analytics"

export const handler = SqsConsumer.make({
  handler: analytics,
  layer: FunctionLayers.consumer(analytics.contract)
})
