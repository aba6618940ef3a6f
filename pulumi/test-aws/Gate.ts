/**
 * Stands between functions and a peer, as IAM stands between functions and AWS: every request is held to the policy of the role
 * that signed it, refused where that does not allow it, and kept with what it asked for.
 */
import { Agent, createServer, request as send, type IncomingHttpHeaders, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import * as PolicyEvaluation from "./PolicyEvaluation.ts"
import * as WireActions from "./WireActions.ts"

/** One action that a request asked for. */
export interface Judged extends PolicyEvaluation.Answer {
  readonly caller: string
  /** The request that asked for it, for example `s3.HeadObject`. */
  readonly operation: string
  readonly action: string
  readonly resource: string
}

/** A running gate. */
export interface Gate {
  readonly endpoint: string
  /** Everything that was asked for, in order. */
  readonly judged: ReadonlyArray<Judged>
  /** Requests that could not be judged: each is a mistake of the test. */
  readonly unknown: ReadonlyArray<string>
  /** The next request of a caller for an action on a resource that ends so is refused, as where a grant were missing. */
  readonly refuseOnce: (caller: string, action: string, resourceEnd: string) => void
  readonly stop: () => void
}

const refusal = (service: string, action: string): { readonly status: number; readonly body: string } => {
  // AWS's words, by which the code that is tested knows which grant lacks.
  const message = `User is not authorized to perform: ${action}`
  return service === "s3"
    ? { status: 403, body: `<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>` }
    : { status: 400, body: JSON.stringify({ __type: "AccessDeniedException", message }) }
}

/** Starts a gate to `peer`, on a port that the system gave it. */
export const start = async (options: {
  /** Address of the peer. */
  readonly peer: string
  readonly account: string
  /** The policy of a role by the access key that stands for it; without one nothing is allowed. */
  readonly policyOf: (caller: string) => PolicyEvaluation.Document | undefined
}): Promise<Gate> => {
  const peer = new URL(options.peer)
  const agent = new Agent({ keepAlive: true })
  const judged: Array<Judged> = []
  const unknown: Array<string> = []
  const refusals: Array<{ readonly caller: string; readonly action: string; readonly resourceEnd: string }> = []

  const forward = (
    asked: { readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders },
    body: Buffer,
    outgoing: ServerResponse
  ) => {
    const { connection: _, expect: __, "transfer-encoding": ___, ...headers } = asked.headers
    headers["content-length"] = String(body.length)
    const passed = send(
      { agent, host: peer.hostname, port: peer.port, method: asked.method, path: asked.url, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
      }
    )
    passed.on("error", () => outgoing.destroy())
    passed.end(body)
  }

  /** Judges a request: the action that is refused, if one is. */
  const judge = (call: WireActions.Call): string | undefined => {
    let refused: string | undefined
    for (const request of call.requests) {
      const { action, resource } = request
      const once = refusals.findIndex(
        (each) => each.caller === call.caller && each.action === action && resource.endsWith(each.resourceEnd)
      )
      if (once >= 0) {
        refusals.splice(once, 1)
        refused = action
        continue
      }
      const policy = options.policyOf(call.caller)
      const answer = policy === undefined ? { allowed: false, sids: [] } : PolicyEvaluation.evaluate(policy, request)
      judged.push({ caller: call.caller, operation: call.operation, action, resource, ...answer })
      if (!answer.allowed) refused = action
    }
    return refused
  }

  const server = createServer((incoming, outgoing) => {
    const chunks: Array<Buffer> = []
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
    incoming.on("error", () => undefined)
    incoming.on("end", () => {
      const body = Buffer.concat(chunks)
      const asked = { method: incoming.method ?? "", url: incoming.url ?? "", headers: incoming.headers }
      try {
        const call = WireActions.read({ ...asked, body: body.toString("utf8") }, options.account)
        const refused = judge(call)
        if (refused === undefined) return forward(asked, body, outgoing)
        const { body: said, status } = refusal(call.operation.split(".")[0] ?? "", refused)
        outgoing.writeHead(status).end(incoming.method === "HEAD" ? undefined : said)
      } catch (error) {
        unknown.push(error instanceof Error ? error.message : String(error))
        outgoing.writeHead(501).end()
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    judged,
    unknown,
    refuseOnce: (caller, action, resourceEnd) => void refusals.push({ caller, action, resourceEnd }),
    stop: () => {
      server.closeAllConnections()
      server.close()
      agent.destroy()
    }
  }
}
