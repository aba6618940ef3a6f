/** The function of the consumer `categorization`. */
import * as FunctionLayers from "@millrace/aws/lambda/FunctionLayers"
import * as SqsConsumer from "@millrace/aws/lambda/SqsConsumer"
import { categorization } from "@millrace/handlers/handlers/Categorization"

export const handler = SqsConsumer.make({
  handler: categorization,
  layer: FunctionLayers.consumer(categorization.contract)
})
