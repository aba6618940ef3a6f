/**
 * The inbox's state machine, pure: what each operation makes of a record, at an instant. Storage only has to load a record
 * and to store the next one on the condition that nobody else did in between.
 */
import * as Schema from "effect/Schema"
import * as Inbox from "./Inbox.ts"

/** How many attempts a record remembers; the oldest go first, and before all others those that cost none. */
const historyLimit = 50

/** How long a record outlives the first sight of its event: more than twice any queue's retention. Milliseconds. */
export const retentionMillis = 30 * 86_400_000

/** A record at rest. Times in epoch milliseconds. */
export const InboxRecord = Schema.Struct({
  state: Schema.Literals(["idle", "leased", "committed", "completed", "dead"]),
  /** Token of the last lease. */
  token: Schema.String,
  /** End of the lease, 0 where there is none. */
  leasedUntil: Schema.Int,
  attempts: Schema.Int,
  deferrals: Schema.Int,
  firstSeenAt: Schema.Int,
  history: Schema.Array(Inbox.Attempt),
  outputs: Schema.Array(Schema.String),
  letter: Schema.NullOr(Schema.String),
  expiresAt: Schema.Int
})

/** A record at rest. */
export type InboxRecord = typeof InboxRecord.Type

/** What an operation answers, and the record to store; `undefined` where nothing changes. */
export interface Step<A> {
  readonly answer: A
  readonly next: InboxRecord | undefined
}

const fresh = (now: number): InboxRecord => ({
  state: "idle",
  token: "",
  leasedUntil: 0,
  attempts: 0,
  deferrals: 0,
  firstSeenAt: now,
  history: [],
  outputs: [],
  letter: null,
  expiresAt: Math.ceil((now + retentionMillis) / 1000)
})

const endLast = (
  history: ReadonlyArray<Inbox.Attempt>,
  outcome: string,
  endedAt: number | null,
  refunded: boolean
): ReadonlyArray<Inbox.Attempt> => {
  const last = history.at(-1)
  return last === undefined || last.outcome !== "running"
    ? history
    : [...history.slice(0, -1), { ...last, attempt: refunded ? 0 : last.attempt, endedAt, outcome }]
}

/** Without what there is no room for beside one attempt more. */
const shortened = (history: ReadonlyArray<Inbox.Attempt>): ReadonlyArray<Inbox.Attempt> => {
  if (history.length < historyLimit) return history
  const free = history.findIndex(({ attempt }) => attempt === 0)
  return shortened(history.toSpliced(Math.max(free, 0), 1))
}

const started = (record: InboxRecord): Inbox.Begin => ({
  _tag: "Started",
  attempt: record.attempts,
  firstSeenAt: record.firstSeenAt,
  deferrals: record.deferrals,
  history: record.history
})

const committed = (record: InboxRecord): Inbox.Begin => ({
  _tag: "Committed",
  outputs: record.outputs,
  attempt: record.attempts,
  firstSeenAt: record.firstSeenAt,
  deferrals: record.deferrals,
  history: record.history
})

/** Takes the lease where it is free. */
export const begin = (
  record: InboxRecord | undefined,
  options: {
    readonly token: string
    readonly leaseMillis: number
    readonly now: number
    readonly isAlive: (owner: string) => boolean
  }
): Step<Inbox.Begin> => {
  const { now, token } = options
  const current = record ?? fresh(now)
  if (current.state === "completed") return { answer: { _tag: "Completed" }, next: undefined }
  if (current.state === "dead") return { answer: { _tag: "Buried", letter: current.letter ?? "" }, next: undefined }
  const held = current.leasedUntil > now && options.isAlive(Inbox.ownerOf(current.token))
  if (held && current.token === token) {
    return { answer: current.state === "committed" ? committed(current) : started(current), next: undefined }
  }
  if (held) return { answer: { _tag: "Leased", untilMillis: current.leasedUntil }, next: undefined }
  const leasedUntil = now + options.leaseMillis
  if (current.state === "committed") {
    const next = { ...current, token, leasedUntil }
    return { answer: committed(next), next }
  }
  const attempts = current.attempts + 1
  const next: InboxRecord = {
    ...current,
    state: "leased",
    token,
    leasedUntil,
    attempts,
    history: [
      // A lease that ran out without a word is a crash; it keeps the attempt that it cost.
      ...shortened(endLast(current.history, "crashed", null, false)),
      { attempt: attempts, startedAt: now, endedAt: null, outcome: "running" }
    ]
  }
  return { answer: started(next), next }
}

/** Either what the record becomes, or that the lease is lost. */
export type Fenced = Step<"done" | "lost">

const lost: Fenced = { answer: "lost", next: undefined }
const done: Fenced = { answer: "done", next: undefined }

const over = (record: InboxRecord): InboxRecord => ({
  ...record,
  state: "completed",
  leasedUntil: 0,
  outputs: [],
  history: []
})

/** Stores the outputs with the record. Where there are none, nothing is left to do: the delivery is completed. */
export const commit = (
  record: InboxRecord | undefined,
  token: string,
  outputs: ReadonlyArray<string>,
  now: number
): Fenced => {
  if (record?.token !== token) return lost
  if (record.state === "committed" || record.state === "completed") return done
  if (record.state !== "leased") return lost
  if (outputs.length === 0) return { answer: "done", next: over(record) }
  return {
    answer: "done",
    next: {
      ...record,
      state: "committed",
      outputs,
      deferrals: 0,
      history: endLast(record.history, "committed", now, false)
    }
  }
}

/** Ends the delivery; the outputs have left and need not be kept. */
export const complete = (record: InboxRecord | undefined, token: string): Fenced => {
  if (record?.token !== token) return lost
  if (record.state === "completed") return done
  if (record.state !== "committed") return lost
  return { answer: "done", next: over(record) }
}

/** Gives the lease back. A committed record stays committed. */
export const release = (
  record: InboxRecord | undefined,
  token: string,
  options: Inbox.Release,
  now: number
): Fenced => {
  if (record?.token !== token) return lost
  if (record.leasedUntil === 0) return done
  const deferrals =
    options.counts === "deferral" ? record.deferrals + 1 : options.counts === "attempt" ? 0 : record.deferrals
  if (record.state === "committed") return { answer: "done", next: { ...record, leasedUntil: 0, deferrals } }
  if (record.state !== "leased") return lost
  const refunded = options.counts !== "attempt"
  return {
    answer: "done",
    next: {
      ...record,
      state: "idle",
      leasedUntil: 0,
      attempts: refunded ? record.attempts - 1 : record.attempts,
      deferrals,
      history: endLast(record.history, options.outcome, now, refunded)
    }
  }
}

/** Ends the delivery as dead. */
export const bury = (record: InboxRecord | undefined, token: string, letter: string, now: number): Fenced => {
  if (record?.token !== token) return lost
  if (record.state === "dead") return done
  if (record.state !== "leased" && record.state !== "committed") return lost
  return {
    answer: "done",
    next: { ...record, state: "dead", leasedUntil: 0, letter, history: endLast(record.history, "dead", now, false) }
  }
}

/** Gives a dead event all its attempts again; outputs that were committed stay decided. */
export const reopen = (record: InboxRecord | undefined, now: number): Step<void> =>
  record?.state !== "dead"
    ? { answer: undefined, next: undefined }
    : {
        answer: undefined,
        next: {
          ...record,
          state: record.outputs.length > 0 ? "committed" : "idle",
          leasedUntil: 0,
          attempts: 0,
          deferrals: 0,
          firstSeenAt: now,
          letter: null,
          expiresAt: Math.ceil((now + retentionMillis) / 1000)
        }
      }
