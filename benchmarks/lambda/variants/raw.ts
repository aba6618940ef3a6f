/** The audit function by hand: AWS SDK clients and nothing else. Like ours it counts attempts, fences with a lease and buries. */
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb"
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { ChangeMessageVisibilityCommand, SQSClient } from "@aws-sdk/client-sqs"
import { itemOf, type Fields, waitingOf } from "../Audit.ts"

const dynamo = new DynamoDBClient({})
const s3 = new S3Client({ forcePathStyle: true })
const sqs = new SQSClient({})
const bus = new EventBridgeClient({})
const env = process.env

interface Record {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
}

interface Envelope extends Fields {
  readonly dataref?: string
}

const isConditional = (error: unknown) => error instanceof Error && error.name === "ConditionalCheckFailedException"

const handleOne = async (record: Record) => {
  const envelope = (JSON.parse(record.body) as { readonly detail: Envelope }).detail
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
}

export const handler = async (event: { readonly Records: ReadonlyArray<Record> }) => {
  const batchItemFailures: Array<{ readonly itemIdentifier: string }> = []
  for (const record of event.Records) {
    try {
      await handleOne(record)
    } catch {
      batchItemFailures.push({ itemIdentifier: record.messageId })
      await sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: env["MILLRACE_QUEUE_URL"],
          ReceiptHandle: record.receiptHandle,
          VisibilityTimeout: 2
        })
      )
    }
  }
  return { batchItemFailures }
}
