/** The ledger's function for a process of its own. */
import * as LedgerFunction from "./LedgerFunction.ts"

const environment = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
)

export const handler = LedgerFunction.make(environment)
