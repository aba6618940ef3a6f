/**
 * The three backends on AWS, together: what a runtime of a pipeline stands on. Inbox, event store and dead letters are
 * core's own, over the table store.
 */
import type * as EventBus from "@millrace/core/EventBus"
import type * as ObjectStore from "@millrace/core/ObjectStore"
import type * as TableStore from "@millrace/core/TableStore"
import * as Layer from "effect/Layer"
import type { AwsNames } from "./AwsNames.ts"
import type { AwsSettings } from "./AwsSettings.ts"
import * as DynamoTableStore from "./DynamoTableStore.ts"
import * as EventBridgeBus from "./EventBridgeBus.ts"
import * as S3ObjectStore from "./S3ObjectStore.ts"

/** Where a deployment is and what its resources are called. */
export interface AwsDeployment {
  readonly settings: AwsSettings
  readonly names: AwsNames
  readonly busName: string
  readonly limits?: EventBus.Limits
}

/** S3, DynamoDB and EventBridge behind the services of core. */
export const layer = (
  deployment: AwsDeployment
): Layer.Layer<ObjectStore.ObjectStore | TableStore.TableStore | EventBus.EventBus> =>
  Layer.merge(
    DynamoTableStore.layer(deployment).pipe(Layer.provideMerge(S3ObjectStore.layer(deployment))),
    EventBridgeBus.layer(deployment)
  )
