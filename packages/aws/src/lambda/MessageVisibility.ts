/** The right to say when a message that was not handled shows up again on the queue that fed the function. */
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"

/** Changes messages' visibility. */
export class MessageVisibility extends Context.Service<
  MessageVisibility,
  {
    /** Hides a message for so many seconds from now, whole, 0 to 43,200. */
    readonly hide: (receiptHandle: string, seconds: number) => Effect.Effect<void, Unavailable>
  }
>()("@millrace/aws/lambda/MessageVisibility") {}
