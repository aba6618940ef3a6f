/** Names that repeat on every row (tables, indexes) as small integers, kept in the database and remembered here. */
import type * as Database from "./Database.ts"
import * as Sqlite from "./Sqlite.ts"

/** The names of one database. All calls are for use inside `Database.use`. */
export interface NameTable {
  /** The number of a name; `undefined` where nothing was ever written under it. */
  readonly find: (name: string) => number | undefined
  /** The number of a name, given now where it has none. */
  readonly ensure: (name: string) => number
}

/** The names of a database. */
export const make = ({ onRollback, statement }: Database.Database["Service"]): NameTable => {
  const known = new Map<string, number>()
  // A rollback takes a name's number back.
  onRollback(() => known.clear())
  const find = (name: string): number | undefined => {
    const remembered = known.get(name)
    if (remembered !== undefined) return remembered
    const row = statement("SELECT id FROM names WHERE name = ?").get(name)
    if (row === undefined) return undefined
    const id = Sqlite.integer(row["id"])
    known.set(name, id)
    return id
  }
  const ensure = (name: string): number => {
    const id = find(name)
    if (id !== undefined) return id
    statement("INSERT INTO names (name) VALUES (?) ON CONFLICT DO NOTHING").run(name)
    return ensure(name)
  }
  return { find, ensure }
}
