/**
 * A consumer: first a contract (plain data: what it takes, emits, uses, and how it may fail), then a handler (a program).
 * The two live in two files, so that infrastructure reads contracts without loading handlers.
 *
 *     export class LargePayment extends Consumer.make("large-payment", {
 *       on: [TransactionsCategorized],
 *       emits: [PaymentFlagged],
 *       uses: [Transactions.Reader],
 *       where: { largest: [{ numeric: [">", 1000] }] }
 *     }) {}
 *
 *     export const largePayment = LargePayment.handler(
 *       Effect.fn("large-payment")(function*({ data }) { … }),
 *       { layer: TransactionRepository.layer }
 *     )
 *
 * What handler and layer need must equal what the contract grants: an undeclared service or publication does not compile,
 * and neither does a declared one that is never used. Least privilege is therefore a property of the types.
 */
import * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Capability from "./Capability.ts"
import type { Envelope } from "./Envelope.ts"
import type * as Event from "./Event.ts"
import type * as Pattern from "./Pattern.ts"
import type * as Publisher from "./Publisher.ts"
import * as Retry from "./Retry.ts"

/** What a contract may take: some events, or every event of every source. */
export type On = ReadonlyArray<Event.Any> | Event.AnyType

/** What a handler is given of the delivery besides the data. */
export interface MessageInfo {
  /** The event's id. */
  readonly id: string
  readonly correlationId: string
  readonly tenantId: string
  readonly subject: string | undefined
  /** RFC 3339, as the envelope has it. */
  readonly time: string
  /** From 1. */
  readonly attempt: number
  readonly replayId: string | undefined
  readonly envelope: Envelope
}

/** What a handler is called with: one member for each event that the contract takes, told apart by `type`. */
export type Message<O extends On> =
  O extends ReadonlyArray<infer E>
    ? E extends Event.Any
      ? MessageInfo & { readonly type: E["eventType"]; readonly data: Event.Payload<E> }
      : never
    : AnyMessage

/** A filter over the attributes that all events of `on` have. */
export type Where<O extends On> =
  O extends ReadonlyArray<Event.Any> ? Pattern.Where<CommonAttributes<O[number]>> : never

type AttributesOf<E extends Event.Any> = E extends Event.Any ? Event.Attributes<E> : never

/** The attributes that every member of a union of events has. */
export type CommonAttributes<E extends Event.Any> = {
  readonly [K in keyof AttributesOf<E>]: AttributesOf<E>[K]
}

/** A contract as plain data: all that infrastructure and transports need to know. */
export interface Contract {
  readonly name: string
  readonly on: On
  readonly emits: ReadonlyArray<Event.Any>
  readonly uses: ReadonlyArray<Capability.Any>
  readonly where: Pattern.Pattern | undefined
  readonly timeoutMillis: number
  readonly retry: Retry.Policy
  readonly terminal: ReadonlyArray<string>
  /** Deliveries of this consumer that may run at once. */
  readonly concurrency: number
  /** MiB. */
  readonly memory: number
}

/** A message of any event. */
export type AnyMessage = MessageInfo & { readonly type: string; readonly data: unknown }

/** What a handler is called with for an envelope whose data has been decoded. */
export const messageOf = (envelope: Envelope, data: unknown, attempt: number): AnyMessage => ({
  type: envelope.type,
  data,
  id: envelope.id,
  correlationId: envelope.correlationid,
  tenantId: envelope.tenantid,
  subject: envelope.subject,
  time: envelope.time,
  attempt,
  replayId: envelope.replayid,
  envelope
})

/**
 * A handler joined with its contract and its layer, ready for any runtime. A registry of handlers cannot carry along what each
 * needs: program and layer are to be given what the contract grants, which is what they need and no more.
 */
export interface Handler<Name extends string = string> {
  readonly name: Name
  readonly contract: Contract
  readonly run: (message: AnyMessage) => Effect.Effect<void, unknown>
  readonly layer: Layer.Layer<never, unknown>
}

/** The requirements that a contract grants. */
export type Granted<Emits extends ReadonlyArray<Event.Any>, Uses extends ReadonlyArray<Capability.Any>> =
  | Publishers<Emits[number]>
  | Capability.Identifier<Uses[number]>

type Publishers<E extends Event.Any> = E extends Event.Any ? Publisher.Publisher<E["eventType"]> : never

type NameOf<R> = R extends { readonly key: infer K extends string } ? K : R

/** `unknown` where handler and contract agree, else an object type whose key says what is wrong and whose value names it. */
export type Agreement<Grants, Terminal extends string, Needs, Failure> = [Exclude<Needs, Grants>] extends [never]
  ? [Exclude<Grants, Needs>] extends [never]
    ? [Exclude<Terminal, TagOf<Failure>>] extends [never]
      ? unknown
      : {
          readonly "the contract's `terminal` lists an error that the handler cannot fail with": Exclude<
            Terminal,
            TagOf<Failure>
          >
        }
    : {
        readonly "the contract declares a service or event that the handler never uses": NameOf<Exclude<Grants, Needs>>
      }
  : {
      readonly "the handler needs a service or event that its contract does not declare": NameOf<Exclude<Needs, Grants>>
    }

