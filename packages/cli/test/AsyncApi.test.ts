import { readFileSync } from "node:fs"
import { Parser } from "@asyncapi/parser"
import { FileProcessing } from "@millrace/handlers/FileProcessing"
import { assert, describe, it } from "@effect/vitest"
import { millrace } from "./Millrace.ts"

const committed = readFileSync(new URL("../../../docs/asyncapi.json", import.meta.url), "utf8")

describe("the event catalogue", () => {
  it("is committed as it is now; `npm run -s millrace -- graph --asyncapi > docs/asyncapi.json` writes it", () => {
    assert.deepStrictEqual(JSON.parse(millrace("graph", "--asyncapi").stdout), JSON.parse(committed))
  }, 30_000)

  it("is a valid AsyncAPI 3 document with every event and every consumer", async () => {
    const { diagnostics, document } = await new Parser().parse(committed)
    assert.deepStrictEqual(
      diagnostics.filter(({ severity }) => severity === 0).map(({ message, path }) => [path, message]),
      []
    )
    assert.strictEqual(document?.version(), "3.0.0")
    assert.sameMembers(
      document
        ?.channels()
        .all()
        .map((channel) => channel.address() ?? "") ?? [],
      FileProcessing.events.map(({ eventType }) => eventType)
    )
    const operations = document?.operations().all() ?? []
    const takes = operations.filter((operation) => operation.isReceive()).map((operation) => operation.id())
    assert.includeMembers(takes, ["file-processor_receive_file_uploaded", "audit_receive_file_uploaded"])
    assert.isDefined(operations.find((operation) => operation.id() === "categorization_send_transactions_categorized"))
  }, 30_000)
})
