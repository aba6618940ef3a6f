/**
 * An item of a collection as it is stored: its row's revision, and the item itself, which is read from the row's text when
 * somebody asks for it.
 */
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import * as IssueText from "./IssueText.ts"
import * as PlainItem from "./PlainItem.ts"
import type * as TableStore from "./TableStore.ts"

/** An item as stored, with the revision that a later write can insist on. */
export interface Stored<out Item> {
  /** Read from the row when first asked for. A row that its schema cannot read is a defect there. */
  readonly item: Item
  readonly revision: string
}

/** A stored item that its schema cannot read: a defect, since only the collection's own writer writes it. */
export class ItemInvalid extends Error {
  override readonly name = "ItemInvalid"
}

/** Says what is wrong with an item, and nothing of what is in it. */
export const invalid = (
  collection: string,
  action: "read" | "written",
  cause: Cause.Cause<Schema.SchemaError>
): ItemInvalid => {
  const error = Cause.squash(cause)
  const issue = Schema.isSchemaError(error) ? IssueText.oneLine(error) : "its schema failed"
  return new ItemInvalid(`Collection ${collection}: the item ${action} does not fit its schema: ${issue}`)
}

/** Reads a row's body. Throws `ItemInvalid`. */
export type Decode<Item> = (body: string) => Item

/** Whether a value is an item of a schema as it is at rest; `undefined` where they differ in form. */
const plainOf = <Item>(
  schema: Schema.Codec<Item, object>
): ((value: unknown) => value is Item & object) | undefined => {
  const isPlain = PlainItem.of(schema.ast)
  return isPlain === undefined ? undefined : (value): value is Item & object => isPlain(value)
}

/** Encodes items. Throws `ItemInvalid`. */
export const encoderOf = <S extends Schema.Codec<object, object>>(
  collection: string,
  schema: S
): ((item: S["Type"]) => object) => {
  const encode = Schema.encodeExit(schema)
  const isPlain = plainOf(schema)
  return (item) => {
    if (isPlain?.(item) === true) return item
    const encoded = encode(item)
    if (Exit.isFailure(encoded)) throw invalid(collection, "written", encoded.cause)
    return encoded.value
  }
}

/** The decoder of a collection's rows. */
export const decoderOf = <S extends Schema.Codec<object, object>>(collection: string, schema: S): Decode<S["Type"]> => {
  // Without Effects between rows: a month of an account is thousands of them.
  const decode = Schema.decodeUnknownExit(schema)
  const isPlain = plainOf(schema)
  return (body) => {
    let json: unknown
    try {
      json = JSON.parse(body)
    } catch {
      throw new ItemInvalid(`Collection ${collection}: the item read is no JSON.`)
    }
    if (isPlain?.(json) === true) return json
    const item = decode(json)
    if (Exit.isFailure(item)) throw invalid(collection, "read", item.cause)
    return item.value
  }
}

/** A row whose item is read when somebody asks for it: who compares revisions never does. */
export class StoredItem<Item> implements Stored<Item> {
  readonly revision: string
  readonly #decode: Decode<Item>
  #state: { readonly body: string } | { readonly item: Item }

  constructor({ body, revision }: TableStore.Row, decode: Decode<Item>) {
    this.revision = revision
    this.#decode = decode
    this.#state = { body }
  }

  get item(): Item {
    if ("item" in this.#state) return this.#state.item
    const item = this.#decode(this.#state.body)
    this.#state = { item }
    return item
  }
}
