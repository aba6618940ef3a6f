/** The shadow processor's program: the handlers behind `file.uploaded`, on shadow collections. */
import type * as Capability from "@millrace/core/Capability"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { AnalyticsConsumer } from "../contracts/AnalyticsConsumer.ts"
import type { Categorization } from "../contracts/Categorization.ts"
import type { FileProcessor } from "../contracts/FileProcessor.ts"
import { ShadowProcessor } from "../contracts/ShadowProcessor.ts"
import { analytics } from "../handlers/Analytics.ts"
import { categorization } from "../handlers/Categorization.ts"
import { fileProcessor } from "../handlers/FileProcessor.ts"
import * as Chain from "./Chain.ts"
import * as Shadow from "./Shadow.ts"
import * as Shadows from "./Shadows.ts"
import * as Withheld from "./Withheld.ts"

/** The handlers, in the order in which they are asked. */
export const handlers = [fileProcessor, categorization, analytics] as const

type Needs = Capability.Identifier<
  (typeof FileProcessor.uses)[number] | (typeof Categorization.uses)[number] | (typeof AnalyticsConsumer.uses)[number]
>

class ShadowChain extends Context.Service<ShadowChain, Chain.Chain>()("@millrace/handlers/ShadowChain") {
  static readonly layer = Layer.effect(
    ShadowChain,
    Effect.flatMap(Effect.context<Needs>(), (services) => Chain.make(handlers, services))
  )
}

const shadows = Layer.mergeAll(
  Shadow.layer(Shadows.FilesReader),
  Shadow.layer(Shadows.FilesWriter),
  Shadow.layer(Shadows.RejectionsReader),
  Shadow.layer(Shadows.RejectionsWriter),
  Shadow.layer(Shadows.AccountsReader),
  Shadow.layer(Shadows.AccountsWriter),
  Shadow.layer(Shadows.AccountTurnsReader),
  Shadow.layer(Shadows.AccountTurnsWriter),
  Shadow.layer(Shadows.StatementsReader),
  Shadow.layer(Shadows.StatementsWriter),
  Shadow.layer(Shadows.TransactionsReader),
  Shadow.layer(Shadows.TransactionsWriter),
  Shadow.layer(Shadows.OccurrencesReader),
  Shadow.layer(Shadows.OccurrencesWriter),
  Shadow.layer(Shadows.AssignmentsReader),
  Shadow.layer(Shadows.AssignmentsWriter),
  Shadow.layer(Shadows.MonthMarksReader),
  Shadow.layer(Shadows.MonthMarksWriter),
  Shadow.layer(Shadows.AnalyticsReader),
  Shadow.layer(Shadows.AnalyticsWriter)
)

export const shadowProcessor = ShadowProcessor.handler(
  Effect.fn("shadow-processor")(function* (message) {
    const chain = yield* ShadowChain
    yield* chain.run(message)
  }),
  { layer: ShadowChain.layer.pipe(Layer.provide(Layer.mergeAll(shadows, Withheld.words, Withheld.othersObjects))) }
)
