import * as Envelope from "@millrace/core/Envelope"
import * as TestPipeline from "@millrace/testing/TestPipeline"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Seal from "../../src/audit/Seal.ts"
import * as Verification from "../../src/audit/Verification.ts"
import { AuditSealDue, CategoryRulesChanged } from "../../src/Events.ts"
import { audit } from "../../src/handlers/Audit.ts"
import { auditSeal } from "../../src/handlers/AuditSeal.ts"
import { AuditSeals, UnsealedEntries } from "../../src/resources/AuditSeals.ts"

/** Draws numbers from 0 below `limit`, the same for the same seed. */
const draws = (seed: number) => (limit: number) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((seed / 2 ** 32) * limit)
}

const bodies = Array.from({ length: 23 }, (_, at) => ({
  tenantId: at % 3 === 0 ? "ann" : "bob",
  eventId: at.toString(16).padStart(32, "0"),
  body: JSON.stringify({ id: at, data: { amount: `${at}.00`, text: "väterchen" } })
}))

const entriesOf = (of: typeof bodies) =>
  of.map(({ body, eventId, tenantId }) => ({ tenantId, eventId, digest: Seal.digestOf(body) }))

const trail = (() => {
  const first = Seal.make(undefined, entriesOf(bodies.slice(0, 7)), "2026-01-01T00:05:00.000Z")
  const second = Seal.make(first, entriesOf(bodies.slice(7, 8)), "2026-01-01T00:10:00.000Z")
  const third = Seal.make(second, entriesOf(bodies.slice(8, 20)), "2026-01-01T00:15:00.000Z")
  return { seals: [first, second, third], waiting: entriesOf(bodies.slice(20)) }
})()

const stored = (of: typeof bodies, seals = trail.seals.map((seal) => JSON.stringify(seal))): Verification.Stored => ({
  seals,
  waiting: trail.waiting,
  digests: new Map(entriesOf(of).map((entry) => [Seal.entryKey(entry), entry]))
})

const flip = (text: string, at: number, bit: number): string => {
  const bytes = new TextEncoder().encode(text)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
  return new TextDecoder().decode(bytes)
}

const bytesIn = (text: string) => new TextEncoder().encode(text).length

describe("the audit trail's seals", () => {
  it("verify a trail that nobody touched", () => {
    const verified = Verification.verify(stored(bodies), trail.seals[1]?.hash)
    assert.deepStrictEqual(verified, { sealed: 20, waiting: 3, seals: 3, head: trail.seals[2]?.hash ?? "", broken: [] })
  })

  it("name the entry of which a byte is flipped, whichever byte and bit", () => {
    const draw = draws(1)
    bodies.forEach(({ body, eventId, tenantId }, index) => {
      for (let at = 0; at < bytesIn(body); at++) {
        const changed = bodies.with(index, { tenantId, eventId, body: flip(body, at, draw(8)) })
        const { broken } = Verification.verify(stored(changed))
        const seal = index < 7 ? 1 : index < 8 ? 2 : index < 20 ? 3 : null
        assert.deepStrictEqual(broken, [{ kind: "entry-changed", seal, tenantId, eventId }])
      }
    })
  })

  it("name the seal of which a byte is flipped, whichever byte and bit", () => {
    const draw = draws(2)
    const texts = trail.seals.map((seal) => JSON.stringify(seal))
    texts.forEach((text, index) => {
      for (let at = 0; at < bytesIn(text); at++) {
        const seals = texts.with(index, flip(text, at, draw(8)))
        const [first] = Verification.verify(stored(bodies, seals)).broken
        assert.deepInclude(first, { kind: "seal-changed", seal: index + 1 }, `seal ${index + 1}, byte ${at}`)
      }
    })
  })

  it("name what is missing and what was put in, and a seal that is gone", () => {
    const [missing] = bodies.slice(4, 5)
    const without = Verification.verify(stored(bodies.toSpliced(4, 1))).broken
    assert.deepStrictEqual(without, [
      { kind: "entry-missing", seal: 1, tenantId: missing?.tenantId ?? "", eventId: missing?.eventId ?? "" }
    ])
    const intruder = { tenantId: "ann", eventId: "f".repeat(32), body: "{}" }
    assert.deepStrictEqual(Verification.verify(stored([...bodies, intruder])).broken, [
      { kind: "entry-unknown", seal: null, tenantId: "ann", eventId: intruder.eventId }
    ])
    const texts = trail.seals.map((seal) => JSON.stringify(seal))
    assert.deepInclude(Verification.verify(stored(bodies, texts.toSpliced(1, 1))).broken[0], {
      kind: "seal-missing",
      seal: 2
    })
  })

  it("a head kept elsewhere shows that every seal was written anew", () => {
    const forged = bodies.with(2, { ...bodies[2], tenantId: "ann", eventId: bodies[2]?.eventId ?? "", body: "{}" })
    const first = Seal.make(undefined, entriesOf(forged.slice(0, 7)), "2026-01-01T00:05:00.000Z")
    const second = Seal.make(first, entriesOf(forged.slice(7, 8)), "2026-01-01T00:10:00.000Z")
    const third = Seal.make(second, entriesOf(forged.slice(8, 20)), "2026-01-01T00:15:00.000Z")
    const all = stored(
      forged,
      [first, second, third].map((seal) => JSON.stringify(seal))
    )
    assert.deepStrictEqual(Verification.verify(all).broken, [])
    const { broken } = Verification.verify(all, trail.seals[2]?.hash)
    assert.deepStrictEqual(
      broken.map(({ kind }) => kind),
      ["head-differs"]
    )
  })
})

