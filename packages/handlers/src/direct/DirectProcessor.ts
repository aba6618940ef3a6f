/** The direct processor's program: the chain's handlers on the collections themselves, the audit's included. */
import type * as Capability from "@millrace/core/Capability"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { DirectProcessor } from "../contracts/DirectProcessor.ts"
import { analytics } from "../handlers/Analytics.ts"
import { audit } from "../handlers/Audit.ts"
import { categorization } from "../handlers/Categorization.ts"
import { fileProcessor } from "../handlers/FileProcessor.ts"
import { s3EventHandler } from "../handlers/S3EventHandler.ts"
import * as Chain from "./Chain.ts"

/** The handlers, in the order in which they are asked. */
export const handlers = [audit, s3EventHandler, fileProcessor, categorization, analytics] as const

class DirectChain extends Context.Service<DirectChain, Chain.Chain>()("@millrace/handlers/DirectChain") {
  static readonly layer = Layer.effect(
    DirectChain,
    Effect.flatMap(Effect.context<Capability.Identifier<(typeof DirectProcessor.uses)[number]>>(), (services) =>
      Chain.make(handlers, services)
    )
  )
}

export const directProcessor = DirectProcessor.handler(
  Effect.fn("direct-processor")(function* (message) {
    const chain = yield* DirectChain
    yield* chain.run(message)
  }),
  { layer: DirectChain.layer }
)
