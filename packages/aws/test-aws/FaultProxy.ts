/**
 * A proxy in front of a peer that, from a seed, does to requests what networks and services do: throttles, answers 500,
 * breaks connections, is slow, takes part of a PutEvents, and loses the answer of what has been done. And it sees to it that the
 * program behind it dies at a request: from then on nothing passes, either way.
 */
import * as Effect from "effect/Effect"
import { Agent, createServer, request as send, type IncomingMessage, type ServerResponse } from "node:http"

/** What can happen to a request. `late` breaks the connection and reaches the peer all the same, some time after. */
export const faults = ["throttle", "500", "reset", "slow", "late", "partial", "lost answer"] as const

/** What can happen to a request. */
export type Fault = (typeof faults)[number]

/** Where a program is killed: at the n-th request from now, before the peer gets it or after the peer has done it. */
export interface Kill {
  readonly atRequest: number
  readonly when: "before" | "after"
  /** Ends the program: called before anything else can happen. */
  readonly kill: () => void
}

/** A running proxy. */
export interface FaultProxy {
  readonly endpoint: string
  /** Replaces what was armed before. */
  readonly arm: (kill: Kill | undefined) => void
}

/** What chance decides, for every proxy of a run. */
export interface Chance {
  /** The next number from 0 to 1. */
  readonly draw: () => number
  /** How often each thing has happened. */
  readonly counts: Record<Fault | Kill["when"], number>
  /** What was asked and what became of it, in order, a line each: a run that fails is read by it. */
  readonly log: Array<string>
}

/** Chance by a seed. */
export const chance = (seed: number): Chance => ({
  draw: draws(seed),
  counts: { throttle: 0, "500": 0, reset: 0, slow: 0, late: 0, partial: 0, "lost answer": 0, before: 0, after: 0 },
  log: []
})

/** Numbers from 0 to 1, by a seed (mulberry32). */
const draws = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const throttled = (target: string): { readonly status: number; readonly body: Buffer } => {
  if (target === "") {
    return { status: 503, body: Buffer.from("<Error><Code>SlowDown</Code><Message>slow</Message></Error>") }
  }
  const type = target.startsWith("DynamoDB") ? "ProvisionedThroughputExceededException" : "ThrottlingException"
  return { status: 400, body: Buffer.from(JSON.stringify({ __type: `com.amazonaws#${type}`, message: "slow" })) }
}

/** Whose turn it is at a peer that takes one request at a time. */
export interface Turn {
  last: Promise<void>
}

const nothing = () => undefined

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage["headers"]
  readonly body: Buffer
}

interface Asked {
  readonly incoming: IncomingMessage
  readonly target: string
  readonly body: Buffer
  /** Notes what becomes of it. */
  readonly note: (what: string) => void
}

/** The beginning of a body, as a line. */
const excerpt = (body: Buffer): string => body.subarray(0, 600).toString("utf8").replaceAll(/\s+/g, " ")

