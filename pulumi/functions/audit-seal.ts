/** The function of the consumer `audit-seal`. */
import * as FunctionLayers from "@millrace/aws/lambda/FunctionLayers"
import * as SqsConsumer from "@millrace/aws/lambda/SqsConsumer"
import { auditSeal } from "@millrace/handlers/handlers/AuditSeal"

export const handler = SqsConsumer.make({
  handler: auditSeal,
  layer: FunctionLayers.consumer(auditSeal.contract)
})
