/**
 * Which events a contract is for: its `on` and `where` as one EventBridge pattern. The rule on AWS is this pattern, and the
 * local bus routes by it, so both deliver the same events.
 */
import type * as Consumer from "./Consumer.ts"
import type * as EventBus from "./EventBus.ts"
import * as Pattern from "./Pattern.ts"

/** The pattern of a contract's rule. */
export const pattern = ({ on, where }: Consumer.Contract): Pattern.Pattern =>
  on === "*"
    ? // A rule needs a condition; every event has a source.
      { source: [{ prefix: "" }] }
    : {
        source: [...new Set(on.map((event) => event.source))],
        "detail-type": on.map((event) => event.eventType),
        ...(where === undefined ? {} : Pattern.within(["detail", "attributes"], where))
      }

/** Whether a contract wants an entry of the bus. */
export const wants = (contract: Consumer.Contract): ((entry: EventBus.Entry) => boolean) => {
  const { on, where } = contract
  if (on === "*") return () => true
  const types = new Map(on.map((event) => [event.eventType, event.source]))
  if (where === undefined) return (entry) => types.get(entry.detailType) === entry.source
  const matches = Pattern.compile(pattern(contract))
  return (entry) =>
    types.get(entry.detailType) === entry.source &&
    matches({ source: entry.source, "detail-type": entry.detailType, detail: JSON.parse(entry.detail) })
}
