/** `s3-event-handler`: takes an upload in, or refuses it before anyone reads it. */
import * as Bucket from "@millrace/core/Bucket"
import * as Consumer from "@millrace/core/Consumer"
import * as Retry from "@millrace/core/Retry"
import { FileRejected, FileUploaded } from "../Events.ts"
import { Files } from "../resources/Files.ts"
import { Uploads } from "../resources/Uploads.ts"

export class S3EventHandler extends Consumer.make("s3-event-handler", {
  on: [Bucket.ObjectCreated],
  emits: [FileUploaded, FileRejected],
  uses: [Uploads.Reader, Files.Reader, Files.Writer],
  timeout: "60 seconds",
  retry: Retry.exponential({ attempts: 5, initial: "1 second", max: "5 minutes", maxAge: "24 hours" }),
  // The object was deleted before anyone looked at it.
  terminal: ["ObjectMissing"]
}) {}
