/**
 * Captures the resource graphs of the test's deployments under Pulumi's mocks and prints them as JSON: what `pulumi up` would ask
 * AWS for. A process of its own, because Pulumi keeps its state in the process, and because a test runner's resolve
 * conditions are not those that Pulumi is loaded under.
 *
 *     node --conditions=millrace-source pulumi/test/GraphProcess.ts events shadow
 *     node … pulumi/test/GraphProcess.ts --functions pulumi/dist-functions --settings '{"logLevel":"Debug"}' events
 */
import { parseArgs } from "node:util"
import * as Bundles from "@millrace/pulumi/Bundles"
import { FilePipeline, type FilePipelineArgs } from "@millrace/pulumi/FilePipeline"
import type { Settings } from "@millrace/pulumi/Settings"
import * as pulumi from "@pulumi/pulumi"
import { type Deployment, deployments } from "./Deployments.ts"
import { type Captured, place } from "./Graph.ts"

const service = (type: string): readonly [name: string, path: (name: string) => string] | undefined => {
  const kinds: Record<string, readonly [string, (name: string) => string]> = {
    "aws:sqs/queue:Queue": ["sqs", (name) => name],
    "aws:dynamodb/table:Table": ["dynamodb", (name) => `table/${name}`],
    "aws:cloudwatch/eventBus:EventBus": ["events", (name) => `event-bus/${name}`],
    "aws:lambda/function:Function": ["lambda", (name) => `function:${name}`],
    "aws:cloudwatch/logGroup:LogGroup": ["logs", (name) => `log-group:${name}`],
    "aws:sns/topic:Topic": ["sns", (name) => name],
    "aws:kms/key:Key": ["kms", (name) => `key/${name}`]
  }
  return kinds[type]
}

const arnOf = (type: string, name: string, inputs: Readonly<Record<string, unknown>>): string => {
  const { account, partition, region } = place
  if (type === "aws:s3/bucket:Bucket") return `arn:${partition}:s3:::${name}`
  if (type === "aws:iam/role:Role") return `arn:${partition}:iam::${account}:role/${name}`
  if (type === "aws:cloudwatch/eventRule:EventRule") {
    return `arn:${partition}:events:${region}:${account}:rule/${String(inputs["eventBusName"])}/${name}`
  }
  const [prefix, path] = service(type) ?? ["unknown", (text: string) => text]
  return `arn:${partition}:${prefix}:${region}:${account}:${path(name)}`
}

/** Stands for a function's code. */
export const noCode = (): { readonly code: pulumi.asset.Archive; readonly handler: string } => ({
  code: new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset("export const handler = () => {}") }),
  handler: "index.handler"
})

/** Inputs as JSON can have them: of code in a folder, where it is. */
const plain = async (inputs: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> => {
  const { code } = inputs
  return code instanceof pulumi.asset.FileArchive ? { ...inputs, code: { path: await code.path } } : inputs
}

/** Builds a component under the mocks and answers everything that it asks for, in order of name. */
const capture = async (
  args: Omit<FilePipelineArgs, "functions"> & Partial<Pick<FilePipelineArgs, "functions">>,
  name = "acme"
): Promise<ReadonlyArray<Captured>> => {
  const captured: Array<Captured> = []
  await pulumi.runtime.setMocks(
    {
      newResource: async ({ inputs, name: logical, type }) => {
        const values = await plain(inputs)
        // Buckets are the one kind that is not named by the program.
        const given = values["name"] ?? (type === "aws:s3/bucket:Bucket" ? `${logical}-1a2b3c4` : logical)
        const physical = String(given)
        const state = {
          ...values,
          name: physical,
          arn: arnOf(type, physical, values),
          url: `https://sqs.${place.region}.amazonaws.com/${place.account}/${physical}`
        }
        captured.push({ type, name: logical, inputs: values, state })
        return { id: type === "aws:sqs/queue:Queue" ? state.url : physical, state }
      },
      call: ({ inputs }) => inputs
    },
    "millrace",
    "test",
    false
  )
  await pulumi.runtime.runInPulumiStack(async () => {
    new FilePipeline(name, { functions: noCode, ...args })
  })
  await pulumi.runtime.disconnect()
  return captured.toSorted((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1))
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { functions: { type: "string" }, settings: { type: "string", default: "{}" } }
})
const overrides: Partial<Settings> = JSON.parse(values.settings)
const code = values.functions === undefined ? {} : { functions: Bundles.fromDirectory(values.functions) }

const graphs: Record<string, ReadonlyArray<Captured>> = {}
for (const name of positionals) {
  const deployment: Deployment | undefined = deployments[name]
  if (deployment === undefined) throw new Error(`There is no deployment ${name} to capture.`)
  graphs[name] = await capture({ ...deployment, ...code, settings: { ...deployment.settings, ...overrides } })
}
process.stdout.write(JSON.stringify(graphs))
