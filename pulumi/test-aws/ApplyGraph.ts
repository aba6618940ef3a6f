/**
 * Applies a graph that was captured from Pulumi's mocks to a peer, as Pulumi would: what is new is made, what is changed is put
 * again, what is not there any more is removed. From the resources' inputs, and nothing else.
 */
import type { Captured, Graph } from "../test/Graph.ts"
import type { PeerClients } from "./PeerClients.ts"
import { kinds } from "./ResourceKinds.ts"

/** What the peer cannot take, and why: by Pulumi's type. */
export const notOnThePeer: ReadonlyMap<string, string> = new Map([
  ["aws:lambda/function:Function", "moto runs functions in containers; `Lambda` runs their bundles as processes"],
  ["aws:lambda/eventSourceMapping:EventSourceMapping", "goes with the functions: `Lambda` polls as the mapping says"],
  [
    "aws:s3/bucketPolicy:BucketPolicy",
    "moto takes a bucket policy without its conditions, so that the denial of what has no TLS would deny everything"
  ],
  ["aws:cloudwatch/queryDefinition:QueryDefinition", "moto does not know PutQueryDefinition"]
])

/** A component is no resource of the provider. */
const isComponent = ({ type }: Captured): boolean => !type.startsWith("aws:")

/** A resource that this driver does not know: it would be left out of the test in silence. */
export class KindUnknown extends Error {
  override readonly name = "KindUnknown"
}

/** What one application did. */
export interface Applied {
  readonly made: ReadonlyArray<string>
  readonly changed: ReadonlyArray<string>
  readonly removed: ReadonlyArray<string>
}

const idOf = ({ name, type }: Captured): string => `${type} ${name}`

/** Resources in groups that follow one another. Dead-letter queues go before the queues that name them. */
const inOrder = (resources: ReadonlyArray<Captured>): ReadonlyArray<ReadonlyArray<Captured>> => {
  const types = [...kinds.keys()]
  const rank = (resource: Captured) =>
    types.indexOf(resource.type) + (resource.inputs["redrivePolicy"] === undefined ? 0 : 0.5)
  return [...Map.groupBy(resources, rank)].toSorted(([a], [b]) => a - b).map(([, group]) => group)
}

const text = (resource: Captured): string => JSON.stringify(resource.inputs)

/** A peer that graphs are applied to, one after another. */
export const make = (aws: PeerClients) => {
  let deployed = new Map<string, Captured>()

  const apply = async (graph: Graph): Promise<Applied> => {
    const wanted = graph.filter((resource) => !isComponent(resource) && !notOnThePeer.has(resource.type))
    const made: Array<string> = []
    const changed: Array<string> = []
    const removed: Array<string> = []
    const put = async (resource: Captured): Promise<void> => {
      const kind = kinds.get(resource.type)
      if (kind === undefined) throw new KindUnknown(idOf(resource))
      const before = deployed.get(idOf(resource))
      if (before !== undefined && text(before) === text(resource)) return
      await kind.put(aws, resource, before === undefined)
      ;(before === undefined ? made : changed).push(idOf(resource))
    }
    for (const group of inOrder(wanted)) await Promise.all(group.map(put))
    const kept = new Set(wanted.map(idOf))
    const gone = [...deployed.values()].filter((resource) => !kept.has(idOf(resource)))
    for (const group of inOrder(gone).toReversed()) {
      await Promise.all(group.map(async (resource) => kinds.get(resource.type)?.remove(aws, resource)))
      removed.push(...group.map(idOf))
    }
    deployed = new Map(wanted.map((resource) => [idOf(resource), resource]))
    return { made, changed, removed }
  }

  return { apply }
}
