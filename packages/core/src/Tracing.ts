/**
 * Spans that are part of a reproducible run. Effect's own spans draw their ids from `Math.random`; these draw theirs from
 * the runtime's `Random` once, so a run with a seed has the same trace every time. A span may also be asked for by its id:
 * a delivery that publishes what an earlier attempt decided records the PRODUCER span that the event already names.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Tracer from "effect/Tracer"
import * as ContentId from "./ContentId.ts"

/** Annotation of a span's options: the id that the span shall have, 16 lower-case hexadecimal digits. */
export class SpanId extends Context.Service<SpanId, string>()("@millrace/core/Tracing/SpanId") {}

/** Options for a span with a given id. */
export const withSpanId = (spanId: string): Context.Context<never> =>
  Context.make(SpanId, spanId) as Context.Context<never>

/** A span that is over. Times in epoch nanoseconds. */
export interface EndedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | undefined
  readonly name: string
  readonly kind: Tracer.SpanKind
  readonly startTime: bigint
  readonly endTime: bigint
  readonly exit: Exit.Exit<unknown, unknown>
  readonly attributes: ReadonlyMap<string, unknown>
  readonly links: ReadonlyArray<Tracer.SpanLink>
  /** True where the parent is in another process or delivery, or there is none. */
  readonly localRoot: boolean
}

/** A span whose ids come from outside it. */
class RecordedSpan implements Tracer.Span {
  readonly _tag = "Span"
  readonly name: string
  readonly spanId: string
  readonly traceId: string
  readonly parent: Option.Option<Tracer.AnySpan>
  readonly annotations: Context.Context<never>
  readonly sampled: boolean
  readonly kind: Tracer.SpanKind
  readonly links: Array<Tracer.SpanLink>
  readonly attributes = new Map<string, unknown>()
  status: Tracer.SpanStatus
  private readonly onEnd: (span: EndedSpan) => void

  constructor(
    options: Parameters<Tracer.Tracer["span"]>[0],
    ids: { readonly traceId: string; readonly spanId: string },
    onEnd: (span: EndedSpan) => void
  ) {
    this.name = options.name
    this.spanId = ids.spanId
    this.traceId = ids.traceId
    this.parent = options.parent
    this.annotations = options.annotations
    this.sampled = options.sampled
    this.kind = options.kind
    this.links = options.links
    this.status = { _tag: "Started", startTime: options.startTime }
    this.onEnd = onEnd
  }

  end(endTime: bigint, exit: Exit.Exit<unknown, unknown>): void {
    if (this.status._tag === "Ended") return
    const { startTime } = this.status
    // What a program answered may be large, and a span may be kept until its root has ended.
    const ended = Exit.isSuccess(exit) ? Exit.void : exit
    this.status = { _tag: "Ended", startTime, endTime, exit: ended }
    const parent = Option.getOrUndefined(this.parent)
    this.onEnd({
      traceId: this.traceId,
      spanId: this.spanId,
      parentSpanId: parent?.spanId,
      name: this.name,
      kind: this.kind,
      startTime,
      endTime,
      exit: ended,
      attributes: this.attributes,
      links: this.links,
      localRoot: parent === undefined || parent._tag === "ExternalSpan"
    })
  }

  attribute(key: string, value: unknown): void {
    if (this.status._tag === "Started") this.attributes.set(key, value)
  }

  // Events carry what a program logs, which is kept out of span stores together with the logs' content.
  event(): void {}

  addLinks(links: ReadonlyArray<Tracer.SpanLink>): void {
    for (const link of links) this.links.push(link)
  }
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"))

const hex = (word: number): string =>
  `${hexOfByte[word >>> 24]}${hexOfByte[(word >>> 16) & 255]}${hexOfByte[(word >>> 8) & 255]}${hexOfByte[word & 255]}`

/**
 * Words of 32 bits decided by a seed: xoshiro128**, whose state is the seed's hash.
 *
 * @see https://prng.di.unimi.it/xoshiro128starstar.c
 */
const words = (seed: string): (() => number) => {
  const digest = ContentId.make(["span", seed])
  const word = (at: number): number => Number.parseInt(digest.slice(at, at + 8), 16) | 0
  let [a, b, c, d] = [word(0), word(8), word(16), word(24)]
  return () => {
    const scrambled = Math.imul(b, 5)
    const answer = Math.imul((scrambled << 7) | (scrambled >>> 25), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return answer
  }
}

/** A tracer whose ids are decided by `seed` and the order of spans, and which hands over each span that ends. */
export const make = (options: { readonly seed: string; readonly onEnd: (span: EndedSpan) => void }): Tracer.Tracer => {
  const next = words(options.seed)
  // An id of nothing but zeros is none, by W3C Trace Context.
  const spanId = (): string => hex(next()) + hex(next() || 1)
  const traceId = (): string => hex(next()) + hex(next()) + spanId()
  return Tracer.make({
    span(spanOptions) {
      const parent = Option.getOrUndefined(spanOptions.parent)
      const asked = Context.getOrUndefined(spanOptions.annotations as Context.Context<SpanId>, SpanId)
      return new RecordedSpan(
        spanOptions,
        { traceId: parent?.traceId ?? traceId(), spanId: asked ?? spanId() },
        options.onEnd
      )
    }
  })
}

/** A fresh seed from `Random`. */
export const seed: Effect.Effect<string> = Effect.map(
  Effect.all([Random.nextInt, Random.nextInt, Random.nextInt]),
  (parts) => parts.join(".")
)

/** Sets the tracer to one that hands over each span that ends. */
export const layer = (onEnd: (span: EndedSpan) => void): Layer.Layer<never> =>
  Layer.effect(
    Tracer.Tracer,
    Effect.map(seed, (drawn) => make({ seed: drawn, onEnd }))
  )
