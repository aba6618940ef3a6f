/** The audit function as it is often put together: middy, zod, and Powertools' batch, logger, metrics and tracer. */
import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch"
import { Logger } from "@aws-lambda-powertools/logger"
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware"
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics"
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware"
import { Tracer } from "@aws-lambda-powertools/tracer"
import { captureLambdaHandler } from "@aws-lambda-powertools/tracer/middleware"
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb"
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { ChangeMessageVisibilityCommand, SQSClient } from "@aws-sdk/client-sqs"
import middy from "@middy/core"
import { z } from "zod"
import { itemOf, waitingOf } from "../Audit.ts"

const logger = new Logger({ serviceName: "audit" })
const metrics = new Metrics({ namespace: "Millrace", serviceName: "audit" })
const tracer = new Tracer({ serviceName: "audit" })
const processor = new BatchProcessor(EventType.SQS)
const dynamo = new DynamoDBClient({})
const s3 = new S3Client({ forcePathStyle: true })
const sqs = new SQSClient({})
const bus = new EventBridgeClient({})
const env = process.env

const Message = z.object({
  id: z.string(),
  source: z.string(),
  "detail-type": z.string(),
  detail: z.object({
    specversion: z.literal("1.0"),
    id: z.string().min(1),
    source: z.string().min(1),
    type: z.string().min(1),
    subject: z.string().optional(),
    time: z.string().min(1),
    datacontenttype: z.literal("application/json"),
    dataschema: z.string().min(1),
    data: z.unknown().optional(),
    correlationid: z.string().min(1),
    causationid: z.string().optional(),
    traceparent: z.string().optional(),
    tenantid: z.string().min(1),
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    dataref: z.string().optional(),
    replayid: z.string().optional()
  })
})

/** As far as the batch processor looks at it. */
interface Context {
  readonly getRemainingTimeInMillis: () => number
}

const isConditional = (error: unknown) => error instanceof Error && error.name === "ConditionalCheckFailedException"

const handleOne = async (record: { readonly body: string; readonly receiptHandle: string }) => {
  try {
    const { detail: envelope } = Message.parse(JSON.parse(record.body))
    const key = { pk: { S: `audit/${envelope.id}` }, sk: { S: "" } }
    const lease = (state: string) => ({
      TableName: env["MILLRACE_TABLE_INBOX"],
      Item: { ...key, state: { S: state }, until: { N: String(Date.now() + 300_000) } }
    })
    try {
      await dynamo.send(new PutItemCommand({ ...lease("leased"), ConditionExpression: "attribute_not_exists(pk)" }))
    } catch (error) {
      if (!isConditional(error)) throw error
      const { Item } = await dynamo.send(
        new GetItemCommand({ TableName: env["MILLRACE_TABLE_INBOX"], Key: key, ConsistentRead: true })
      )
      if (Item?.["state"]?.S === "completed") return
    }
    if (envelope.dataref !== undefined) {
      await s3.send(new GetObjectCommand({ Bucket: env["MILLRACE_BUCKET_CLAIMS"], Key: envelope.dataref }))
    }
    const body = JSON.stringify(envelope)
    try {
      await dynamo.send(
        new PutItemCommand({
          TableName: env["MILLRACE_TABLE_EVENTS"],
          Item: itemOf(envelope, body),
          ConditionExpression: "attribute_not_exists(pk)"
        })
      )
    } catch (error) {
      if (!isConditional(error)) throw error
    }
    const waiting = { TableName: env["MILLRACE_TABLE_AUDIT_UNSEALED"], Item: waitingOf(envelope, body) }
    await dynamo.send(new PutItemCommand(waiting))
    await dynamo.send(new PutItemCommand(lease("committed")))
    const outputs: Array<{ readonly Detail: string }> = []
    if (outputs.length > 0) await bus.send(new PutEventsCommand({ Entries: outputs }))
    await dynamo.send(new PutItemCommand(lease("completed")))
    metrics.addMetric("deliveries", MetricUnit.Count, 1)
  } catch (error) {
    logger.error("delivery failed", error instanceof Error ? error : new Error("unknown"))
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: env["MILLRACE_QUEUE_URL"],
        ReceiptHandle: record.receiptHandle,
        VisibilityTimeout: 2
      })
    )
    throw error
  }
}

export const handler = middy(async (event: Parameters<typeof processPartialResponse>[0], context: Context) =>
  processPartialResponse(event, handleOne, processor, { context, throwOnFullBatchFailure: false })
)
  .use(captureLambdaHandler(tracer))
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
