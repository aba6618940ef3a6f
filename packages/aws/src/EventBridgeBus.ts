/**
 * The bus on EventBridge. An entry is confirmed by itself: a call that answers 200 may have refused some, and says so at
 * their positions. The event's id travels in the envelope (`detail`); EventBridge gives every entry an id of its own.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"
import * as EventBus from "@millrace/core/EventBus"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as AwsCall from "./AwsCall.ts"
import * as AwsFailure from "./AwsFailure.ts"
import { type AwsSettings, clientOptions } from "./AwsSettings.ts"
import * as LazyClient from "./LazyClient.ts"
import * as MessageText from "./MessageText.ts"

const lazyClient = (settings: AwsSettings) => LazyClient.make(() => new EventBridgeClient(clientOptions(settings)))

/** A client for EventBridge that ends with the scope. */
export const client = (settings: AwsSettings) => Effect.map(lazyClient(settings), (made) => made())

const tooLarge = (limit: number): EventBus.Confirmation => ({
  _tag: "Refused",
  code: "EntryTooLarge",
  detail: `an entry may have ${limit} bytes`
})

const make = (
  events: () => EventBridgeClient,
  call: AwsCall.AwsCall,
  busName: string,
  limits: EventBus.Limits
): EventBus.EventBus["Service"] => {
  const send = Effect.fnUntraced(
    function* (entries: ReadonlyArray<EventBus.Entry>) {
      const Entries = entries.map(({ detail, detailType, source }) => ({
        EventBusName: busName,
        Source: source,
        DetailType: detailType,
        Detail: MessageText.fromJson(detail)
      }))
      const output = yield* call("PutEvents", (options) => events().send(new PutEventsCommand({ Entries }), options))
      return entries.map((_, at): EventBus.Confirmation => {
        const answer = output.Entries?.[at]
        if (answer?.EventId !== undefined && answer.ErrorCode === undefined) return { _tag: "Accepted" }
        return {
          _tag: "Refused",
          code: answer?.ErrorCode ?? "Unconfirmed",
          detail: answer?.ErrorMessage ?? "EventBridge did not answer for this entry"
        }
      })
    },
    Effect.catchTag("AwsFailure", AwsFailure.toUnavailable)
  )

  return EventBus.EventBus.of({
    limits,
    put: Effect.fnUntraced(function* (entries) {
      // One entry above the limit would have EventBridge refuse the whole call, the others' events with it.
      const fitting = entries.filter((entry) => EventBus.entryBytes(entry) <= limits.maxEntryBytes)
      const answers: Array<EventBus.Confirmation> = []
      for (const part of EventBus.intoCalls(fitting, limits)) answers.push(...(yield* send(part)))
      let next = 0
      return entries.map((entry): EventBus.Confirmation =>
        EventBus.entryBytes(entry) > limits.maxEntryBytes
          ? tooLarge(limits.maxEntryBytes)
          : (answers[next++] ?? { _tag: "Refused", code: "Unconfirmed", detail: "the entry was not sent" })
      )
    })
  })
}

/** The bus called `busName`. */
export const layer = (options: {
  readonly settings: AwsSettings
  readonly busName: string
  /** Lower ones make events travel by claim check earlier. Default EventBridge's own. */
  readonly limits?: EventBus.Limits
}): Layer.Layer<EventBus.EventBus> =>
  Layer.effect(
    EventBus.EventBus,
    Effect.map(lazyClient(options.settings), (events) =>
      make(
        events,
        AwsCall.make("EventBridge", options.settings),
        options.busName,
        options.limits ?? EventBus.eventBridgeLimits
      )
    )
  )
