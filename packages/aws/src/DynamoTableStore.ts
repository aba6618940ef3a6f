/**
 * The table store on DynamoDB; {@link DynamoRow} says how rows lie there. Reads are strongly consistent except through an
 * index. Bodies above 380,000 bytes lie in the object store under a name that is a hash of them.
 *
 * A write whose answer was lost may have happened. A single conditional write is then asked again, and where the condition
 * fails the row says who wrote it: we, so it had happened, or another, so nobody knows and the caller is told `Unavailable`.
 * Atomic writes carry a token by which DynamoDB itself knows them again for ten minutes.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type WriteRequest
} from "@aws-sdk/client-dynamodb"
import * as ContentId from "@millrace/core/ContentId"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as TableStore from "@millrace/core/TableStore"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"
import * as AwsCall from "./AwsCall.ts"
import * as AwsFailure from "./AwsFailure.ts"
import type { AwsNames } from "./AwsNames.ts"
import { type AwsSettings, clientOptions, defaultAttempts } from "./AwsSettings.ts"
import * as DynamoOverflow from "./DynamoOverflow.ts"
import * as DynamoRow from "./DynamoRow.ts"

/** DynamoDB's limits of a batch and of an atomic write. */
const batchRows = 25
const maxAtomicBytes = 3_900_000

const nowSeconds = Effect.map(Clock.currentTimeMillis, (millis) => Math.floor(millis / 1000))

/** A client for DynamoDB that ends with the scope. */
export const client = (settings: AwsSettings) =>
  Effect.acquireRelease(
    Effect.sync(() => new DynamoDBClient(clientOptions(settings))),
    (made) => Effect.sync(() => made.destroy())
  )

/** Some cancellations were for another write of the moment, none for a condition: the same write may succeed at once. */
const isRaced = ({ error }: AwsFailure.AwsFailure): boolean => {
  if (!(error instanceof TransactionCanceledException)) return false
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? "None")
  const passing = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
  return !codes.includes("ConditionalCheckFailed") && codes.some((code) => passing.has(code))
}

