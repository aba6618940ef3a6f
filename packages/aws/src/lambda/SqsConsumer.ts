/**
 * The function of a consumer: a batch of messages from its queue, each handed to the consumer's delivery, and the delivery's
 * answer translated back. Handled, handled before and dead are removed; what is to be retried stays, hidden until it is due.
 * A message that nobody can read leaves a dead letter and is removed, so it does not come back for ever.
 *
 *     export const handler = SqsConsumer.make({ handler: categorization, layer: ConsumerBackends.layer(Categorization.contract) })
 */
import type * as Consumer from "@millrace/core/Consumer"
import * as Delivery from "@millrace/core/Delivery"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as LambdaFunction from "./LambdaFunction.ts"
import * as MessageBody from "./MessageBody.ts"
import type { MessageVisibility } from "./MessageVisibility.ts"
import * as SqsBatch from "./SqsBatch.ts"
import * as SqsEvent from "./SqsEvent.ts"

/** What a consumer's function stands on. */
export type Services = Delivery.Services | MessageVisibility

/** The delivery of the function's consumer. */
export class ConsumerDelivery extends Context.Service<ConsumerDelivery, Delivery.Delivery>()(
  "@millrace/aws/lambda/ConsumerDelivery"
) {}

/** Builds the handler's own layer, once a process, and its delivery. */
export const delivery = (handler: Consumer.Handler): Layer.Layer<ConsumerDelivery, unknown, Delivery.Services> =>
  Layer.effect(ConsumerDelivery, Delivery.make(handler))

/** Answers one batch. */
export const handle: LambdaFunction.Handle<SqsEvent.BatchResponse, ConsumerDelivery | MessageVisibility> = (
  event,
  context
) =>
  Effect.gen(function* () {
    const { deliver } = yield* ConsumerDelivery
    const records = yield* SqsEvent.decode(event)
    return yield* SqsBatch.run(records, context, ({ body }, remainingMillis) =>
      Effect.map(deliver({ body: MessageBody.envelopeOf(body), remainingMillis }), SqsBatch.ofOutcome)
    )
  })

/** The function of a consumer. */
export const make = <E>(options: {
  readonly handler: Consumer.Handler
  readonly layer: Layer.Layer<Services, E>
}): LambdaFunction.LambdaFunction<SqsEvent.BatchResponse> =>
  LambdaFunction.make({
    layer: delivery(options.handler).pipe(Layer.provideMerge(options.layer)),
    handle
  })
