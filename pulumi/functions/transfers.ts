/** The function of the consumer `transfers`. */
import * as FunctionLayers from "@millrace/aws/lambda/FunctionLayers"
import * as SqsConsumer from "@millrace/aws/lambda/SqsConsumer"
import { transfers } from "@millrace/handlers/handlers/Transfers"

export const handler = SqsConsumer.make({
  handler: transfers,
  layer: FunctionLayers.consumer(transfers.contract)
})
