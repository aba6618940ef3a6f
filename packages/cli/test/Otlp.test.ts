import { spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { rmSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as Telemetry from "../src/telemetry/Telemetry.ts"
import { samples } from "./Millrace.ts"
import { folder } from "./Program.ts"

// OTLP 1.x in its JSON form: https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto
const Value = Schema.Struct({
  stringValue: Schema.optionalKey(Schema.String),
  intValue: Schema.optionalKey(Schema.Union([Schema.String, Schema.Number])),
  doubleValue: Schema.optionalKey(Schema.Number),
  boolValue: Schema.optionalKey(Schema.Boolean)
})
const Attributes = Schema.Array(Schema.Struct({ key: Schema.String, value: Value }))
const Resource = Schema.Struct({ attributes: Attributes })
const Span = Schema.Struct({
  traceId: Schema.String.check(Schema.isPattern(/^[0-9a-f]{32}$/)),
  spanId: Schema.String.check(Schema.isPattern(/^[0-9a-f]{16}$/)),
  parentSpanId: Schema.optionalKey(Schema.String),
  name: Schema.String,
  /** 4 is PRODUCER, 5 CONSUMER. */
  kind: Schema.Int,
  startTimeUnixNano: Schema.String,
  endTimeUnixNano: Schema.String,
  attributes: Attributes,
  links: Schema.optionalKey(Schema.Array(Schema.Struct({ traceId: Schema.String, spanId: Schema.String }))),
  status: Schema.Struct({ code: Schema.Int, message: Schema.optionalKey(Schema.String) })
})
const Traces = Schema.Struct({
  resourceSpans: Schema.Array(
    Schema.Struct({ resource: Resource, scopeSpans: Schema.Array(Schema.Struct({ spans: Schema.Array(Span) })) })
  )
})
const Metrics = Schema.Struct({
  resourceMetrics: Schema.Array(
    Schema.Struct({
      scopeMetrics: Schema.Array(Schema.Struct({ metrics: Schema.Array(Schema.Struct({ name: Schema.String })) }))
    })
  )
})
const Logs = Schema.Struct({
  resourceLogs: Schema.Array(
    Schema.Struct({
      scopeLogs: Schema.Array(
        Schema.Struct({
          logRecords: Schema.Array(Schema.Struct({ body: Value, attributes: Attributes, severityText: Schema.String }))
        })
      )
    })
  )
})

type Received = Readonly<Record<string, ReadonlyArray<string>>>

/** Runs a program with a collector; answers what the collector received, by path. */
const withCollector = async (program: (url: string) => Promise<unknown>): Promise<Received> => {
  const received: Record<string, Array<string>> = {}
  const server = createServer((request, response) => {
    let body = ""
    request.setEncoding("utf8")
    request.on("data", (chunk: string) => (body += chunk))
    request.on("end", () => {
      ;(received[request.url ?? ""] ??= []).push(body)
      response.setHeader("content-type", "application/json")
      response.end("{}")
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("no port")
  try {
    await program(`http://127.0.0.1:${(address satisfies AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
  return received
}

const spansOf = (received: Received) =>
  (received["/v1/traces"] ?? []).flatMap((body) =>
    Schema.decodeUnknownSync(Schema.fromJsonString(Traces))(body).resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) => spans)
    )
  )

const attribute = (of: { readonly attributes: typeof Attributes.Type }, name: string): unknown => {
  const value = of.attributes.find(({ key }) => key === name)?.value
  return value?.stringValue ?? value?.intValue ?? value?.doubleValue ?? value?.boolValue
}

const metricNames = (received: Received) =>
  new Set(
    (received["/v1/metrics"] ?? []).flatMap((body) =>
      Schema.decodeUnknownSync(Schema.fromJsonString(Metrics))(body).resourceMetrics.flatMap(({ scopeMetrics }) =>
        scopeMetrics.flatMap(({ metrics }) => metrics.map(({ name }) => name))
      )
    )
  )

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
const flakyRun = fileURLToPath(new URL("FlakyRun.ts", import.meta.url))

/** Runs a program of sources to its end. The collector is in this process, so it must not block. */
const run = async (program: ReadonlyArray<string>, environment: Readonly<Record<string, string>>) => {
  const child = spawn(process.execPath, ["--conditions=millrace-source", ...program], {
    env: { ...process.env, ...environment },
    stdio: "ignore"
  })
  const [code] = await once(child, "exit")
  assert.strictEqual(code, 0)
}

describe("OTLP", () => {
  it("an upload is one trace across all consumers, with the attributes of the messaging conventions", async () => {
    const root = folder()
    const received = await withCollector((url) =>
      run([main, "run", "--data-dir", join(root, "data"), join(samples, "kestrel-card.ofx")], {
        OTEL_EXPORTER_OTLP_ENDPOINT: url,
        OTEL_SERVICE_NAME: "statements"
      })
    )
    rmSync(root, { recursive: true, force: true })
    const all = spansOf(received)
    const spans = all.filter(
      ({ traceId }) => traceId === all.find(({ name }) => name === "publish object.created")?.traceId
    )
    const ids = new Set(spans.map(({ spanId }) => spanId))
    const orphans = spans.filter(({ parentSpanId }) => parentSpanId !== undefined && !ids.has(parentSpanId))
    assert.deepStrictEqual(orphans, [])
    const consumers = spans.filter(({ kind }) => kind === 5)
    assert.includeMembers(
      [...new Set(consumers.map((span) => String(attribute(span, "messaging.consumer.group.name"))))],
      ["s3-event-handler", "file-processor", "categorization", "analytics", "audit"]
    )
    for (const span of consumers) {
      assert.strictEqual(attribute(span, "messaging.system"), "millrace")
      assert.strictEqual(attribute(span, "messaging.operation.type"), "process")
      assert.isString(attribute(span, "messaging.message.id"))
      assert.isString(attribute(span, "messaging.message.conversation_id"))
      assert.isString(attribute(span, "messaging.destination.name"))
    }
    for (const span of spans.filter(({ kind }) => kind === 4)) {
      assert.strictEqual(attribute(span, "messaging.operation.type"), "send")
    }
    const resource = Schema.decodeUnknownSync(Schema.fromJsonString(Traces))(received["/v1/traces"]?.[0] ?? "")
    assert.strictEqual(
      attribute(resource.resourceSpans[0]?.resource ?? { attributes: [] }, "service.name"),
      "statements"
    )
    assert.includeMembers(
      [...metricNames(received)],
      [
        "millrace.deliveries",
        "millrace.events.published",
        "millrace.handler.duration",
        "millrace.publish.duration",
        "millrace.upload.processed",
        "millrace.upload.categorized",
        "millrace.file.rows",
        "millrace.file.row.rate"
      ]
    )
  }, 60_000)

  it("a retried delivery is sibling spans, a batch links, and what is logged has the trace's id", async () => {
    const received = await withCollector((url) => run([flakyRun], { OTEL_EXPORTER_OTLP_ENDPOINT: url }))
    const spans = spansOf(received)
    const failed = spans.find(({ name, status }) => name === "process analytics" && status.code === 2)
    assert.isDefined(failed)
    const siblings = spans.filter(
      (span) =>
        span.name === "process analytics" &&
        attribute(span, "messaging.message.id") === attribute(failed ?? span, "messaging.message.id")
    )
    assert.deepStrictEqual(
      siblings.map((span) => [Number(attribute(span, "millrace.attempt")), attribute(span, "millrace.outcome")]),
      [
        [1, "retry"],
        [2, "ack"]
      ]
    )
    assert.strictEqual(new Set(siblings.map(({ parentSpanId }) => parentSpanId)).size, 1)
    const records = (received["/v1/logs"] ?? []).flatMap((body) =>
      Schema.decodeUnknownSync(Schema.fromJsonString(Logs))(body).resourceLogs.flatMap(({ scopeLogs }) =>
        scopeLogs.flatMap(({ logRecords }) => logRecords)
      )
    )
    const warning = records.find(({ body }) => body.stringValue === "delivery failed")
    assert.strictEqual(attribute(warning ?? { attributes: [] }, "traceId"), failed?.traceId)
    const batch = spans.find(({ name }) => name === "process batch")
    assert.deepStrictEqual(
      batch?.links?.map(({ traceId }) => traceId),
      ["a".repeat(32), "b".repeat(32)]
    )
    assert.strictEqual(failed?.status.message, "Error")
    for (const secret of ["flaky", "COFFEE"]) assert.notInclude(JSON.stringify(spans), secret)
    assert.notInclude(JSON.stringify(received), "COFFEE")
  }, 60_000)

  it("is asked for by the usual variables, signal by signal", () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318" }
    assert.deepStrictEqual(Telemetry.signals({}), { traces: false, metrics: false, logs: false })
    assert.deepStrictEqual(Telemetry.signals(endpoint), { traces: true, metrics: true, logs: true })
    assert.deepStrictEqual(Telemetry.signals({ ...endpoint, OTEL_METRICS_EXPORTER: "none" }).metrics, false)
    assert.deepStrictEqual(Telemetry.signals({ ...endpoint, OTEL_SDK_DISABLED: "true" }).traces, false)
    assert.deepStrictEqual(Telemetry.signals({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://x/v1/traces" }), {
      traces: true,
      metrics: false,
      logs: false
    })
  })
})
