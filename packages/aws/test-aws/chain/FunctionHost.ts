/**
 * Stands in for Lambda's runtime: a process that loads one bundle, takes events as JSON and answers as JSON. Its parent sends
 * `{ id, event, timeoutMillis }` and gets `{ id, response }` or `{ id, error }`; first it gets `{ importMillis }`.
 */
import { performance } from "node:perf_hooks"
import { pathToFileURL } from "node:url"

interface Invocation {
  readonly id: string
  readonly event: string
  readonly timeoutMillis: number
}

type Handler = (event: unknown, context: unknown) => Promise<unknown>

const startedAt = performance.now()
const { handler } = (await import(pathToFileURL(process.argv[2] ?? "").href)) as { readonly handler: Handler }
process.send?.({ importMillis: performance.now() - startedAt })

process.on("message", ({ event, id, timeoutMillis }: Invocation) => {
  const deadline = performance.now() + timeoutMillis
  handler(JSON.parse(event), {
    awsRequestId: id,
    getRemainingTimeInMillis: () => Math.max(0, deadline - performance.now())
  }).then(
    (response) => process.send?.({ id, response: JSON.stringify(response ?? null) }),
    (error: unknown) => process.send?.({ id, error: error instanceof Error ? error.message : String(error) })
  )
})
