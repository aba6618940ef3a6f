/** moto: S3, DynamoDB, EventBridge with rules that deliver to SQS. */
import * as Peer from "./Peer.ts"

/** A moto server. */
export const start = Peer.start({
  command: "moto_server",
  args: ["-H", "127.0.0.1", "-p", "0"],
  portIn: (output) => {
    const port = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1]
    return port === undefined ? undefined : Number(port)
  }
})
