import { assert, describe, it } from "@effect/vitest"
import * as UploadKey from "../../src/domain/UploadKey.ts"

describe("upload keys", () => {
  it("name user, file and whatever the person called it", () => {
    const names = ["My+File (1).csv", "auszug/März 2024.csv", "100%.csv", " .csv"]
    for (const filename of names) {
      assert.deepStrictEqual(UploadKey.parse(`ada/f1/${filename}`), {
        _tag: "Upload",
        key: { userId: "ada", fileId: "f1", filename, relative: `f1/${filename}` }
      })
    }
  })

  it("that are not for us are left alone, and incomplete ones refused", () => {
    for (const key of ["restore_packages/a/b.csv", "ada/restore_packages/b.csv", "ada/", "ada/f1/"]) {
      assert.strictEqual(UploadKey.parse(key)._tag, "Ignored")
    }
    for (const key of ["", "a.csv", "ada/f1", "/f1/a.csv", "ada//a.csv", `${"a".repeat(200)}/f1/a.csv`]) {
      assert.strictEqual(UploadKey.parse(key)._tag, "Invalid")
    }
  })
})
