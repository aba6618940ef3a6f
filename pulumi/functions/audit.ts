/** The function of the consumer `audit`. */
import * as FunctionLayers from "@millrace/aws/lambda/FunctionLayers"
import * as SqsConsumer from "@millrace/aws/lambda/SqsConsumer"
import { audit } from "@millrace/handlers/handlers/Audit"

export const handler = SqsConsumer.make({
  handler: audit,
  layer: FunctionLayers.consumer(audit.contract)
})
