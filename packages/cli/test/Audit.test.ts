import { rmSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterAll, assert, describe, it } from "@effect/vitest"
import * as Program from "./Program.ts"

describe("millrace audit", () => {
  const root = Program.folder()
  const dataDir = join(root, "data")
  const millrace = (...args: ReadonlyArray<string>) => Program.millrace(...args, "--data-dir", dataDir)
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  /** Changes one character of an event where it is stored, past the program. */
  const tamper = (eventId: string, from: string, to: string): number => {
    const database = new DatabaseSync(join(dataDir, "millrace.db"))
    let changed = 0
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
    for (const table of tables.map(({ name }) => String(name))) {
      const columns = database.prepare(`PRAGMA table_info(${table})`).all()
      for (const column of columns.map(({ name }) => String(name)).filter((name) => name === "body")) {
        const found = database
          .prepare(`SELECT rowid AS place, ${column} AS body FROM ${table} WHERE instr(${column}, ?) > 0`)
          .all(`"id":"${eventId}"`)
        for (const { body, place } of found) {
          if (typeof body !== "string" || !body.startsWith('{"specversion"')) continue
          database
            .prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`)
            .run(body.replace(from, to), Number(place))
          changed++
        }
      }
    }
    database.close()
    return changed
  }

  it("seals, verifies, exports, and names the event of which a byte was flipped", () => {
    assert.strictEqual(millrace("run", Program.samples[0] ?? "").code, 0)
    const waiting = JSON.parse(millrace("audit", "verify", "--json").out)
    assert.deepInclude(waiting, { whole: true, sealed: 0, seals: 0, head: null })
    assert.isAbove(waiting.waiting, 4)
    const sealed = millrace("audit", "seal", "--json")
    assert.strictEqual(sealed.code, 0, sealed.err)
    const { head } = JSON.parse(sealed.out)
    assert.match(head, /^[0-9a-f]{64}$/)
    const whole = millrace("audit", "verify", "--head", head)
    assert.strictEqual(whole.code, 0, whole.out + whole.err)
    assert.include(whole.out, "The trail is whole.")

    const exported = Program.jsonLines(millrace("audit", "export"))
    assert.deepInclude(exported.at(-1)?.["head"], { hash: head, sequence: 1 })
    const processed = exported.find(({ event }) => JSON.stringify(event ?? null).includes('"type":"file.processed"'))
    const eventId = String(processed?.["eventId"])
    assert.strictEqual(processed?.["seal"], 1)

    assert.isAbove(tamper(eventId, '"accepted":9', '"accepted":8'), 0)
    const broken = millrace("audit", "verify")
    assert.strictEqual(broken.code, 1)
    assert.include(broken.out, `event ${eventId} of me, listed by seal 1: its bytes are not those that were stored`)
    const { first } = JSON.parse(millrace("audit", "verify", "--json").out)
    assert.deepStrictEqual(first, { kind: "entry-changed", seal: 1, tenantId: "me", eventId })

    const other = JSON.parse(millrace("audit", "verify", "--json", "--head", "0".repeat(64)).out)
    assert.include(JSON.stringify(other.broken), "head-differs")
  }, 180_000)
})
