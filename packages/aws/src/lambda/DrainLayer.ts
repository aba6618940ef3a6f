/** What the function that drains dead-letter queues stands on: the dead letters' table, and no bus and no queue. */
import * as DeadLetters from "@millrace/core/DeadLetters"
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as DynamoTableStore from "../DynamoTableStore.ts"
import * as S3ObjectStore from "../S3ObjectStore.ts"
import { namesOf, settingsOf } from "./DeployedNames.ts"
import * as DlqDrain from "./DlqDrain.ts"
import * as Environment from "./FunctionEnvironment.ts"

/** From the function's environment. */
export const layer: Layer.Layer<DlqDrain.Services, Config.ConfigError> = Layer.unwrap(
  Effect.gen(function* () {
    const settings = settingsOf(yield* Environment.place)
    const deployment = { settings, names: namesOf(yield* Environment.storage(Environment.drainStorage)) }
    return Layer.merge(
      DeadLetters.DeadLetters.layer.pipe(
        Layer.provide(DynamoTableStore.layer(deployment)),
        Layer.provide(S3ObjectStore.layer(deployment))
      ),
      DlqDrain.DrainedQueues.layer
    )
  })
)
