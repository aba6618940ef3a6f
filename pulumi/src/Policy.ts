/**
 * IAM policies as plain data, made from contracts by pure functions: what a function may do is what its contract grants, one
 * statement a grant, and the named statements that every delivery needs. Nothing here knows Pulumi.
 *
 * No statement allows deleting from the event store, and every function's policy denies it besides: the audit trail only
 * grows, whatever a later contract may grant.
 */
import * as Bucket from "@millrace/core/Bucket"
import type * as Capability from "@millrace/core/Capability"
import type * as Consumer from "@millrace/core/Consumer"
import * as EventStore from "@millrace/core/EventStore"

/** A statement of a policy, as JSON. */
export interface Statement {
  readonly Sid: string
  readonly Effect: "Allow" | "Deny"
  readonly Principal?: "*" | { readonly Service: string } | { readonly AWS: string }
  readonly Action: string | ReadonlyArray<string>
  readonly Resource?: string | ReadonlyArray<string>
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | ReadonlyArray<string>>>>>
}

/** A policy, as JSON. */
export interface Document {
  readonly Version: "2012-10-17"
  readonly Statement: ReadonlyArray<Statement>
}

const document = (statements: ReadonlyArray<Statement>): Document => ({ Version: "2012-10-17", Statement: statements })

/** ARNs that a function's policy speaks of. */
export interface Arns {
  readonly bus: string
  /** Declared name of a collection, or of one of core's own tables → table. */
  readonly tables: Readonly<Record<string, string>>
  /** Declared name → bucket. */
  readonly buckets: Readonly<Record<string, string>>
  readonly logGroup: string
  /** The customer's key, where there is one. */
  readonly key?: string | undefined
}

/** A name that infrastructure has not made: a mistake in this package, found before anything is deployed. */
export class ResourceUnknown extends Error {
  override readonly name = "ResourceUnknown"
}

const found = (arns: Readonly<Record<string, string>>, name: string): string => {
  const arn = arns[name]
  if (arn === undefined) throw new ResourceUnknown(`No ARN is known for ${name}.`)
  return arn
}

/** `dead-letters` is `DeadLetters`: statement ids take letters and digits only. */
const sidOf = (...words: ReadonlyArray<string>): string =>
  words
    .flatMap((word) => word.split(/[^A-Za-z0-9]+/))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")

const allow = (
  sid: string,
  actions: ReadonlyArray<string>,
  resources: ReadonlyArray<string>,
  condition?: Statement["Condition"]
): Statement => ({
  Sid: sid,
  Effect: "Allow",
  Action: actions,
  Resource: resources,
  ...(condition === undefined ? {} : { Condition: condition })
})

/** DynamoDB's actions. A transaction needs those of the writes that it is made of. */
const rowReads = ["dynamodb:GetItem", "dynamodb:Query"]
const rowWrites = ["dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:PutItem"]
const objectReads = ["s3:GetObject", "s3:GetObjectVersion"]
const objectWrites = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject"]

const withIndexes = (table: string, indexes: ReadonlyArray<string>): ReadonlyArray<string> => [
  table,
  ...indexes.map((index) => `${table}/index/${index}`)
]

/** The statement of one grant; `undefined` for a grant that reaches nothing of AWS, such as crossing tenants. */
export const ofGrant = ({ access, resource }: Capability.Grant, arns: Arns): Statement | undefined => {
  const sid = sidOf(access, resource.name)
  switch (resource.kind) {
    case "bucket":
      return allow(sid, access === "read" ? objectReads : objectWrites, [`${found(arns.buckets, resource.name)}/*`])
    case "collection": {
      const table = found(arns.tables, resource.name)
      return access === "read"
        ? allow(sid, rowReads, withIndexes(table, Object.keys(resource.indexes)))
        : allow(sid, rowWrites, [table])
    }
    case "system": {
      if (resource.name !== EventStore.table) return undefined
      const table = found(arns.tables, EventStore.table)
      return access === "read"
        ? // Without a filter, reading the store is reading all of it.
          allow(sid, [...rowReads, "dynamodb:Scan"], withIndexes(table, EventStore.indexes))
        : // Appending is all that the capability can.
          allow(sid, ["dynamodb:PutItem"], [table])
    }
  }
}

const publish = (
  events: ReadonlyArray<{ readonly eventType: string; readonly source: string }>,
  arns: Arns
): ReadonlyArray<Statement> =>
  events.length === 0
    ? []
    : [
        allow("Publish", ["events:PutEvents"], [arns.bus], {
          StringEquals: {
            "events:detail-type": events.map((event) => event.eventType).toSorted(),
            "events:source": [...new Set(events.map((event) => event.source))].toSorted()
          }
        })
      ]

const receive = (sid: string, queues: ReadonlyArray<string>): Statement =>
  allow(sid, ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], queues)

