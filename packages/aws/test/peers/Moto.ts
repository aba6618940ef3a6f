/** moto: S3, DynamoDB, EventBridge with rules that deliver to SQS. */
import { fileURLToPath } from "node:url"
import * as Peer from "./Peer.ts"

/** A moto server. */
export const start = Peer.start({
  command: "moto_server",
  // What Python reads there keeps moto from spending most of a second on each event.
  environment: { PYTHONPATH: fileURLToPath(new URL("./python", import.meta.url)) },
  args: ["-H", "127.0.0.1", "-p", "0"],
  portIn: (output) => {
    const port = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1]
    return port === undefined ? undefined : Number(port)
  }
})
