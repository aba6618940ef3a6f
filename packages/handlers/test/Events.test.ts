/** Events stay readable: a payload that changes without a new version fails here. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { documents } from "../scripts/EventSchemas.ts"
import { all } from "../src/Events.ts"

const folder = join(import.meta.dirname, "..", "schemas")

describe("event schemas", () => {
  it("are committed for every event and version", () => {
    const committed = readdirSync(folder).sort()
    assert.deepStrictEqual(
      committed,
      documents()
        .map(({ name }) => name)
        .sort()
    )
  })

  for (const { name, text } of documents()) {
    it(`${name} is as committed; a change is a new version`, () => {
      assert.deepStrictEqual(JSON.parse(text), JSON.parse(readFileSync(join(folder, name), "utf8")))
    })
  }

  it("have attributes that every version has as scalars", () => {
    for (const event of all) {
      const attributes: ReadonlyArray<string> = event.attributes
      const required = new Set(Object.keys(event.payload.fields))
      for (const attribute of attributes) assert.isTrue(required.has(attribute), `${event.eventType}.${attribute}`)
    }
  })
})
