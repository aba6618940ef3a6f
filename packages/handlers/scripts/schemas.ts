/**
 * Writes the JSON Schema of every event and version to `schemas/<type>.v<version>.json`. A schema that is there already
 * is never changed: a payload that differs needs a new version, so that events stored under the old one stay readable.
 *
 *     node --conditions=millrace-source packages/handlers/scripts/schemas.ts
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { documents } from "./EventSchemas.ts"

const folder = join(import.meta.dirname, "..", "schemas")
mkdirSync(folder, { recursive: true })
let refused = 0
for (const { name, text } of documents()) {
  const path = join(folder, name)
  if (!existsSync(path)) {
    writeFileSync(path, text)
    console.log(`${name} written`)
  } else if (readFileSync(path, "utf8") !== text) {
    refused++
    console.error(
      `${name} differs from the payload in Events.ts: give the event a new version and an upcast from this one.`
    )
  }
}
if (refused > 0) process.exitCode = 1