const logs = (arns: Arns): Statement =>
  // Streams are named by Lambda when it starts a process: no narrower name exists beforehand.
  allow("Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], [`${arns.logGroup}:log-stream:*`])

const keyUse = (arns: Arns): ReadonlyArray<Statement> =>
  arns.key === undefined ? [] : [allow("Encryption", ["kms:Decrypt", "kms:GenerateDataKey"], [arns.key])]

const deniedToAll = (arns: Arns): Statement => ({
  Sid: "AuditTrailStays",
  Effect: "Deny",
  Action: [
    "dynamodb:BatchWriteItem",
    "dynamodb:DeleteItem",
    "dynamodb:DeleteTable",
    "dynamodb:PartiQLDelete",
    "dynamodb:PartiQLUpdate",
    "dynamodb:UpdateItem",
    "dynamodb:UpdateTimeToLive"
  ],
  Resource: [found(arns.tables, EventStore.table)]
})

/** Whether a consumer is fed by a bucket's notifications; it tells the bus of each, for whoever listens to everything. */
export const isNotified = (contract: Consumer.Contract): boolean =>
  contract.on !== "*" && contract.on.some((event) => event.eventType === Bucket.ObjectCreated.eventType)

/** The policy of a consumer's function. `queue` is the ARN of the queue that feeds it. */
export const ofConsumer = (contract: Consumer.Contract, arns: Arns, queue: string): Document => {
  const inbox = found(arns.tables, "inbox")
  const letters = found(arns.tables, "dead-letters")
  const claims = found(arns.buckets, "claims")
  return document([
    ...contract.uses.flatMap(({ grant }) => ofGrant(grant, arns) ?? []),
    ...publish(isNotified(contract) ? [...contract.emits, Bucket.ObjectCreated] : contract.emits, arns),
    receive("Queue", [queue]),
    allow("Backoff", ["sqs:ChangeMessageVisibility"], [queue]),
    allow("Inbox", ["dynamodb:GetItem", "dynamodb:PutItem"], [inbox]),
    allow("DeadLetters", ["dynamodb:BatchWriteItem"], [letters]),
    allow("Claims", ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], [`${claims}/*`]),
    logs(arns),
    ...keyUse(arns),
    deniedToAll(arns)
  ])
}

/** The policy of the function that drains dead-letter queues into the collection of dead letters. */
export const ofDrain = (arns: Arns, queues: ReadonlyArray<string>): Document =>
  document([
    receive("DeadLetterQueues", queues),
    allow("DeadLetters", ["dynamodb:BatchWriteItem", "dynamodb:GetItem"], [found(arns.tables, "dead-letters")]),
    // A message's letter may be longer than a row.
    allow("Claims", ["s3:GetObject", "s3:PutObject"], [`${found(arns.buckets, "claims")}/*`]),
    logs(arns),
    ...keyUse(arns),
    deniedToAll(arns)
  ])

/** The policy of the function that puts the events of schedules on the bus. */
export const ofSchedules = (
  events: ReadonlyArray<{ readonly eventType: string; readonly source: string }>,
  arns: Arns
): Document =>
  document([
    ...publish(events, arns),
    allow("DeadLetters", ["dynamodb:BatchWriteItem"], [found(arns.tables, "dead-letters")]),
    allow("Claims", ["s3:PutObject"], [`${found(arns.buckets, "claims")}/*`]),
    logs(arns),
    ...keyUse(arns),
    deniedToAll(arns)
  ])

/** Lets a service of AWS take a role. */
export const assumedBy = (service: string, condition?: Statement["Condition"]): Document =>
  document([
    {
      Sid: "Assume",
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      ...(condition === undefined ? {} : { Condition: condition })
    }
  ])

/** Lets a role invoke one function. */
export const invokes = (functionArn: string): Document =>
  document([allow("Invoke", ["lambda:InvokeFunction"], [functionArn])])

const tlsOnly = (action: string, resources: ReadonlyArray<string>): Statement => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: action,
  Resource: resources,
  Condition: { Bool: { "aws:SecureTransport": "false" } }
})

/** The policy of a queue: who may send, and only through TLS. `rule` and `bucket` are the ARNs of the one sender of each kind. */
export const ofQueue = (
  queue: string,
  senders: { readonly rule?: string | undefined; readonly bucket?: string | undefined; readonly account: string }
): Document => {
  const from = (sid: string, service: string, source: string): Statement => ({
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sqs:SendMessage",
    Resource: queue,
    Condition: { ArnEquals: { "aws:SourceArn": source }, StringEquals: { "aws:SourceAccount": senders.account } }
  })
  return document([
    ...(senders.rule === undefined ? [] : [from("EventsOfItsRule", "events.amazonaws.com", senders.rule)]),
    ...(senders.bucket === undefined ? [] : [from("NotificationsOfItsBucket", "s3.amazonaws.com", senders.bucket)]),
    tlsOnly("sqs:*", [queue])
  ])
}

/** The policy of a bucket: nothing without TLS. */
export const ofBucket = (bucket: string): Document => document([tlsOnly("s3:*", [bucket, `${bucket}/*`])])

/** The policy of the topic of alarms. */
export const ofAlarmTopic = (topic: string, account: string): Document =>
  document([
    {
      Sid: "Alarms",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topic,
      Condition: { StringEquals: { "aws:SourceAccount": account } }
    },
    tlsOnly("sns:Publish", [topic])
  ])

/** The policy of the key that encrypts alarms on their topic: CloudWatch cannot use AWS's own key for topics. */
export const ofAlarmKey = (account: string, partition: string): Document =>
  document([
    {
      Sid: "Administration",
      Effect: "Allow",
      // A key without it could never be changed or deleted by anyone.
      Principal: { AWS: `arn:${partition}:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*"
    },
    {
      Sid: "Alarms",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": account } }
    }
  ])
