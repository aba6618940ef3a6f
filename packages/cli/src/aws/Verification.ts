/** Everything that tells whether a deployment works: what AWS says of its resources, then a statement sent through it. */
import type { DeployedStack } from "@millrace/aws/DeployedStack"
import * as DeployedResources from "@millrace/aws/DeployedResources"
import * as DeploymentChecks from "@millrace/aws/DeploymentChecks"
import * as Effect from "effect/Effect"
import type { Deployed } from "../Place.ts"
import { Workplace } from "../Workplace.ts"
import * as Canary from "./Canary.ts"
import * as StackFile from "./StackFile.ts"

/** The consumer whose queue the bucket of uploads notifies; the chain's first where that cannot be told. */
const takerOf = Effect.fnUntraced(function* ({ bucketNames, queueUrls }: DeployedStack) {
  const { bucket } = yield* DeployedResources.DeployedResources
  const { notifies } = yield* bucket(bucketNames["uploads"] ?? "")
  const taker = Object.entries(queueUrls).find(([, url]) =>
    notifies.some((arn) => DeployedResources.urlBeside(url, arn) === url)
  )
  return taker?.[0] ?? "s3-event-handler"
})

/** Verifies a stack. `onChecks` hears of checks as they are made. */
export const run = Effect.fnUntraced(function* (
  place: Deployed,
  options: {
    readonly checksOnly: boolean
    readonly onChecks: (checks: ReadonlyArray<DeploymentChecks.Check>) => Effect.Effect<void>
  }
) {
  const { outputs } = yield* StackFile.read(place)
  const { consumers } = yield* Workplace
  const looked = yield* DeploymentChecks.run(outputs, consumers)
  yield* options.onChecks(looked)
  if (options.checksOnly) return { deployment: outputs.busName, checks: looked, canary: undefined }
  const canary = yield* Canary.fly(yield* takerOf(outputs))
  yield* options.onChecks(canary.checks)
  return { deployment: outputs.busName, checks: [...looked, ...canary.checks], canary }
})
