/**
 * How a row lies in DynamoDB: one table a collection, with
 *
 * - `pk`, `sk`: partition and sort key. DynamoDB takes no empty key, so an empty one is U+0000, which sorts below every other;
 * - `body`, or `overflow` (where the body lies in the object store) for a row above {@link maxInlineBytes};
 * - `revision`; `expiresAt` in epoch seconds, the table's TTL attribute;
 * - `<index>-pk`, `<index>-sk`: the row's place in a global secondary index called `<index>`;
 * - `writer`: who wrote the row last, by which a write whose answer was lost knows its own work again.
 */
import type { AttributeValue } from "@aws-sdk/client-dynamodb"
import type * as TableStore from "@millrace/core/TableStore"

/** An item as DynamoDB answers it. */
export type Item = Record<string, AttributeValue>

/** Longest body inside a row, UTF-8 bytes: DynamoDB's 400 KB less keys (two of 1,024 bytes, twice for each of five indexes). */
export const maxInlineBytes = 380_000

/** Attributes that a query asks for which does not look at whole rows, as DynamoDB takes them, with {@link itemNames}. */
export const projections = {
  revisions: "pk, sk, revision, expiresAt",
  items: "pk, sk, revision, expiresAt, #body, #overflow"
} as const

/** Names in the projection of items. */
export const itemNames = { "#body": "body", "#overflow": "overflow" } as const

/** Stands for the empty key. */
const emptyKey = "\u0000"

/** A key as DynamoDB takes it. Keeps the order of keys. */
export const toKey = (key: string): string => (key === "" ? emptyKey : key)

const fromKey = (key: string | undefined): string => (key === undefined || key === emptyKey ? "" : key)

/** The primary key of a row. */
export const primaryKey = (key: TableStore.Key): Item => ({
  pk: { S: toKey(key.partition) },
  sk: { S: toKey(key.sort) }
})

/** A row as an item; `overflow` names the object that holds its body where it is not inside. */
export const toItem = (row: TableStore.Row, writer: string, overflow: string | undefined): Item => {
  const item: Item = {
    ...primaryKey(row),
    ...(overflow === undefined ? { body: { S: row.body } } : { overflow: { S: overflow } }),
    revision: { S: row.revision },
    writer: { S: writer }
  }
  if (row.expiresAt !== undefined) item["expiresAt"] = { N: String(row.expiresAt) }
  for (const [index, place] of Object.entries(row.indexes)) {
    item[`${index}-pk`] = { S: toKey(place.partition) }
    item[`${index}-sk`] = { S: toKey(place.sort) }
  }
  return item
}

/** An item as a row, its body still to be fetched where it lies elsewhere. */
export const fromItem = (
  table: string,
  item: Item
): { readonly row: TableStore.Row; readonly overflow: string | undefined } => {
  const indexes: Record<string, { readonly partition: string; readonly sort: string }> = {}
  for (const name of Object.keys(item)) {
    if (!name.endsWith("-pk")) continue
    const index = name.slice(0, -"-pk".length)
    indexes[index] = { partition: fromKey(item[name]?.S), sort: fromKey(item[`${index}-sk`]?.S) }
  }
  const expiresAt = item["expiresAt"]?.N
  return {
    row: {
      table,
      partition: fromKey(item["pk"]?.S),
      sort: fromKey(item["sk"]?.S),
      body: item["body"]?.S ?? "",
      revision: item["revision"]?.S ?? "",
      indexes,
      expiresAt: expiresAt === undefined ? undefined : Number(expiresAt)
    },
    overflow: item["overflow"]?.S
  }
}

/** A position in a query or scan, as text. */
export const toCursor = (key: Item | undefined): string | undefined =>
  key === undefined
    ? undefined
    : JSON.stringify(Object.fromEntries(Object.entries(key).map(([name, value]) => [name, value.S ?? ""])))

/** A position from its text. */
export const fromCursor = (cursor: string): Item => {
  const names: unknown = JSON.parse(cursor)
  return Object.fromEntries(Object.entries(Object(names)).map(([name, value]) => [name, { S: String(value) }]))
}

/** A condition as DynamoDB takes it. A row whose time is over counts as absent, whether DynamoDB has removed it or not. */
export const toCondition = (condition: TableStore.Condition, nowSeconds: number) => {
  const now: Item = { ":now": { N: String(nowSeconds) } }
  const live = "(attribute_not_exists(expiresAt) OR expiresAt > :now)"
  switch (condition._tag) {
    case "Absent":
      return {
        ConditionExpression: "attribute_not_exists(pk) OR expiresAt <= :now",
        ExpressionAttributeValues: now
      }
    case "Present":
      return { ConditionExpression: `attribute_exists(pk) AND ${live}`, ExpressionAttributeValues: now }
    case "Revision":
      return {
        ConditionExpression: `revision = :revision AND ${live}`,
        ExpressionAttributeValues: { ...now, ":revision": { S: condition.revision } }
      }
  }
}
