/** What every function of the file pipeline may do, held against policies that are written down by hand. */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { pipelines } from "@millrace/handlers/FileProcessingModes"
import * as Policy from "@millrace/pulumi/Policy"
import * as Graph from "./Graph.ts"

const graphs = await Graph.capture("events", "shadow", "direct", "scheduled", "settled")

const chain = pipelines.events.consumers.map(({ contract }) => contract)

describe("permissions", () => {
  const everyFunction = [
    ...chain.map((contract) => [contract.name, graphs.events] as const),
    ["direct-processor", graphs.direct],
    ["shadow-processor", graphs.shadow],
    ["dlq-drain", graphs.events],
    ["schedule-entry", graphs.events]
  ] as const

  for (const [name, graph] of everyFunction) {
    it(`${name} may do what is written down for it by hand`, () => {
      const byHand: unknown = JSON.parse(readFileSync(new URL(`policies/${name}.json`, import.meta.url), "utf8"))
      assert.deepStrictEqual(
        Graph.parsed(Graph.one(graph, "iam/rolePolicy:RolePolicy", `acme-${name}`), "policy"),
        byHand
      )
    })
  }

  it("is the same whichever way uploads go, but for the dead-letter queues that there are to drain", () => {
    for (const [name] of everyFunction) {
      if (name === "dlq-drain" || name === "shadow-processor") continue
      const policies = [graphs.events, graphs.shadow, graphs.direct].map((graph) =>
        Graph.text(Graph.one(graph, "iam/rolePolicy:RolePolicy", `acme-${name}`), "policy")
      )
      assert.strictEqual(new Set(policies).size, 1, name)
    }
  })

  const everyPolicy = Object.values(graphs).flatMap((each) => Graph.ofType(each, "iam/rolePolicy:RolePolicy"))

  it("no action is a wildcard, no resource is one beyond the names that are not known beforehand", () => {
    for (const policy of everyPolicy) {
      for (const { Action, Resource } of (Graph.parsed(policy, "policy") as Policy.Document).Statement) {
        for (const action of [Action].flat()) assert.notInclude(action, "*")
        for (const resource of [Resource ?? []].flat()) {
          assert.match(resource, /^arn:[^*]+(\/\*|:log-stream:\*)?$/)
        }
      }
    }
  })

  it("fits what IAM takes as the inline policy of a role", () => {
    for (const policy of everyPolicy) assert.isAtMost(Graph.text(policy, "policy").length, 10_240, policy.name)
  })

  it("every function is denied the deletion of the audit trail", () => {
    const functions = Object.values(graphs).flatMap((each) => Graph.ofType(each, "lambda/function:Function"))
    const policies = everyPolicy.filter(({ inputs }) => inputs["name"] === "grants")
    assert.strictEqual(policies.length, functions.length)
    for (const policy of policies) {
      const denial = (Graph.parsed(policy, "policy") as Policy.Document).Statement.find(
        ({ Effect }) => Effect === "Deny"
      )
      assert.deepStrictEqual(denial?.Resource, ["arn:aws:dynamodb:eu-central-1:123456789012:table/acme-events"])
      assert.includeMembers([denial?.Action ?? []].flat(), ["dynamodb:DeleteItem", "dynamodb:BatchWriteItem"])
    }
  })

  it("removing a `uses` removes its grant, and nothing else", () => {
    const contract = chain.find(({ name }) => name === "analytics")
    assert.isDefined(contract)
    const named = (names: ReadonlyArray<string>) =>
      Object.fromEntries(names.map((name) => [name, `arn:aws:x:::${name}`]))
    const arns: Policy.Arns = {
      bus: "arn:bus",
      logGroup: "arn:logs",
      tables: named([...pipelines.events.resources.map(({ name }) => name), "inbox", "dead-letters", "events"]),
      buckets: named(["uploads", "claims"])
    }
    const sids = (uses: typeof contract.uses) =>
      Policy.ofConsumer({ ...contract, uses }, arns, "arn:queue").Statement.map(({ Sid }) => Sid)
    const all = sids(contract.uses)
    for (const [position, { grant }] of contract.uses.entries()) {
      const without = sids(contract.uses.toSpliced(position, 1))
      assert.deepStrictEqual(without, all.toSpliced(position, 1), `${grant.access} ${grant.resource.name}`)
    }
  })
})
