/**
 * What a request on the wire asks IAM for: the actions and resources that AWS holds it to, by AWS's own mapping. An operation
 * that is not in it throws, so that no request goes unjudged.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import type { IncomingHttpHeaders } from "node:http"
import * as Schema from "effect/Schema"
import type { Request } from "./PolicyEvaluation.ts"

/** A request that has been read. */
export interface Call {
  /** The access key that it is signed with. */
  readonly caller: string
  /** For example `dynamodb.TransactWriteItems`. */
  readonly operation: string
  /** All of them must be allowed. */
  readonly requests: ReadonlyArray<Request>
}

/** A request that this module cannot say the actions of. */
export class OperationUnknown extends Error {
  override readonly name = "OperationUnknown"
}

interface Scope {
  readonly caller: string
  readonly region: string
  readonly service: string
}

/** The credential scope of a signature of version 4. */
const scopeOf = ({ authorization = "" }: IncomingHttpHeaders): Scope => {
  const [, caller = "", region = "", service = ""] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(authorization) ?? []
  if (service === "") throw new OperationUnknown("The request is not signed.")
  return { caller, region, service }
}

const plain = (action: string, resource: string): Request => ({ action, resource, context: {} })

const Key = Schema.Struct({ TableName: Schema.String })

const Dynamo = Schema.Struct({
  TableName: Schema.optionalKey(Schema.String),
  IndexName: Schema.optionalKey(Schema.String),
  RequestItems: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
  TransactItems: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        Put: Schema.optionalKey(Key),
        Update: Schema.optionalKey(Key),
        Delete: Schema.optionalKey(Key),
        ConditionCheck: Schema.optionalKey(Key)
      })
    )
  )
})

/** A transaction is held to the actions of what it is made of, and has none of its own. */
const ofTransaction = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem"
}

const dynamodb = (operation: string, arn: (path: string) => string, body: string): ReadonlyArray<Request> => {
  const input = Schema.decodeUnknownSync(Schema.fromJsonString(Dynamo))(body)
  const table = (name: string) => arn(`table/${name}`)
  switch (operation) {
    case "GetItem":
    case "PutItem":
    case "UpdateItem":
    case "DeleteItem":
    case "Query":
    case "Scan":
      return [
        plain(
          `dynamodb:${operation}`,
          `${table(input.TableName ?? "")}${input.IndexName === undefined ? "" : `/index/${input.IndexName}`}`
        )
      ]
    case "BatchWriteItem":
    case "BatchGetItem":
      return Object.keys(input.RequestItems ?? {}).map((name) => plain(`dynamodb:${operation}`, table(name)))
    case "TransactWriteItems":
      return (input.TransactItems ?? []).flatMap((item) =>
        (Object.keys(ofTransaction) as ReadonlyArray<keyof typeof ofTransaction>).flatMap((kind) => {
          const key = item[kind]
          return key === undefined ? [] : [plain(`dynamodb:${ofTransaction[kind]}`, table(key.TableName))]
        })
      )
    default:
      throw new OperationUnknown(`DynamoDB.${operation}`)
  }
}

const s3 = (method: string, url: URL): readonly [operation: string, requests: ReadonlyArray<Request>] => {
  const [bucket = "", ...segments] = url.pathname.slice(1).split("/").map(decodeURIComponent)
  const key = segments.join("/")
  const query = url.searchParams
  const object = (operation: string, action: string) =>
    [operation, [plain(`s3:${action}`, `arn:aws:s3:::${bucket}/${key}`)]] as const
  const version = query.has("versionId") ? "Version" : ""
  if (key === "") {
    if (method === "GET" && query.get("list-type") === "2") {
      return ["ListObjectsV2", [plain("s3:ListBucket", `arn:aws:s3:::${bucket}`)]]
    }
    throw new OperationUnknown(`S3 ${method} of a bucket ?${query.toString()}`)
  }
  switch (method) {
    // HEAD is held to the permission of GET.
    case "HEAD":
      return object("HeadObject", `GetObject${version}`)
    case "GET":
      return object("GetObject", `GetObject${version}`)
    case "PUT":
      return object(query.has("uploadId") ? "UploadPart" : "PutObject", "PutObject")
    case "POST":
      return object(query.has("uploads") ? "CreateMultipartUpload" : "CompleteMultipartUpload", "PutObject")
    case "DELETE":
      return query.has("uploadId")
        ? object("AbortMultipartUpload", "AbortMultipartUpload")
        : object("DeleteObject", `DeleteObject${version}`)
    default:
      throw new OperationUnknown(`S3 ${method}`)
  }
}

const Queue = Schema.Struct({ QueueUrl: Schema.String })

const sqs = (operation: string, arn: (path: string) => string, body: string): ReadonlyArray<Request> => {
  const { QueueUrl } = Schema.decodeUnknownSync(Schema.fromJsonString(Queue))(body)
  // Batches are held to the action of their entries.
  return [plain(`sqs:${operation.replace(/Batch$/, "")}`, arn(QueueUrl.split("/").at(-1) ?? ""))]
}

const Entries = Schema.Struct({
  Entries: Schema.Array(
    Schema.Struct({ EventBusName: Schema.String, Source: Schema.String, DetailType: Schema.String })
  )
})

const events = (operation: string, arn: (path: string) => string, body: string): ReadonlyArray<Request> => {
  if (operation !== "PutEvents") throw new OperationUnknown(`EventBridge.${operation}`)
  return Schema.decodeUnknownSync(Schema.fromJsonString(Entries))(body).Entries.map((entry) => ({
    action: "events:PutEvents",
    resource: arn(`event-bus/${entry.EventBusName}`),
    context: { "events:source": entry.Source, "events:detail-type": entry.DetailType }
  }))
}

const Stream = Schema.Struct({ logGroupName: Schema.String, logStreamName: Schema.String })

const logs = (operation: string, arn: (path: string) => string, body: string): ReadonlyArray<Request> => {
  const { logGroupName, logStreamName } = Schema.decodeUnknownSync(Schema.fromJsonString(Stream))(body)
  return [plain(`logs:${operation}`, arn(`log-group:${logGroupName}:log-stream:${logStreamName}`))]
}

/** Reads a request of an account. Throws `OperationUnknown`. */
export const read = (
  request: {
    readonly method: string
    readonly url: string
    readonly headers: IncomingHttpHeaders
    readonly body: string
  },
  account: string
): Call => {
  const { caller, region, service } = scopeOf(request.headers)
  const operation =
    String(request.headers["x-amz-target"] ?? "")
      .split(".")
      .at(-1) ?? ""
  const arn = (path: string) => `arn:aws:${service}:${region}:${account}:${path}`
  const named = (requests: ReadonlyArray<Request>): Call => ({ caller, operation: `${service}.${operation}`, requests })
  switch (service) {
    case "dynamodb":
      return named(dynamodb(operation, arn, request.body))
    case "sqs":
      return named(sqs(operation, arn, request.body))
    case "events":
      return named(events(operation, arn, request.body))
    case "logs":
      return named(logs(operation, arn, request.body))
    case "s3": {
      const [called, requests] = s3(request.method, new URL(request.url, "http://s3"))
      return { caller, operation: `s3.${called}`, requests }
    }
    default:
      throw new OperationUnknown(`${service}.${operation}`)
  }
}
