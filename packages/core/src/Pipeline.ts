/**
 * A pipeline: contracts wired by the events they take and emit. Wiring mistakes do not compile: two consumers of one name,
 * an event consumed that nobody emits, an event emitted that nobody consumes. What crosses the pipeline's edge is said
 * outright: entries come from the world (an event declared with `entry: true`, or listed), exits go to it.
 *
 *     export const FileProcessing = Pipeline.make("file-processing", [S3EventHandler, FileProcessor, …], {
 *       exits: [FileRejected, AnalyticsUpdated]
 *     })
 */
import type * as Capability from "./Capability.ts"
import type * as Consumer from "./Consumer.ts"
import type * as Event from "./Event.ts"

/** A pipeline as plain data. */
export interface Pipeline<
  out Name extends string = string,
  out Consumers extends ReadonlyArray<Consumer.Any> = ReadonlyArray<Consumer.Any>
> {
  readonly name: Name
  readonly consumers: Consumers
  /** Every event declared by any consumer, entry or exit, once each, in order of first mention. */
  readonly events: ReadonlyArray<Event.Any>
  readonly entries: ReadonlyArray<Event.Any>
  readonly exits: ReadonlyArray<Event.Any>
  /** Every resource used, once each. */
  readonly resources: ReadonlyArray<Capability.Resource>
}

type Names<Consumers extends ReadonlyArray<Consumer.Any>> = {
  readonly [K in keyof Consumers]: Consumers[K]["consumerName"]
}

type Duplicates<Ns extends ReadonlyArray<unknown>, Seen = never> = Ns extends readonly [infer Head, ...infer Tail]
  ? (Head extends Seen ? Head : never) | Duplicates<Tail, Seen | Head>
  : never

type TypesIn<Es> = Es extends ReadonlyArray<infer E> ? (E extends { readonly eventType: infer T } ? T : never) : never

type Consumed<Cs extends ReadonlyArray<Consumer.Any>> = { readonly [K in keyof Cs]: TypesIn<Cs[K]["on"]> }[number]
type ConsumedEntries<Cs extends ReadonlyArray<Consumer.Any>> = {
  readonly [K in keyof Cs]: Cs[K]["on"] extends ReadonlyArray<infer E> ? EntryType<E> : never
}[number]
type EntryType<E> = E extends { readonly eventType: infer T; readonly entry: true } ? T : never
type Emitted<Cs extends ReadonlyArray<Consumer.Any>> = { readonly [K in keyof Cs]: TypesIn<Cs[K]["emits"]> }[number]

/** `unknown` where the wiring is sound, else an object type whose key says what is wrong and whose value names it. */
export type Wiring<
  Cs extends ReadonlyArray<Consumer.Any>,
  Entries extends ReadonlyArray<Event.Any>,
  Exits extends ReadonlyArray<Event.Any>
> = [Duplicates<Names<Cs>>] extends [never]
  ? [Exclude<Consumed<Cs>, Emitted<Cs> | ConsumedEntries<Cs> | TypesIn<Entries>>] extends [never]
    ? [Exclude<Emitted<Cs>, Consumed<Cs> | TypesIn<Exits>>] extends [never]
      ? unknown
      : {
          readonly "an event is emitted that nobody consumes and that is no exit": Exclude<
            Emitted<Cs>,
            Consumed<Cs> | TypesIn<Exits>
          >
        }
    : {
        readonly "an event is consumed that nobody emits and that is no entry": Exclude<
          Consumed<Cs>,
          Emitted<Cs> | ConsumedEntries<Cs> | TypesIn<Entries>
        >
      }
  : { readonly "two consumers have the same name": Duplicates<Names<Cs>> }

/** Wires contracts into a pipeline. */
export const make = <
  const Name extends string,
  const Cs extends ReadonlyArray<Consumer.Any>,
  const Entries extends ReadonlyArray<Event.Any> = [],
  const Exits extends ReadonlyArray<Event.Any> = []
>(
  name: Name,
  consumers: Cs & Wiring<Cs, Entries, Exits>,
  options?: {
    /** Events that come from outside, beyond those declared with `entry: true`. */
    readonly entries?: Entries
    /** Events that are for others; audit-like consumers of every event do not count as consuming them. */
    readonly exits?: Exits
  }
): Pipeline<Name, Cs> => {
  const list: Cs = consumers
  const events = new Map<string, Event.Any>()
  const declare = (event: Event.Any) => {
    const known = events.get(event.eventType)
    if (known !== undefined && known !== event) {
      throw new Error(`Pipeline ${name}: two different events are declared as ${event.eventType}.`)
    }
    events.set(event.eventType, event)
  }
  const resources = new Map<string, Capability.Resource>()
  for (const consumer of list) {
    for (const event of consumer.contract.on === "*" ? [] : consumer.contract.on) declare(event)
    for (const event of consumer.contract.emits) declare(event)
    for (const { grant } of consumer.contract.uses) {
      resources.set(`${grant.resource.kind}/${grant.resource.name}`, grant.resource)
    }
  }
  for (const event of options?.entries ?? []) declare(event)
  for (const event of options?.exits ?? []) declare(event)
  const listedEntries = new Set((options?.entries ?? []).map((event) => event.eventType))
  return {
    name,
    consumers: list,
    events: [...events.values()],
    entries: [...events.values()].filter((event) => event.entry || listedEntries.has(event.eventType)),
    exits: options?.exits ?? [],
    resources: [...resources.values()]
  }
}

/** A pipeline with one handler for each of its consumers: what a runtime runs. */
export interface Program<out Handlers extends ReadonlyArray<Consumer.Handler> = ReadonlyArray<Consumer.Handler>> {
  readonly pipeline: Pipeline
  readonly handlers: Handlers
}

type HandlerNames<Hs extends ReadonlyArray<Consumer.Handler>> = Hs[number]["name"]

/** `unknown` where every consumer has its handler, else what is missing or foreign. */
export type Completeness<P extends Pipeline, Hs extends ReadonlyArray<Consumer.Handler>> = [
  Exclude<Names<P["consumers"]>[number], HandlerNames<Hs>>
] extends [never]
  ? [Exclude<HandlerNames<Hs>, Names<P["consumers"]>[number]>] extends [never]
    ? unknown
    : {
        readonly "a handler belongs to no consumer of the pipeline": Exclude<
          HandlerNames<Hs>,
          Names<P["consumers"]>[number]
        >
      }
  : { readonly "a consumer has no handler": Exclude<Names<P["consumers"]>[number], HandlerNames<Hs>> }

/** Joins a pipeline with its handlers, one each. */
export const implement = <P extends Pipeline, const Hs extends ReadonlyArray<Consumer.Handler>>(
  pipeline: P,
  handlers: Hs & Completeness<P, Hs>
): Program<Hs> => {
  const list: Hs = handlers
  const names = new Set<string>()
  for (const handler of list) {
    if (names.has(handler.name)) {
      throw new Error(`Pipeline ${pipeline.name}: consumer ${handler.name} has two handlers.`)
    }
    names.add(handler.name)
  }
  return { pipeline, handlers: list }
}

/** Contracts that an envelope's type is for, filters not considered. */
export const consumersOf = (pipeline: Pipeline, type: string): ReadonlyArray<Consumer.Any> =>
  pipeline.consumers.filter(
    ({ contract }) => contract.on === "*" || contract.on.some((event) => event.eventType === type)
  )
