/**
 * What must hold when a run has come to rest, whatever happened on the way. The framework's own promises are here; a
 * pipeline adds what its domain promises.
 */
import * as CollectionKey from "@millrace/core/CollectionKey"
import type * as DeadLetters from "@millrace/core/DeadLetters"
import type * as Envelope from "@millrace/core/Envelope"
import * as EventStore from "@millrace/core/EventStore"
import * as InboxTable from "@millrace/core/InboxTable"
import * as Subscription from "@millrace/core/Subscription"
import * as TraceContext from "@millrace/core/TraceContext"
import * as World from "./World.ts"

/** A run at rest. */
export interface Rest {
  readonly world: World.World
  /** Every event that the bus accepted, once each, in order. */
  readonly events: ReadonlyArray<Envelope.Envelope>
  readonly deadLetters: ReadonlyArray<DeadLetters.DeadLetter>
  /** Outputs as they were decided, by consumer and event: every list of bytes that was ever committed. */
  readonly decided: ReadonlyMap<string, ReadonlyArray<ReadonlyArray<string>>>
  /** Dead deliveries whose letter was not there when the world had come to rest. */
  readonly lettersMissing: ReadonlyArray<string>
  /** Deliveries that found a lease which should have been given back. */
  readonly unreleased: ReadonlyArray<string>
  /** Deliveries that were given up before the contract's policy says. */
  readonly early: ReadonlyArray<string>
  /** The same workload without any fault. */
  readonly faultless: () => Rest
}

/** Something that must hold. Answers what is wrong, a line each; nothing where it holds. */
export interface Invariant {
  readonly name: string
  readonly check: (rest: Rest) => ReadonlyArray<string>
}

/** A promise of a pipeline. */
export const make = (name: string, check: Invariant["check"]): Invariant => ({ name, check })

const nameOf = (event: { readonly type: string; readonly id: string }): string =>
  World.shortName({ detailType: event.type, id: event.id })

