/** A server that answers as a test says: for what no peer does on demand. */
import * as Effect from "effect/Effect"
import { createServer } from "node:http"
import type { AwsSettings } from "../../src/AwsSettings.ts"
import * as Peer from "./Peer.ts"

/** A request as it came. */
export interface Request {
  readonly method: string
  readonly path: string
  /** The operation that `x-amz-target` names, such as `PutItem`; empty for S3. */
  readonly operation: string
  readonly headers: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>
  readonly body: string
}

/** What to answer; `hang` never does, `reset` breaks the connection. */
export type Answer =
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | "hang"
  | "reset"

/** The server, what it was asked so far, and how many requests were given up by the client. */
export interface Scripted {
  readonly settings: AwsSettings
  readonly requests: ReadonlyArray<Request>
  readonly abandoned: () => number
}

/** Starts the server; it ends with the scope. */
export const start = (answer: (request: Request, at: number) => Answer) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.callback<Scripted & { readonly close: () => void }>((resume) => {
        const requests: Array<Request> = []
        let abandoned = 0
        const server = createServer((incoming, outgoing) => {
          const chunks: Array<Buffer> = []
          outgoing.on("close", () => {
            if (!outgoing.writableFinished) abandoned++
          })
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
          incoming.on("end", () => {
            const request: Request = {
              method: incoming.method ?? "",
              path: incoming.url ?? "",
              operation: String(incoming.headers["x-amz-target"] ?? "").split(".")[1] ?? "",
              headers: incoming.headers,
              body: Buffer.concat(chunks).toString("utf8")
            }
            requests.push(request)
            const answered = answer(request, requests.length - 1)
            if (answered === "hang") return
            if (answered === "reset") return void incoming.socket.destroy()
            outgoing.writeHead(answered.status, { ...answered.headers })
            outgoing.end(answered.body)
          })
        })
        server.listen(0, "127.0.0.1", () => {
          const address = server.address()
          const port = typeof address === "object" && address !== null ? address.port : 0
          const close = () => {
            server.closeAllConnections()
            server.close()
          }
          resume(Effect.succeed({ settings: Peer.settingsOf(port), requests, abandoned: () => abandoned, close }))
        })
      }),
      ({ close }) => Effect.sync(close)
    ),
    (server): Scripted => server
  )

/** A JSON answer. */
export const json = (status: number, body: unknown): Answer => ({
  status,
  body: JSON.stringify(body),
  headers: { "content-type": "application/x-amz-json-1.0" }
})

/** An error as DynamoDB and EventBridge answer it. */
export const error = (status: number, type: string, more: object = {}): Answer =>
  json(status, { __type: `com.amazonaws#${type}`, message: "no", ...more })

/** An error as S3 answers it. */
export const s3Error = (status: number, code: string, message: string): Answer => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  headers: { "content-type": "application/xml" }
})
