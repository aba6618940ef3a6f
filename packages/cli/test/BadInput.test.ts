/** Whatever a person gets wrong: a message that names it and what mends it, the documented exit code, and nothing lost. */
import { assert, describe, it } from "@effect/vitest"
import { existsSync, mkdirSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import type { Finished } from "./Millrace.ts"
import { document, inDirectory, millrace, samples } from "./Millrace.ts"
import * as Shapes from "./Shapes.ts"

const card = join(samples, "kestrel-card.ofx")

const assertClear = ({ exitCode, stderr, stdout }: Finished, expected: 1 | 2, said: string) => {
  assert.strictEqual(exitCode, expected, stderr)
  assert.include(expected === 1 ? stdout : stderr, said)
  assert.notMatch(stdout + stderr, /\n\s+at |node:internal|Error:/, "a stack trace or an error's bare name")
}

describe("files", () => {
  it(
    "a missing one and a directory stop the command before anything is stored",
    inDirectory((path) => {
      const dataDir = path("data")
      assertClear(
        millrace("run", card, path("missing.csv"), "--data-dir", dataDir),
        2,
        `${path("missing.csv")}: there is no such file.`
      )
      mkdirSync(path("folder"))
      assertClear(millrace("run", path("folder"), "--data-dir", dataDir), 2, `${path("folder")}: this is a directory.`)
      assert.isFalse(existsSync(dataDir))
    })
  )

  it(
    "an empty one, a PDF and one above the limit are rejected with a reason each; the good one beside them is processed",
    inDirectory((path) => {
      writeFileSync(path("empty.csv"), "")
      writeFileSync(path("renamed.csv"), "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
      writeFileSync(path("large.csv"), "")
      truncateSync(path("large.csv"), 100 * 1024 * 1024 + 1)
      const bad = [path("empty.csv"), path("renamed.csv"), path("large.csv")]
      const finished = millrace("run", ...bad, card, "--json", "--data-dir", path("data"))
      assert.strictEqual(finished.exitCode, 1)
      const { deadLetters, files } = document(Shapes.Run, finished)
      assert.deepStrictEqual(
        files.map(({ accepted, status }) => [status, accepted]),
        [
          ["rejected", 0],
          ["rejected", 0],
          ["rejected", 0],
          ["processed", 6]
        ]
      )
      assert.strictEqual(deadLetters, 0)
      const [empty, pdf, large] = files.map(({ reason }) => reason ?? "")
      assert.match(empty ?? "", /no bytes|empty/)
      assert.match(pdf ?? "", /looks like a PDF/)
      assert.match(large ?? "", /larger than 100 MiB/)
      assertClear(millrace("run", ...bad, "--data-dir", path("data")), 1, "Export a shorter period.")
    })
  )

  it(
    "inspect rejects the same ones, storing nothing",
    inDirectory((path) => {
      writeFileSync(path("empty.csv"), "")
      writeFileSync(path("renamed.csv"), "%PDF-1.7\n1 0 obj\n")
      const finished = millrace("inspect", path("empty.csv"), path("renamed.csv"))
      assertClear(finished, 1, "The file is empty.")
      assert.include(finished.stdout, "looks like a PDF")
      assertClear(millrace("inspect", path("missing.csv")), 2, "there is no such file.")
    })
  )
})

describe("data directories", () => {
  it(
    "one that cannot be made",
    inDirectory((path) => {
      writeFileSync(path("file"), "")
      for (const dataDir of [path("file"), join(path("file"), "below")]) {
        assertClear(millrace("run", card, "--data-dir", dataDir), 2, `The data directory ${dataDir} is not a directory`)
      }
    })
  )

  it(
    "one of a newer format is left alone",
    inDirectory((path) => {
      const dataDir = path("data")
      assert.strictEqual(millrace("run", card, "--data-dir", dataDir).exitCode, 0)
      const database = new DatabaseSync(join(dataDir, "millrace.db"))
      const present = database.prepare("PRAGMA user_version").get()?.["user_version"]
      const rows = database.prepare("SELECT * FROM items").all()
      database.exec("PRAGMA user_version = 9999")
      for (const command of [["run", card], ["transactions"]]) {
        assertClear(
          millrace(...command, "--data-dir", dataDir),
          2,
          `The data directory ${dataDir} has format version 9999, and this Millrace knows versions up to ${String(present)}. Update`
        )
      }
      assert.deepStrictEqual(database.prepare("SELECT * FROM items").all(), rows)
      database.close()
    })
  )

  it(
    "one in which another run works: refused, may still be read, and free again afterwards",
    inDirectory((path) => {
      const dataDir = path("data")
      assert.strictEqual(millrace("run", card, "--data-dir", dataDir).exitCode, 0)
      const other = new DatabaseSync(join(dataDir, "lock.db"))
      other.exec("BEGIN EXCLUSIVE")
      assertClear(
        millrace("run", join(samples, "noorderlicht.sta"), "--data-dir", dataDir),
        2,
        `is already working in the data directory ${dataDir}. Wait for it to end`
      )
      const files = millrace("files", "--json", "--data-dir", dataDir)
      assert.deepStrictEqual([files.exitCode, files.stdout.trim().split("\n").length], [0, 1])
      other.close()
      const after = document(
        Shapes.Run,
        millrace("run", join(samples, "noorderlicht.sta"), "--json", "--data-dir", dataDir)
      )
      assert.strictEqual(after.files[0]?.accepted, 3)
    })
  )
})

describe("usage", () => {
  it(
    "an unknown command, an unknown flag, no file, a user that no key can hold",
    inDirectory((path) => {
      assertClear(millrace("frobnicate"), 2, "frobnicate")
      assertClear(millrace("run", "--frobnicate", card), 2, "--frobnicate")
      assertClear(millrace("run", "--data-dir", path("data")), 2, "file")
      for (const user of ["a/b", ".."]) {
        assertClear(
          millrace("run", card, "--user", user, "--data-dir", path("data")),
          2,
          `--user "${user}" cannot be used`
        )
      }
      assert.isFalse(existsSync(path("data")))
    })
  )
})
