/** One process of a function: imports the bundle, invokes it, answers what each took. */
import { performance } from "node:perf_hooks"
import { pathToFileURL } from "node:url"

type Handler = (event: unknown, context: unknown) => Promise<{ readonly batchItemFailures: ReadonlyArray<unknown> }>

const steady = 200

const startedAt = performance.now()
const { handler } = (await import(pathToFileURL(process.argv[2] ?? "").href)) as { readonly handler: Handler }
const importMillis = performance.now() - startedAt

const eventOf = (ordinal: number) => ({
  Records: [
    {
      messageId: `m${ordinal}`,
      receiptHandle: "h",
      attributes: {},
      messageAttributes: {},
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:audit",
      awsRegion: "eu-central-1",
      body: JSON.stringify({
        version: "0",
        id: `e${ordinal}`,
        "detail-type": "file.uploaded",
        source: "millrace.files",
        account: "123456789012",
        time: "2026-01-02T03:04:05Z",
        region: "eu-central-1",
        resources: [],
        detail: {
          specversion: "1.0",
          id: ordinal.toString(16).padStart(32, "0"),
          source: "millrace.files",
          type: "file.uploaded",
          subject: "f1",
          time: "2026-01-02T03:04:05.000Z",
          datacontenttype: "application/json",
          dataschema: "urn:millrace:event:file.uploaded:1",
          data: { fileId: "f1", userId: "u1", key: "f1/a.csv" },
          correlationid: "c1",
          traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          tenantid: "u1",
          attributes: { fileId: "f1" }
        }
      })
    }
  ]
})

const invoke = async (ordinal: number): Promise<number> => {
  const from = performance.now()
  const { batchItemFailures } = await handler(eventOf(ordinal), {
    awsRequestId: `r${ordinal}`,
    functionName: "audit",
    getRemainingTimeInMillis: () => 60_000
  })
  if (batchItemFailures.length > 0) throw new Error("the invocation failed")
  return performance.now() - from
}

const firstMillis = await invoke(0)
const times: Array<number> = []
for (let ordinal = 1; ordinal <= steady; ordinal++) times.push(await invoke(ordinal))
const steadyMillis = times.sort((a, b) => a - b)[steady >> 1] ?? 0
process.send?.({ importMillis, firstMillis, steadyMillis }, () => process.exit(0))
