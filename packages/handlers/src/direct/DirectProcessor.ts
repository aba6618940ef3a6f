/** The direct processor's program: the chain's handlers on the collections themselves, the audit's included. */
import type * as Capability from "@millrace/core/Capability"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { AnalyticsConsumer } from "../contracts/AnalyticsConsumer.ts"
import type { Audit } from "../contracts/Audit.ts"
import type { Categorization } from "../contracts/Categorization.ts"
import { DirectProcessor } from "../contracts/DirectProcessor.ts"
import type { FileProcessor } from "../contracts/FileProcessor.ts"
import type { S3EventHandler } from "../contracts/S3EventHandler.ts"
import { analytics } from "../handlers/Analytics.ts"
import { audit } from "../handlers/Audit.ts"
import { categorization } from "../handlers/Categorization.ts"
import { fileProcessor } from "../handlers/FileProcessor.ts"
import { s3EventHandler } from "../handlers/S3EventHandler.ts"
import * as Chain from "./Chain.ts"
import * as Withheld from "./Withheld.ts"

/** The handlers, in the order in which they are asked. */
export const handlers = [audit, s3EventHandler, fileProcessor, categorization, analytics] as const

/** What the handlers are granted, of which the contract has all but what is withheld. */
type Needs = Capability.Identifier<
  | (typeof Audit.uses)[number]
  | (typeof S3EventHandler.uses)[number]
  | (typeof FileProcessor.uses)[number]
  | (typeof Categorization.uses)[number]
  | (typeof AnalyticsConsumer.uses)[number]
>

class DirectChain extends Context.Service<DirectChain, Chain.Chain>()("@millrace/handlers/DirectChain") {
  static readonly layer = Layer.effect(
    DirectChain,
    Effect.flatMap(Effect.context<Needs>(), (services) => Chain.make(handlers, services))
  )
}

export const directProcessor = DirectProcessor.handler(
  Effect.fn("direct-processor")(function* (message) {
    const chain = yield* DirectChain
    yield* chain.run(message)
  }),
  { layer: DirectChain.layer.pipe(Layer.provide(Withheld.words)) }
)
