/**
 * A deployment as those see it who look on or decide: its processes and messages, what happened, and what is decided from
 * outside. `World` makes one in memory.
 */
import type * as Backends from "@millrace/core/Backends"
import type * as Consumer from "@millrace/core/Consumer"
import type * as Delivery from "@millrace/core/Delivery"
import type * as EventBus from "@millrace/core/EventBus"
import type * as MemoryObjectStore from "@millrace/core/MemoryObjectStore"
import type * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import type * as ObjectStore from "@millrace/core/ObjectStore"
import type * as TableStore from "@millrace/core/TableStore"
import type * as Tracing from "@millrace/core/Tracing"
import type * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import type * as Interception from "./Interception.ts"
import type * as VirtualTime from "./VirtualTime.ts"

/** A process: it has memory and loses it. */
export interface Process {
  /** Its id as an owner of leases. */
  readonly id: string
  /** False from the instant it died or was shut down. */
  readonly isAlive: () => boolean
  /** Milliseconds that its wall clock is off. */
  skewMillis: number
}

/** What tells a message from every other. */
export interface MessageName {
  /** Consumer and beginning of the event's id. */
  readonly scope: string
  /** Which publication of the entry brought it, from 1; 0 where something else than the bus did. */
  readonly publication: number
  /** Which of the copies that duplication made of one publication. */
  readonly copy: number
}

/** A message on a consumer's queue. */
export interface Message extends MessageName {
  readonly consumer: string
  readonly entry: EventBus.Entry
}

/** A delivery that began. */
export interface Started {
  readonly message: Message
  /** The delivery's name: the message's, and how many deliveries of it there were. */
  readonly delivery: string
}

/** A delivery that ended while its process lived. */
export interface Ended extends Started {
  readonly startedAtMillis: number
  readonly atMillis: number
  readonly process: string
  /** Whether an earlier delivery had decided the outputs. */
  readonly resumed: boolean
  readonly outcome: Delivery.Outcome | { readonly _tag: "Interrupted" }
}

/** Something that happened, for a person. */
export interface Moment {
  readonly atMillis: number
  /** The process that it happened in; empty for the world's own. */
  readonly process: string
  readonly what: "upload" | "publish" | "deliver" | "outcome" | "fault" | "start" | "death" | "shutdown" | "operator"
  readonly text: string
}

/** What is decided from outside. */
export interface Decisions {
  readonly verdict: (call: Interception.Call, process: Process) => Interception.Verdict
  /** When each copy of a published entry reaches a consumer's queue: milliseconds from now, one for each copy. */
  readonly arrivals: (entry: EventBus.Entry, consumer: string, publication: number) => ReadonlyArray<number>
  /** A delivery begins. Answers the time that the transport leaves it in milliseconds, where it has a limit. */
  readonly started: (started: Started) => number | undefined
  readonly ended: (ended: Ended) => void
  /** Rows that a write has changed, in any process. */
  readonly wrote?: (writes: ReadonlyArray<TableStore.Write>) => void
  /** A process has died by a verdict, and with it these deliveries; the world does not start another by itself. */
  readonly died: (process: Process, deliveries: ReadonlyArray<Started>) => void
}

/** How a deployment is run. */
export interface Options {
  readonly handlers: ReadonlyArray<Consumer.Handler>
  readonly decisions: Decisions
  readonly startMillis: number
  readonly seed: number
  readonly limits?: EventBus.Limits
  /** Buckets that notify besides those that the handlers' contracts name. */
  readonly notifying?: ReadonlyArray<string>
  /**
   * `alone`: one process at a time, so the leases of any other are free at once and its messages come back when it starts.
   * `shared`: several, which know nothing of each other, so leases run out and messages come back after their visibility.
   */
  readonly processes: "alone" | "shared"
  /** How long a message stays invisible while it is delivered, in times of the handler's own limit. */
  readonly visibility: number
  readonly keepsLogs?: boolean
}

/** A log record. */
export interface LogRecord {
  readonly level: string
  readonly message: unknown
  readonly annotations: Readonly<Record<string, unknown>>
}

/** A deployment. */
export interface World {
  readonly time: VirtualTime.VirtualTime
  readonly handlers: ReadonlyArray<Consumer.Handler>
  readonly tables: MemoryTableStore.MemoryTableStore
  readonly objects: MemoryObjectStore.MemoryObjectStore
  /** Every entry that the bus accepted, in order. */
  readonly entries: ReadonlyArray<EventBus.Entry>
  /** Storage and bus as an operator reaches them, past every interception. */
  readonly backends: Backends.Backends
  readonly ended: ReadonlyArray<Ended>
  readonly moments: ReadonlyArray<Moment>
  readonly spans: ReadonlyArray<Tracing.EndedSpan>
  readonly logs: ReadonlyArray<LogRecord>
  readonly metrics: Context.Context<never>
  /** Messages not handled yet. */
  readonly waiting: () => ReadonlyArray<Message>
  /** Deliveries that run. */
  readonly running: () => number
  /** Whether a live process delivers a message of this consumer and event. */
  readonly isRunning: (scope: string) => boolean
  /** Starts a process; a failure is its handlers' layers'. */
  readonly start: () => Exit.Exit<Process, unknown>
  readonly alive: () => ReadonlyArray<Process>
  /** Ends a process at once: no finalizer, no further call. Answers the deliveries that die with it. */
  readonly kill: (process: Process) => ReadonlyArray<Started>
  /** Asks a process to end: its deliveries are interrupted and may tidy up; `done` runs when it has. */
  readonly shutdown: (process: Process, done: () => void) => void
  readonly note: (moment: Omit<Moment, "atMillis">) => void
  /** Puts an entry on a consumer's queue, past the bus. */
  readonly enqueue: (consumer: string, entry: EventBus.Entry, delayMillis: number, copy: number) => void
  /** Uploads an object, which notifies where its bucket does. */
  readonly upload: (
    object: {
      readonly bucket: string
      readonly key: string
      readonly contentType: string
      readonly metadata: Readonly<Record<string, string>>
    },
    bytes: Uint8Array
  ) => Effect.Effect<ObjectStore.ObjectHead>
  /** Runs an operator's program to its end on virtual time. */
  readonly perform: <A, E>(
    effect: Effect.Effect<A, E, TableStore.TableStore | ObjectStore.ObjectStore | EventBus.EventBus>
  ) => Exit.Exit<A, E>
}

/** A message's name among all of a run. */
export const messageName = ({ copy, publication, scope }: MessageName): string => `${scope} ${publication}.${copy}`

/** A message's or event's name for a person: its type and the beginning of its id. */
export const shortName = (entry: { readonly detailType: string; readonly id: string }): string =>
  `${entry.detailType}#${entry.id.slice(0, 6)}`

/** An outcome for a person. */
export const outcomeText = (outcome: Ended["outcome"]): string =>
  outcome._tag === "RetryAfter"
    ? `retry after ${outcome.delayMillis} ms: ${outcome.reason}`
    : outcome._tag === "Dead"
      ? `dead (${outcome.letter.cause.kind}): ${outcome.letter.cause.tag}`
      : outcome._tag.toLowerCase()
