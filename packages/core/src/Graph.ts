/** A pipeline's wiring as data and as a Mermaid flowchart. */
import type * as Pattern from "./Pattern.ts"
import type * as Pipeline from "./Pipeline.ts"

/** Who takes and emits what. Types that cross the pipeline's edge are entries or exits. */
export interface Graph {
  readonly pipeline: string
  readonly entries: ReadonlyArray<string>
  readonly exits: ReadonlyArray<string>
  readonly consumers: ReadonlyArray<{
    readonly name: string
    /** `["*"]` for every event. */
    readonly on: ReadonlyArray<string>
    readonly emits: ReadonlyArray<string>
    readonly uses: ReadonlyArray<{ readonly resource: string; readonly access: string }>
    readonly where: Pattern.Pattern | null
  }>
}

/** The graph of a pipeline. */
export const make = (pipeline: Pipeline.Pipeline): Graph => ({
  pipeline: pipeline.name,
  entries: pipeline.entries.map((event) => event.eventType),
  exits: pipeline.exits.map((event) => event.eventType),
  consumers: pipeline.consumers.map(({ contract }) => ({
    name: contract.name,
    on: contract.on === "*" ? ["*"] : contract.on.map((event) => event.eventType),
    emits: contract.emits.map((event) => event.eventType),
    uses: contract.uses.map(({ grant }) => ({ resource: grant.resource.name, access: grant.access })),
    where: contract.where ?? null
  }))
})

const id = (text: string): string => text.replace(/[^A-Za-z0-9]/g, "_")

/**
 * A Mermaid flowchart: events as rounded boxes, consumers as boxes, a consumer of every event by dotted arrows.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export const toMermaid = (graph: Graph): string => {
  const lines = ["flowchart LR"]
  const types = new Set([...graph.entries, ...graph.exits])
  for (const consumer of graph.consumers) {
    for (const type of [...consumer.on, ...consumer.emits]) if (type !== "*") types.add(type)
  }
  for (const type of types) lines.push(`  e_${id(type)}(["${type}"])`)
  for (const consumer of graph.consumers) lines.push(`  c_${id(consumer.name)}["${consumer.name}"]`)
  for (const consumer of graph.consumers) {
    for (const type of consumer.on) {
      if (type !== "*") lines.push(`  e_${id(type)} --> c_${id(consumer.name)}`)
      else for (const every of types) lines.push(`  e_${id(every)} -.-> c_${id(consumer.name)}`)
    }
    for (const type of consumer.emits) lines.push(`  c_${id(consumer.name)} --> e_${id(type)}`)
  }
  return `${lines.join("\n")}\n`
}
