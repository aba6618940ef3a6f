/** fauxqs: S3 and SQS, inside the test's own process. */
import { startFauxqs } from "fauxqs"
import * as Effect from "effect/Effect"
import * as Peer from "./Peer.ts"

/** A fauxqs server. */
export const start = Effect.map(
  Effect.acquireRelease(
    Effect.tryPromise({
      try: () => startFauxqs({ port: 0, logger: false, host: "127.0.0.1" }),
      catch: (error) => new Peer.PeerFailed(String(error))
    }),
    (server) => Effect.promise(() => server.stop())
  ),
  (server): Peer.Peer => ({ settings: Peer.settingsOf(server.port) })
)