/** Starts the proxy on a port of its own; it ends with the scope. */
export const start = (options: {
  /** The address that a request goes to, by its `x-amz-target`, which is empty for S3. */
  readonly peerOf: (target: string) => string
  /** Passes one request at a time on to a peer: every proxy with the same turn waits for it. */
  readonly turn?: Turn | undefined
  readonly chance: Chance
  /** Share of requests that something happens to, 0 to 1. */
  readonly rate: number
  /** How much later a `late` request reaches the peer, milliseconds. */
  readonly lateMillis: number
}) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.callback<FaultProxy & { readonly close: () => void }>((resume) => {
        const { counts, draw, log } = options.chance
        const agent = new Agent({ keepAlive: true })
        let armed: Kill | undefined
        let left = 0
        let dead = false
        const timers = new Set<NodeJS.Timeout>()
        const after = (millis: number, then: () => void) => {
          const timer = setTimeout(() => {
            timers.delete(timer)
            then()
          }, millis)
          timers.add(timer)
        }

        const forward = (asked: Asked, then: (answer: Answer) => void, failed: () => void) => {
          const { turn } = options
          if (turn === undefined) return pass(asked, then, failed)
          turn.last = turn.last.then(
            () =>
              new Promise((done) => {
                const ended =
                  <A extends ReadonlyArray<unknown>>(end: (...args: A) => void) =>
                  (...args: A) => {
                    end(...args)
                    done()
                  }
                pass(asked, ended(then), ended(failed))
              })
          )
        }

        const pass = ({ body, incoming, note, target }: Asked, then: (answer: Answer) => void, failed: () => void) => {
          const peer = new URL(options.peerOf(target))
          // What speaks of this connection is not passed on to the next.
          const { connection: _, expect: __, "transfer-encoding": ___, ...headers } = incoming.headers
          headers["content-length"] = String(body.length)
          const outgoing = send(
            { agent, host: peer.hostname, port: peer.port, method: incoming.method, path: incoming.url, headers },
            (answer) => {
              const chunks: Array<Buffer> = []
              answer.on("data", (chunk: Buffer) => chunks.push(chunk))
              answer.on("end", () => {
                const { headers, statusCode: status = 500 } = answer
                const body = Buffer.concat(chunks)
                note(`${status} ${excerpt(body)}`)
                then({ status, headers, body })
              })
            }
          )
          outgoing.on("error", (error) => {
            note(error.message)
            failed()
          })
          outgoing.end(body)
        }

        /** Takes some entries of a PutEvents and refuses the others, as EventBridge answers it: with 200. */
        const partial = (asked: Asked, reply: (answer: Answer) => void, broken: () => void) => {
          const call: { readonly Entries: ReadonlyArray<unknown> } = JSON.parse(asked.body.toString("utf8"))
          const takes = call.Entries.map(() => draw() < 0.5)
          const taken = Buffer.from(JSON.stringify({ ...call, Entries: call.Entries.filter((_, at) => takes[at]) }))
          const merge = (answers: Array<unknown>) => {
            const refused = { ErrorCode: "InternalFailure", ErrorMessage: "refused by the proxy" }
            const Entries = takes.map((took) => (took ? answers.shift() : refused))
            return Buffer.from(JSON.stringify({ FailedEntryCount: takes.filter((took) => !took).length, Entries }))
          }
          const headers = { "content-type": "application/x-amz-json-1.1" }
          if (!takes.includes(true)) return reply({ status: 200, headers, body: merge([]) })
          forward(
            { ...asked, body: taken },
            (answer) => reply({ status: 200, headers, body: merge(JSON.parse(answer.body.toString("utf8")).Entries) }),
            broken
          )
        }

        const handle = (asked: Asked, outgoing: ServerResponse) => {
          const broken = () => void asked.incoming.socket.destroy()
          const reply = ({ body, headers, status }: Answer) => {
            if (dead || outgoing.destroyed) return
            const { "content-length": _, "transfer-encoding": __, connection: ___, ...kept } = headers
            const length = asked.incoming.method === "HEAD" ? headers["content-length"] : String(body.length)
            outgoing.writeHead(status, { ...kept, ...(length === undefined ? {} : { "content-length": length }) })
            outgoing.end(body)
          }
          if (dead) return broken()
          if (armed !== undefined && --left === 0) {
            const { kill, when } = armed
            const die = () => {
              dead = true
              counts[when]++
              asked.note(`killed ${when} it`)
              kill()
              server.closeAllConnections()
            }
            return when === "before" ? die() : forward(asked, die, die)
          }
          const happening = draw() < options.rate ? faults[Math.floor(draw() * faults.length)] : undefined
          const fault = happening === "partial" && !asked.target.endsWith("PutEvents") ? "lost answer" : happening
          if (fault !== undefined) {
            counts[fault]++
            asked.note(fault)
          }
          switch (fault) {
            case undefined:
              return forward(asked, reply, broken)
            case "throttle":
              return reply({ headers: {}, ...throttled(asked.target) })
            case "500":
              return reply({ status: 500, headers: {}, body: Buffer.from("{}") })
            case "reset":
              return broken()
            case "slow":
              return after(draw() * 30, () => forward(asked, reply, broken))
            case "late":
              after(options.lateMillis, () => forward(asked, nothing, nothing))
              return broken()
            case "partial":
              return partial(asked, reply, broken)
            case "lost answer":
              return forward(asked, broken, broken)
          }
        }

        const server = createServer((incoming, outgoing) => {
          const chunks: Array<Buffer> = []
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
          incoming.on("error", () => undefined)
          incoming.on("end", () => {
            const target = String(incoming.headers["x-amz-target"] ?? "")
            const body = Buffer.concat(chunks)
            const at = log.push(`${target || `${incoming.method} ${incoming.url}`} ${excerpt(body)}`)
            handle({ incoming, target, body, note: (what) => void log.push(`  of ${at}: ${what}`) }, outgoing)
          })
        })
        server.listen(0, "127.0.0.1", () => {
          const address = server.address()
          const port = typeof address === "object" && address !== null ? address.port : 0
          const close = () => {
            for (const timer of timers) clearTimeout(timer)
            server.closeAllConnections()
            server.close()
            agent.destroy()
          }
          const arm = (kill: Kill | undefined) => {
            armed = kill
            left = kill?.atRequest ?? 0
          }
          resume(Effect.succeed({ endpoint: `http://127.0.0.1:${port}`, arm, close }))
        })
      }),
      ({ close }) => Effect.sync(close)
    ),
    (proxy): FaultProxy => proxy
  )
