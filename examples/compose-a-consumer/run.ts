/** Runs the pipeline with the new consumer on the embedded runtime: `node run.ts <statement>`. */
import { readFileSync } from "node:fs"
import { basename } from "node:path"
import * as EventStore from "@millrace/core/EventStore"
import * as TableStore from "@millrace/core/TableStore"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { withAlerts } from "./LargePayment.ts"

const [path = "examples/statements/harbour-bank-checking.csv"] = process.argv.slice(2)

const program = Effect.gen(function* () {
  const runtime = yield* LocalRuntime.LocalRuntime
  const object = { key: `ann/file-1/${basename(path)}`, contentType: "text/csv", metadata: {} }
  yield* runtime.upload(object, Stream.succeed(readFileSync(path)))
  yield* runtime.quiesce
  const events = yield* EventStore.scanAll(yield* TableStore.TableStore)
  for (const event of events) {
    const data = event.type === "payment.flagged" ? ` ${JSON.stringify(event.data)}` : ""
    process.stdout.write(`${event.time} ${event.type}${data}\n`)
  }
})

await Effect.runPromise(Effect.provide(program, LocalRuntime.layer({ dataDir: ":memory:", program: withAlerts })))
