/** Rules against reality: who consumed an event in the embedded runtime is whose rule matches it, and nobody else's. */
import { readdirSync, readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import * as ClaimCheck from "@millrace/core/ClaimCheck"
import type * as EventBus from "@millrace/core/EventBus"
import * as Pattern from "@millrace/core/Pattern"
import { draining } from "@millrace/handlers/FileProcessingModes"
import { Uploads } from "@millrace/handlers/resources/Uploads"
import * as Plan from "@millrace/pulumi/Plan"
import * as TestPipeline from "@millrace/testing/TestPipeline"
import * as Effect from "effect/Effect"
import { WithAlerts, withAlerts } from "../../examples/compose-a-consumer/LargePayment.ts"
import { settingsOf } from "./Deployments.ts"

const examples = new URL("../../examples/statements/", import.meta.url)

const run = Effect.fn(function* (limits?: EventBus.Limits) {
  const t = yield* TestPipeline.of(withAlerts, limits === undefined ? {} : { limits })
  for (const [position, filename] of readdirSync(examples).entries()) {
    yield* t.upload(Uploads, `ann/file-${position}/${filename}`, readFileSync(new URL(filename, examples)))
  }
  yield* t.advance("1 hour")
  const plan = Plan.make({ pipeline: WithAlerts, draining: { events: draining.events } }, settingsOf())
  const rules = plan.consumers.flatMap(({ contract, rule }) =>
    rule === undefined ? [] : [{ consumer: contract.name, matches: Pattern.compile(rule.pattern) }]
  )
  const consumed = new Map<string, Set<string>>()
  for (const { message } of yield* t.deliveries) {
    const consumers = consumed.get(message.entry.id) ?? new Set()
    consumed.set(message.entry.id, consumers.add(message.consumer))
  }
  const events = yield* t.events
  let claimed = 0
  const types = new Set<string>()
  for (const envelope of events) {
    types.add(envelope.type)
    if (envelope.dataref !== undefined) claimed++
    const { detail, detailType, source } = ClaimCheck.entry(envelope)
    const event = { source, "detail-type": detailType, detail: JSON.parse(detail) }
    const matched = rules.filter(({ matches }) => matches(event)).map(({ consumer }) => consumer)
    // An upload reaches its consumer by the bucket's notification, not by a rule.
    const byRule = [...(consumed.get(envelope.id) ?? [])].filter((consumer) => consumer !== "s3-event-handler")
    assert.sameMembers(matched, byRule, `${envelope.type} ${envelope.id}`)
  }
  return { events: events.length, claimed, types }
})

describe("rules", () => {
  it.effect("match every event of a run of the examples for exactly its consumers", () =>
    Effect.gen(function* () {
      const { events, types } = yield* run()
      assert.isAbove(events, 20)
      assert.includeMembers(
        [...types],
        ["object.created", "file.uploaded", "file.processed", "transactions.categorized", "analytics.updated"]
      )
    })
  )

  it.effect("match those too whose data was left in a claim", () =>
    Effect.gen(function* () {
      const { claimed } = yield* run({ maxEntries: 10, maxEntryBytes: 1000, maxCallBytes: 15_000 })
      assert.isAbove(claimed, 0)
    })
  )
})
