/** The events of a run as a tree: what caused what, who was given it, and how that went. What a failed expectation shows. */
import * as Envelope from "@millrace/core/Envelope"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as World from "./World.ts"

/** Every event that the bus accepted, once each, in order of its first publication. */
export const envelopes = (world: World.World): ReadonlyArray<Envelope.Envelope> => {
  const seen = new Map<string, Envelope.Envelope>()
  for (const entry of world.entries) {
    if (seen.has(entry.id)) continue
    const exit = Effect.runSyncExit(Envelope.fromJson(entry.detail))
    if (Exit.isSuccess(exit)) seen.set(entry.id, exit.value)
  }
  return [...seen.values()]
}

interface Node {
  readonly text: string
  readonly children: ReadonlyArray<Node>
}

const render = ({ children, text }: Node, indent: string, lines: Array<string>): void => {
  lines.push(text)
  for (const [position, child] of children.entries()) {
    const isLast = position === children.length - 1
    const from = lines.length
    render(child, `${indent}${isLast ? "   " : "│  "}`, lines)
    lines[from] = `${indent}${isLast ? "└─ " : "├─ "}${lines[from] ?? ""}`
  }
}

/** The tree, a line each for events and for their deliveries. */
export const toText = (world: World.World): string => {
  const events = envelopes(world)
  const byCause = Map.groupBy(events, ({ causationid }) => causationid ?? "")
  const known = new Set(events.map(({ id }) => id))
  const endedByEvent = Map.groupBy(world.ended, ({ message }) => message.entry.id)
  const waitingByEvent = Map.groupBy(world.waiting(), ({ entry }) => entry.id)
  const emits = new Map(
    world.handlers.map(({ contract, name }) => [name, new Set(contract.emits.map(({ eventType }) => eventType))])
  )

  const eventNode = (event: Envelope.Envelope): Node => {
    const caused = byCause.get(event.id) ?? []
    const placed = new Set<string>()
    const outcomes = Map.groupBy(endedByEvent.get(event.id) ?? [], ({ message }) => message.consumer)
    const waiting = Map.groupBy(waitingByEvent.get(event.id) ?? [], ({ consumer }) => consumer)
    const consumers = [...new Set([...outcomes.keys(), ...waiting.keys()])]
    const deliveries = consumers.map((consumer): Node => {
      const texts = (outcomes.get(consumer) ?? []).map(({ outcome }) => World.outcomeText(outcome))
      if (waiting.has(consumer)) texts.push("not handled yet")
      const children = caused.filter(({ id, type }) => !placed.has(id) && emits.get(consumer)?.has(type) === true)
      for (const { id } of children) placed.add(id)
      return { text: `${consumer}: ${texts.join("; ")}`, children: children.map(eventNode) }
    })
    const rest = caused.filter(({ id }) => !placed.has(id)).map(eventNode)
    const subject = event.subject === undefined ? "" : ` ${event.subject}`
    return {
      text: `${event.type}#${event.id.slice(0, 6)}${subject}`,
      children: [...(deliveries.length === 0 ? [{ text: "nobody was given it", children: [] }] : deliveries), ...rest]
    }
  }

  const lines: Array<string> = []
  const roots = events.filter(({ causationid }) => causationid === undefined || !known.has(causationid))
  for (const root of roots) render(eventNode(root), "", lines)
  // Messages that no bus carried: a test handed them over itself.
  const direct = new Set(
    [...world.ended.map(({ message }) => message), ...world.waiting()]
      .filter(({ entry }) => !known.has(entry.id))
      .map(({ entry }) => entry)
  )
  const shown = new Set<string>()
  for (const entry of direct) {
    if (shown.has(entry.id)) continue
    shown.add(entry.id)
    const exit = Effect.runSyncExit(Envelope.fromJson(entry.detail))
    if (Exit.isSuccess(exit)) render(eventNode(exit.value), "", lines)
    else lines.push(`${World.shortName(entry)} (no envelope)`)
  }
  return lines.length === 0 ? "(no event)" : lines.join("\n")
}