type TagOf<E> = E extends { readonly _tag: infer Tag extends string } ? Tag : never

/** A consumer's contract, as a class to extend. */
export interface ConsumerClass<
  Name extends string,
  O extends On,
  Emits extends ReadonlyArray<Event.Any>,
  Uses extends ReadonlyArray<Capability.Any>,
  Terminal extends string
> {
  new (_: never): { readonly consumer: Name }
  readonly consumerName: Name
  readonly on: O
  readonly emits: Emits
  readonly uses: Uses
  readonly contract: Contract
  /**
   * Joins the contract with its program. `layer` is built once per runtime, and what it needs counts as the handler's
   * needs.
   */
  readonly handler: <E, R, Out = never, LayerError = never, In = never>(
    run: (
      message: Message<O>
    ) => Effect.Effect<void, E, R> & Agreement<Granted<Emits, Uses>, Terminal, Exclude<R, Out> | In, E>,
    options?: { readonly layer: Layer.Layer<Out, LayerError, In> }
  ) => Handler<Name>
}

/** What a pipeline needs to see of a contract class. */
export interface Any {
  readonly consumerName: string
  readonly on: On
  readonly emits: ReadonlyArray<Event.Any>
  readonly uses: ReadonlyArray<Capability.Any>
  readonly contract: Contract
}

/** Declares a consumer's contract. Throws where a number cannot be kept: that is a mistake in the program. */
export const make = <
  const Name extends string,
  const O extends On,
  const Emits extends ReadonlyArray<Event.Any> = [],
  const Uses extends ReadonlyArray<Capability.Any> = [],
  const Terminal extends string = never
>(
  name: Name,
  options: {
    readonly on: O
    readonly emits?: Emits
    readonly uses?: Uses
    /** Only events whose attributes match are delivered: an EventBridge pattern over the attributes. */
    readonly where?: Where<NoInfer<O>>
    /** Longest run of one attempt. Default 30 seconds. */
    readonly timeout?: Duration.Input
    /** Default `Retry.standard`. */
    readonly retry?: Retry.Policy
    /** Tags of failures that no retry can mend. */
    readonly terminal?: ReadonlyArray<Terminal>
    /** Default 10. */
    readonly concurrency?: number
    /** MiB on AWS Lambda. Default 512. */
    readonly memory?: number
  }
): ConsumerClass<Name, O, Emits, Uses, Terminal> => {
  if (!/^[a-z][a-z0-9-]{0,50}$/.test(name)) {
    throw new Error(`Consumer ${name}: a name is lower-case letters, digits and hyphens, at most 51 characters.`)
  }
  const contract: Contract = {
    name,
    on: options.on,
    emits: options.emits ?? [],
    uses: options.uses ?? [],
    // Every `Where` is a pattern; the compiler cannot see that of one over attributes it does not know yet.
    where: options.where as Pattern.Pattern | undefined,
    timeoutMillis: Duration.toMillis(options.timeout ?? "30 seconds"),
    retry: options.retry ?? Retry.standard,
    terminal: options.terminal ?? [],
    concurrency: options.concurrency ?? 10,
    memory: options.memory ?? 512
  }
  if (!(contract.timeoutMillis >= 1000 && contract.timeoutMillis <= 900_000)) {
    throw new Error(`Consumer ${name}: timeout must be from 1 second to 15 minutes, the longest that Lambda runs.`)
  }
  if (!Number.isInteger(contract.concurrency) || contract.concurrency < 1) {
    throw new Error(`Consumer ${name}: concurrency must be a whole number from 1.`)
  }
  if (!Number.isInteger(contract.memory) || contract.memory < 128 || contract.memory > 10_240) {
    throw new Error(`Consumer ${name}: memory must be a whole number of MiB from 128 to 10240.`)
  }
  class Declared {
    static readonly consumerName = name
    static readonly on = options.on
    static readonly emits = (options.emits ?? []) as Emits
    static readonly uses = (options.uses ?? []) as Uses
    static readonly contract = contract
    static readonly handler: ConsumerClass<Name, O, Emits, Uses, Terminal>["handler"] = (run, handlerOptions) => ({
      name,
      contract,
      // The runtime hands over exactly what the contract grants and decodes exactly the events it takes, which is what
      // the types above have just proved; a registry of handlers cannot carry those types along.
      run: run as unknown as Handler["run"],
      layer: (handlerOptions?.layer ?? Layer.empty) as unknown as Handler["layer"]
    })
    readonly consumer = name
    // A declaration is never instantiated; the parameter keeps `new` out of reach.
    constructor(_: never) {}
  }
  return Declared
}
