/**
 * `node:sqlite`, loaded without its experimental warning: Node before 24.15 prints one on every start, which is no news to
 * somebody who runs a command. Every other warning passes.
 */
import type * as NodeSqlite from "node:sqlite"

const load = (): typeof NodeSqlite => {
  const { emitWarning } = process
  const isSqliteNotice = (warning: unknown): boolean => String(warning).startsWith("SQLite is an experimental feature")
  // The notice is emitted while the module loads, and only then.
  Reflect.set(process, "emitWarning", (...args: ReadonlyArray<unknown>) => {
    if (!isSqliteNotice(args[0])) Reflect.apply(emitWarning, process, args)
  })
  try {
    return process.getBuiltinModule("node:sqlite")
  } finally {
    process.emitWarning = emitWarning
  }
}

/** A connection's class. */
export const { DatabaseSync } = load()

/** A connection. */
export type Connection = NodeSqlite.DatabaseSync

/** A prepared statement. */
export type Statement = NodeSqlite.StatementSync

/** SQLite's primary result codes that Millrace tells apart. @see https://www.sqlite.org/rescode.html */
export const resultCode = { busy: 5, locked: 6, readOnly: 8, full: 13, cannotOpen: 14, notADatabase: 26 } as const

/** The primary result code and message of an error that SQLite raised; `undefined` for any other error. */
export const errorOf = (error: unknown): { readonly code: number; readonly message: string } | undefined => {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined
  const message = "errstr" in error && typeof error.errstr === "string" ? error.errstr : "SQLite error"
  return { code: error.errcode & 0xff, message }
}

/**
 * Rows of a statement as arrays, which cost less to make than objects. A statement is read this way always or never. Node
 * below 22.16 makes objects, whose values are in the columns' order.
 */
export const arrays = (
  statement: Statement,
  values: ReadonlyArray<string | number>
): ReadonlyArray<ReadonlyArray<unknown>> => {
  if ("setReturnArrays" in statement) statement.setReturnArrays(true)
  const rows: ReadonlyArray<unknown> = statement.all(...values)
  return rows.map((row) => (Array.isArray(row) ? row : Object.values(Object(row))))
}

/** A column that is text. Throws for any other: the schema is strict, so that is a mistake in the query. */
export const text = (value: unknown): string => {
  if (typeof value !== "string") throw new TypeError(`SQLite: a text column holds ${typeof value}`)
  return value
}

/** A column that is text or null. */
export const textOrNull = (value: unknown): string | undefined => (value === null ? undefined : text(value))

/** A column that is an integer. */
export const integer = (value: unknown): number => {
  if (typeof value !== "number") throw new TypeError(`SQLite: an integer column holds ${typeof value}`)
  return value
}

/** A column that is an integer or null. */
export const integerOrNull = (value: unknown): number | undefined => (value === null ? undefined : integer(value))