/** At most so many lines of one finding: a broken run can break everything at once. */
const shown = (lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.length <= 5 ? lines : [...lines.slice(0, 5), `and ${lines.length - 5} more`]

/** Every message was handled and no delivery is left running. */
export const drained: Invariant = make("queues are drained", ({ world }) =>
  shown([
    ...world.waiting().map(({ scope }) => `${scope} is not handled`),
    ...(world.running() > 0 ? [`${world.running()} deliveries run and do not end`] : [])
  ])
)

/** Every event is completed by everyone who wants it, or dead with a letter. */
export const nothingLost: Invariant = make("nothing is lost", ({ deadLetters, world }) => {
  const states = new Map(
    world.tables
      .rows(InboxTable.table)
      .map((row) => [row.partition, /^\{"state":"([a-z]+)"/.exec(row.body)?.[1] ?? "?"])
  )
  const letters = new Set(deadLetters.map(({ consumer, eventId }) => `${consumer} ${eventId ?? ""}`))
  const wants = world.handlers.map(({ contract }) => ({ name: contract.name, of: Subscription.wants(contract) }))
  const seen = new Set<string>()
  const lost: Array<string> = []
  for (const entry of world.entries) {
    if (seen.has(entry.id)) continue
    seen.add(entry.id)
    for (const { name, of } of wants) {
      if (!of(entry)) continue
      const state = states.get(CollectionKey.encode([name, entry.id])) ?? "never begun"
      const isDead = state === "dead" && letters.has(`${name} ${entry.id}`)
      if (state !== "completed" && !isDead) lost.push(`${name} ← ${World.shortName(entry)} is ${state}`)
    }
  }
  return shown(lost)
})

/** Every dead delivery has its letter. */
export const lettersKept: Invariant = make("every dead event has its letter", ({ lettersMissing }) =>
  shown(lettersMissing)
)

/** A failed attempt gives its lease back: nobody waits for a lease under which nobody works. */
export const leasesReleased: Invariant = make("leases are given back", ({ unreleased }) => shown(unreleased))

/** What a fault makes fail is tried as often, and for as long, as the contract says. */
export const nothingGivenUpEarly: Invariant = make("nothing is given up early", ({ early }) => shown(early))

/** Nothing is dead in the end but what the workload means to die. */
export const nothingDead = (expected: (letter: DeadLetters.DeadLetter) => boolean): Invariant =>
  make("nothing is dead", ({ deadLetters }) =>
    shown(
      deadLetters
        .filter((letter) => !expected(letter))
        .map(
          ({ cause, consumer, eventId, eventType }) =>
            `${consumer} ← ${nameOf({ type: eventType ?? "?", id: eventId ?? "?" })}: ${cause.kind} ${cause.tag} ${cause.message}`
        )
    )
  )

/** One id names one event: it is the same bytes wherever it is seen. */
export const sameIdSameBytes: Invariant = make("same id, same bytes", ({ world }) => {
  const bytes = new Map<string, string>()
  const different: Array<string> = []
  for (const entry of world.entries) {
    const known = bytes.get(entry.id)
    if (known === undefined) bytes.set(entry.id, entry.detail)
    else if (known !== entry.detail) different.push(`${World.shortName(entry)} was published with different bytes`)
  }
  return shown([...new Set(different)])
})

/** What a delivery publishes is decided once, and what was decided is what left, all of it and nothing else. */
export const decidedOnce: Invariant = make("outputs are decided once and leave", ({ decided, events, world }) => {
  const wrong: Array<string> = []
  const published = new Map(world.entries.map((entry) => [entry.detail, entry]))
  const all = new Set<string>()
  for (const [delivery, lists] of decided) {
    const [first = []] = lists
    if (lists.some((list) => JSON.stringify(list) !== JSON.stringify(first))) {
      wrong.push(`${delivery} decided its outputs twice, differently`)
    }
    for (const output of first) {
      all.add(output)
      if (!published.has(output)) wrong.push(`${delivery} decided an event that was never published`)
    }
  }
  const caused = new Set(events.flatMap(({ causationid, id }) => (causationid === undefined ? [] : [id])))
  for (const [detail, entry] of published) {
    if (caused.has(entry.id) && !all.has(detail))
      wrong.push(`${World.shortName(entry)} was published and never decided`)
  }
  return shown(wrong)
})

/** Every event is in the event store, where a consumer writes it. */
export const everyEventStored: Invariant = make("every event is stored", ({ events, world }) => {
  const writes = world.handlers.some(({ contract }) =>
    contract.uses.some(({ grant }) => grant.resource.name === EventStore.table && grant.access === "write")
  )
  if (!writes) return []
  const stored = new Map(world.tables.rows(EventStore.table).map((row) => [row.partition, row]))
  return shown(
    events
      .filter(({ id, tenantid }) => !stored.has(CollectionKey.encode([tenantid, id])))
      .map((event) => `${nameOf(event)} is not in the event store`)
  )
})

/** Every event that stems from one stimulus is in one trace, and its spans hang together up to the stimulus's own. */
export const oneTrace: Invariant = make("one connected trace per stimulus", ({ events, world }) => {
  const wrong: Array<string> = []
  // A span that a second process recorded again has the parents of both.
  const parentsOf = new Map<string, Array<string | undefined>>()
  const consumerSpans = new Map<string, Array<string>>()
  for (const { attributes, kind, parentSpanId, spanId } of world.spans) {
    parentsOf.set(spanId, [...(parentsOf.get(spanId) ?? []), parentSpanId])
    if (kind !== "consumer") continue
    const of = `${String(attributes.get("messaging.consumer.group.name"))} ${String(attributes.get("messaging.message.id"))}`
    consumerSpans.set(of, [...(consumerSpans.get(of) ?? []), spanId])
  }
  const roots = new Set(
    events.flatMap(({ causationid, traceparent }) =>
      causationid === undefined ? [TraceContext.parse(traceparent)?.spanId ?? ""] : []
    )
  )
  const reaches = new Map<string, boolean>()
  const reachesRoot = (spanId: string): boolean => {
    const known = reaches.get(spanId)
    if (known !== undefined) return known
    const parents = parentsOf.get(spanId) ?? []
    if (parents.length > 0 && roots.has(spanId)) return true
    reaches.set(spanId, false)
    const answer = parents.some((parent) => parent !== undefined && reachesRoot(parent))
    reaches.set(spanId, answer)
    return answer
  }
  const traces = new Map<string, string>()
  for (const event of events) {
    const parent = TraceContext.parse(event.traceparent)
    if (parent === undefined) {
      wrong.push(`${nameOf(event)} carries no trace context`)
      continue
    }
    const trace = traces.get(event.correlationid)
    if (trace === undefined) traces.set(event.correlationid, parent.traceId)
    else if (trace !== parent.traceId) wrong.push(`${nameOf(event)} is in another trace than what it stems from`)
    if (!reachesRoot(parent.spanId)) wrong.push(`${nameOf(event)}: no recorded PRODUCER span leads to the stimulus`)
  }
  for (const { message, outcome } of world.ended) {
    if (outcome._tag !== "Ack" && outcome._tag !== "Duplicate") continue
    const recorded = consumerSpans.get(`${message.consumer} ${message.entry.id}`) ?? []
    if (!recorded.some(reachesRoot))
      wrong.push(`${message.scope} was handled and no CONSUMER span leads to the stimulus`)
  }
  return shown(wrong)
})

/** Content of a table, without what depends on time: a row a line. */
const contentOf = (rest: Rest, table: string, content: (item: unknown) => unknown): ReadonlyArray<string> =>
  rest.world.tables
    .rows(table)
    .map((row) => `${JSON.stringify([row.partition, row.sort])} ${JSON.stringify(content(JSON.parse(row.body)))}`)

/**
 * The run ends as the same workload does without faults: the same events by id, and the same items in these collections.
 * `content` takes out of an item what may depend on order and time.
 */
export const asWithoutFaults = (options: {
  readonly collections: ReadonlyArray<{
    readonly collection: { readonly resource: { readonly name: string } }
    readonly content?: (item: unknown) => unknown
  }>
  /** Whether the same events must have been published. Default true. */
  readonly events?: boolean
}): Invariant =>
  make("it ends as it does without faults", (rest) => {
    const other = rest.faultless()
    const wrong: Array<string> = []
    const compare = (what: string, here: ReadonlyArray<string>, there: ReadonlyArray<string>): void => {
      const hereSet = new Set(here)
      const thereSet = new Set(there)
      for (const item of there) if (!hereSet.has(item)) wrong.push(`${what} is missing: ${item}`)
      for (const item of here) if (!thereSet.has(item)) wrong.push(`${what} is too much: ${item}`)
    }
    if (options.events !== false) compare("event", rest.events.map(nameOf), other.events.map(nameOf))
    for (const { collection, content = (item: unknown) => item } of options.collections) {
      const { name } = collection.resource
      compare(`item of ${name}`, contentOf(rest, name, content), contentOf(other, name, content))
    }
    return shown(wrong)
  })

/** What the framework promises of every pipeline. */
export const standard: ReadonlyArray<Invariant> = [
  drained,
  nothingLost,
  lettersKept,
  leasesReleased,
  nothingGivenUpEarly,
  sameIdSameBytes,
  decidedOnce,
  everyEventStored,
  oneTrace
]
