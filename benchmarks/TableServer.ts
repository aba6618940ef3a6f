/**
 * DynamoDB as far as an inbox needs it, answering at once: rows in memory, written on the two conditions that an inbox writes
 * on, read by a scan. A process of its own. What it does not know it refuses. Says which port it got.
 */
import * as Schema from "effect/Schema"
import { createServer } from "node:http"

const Item = Schema.Record(
  Schema.String,
  Schema.Struct({ S: Schema.optionalKey(Schema.String), N: Schema.optionalKey(Schema.String) })
)
const Put = Schema.fromJsonString(
  Schema.Struct({
    TableName: Schema.String,
    Item,
    ConditionExpression: Schema.optionalKey(Schema.String),
    ExpressionAttributeValues: Schema.optionalKey(Item)
  })
)
const decodePut = Schema.decodeUnknownSync(Put)
const decodeTable = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Struct({ TableName: Schema.String })))

interface Answer {
  readonly status: number
  readonly body: unknown
}

const refused = (type: string, rest = {}): Answer => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, ...rest }
})

const tables = new Map<string, Map<string, typeof Item.Type>>()

const put = (text: string): Answer => {
  const { ConditionExpression = "", ExpressionAttributeValues, Item: item, TableName } = decodePut(text)
  const table = tables.get(TableName)
  if (table === undefined) return refused("ResourceNotFoundException")
  const key = `${item["pk"]?.S}/${item["sk"]?.S}`
  const before = table.get(key)
  const isRevision = ConditionExpression.startsWith("revision = :revision AND ")
  if (!isRevision && !ConditionExpression.startsWith("attribute_not_exists(pk) OR ")) {
    return refused("ValidationException", { message: `no such condition here: ${ConditionExpression}` })
  }
  const holds = isRevision
    ? before?.["revision"]?.S === ExpressionAttributeValues?.[":revision"]?.S
    : before === undefined
  if (!holds) return refused("ConditionalCheckFailedException", { Item: before })
  table.set(key, item)
  return { status: 200, body: {} }
}

const answer = (operation: string, text: string): Answer => {
  switch (operation) {
    case "PutItem":
      return put(text)
    case "CreateTable":
      tables.set(decodeTable(text).TableName, new Map())
      return { status: 200, body: {} }
    case "UpdateTimeToLive":
      return { status: 200, body: {} }
    case "Scan": {
      const Items = [...(tables.get(decodeTable(text).TableName)?.values() ?? [])]
      return { status: 200, body: { Items, Count: Items.length } }
    }
    default:
      return refused("ValidationException", { message: `no such operation here: ${operation}` })
  }
}

const server = createServer((request, response) => {
  const chunks: Array<Buffer> = []
  request.on("data", (chunk: Buffer) => void chunks.push(chunk))
  request.on("end", () => {
    const operation = String(request.headers["x-amz-target"]).replace(/^.*\./, "")
    const { body, status } = answer(operation, Buffer.concat(chunks).toString("utf8"))
    response.writeHead(status, { "content-type": "application/x-amz-json-1.0" })
    response.end(JSON.stringify(body))
  })
})
server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  console.log(`port ${typeof address === "object" ? address?.port : ""}`)
})
