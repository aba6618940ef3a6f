/** A hash of everything that a run left behind: two runs with the same hash were the same, to the byte. */
import { createHash } from "node:crypto"
import type * as World from "./World.ts"

/** SHA-256 of a world's event log, spans, stored rows and moments, as hex. */
export const of = (world: World.World): string => {
  const hash = createHash("sha256")
  const add = (...parts: ReadonlyArray<unknown>): void => void hash.update(`${JSON.stringify(parts)}\n`)
  for (const entry of world.entries) add("event", entry)
  for (const { attributes, endTime, name, parentSpanId, spanId, startTime, traceId } of world.spans) {
    add("span", traceId, spanId, parentSpanId, name, String(startTime), String(endTime), [...attributes])
  }
  for (const table of world.tables.tables().toSorted()) for (const row of world.tables.rows(table)) add("row", row)
  for (const { atMillis, process, text, what } of world.moments) add("moment", atMillis, process, what, text)
  return hash.digest("hex")
}
