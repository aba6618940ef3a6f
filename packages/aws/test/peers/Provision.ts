/** Makes the tables and buckets of a pipeline on a peer, as infrastructure does on AWS. */
import { CreateTableCommand, type DynamoDBClient, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb"
import { CreateBucketCommand, PutBucketVersioningCommand, type S3Client } from "@aws-sdk/client-s3"
import type * as Capability from "@millrace/core/Capability"
import * as ClaimCheck from "@millrace/core/ClaimCheck"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as EventStore from "@millrace/core/EventStore"
import * as InboxTable from "@millrace/core/InboxTable"
import * as Effect from "effect/Effect"
import type { AwsNames } from "../../src/AwsNames.ts"
import type { AwsSettings } from "../../src/AwsSettings.ts"
import * as DynamoTableStore from "../../src/DynamoTableStore.ts"
import * as S3ObjectStore from "../../src/S3ObjectStore.ts"

/** What a table needs besides `pk` and `sk`. */
export interface Table {
  readonly name: string
  readonly indexes: ReadonlyArray<string>
}

/** The tables and buckets of a pipeline, those that every delivery needs included. */
export const ofResources = (resources: ReadonlyArray<Capability.Resource>) => ({
  tables: [
    { name: InboxTable.table, indexes: [] },
    { name: DeadLetters.table, indexes: [] },
    { name: EventStore.table, indexes: EventStore.indexes },
    ...resources.flatMap((resource) =>
      resource.kind === "collection" ? [{ name: resource.name, indexes: Object.keys(resource.indexes) }] : []
    )
  ],
  buckets: [
    ...new Set([
      ClaimCheck.Claims.resource.name,
      ...resources.flatMap(({ kind, name }) => (kind === "bucket" ? [name] : []))
    ])
  ]
})

/** Makes one table, its indexes and its time to live. */
export const table = (dynamo: DynamoDBClient, TableName: string, indexes: ReadonlyArray<string>) => {
  const keys = (prefix: string) => [
    { AttributeName: `${prefix}pk`, KeyType: "HASH" as const },
    { AttributeName: `${prefix}sk`, KeyType: "RANGE" as const }
  ]
  const prefixes = ["", ...indexes.map((index) => `${index}-`)]
  return Effect.promise(async () => {
    await dynamo.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: keys(""),
        AttributeDefinitions: prefixes.flatMap((prefix) =>
          keys(prefix).map(({ AttributeName }) => ({ AttributeName, AttributeType: "S" as const }))
        ),
        ...(indexes.length === 0
          ? {}
          : {
              GlobalSecondaryIndexes: indexes.map((index) => ({
                IndexName: index,
                KeySchema: keys(`${index}-`),
                Projection: { ProjectionType: "ALL" as const }
              }))
            })
      })
    )
    await dynamo.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true }
      })
    )
  })
}

/** Makes one bucket that keeps versions. */
export const bucket = (s3: S3Client, Bucket: string, versioned = true) =>
  Effect.promise(async () => {
    await s3.send(new CreateBucketCommand({ Bucket }))
    if (!versioned) return
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }))
  })

/** Makes tables. */
export const tables = (settings: AwsSettings, names: AwsNames, wanted: ReadonlyArray<Table>) =>
  Effect.scoped(
    Effect.gen(function* () {
      const dynamo = yield* DynamoTableStore.client(settings)
      for (const { indexes, name } of wanted) yield* table(dynamo, names({ kind: "table", name }), indexes)
    })
  )

/** Makes buckets. */
export const buckets = (settings: AwsSettings, names: AwsNames, wanted: ReadonlyArray<string>, versioned = true) =>
  Effect.scoped(
    Effect.gen(function* () {
      const s3 = yield* S3ObjectStore.client(settings)
      for (const name of wanted) yield* bucket(s3, names({ kind: "bucket", name }), versioned)
    })
  )