describe("audit-seal", () => {
  const tick = { tenantId: "system" }
  const verified = Effect.fnUntraced(function* (t: TestPipeline.TestPipeline) {
    const seals = yield* t.items(AuditSeals)
    const events = (yield* t.deliveries).flatMap(({ message }) =>
      message.consumer === "audit" ? [Envelope.fromJson(message.entry.detail)] : []
    )
    const digests = new Map<string, Seal.Entry>()
    for (const event of yield* Effect.all(events)) {
      const entry = { tenantId: event.tenantid, eventId: event.id, digest: Seal.digestOf(Envelope.toJson(event)) }
      digests.set(Seal.entryKey(entry), entry)
    }
    const texts = seals.map((seal) => JSON.stringify(Schema.encodeSync(Seal.Seal)(seal)))
    return Verification.verify({ seals: texts, waiting: yield* t.items(UnsealedEntries), digests })
  })

  it.effect("seals every tenant's events once, late ones in the next seal, and no seal for ticks alone", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of([audit, auditSeal])
      const change = (tenantId: string, rulesVersion: string) =>
        t.deliver(CategoryRulesChanged, { rulesVersion }, { tenantId, times: 2 })
      const seal = (scheduledFor: string) => t.deliver(AuditSealDue, { scheduledFor }, tick)
      yield* change("ann", "1")
      yield* change("bob", "1")
      yield* seal("2026-01-01T00:05:00.000Z")
      yield* seal("2026-01-01T00:10:00.000Z")
      yield* seal("2026-01-01T00:15:00.000Z")
      assert.strictEqual((yield* t.items(AuditSeals)).length, 1)
      yield* change("ann", "2")
      yield* seal("2026-01-01T00:20:00.000Z")
      const seals = yield* t.items(AuditSeals)
      assert.strictEqual(seals.length, 2)
      assert.strictEqual(seals[1]?.previous, seals[0]?.hash)
      const { broken, sealed, waiting } = yield* verified(t)
      assert.deepStrictEqual(broken, [])
      assert.strictEqual(sealed + waiting, 7)
      yield* t.expectHandled
    })
  )

  it.effect("goes on where a run died between its seal and taking away what waited", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of([audit, auditSeal])
      yield* t.deliver(CategoryRulesChanged, { rulesVersion: "1" })
      yield* t.crash("TableStore.writeBatch", { consumer: "audit-seal" })
      yield* t.deliver(AuditSealDue, { scheduledFor: "2026-01-01T00:05:00.000Z" }, tick)
      yield* t.deliver(CategoryRulesChanged, { rulesVersion: "2" })
      yield* t.deliver(AuditSealDue, { scheduledFor: "2026-01-01T00:10:00.000Z" }, tick)
      const { broken } = yield* verified(t)
      assert.deepStrictEqual(broken, [])
      const listed = (yield* t.items(AuditSeals)).flatMap(({ entries }) => entries.map(Seal.entryKey))
      assert.strictEqual(new Set(listed).size, listed.length)
      yield* t.expectHandled
    })
  )

  it.effect("an entry whose announcement failed is announced by the next attempt", () =>
    Effect.gen(function* () {
      const t = yield* TestPipeline.of([audit, auditSeal])
      yield* t.fail("TableStore.write", { consumer: "audit", resource: "audit-unsealed" })
      yield* t.deliver(CategoryRulesChanged, { rulesVersion: "1" })
      yield* t.deliver(AuditSealDue, { scheduledFor: "2026-01-01T00:05:00.000Z" }, tick)
      const [seal] = yield* t.items(AuditSeals)
      assert.strictEqual(seal?.entries.filter(({ tenantId }) => tenantId === "tenant").length, 1)
    })
  )
})
