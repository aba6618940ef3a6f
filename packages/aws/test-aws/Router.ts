/** One address in front of several peers, each for some of AWS's services, which counts what it is asked for. */
import * as Effect from "effect/Effect"
import { Agent, createServer, request as send } from "node:http"

/** A running router. */
export interface Router {
  readonly endpoint: string
  /** Requests so far: `DynamoDB.PutItem`, `AWSEvents.PutEvents`, `S3 GET`. */
  readonly counts: ReadonlyMap<string, number>
}

const nameOf = (target: string, method: string): string => {
  const [service = "", operation = ""] = target.split(".")
  return target === "" ? `S3 ${method}` : `${service.split("_")[0]}.${operation}`
}

/** Starts a router on a port of its own; it ends with the scope. */
export const start = (options: {
  /** The address that a request goes to, by its `x-amz-target`, which is empty for S3. */
  readonly peerOf: (target: string) => string
}) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.callback<Router & { readonly close: () => void }>((resume) => {
        const agent = new Agent({ keepAlive: true })
        const counts = new Map<string, number>()
        const server = createServer((incoming, outgoing) => {
          const target = String(incoming.headers["x-amz-target"] ?? "")
          const name = nameOf(target, incoming.method ?? "")
          counts.set(name, (counts.get(name) ?? 0) + 1)
          const peer = new URL(options.peerOf(target))
          const { hostname: host, port } = peer
          const { connection: _, ...headers } = incoming.headers
          const passed = send({ agent, host, port, method: incoming.method, path: incoming.url, headers }, (answer) => {
            const { connection: __, ...kept } = answer.headers
            outgoing.writeHead(answer.statusCode ?? 500, kept)
            answer.pipe(outgoing)
          })
          passed.on("error", () => outgoing.destroy())
          incoming.pipe(passed)
        })
        server.listen(0, "127.0.0.1", () => {
          const address = server.address()
          const port = typeof address === "object" && address !== null ? address.port : 0
          const close = () => {
            server.closeAllConnections()
            server.close()
            agent.destroy()
          }
          resume(Effect.succeed({ endpoint: `http://127.0.0.1:${port}`, counts, close }))
        })
      }),
      ({ close }) => Effect.sync(close)
    ),
    (router): Router => router
  )