const make = (
  dynamo: DynamoDBClient,
  call: AwsCall.AwsCall,
  names: AwsNames,
  objects: ObjectStore.ObjectStore["Service"],
  attempts: number
): TableStore.TableStore["Service"] => {
  const { itemsOf, load } = DynamoOverflow.make(objects)
  const tableName = (table: string): string => names({ kind: "table", name: table })

  const backoff = Schedule.min([Schedule.exponential("20 millis"), Schedule.spaced("2 seconds")]).pipe(
    Schedule.jittered,
    Schedule.upTo({ times: attempts - 1 })
  )

  const newWriter = Effect.map(Effect.all([Random.nextInt, Random.nextInt]), ([a, b]) =>
    ContentId.make([String(a), String(b)])
  )

  // Rows in and out

  const isLive = (item: DynamoRow.Item, now: number): boolean => {
    const expiresAt = item["expiresAt"]?.N
    return expiresAt === undefined || Number(expiresAt) > now
  }

  const loadPage = Effect.fnUntraced(function* (
    table: string,
    items: ReadonlyArray<DynamoRow.Item>,
    lastKey: DynamoRow.Item | undefined,
    only?: TableStore.Query["only"]
  ): Effect.fn.Return<TableStore.Page, Unavailable> {
    const now = yield* nowSeconds
    const live = items.filter((item) => isLive(item, now))
    const cursor = DynamoRow.toCursor(lastKey)
    if (only === "revisions") return { rows: live.map((item) => DynamoRow.fromItem(table, item).row), cursor }
    const rows = yield* Effect.forEach(live, (item) => load(table, item), { concurrency: 8 })
    return { rows, cursor }
  })

  // Reads

  const get: TableStore.TableStore["Service"]["get"] = Effect.fnUntraced(function* (key) {
    const input = { TableName: tableName(key.table), Key: DynamoRow.primaryKey(key), ConsistentRead: true }
    const { Item } = yield* call("GetItem", (options) => dynamo.send(new GetItemCommand(input), options)).pipe(
      Effect.catch(AwsFailure.toUnavailable)
    )
    if (Item === undefined || !isLive(Item, yield* nowSeconds)) return Option.none()
    return Option.some(yield* load(key.table, Item))
  })

  const query: TableStore.TableStore["Service"]["query"] = Effect.fnUntraced(function* (options) {
    const { cursor, from, index, limit, only, partition, table, until } = options
    // DynamoDB refuses a range that ends before it begins.
    if (until === "" || (until !== undefined && Buffer.compare(Buffer.from(from ?? ""), Buffer.from(until)) >= 0)) {
      return { rows: [], cursor: undefined }
    }
    const sortName = index === undefined ? "sk" : `${index}-sk`
    // A key condition bounds a range by one expression and inclusively; the row at the upper bound is dropped below.
    const range =
      from !== undefined && from !== "" && until !== undefined
        ? " AND #sk BETWEEN :from AND :until"
        : until !== undefined
          ? " AND #sk < :until"
          : from !== undefined && from !== ""
            ? " AND #sk >= :from"
            : ""
    const input = {
      TableName: tableName(table),
      ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
      KeyConditionExpression: `#pk = :pk${range}`,
      ...(only === undefined
        ? {}
        : // An index's sort key is asked for where the upper bound is to be dropped by it.
          {
            ProjectionExpression: `${DynamoRow.projections[only]}${sortName !== "sk" && range !== "" ? ", #sk" : ""}`
          }),
      ExpressionAttributeNames: {
        "#pk": index === undefined ? "pk" : `${index}-pk`,
        ...(range === "" ? {} : { "#sk": sortName }),
        ...(only === "items" ? DynamoRow.itemNames : {})
      },
      ExpressionAttributeValues: {
        ":pk": { S: DynamoRow.toKey(partition) },
        ...(range.includes(":from") ? { ":from": { S: DynamoRow.toKey(from ?? "") } } : {}),
        ...(range.includes(":until") ? { ":until": { S: until ?? "" } } : {})
      },
      ScanIndexForward: options.descending !== true,
      Limit: limit,
      ...(cursor === undefined ? {} : { ExclusiveStartKey: DynamoRow.fromCursor(cursor) })
    }
    const output = yield* call("Query", (sending) => dynamo.send(new QueryCommand(input), sending)).pipe(
      Effect.catch(AwsFailure.toUnavailable)
    )
    const items = (output.Items ?? []).filter((item) => until === undefined || item[sortName]?.S !== until)
    return yield* loadPage(table, items, output.LastEvaluatedKey, only)
  })

  const scan: TableStore.TableStore["Service"]["scan"] = Effect.fnUntraced(function* ({ cursor, limit, table }) {
    const input = {
      TableName: tableName(table),
      ConsistentRead: true,
      Limit: limit,
      ...(cursor === undefined ? {} : { ExclusiveStartKey: DynamoRow.fromCursor(cursor) })
    }
    const output = yield* call("Scan", (options) => dynamo.send(new ScanCommand(input), options)).pipe(
      Effect.catch(AwsFailure.toUnavailable)
    )
    return yield* loadPage(table, output.Items ?? [], output.LastEvaluatedKey)
  })

  // Writes

  const conditionFailed = (write: TableStore.Write, position: number) =>
    new TableStore.ConditionFailed({ table: TableStore.keyOf(write).table, position })

  const unknownOutcome = (operation: string) =>
    new Unavailable({
      service: "DynamoDB",
      operation: `DynamoDB.${operation}`,
      reason: "unavailable",
      detail: "an answer was lost and the row has changed since, so whether the write happened is not known"
    })

  /** One row without a transaction, at half its price. */
  const writeAlone = Effect.fnUntraced(function* (
    write: Exclude<TableStore.Write, { readonly _tag: "Check" }>
  ): Effect.fn.Return<void, TableStore.ConditionFailed | Unavailable> {
    const writer = yield* newWriter
    const [item] = yield* itemsOf([write], writer, DynamoRow.maxInlineBytes)
    const shared = {
      TableName: tableName(TableStore.keyOf(write).table),
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
      ...(write.condition === undefined ? {} : DynamoRow.toCondition(write.condition, yield* nowSeconds))
    }
    const operation = write._tag === "Put" ? "PutItem" : "DeleteItem"
    let doubtful = false
    const send =
      item === undefined
        ? (options: { readonly abortSignal: AbortSignal }) =>
            dynamo.send(
              new DeleteItemCommand({ ...shared, Key: DynamoRow.primaryKey(TableStore.keyOf(write)) }),
              options
            )
        : (options: { readonly abortSignal: AbortSignal }) =>
            dynamo.send(new PutItemCommand({ ...shared, Item: item }), options)
    yield* call<unknown>(operation, send, {
      onFailure: ({ applied }) => {
        if (applied === "unknown") doubtful = true
      }
    }).pipe(
      Effect.catch((failure): Effect.Effect<void, TableStore.ConditionFailed | Unavailable> => {
        if (!(failure.error instanceof ConditionalCheckFailedException)) return AwsFailure.toUnavailable(failure)
        if (!doubtful) return Effect.fail(conditionFailed(write, 0))
        return failure.error.Item?.["writer"]?.S === writer ? Effect.void : Effect.fail(unknownOutcome(operation))
      })
    )
  })

  const writeTogether = Effect.fnUntraced(function* (
    writes: ReadonlyArray<TableStore.Write>
  ): Effect.fn.Return<void, TableStore.ConditionFailed | Unavailable> {
    const writer = yield* newWriter
    const items = yield* itemsOf(writes, writer, maxAtomicBytes)
    const now = yield* nowSeconds
    const TransactItems = writes.map((write, at): TransactWriteItem => {
      const item = items[at]
      const TableName = tableName(TableStore.keyOf(write).table)
      const condition = write.condition === undefined ? {} : DynamoRow.toCondition(write.condition, now)
      const shared = { TableName, ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const, ...condition }
      if (item !== undefined) return { Put: { ...shared, Item: item } }
      const Key = DynamoRow.primaryKey(TableStore.keyOf(write))
      if (write._tag !== "Check") return { Delete: { ...shared, Key } }
      return { ConditionCheck: { ...shared, Key, ...DynamoRow.toCondition(write.condition, now) } }
    })
    let doubtful = false
    const send = call(
      "TransactWriteItems",
      (options) => dynamo.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken: writer }), options),
      {
        onFailure: ({ applied }) => {
          if (applied === "unknown") doubtful = true
        }
      }
    )
    yield* send.pipe(
      Effect.retry({ schedule: backoff, while: isRaced }),
      Effect.catch((failure): Effect.Effect<void, TableStore.ConditionFailed | Unavailable> => {
        const { error } = failure
        if (!(error instanceof TransactionCanceledException)) return AwsFailure.toUnavailable(failure)
        const reasons = error.CancellationReasons ?? []
        const position = reasons.findIndex(({ Code }) => Code === "ConditionalCheckFailed")
        const write = writes[position]
        if (write === undefined) return refused(reasons.map(({ Code }) => Code ?? "None"))
        // The token answers for ten minutes; rows that say our name answer for ever.
        if (doubtful && reasons.some(({ Item }) => Item?.["writer"]?.S === writer)) return Effect.void
        return Effect.fail(conditionFailed(write, position))
      })
    )
  })

  /** Cancelled for neither a condition nor a race that ended: what is left is a request that cannot be. */
  const refused = (codes: ReadonlyArray<string>): Effect.Effect<never, Unavailable> => {
    const said = [...new Set(codes.filter((code) => code !== "None"))].join(", ")
    if (codes.includes("ValidationError") || codes.includes("ItemCollectionSizeLimitExceeded")) {
      return Effect.die(new AwsFailure.RequestInvalid(`DynamoDB.TransactWriteItems: ${said}`))
    }
    return Effect.fail(
      new Unavailable({
        service: "DynamoDB",
        operation: "DynamoDB.TransactWriteItems",
        reason: "throttled",
        detail: said
      })
    )
  }

  const write: TableStore.TableStore["Service"]["write"] = (writes) => {
    TableStore.refuseInvalid(writes)
    const [first] = writes
    if (first === undefined) return Effect.void
    return writes.length === 1 && first._tag !== "Check" ? writeAlone(first) : writeTogether(writes)
  }

  /** One call's rows until DynamoDB has taken them all: what it leaves unprocessed is sent again, alone, after a while. */
  const sendBatch = (requests: Record<string, Array<WriteRequest>>): Effect.Effect<void, Unavailable> => {
    let left = requests
    /** Fails with how many rows DynamoDB did not get to. */
    const round: Effect.Effect<void, Unavailable | number> = call("BatchWriteItem", (options) =>
      dynamo.send(new BatchWriteItemCommand({ RequestItems: left }), options)
    ).pipe(
      Effect.catch(AwsFailure.toUnavailable),
      Effect.flatMap(({ UnprocessedItems }) => {
        left = UnprocessedItems ?? {}
        const count = Object.values(left).reduce((sum, rows) => sum + rows.length, 0)
        return count === 0 ? Effect.void : Effect.fail(count)
      })
    )
    return round.pipe(
      Effect.retry({ schedule: backoff, while: (failure) => typeof failure === "number" }),
      Effect.mapError((failure) =>
        typeof failure === "number"
          ? new Unavailable({
              service: "DynamoDB",
              operation: "DynamoDB.BatchWriteItem",
              reason: "throttled",
              detail: `${failure} rows were left unprocessed`
            })
          : failure
      )
    )
  }

  const writeBatch: TableStore.TableStore["Service"]["writeBatch"] = Effect.fnUntraced(function* (writes) {
    TableStore.refuseRepeated(writes)
    const writer = yield* newWriter
    const chunks = Array.from({ length: Math.ceil(writes.length / batchRows) }, (_, at) =>
      writes.slice(at * batchRows, (at + 1) * batchRows)
    )
    yield* Effect.forEach(
      chunks,
      Effect.fnUntraced(function* (chunk) {
        const items = yield* itemsOf(chunk, writer, Number.POSITIVE_INFINITY)
        const requests: Record<string, Array<WriteRequest>> = {}
        for (const [at, write] of chunk.entries()) {
          const item = items[at]
          const key = TableStore.keyOf(write)
          const request: WriteRequest =
            item === undefined ? { DeleteRequest: { Key: DynamoRow.primaryKey(key) } } : { PutRequest: { Item: item } }
          ;(requests[tableName(key.table)] ??= []).push(request)
        }
        yield* sendBatch(requests)
      }),
      { concurrency: 4, discard: true }
    )
  })

  return TableStore.TableStore.of({ get, query, scan, write, writeBatch })
}

/** The table store on the tables that `names` names; long bodies go to the object store. */
export const layer = (options: {
  readonly settings: AwsSettings
  readonly names: AwsNames
}): Layer.Layer<TableStore.TableStore, never, ObjectStore.ObjectStore> =>
  Layer.effect(
    TableStore.TableStore,
    Effect.gen(function* () {
      const dynamo = yield* client(options.settings)
      const objects = yield* ObjectStore.ObjectStore
      const call = AwsCall.make("DynamoDB", options.settings)
      return make(dynamo, call, options.names, objects, options.settings.attempts ?? defaultAttempts)
    })
  )
