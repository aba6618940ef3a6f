/** Resource graphs of the test's deployments, captured by a process of their own, and questions to them. */
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import type { Settings } from "@millrace/pulumi/Settings"
import type { Name } from "./Deployments.ts"

/** A resource as asked for. */
export interface Captured {
  readonly type: string
  readonly name: string
  readonly inputs: Readonly<Record<string, unknown>>
  /** Inputs and what the provider would add: name, ARN, URL. */
  readonly state: Readonly<Record<string, unknown>>
}

/** A deployment's resources, by type and name. */
export type Graph = ReadonlyArray<Captured>

/** Where the mocks are. */
export const place = { partition: "aws", region: "eu-central-1", account: "123456789012" } as const

const program = fileURLToPath(new URL("GraphProcess.ts", import.meta.url))

const run = async <const N extends Name>(args: ReadonlyArray<string>): Promise<Readonly<Record<N, Graph>>> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=millrace-source", "--disable-warning=ExperimentalWarning", program, ...args],
    // Options of the test runner's own process are not for this one.
    { env: { ...process.env, NODE_OPTIONS: "" }, maxBuffer: 64 * 1024 * 1024 }
  )
  return JSON.parse(stdout)
}

/** Captures deployments. */
export const capture = <const N extends Name>(...names: ReadonlyArray<N>) => run<N>(names)

/** Captures deployments with the functions' code from a folder of bundles, and with settings besides their own. */
export const captureWith = <const N extends Name>(
  { functions, settings }: { readonly functions: string; readonly settings: Partial<Settings> },
  ...names: ReadonlyArray<N>
) => run<N>(["--functions", functions, "--settings", JSON.stringify(settings), ...names])

/** Resources of a type such as `sqs/queue:Queue`. */
export const ofType = (graph: ReadonlyArray<Captured>, type: string): ReadonlyArray<Captured> =>
  graph.filter((resource) => resource.type === `aws:${type}`)

/** The one resource of a type and logical name. */
export const one = (graph: ReadonlyArray<Captured>, type: string, name: string): Captured => {
  const [first, ...others] = ofType(graph, type).filter((resource) => resource.name === name)
  if (first === undefined || others.length > 0) {
    throw new Error(
      `Expected one ${type} ${name}; there are ${ofType(graph, type)
        .map((resource) => resource.name)
        .join(", ")}.`
    )
  }
  return first
}

/** An input that is text. */
export const text = (resource: Captured, input: string): string => {
  const value = resource.inputs[input]
  if (typeof value !== "string") throw new Error(`${resource.type} ${resource.name} has no text ${input}.`)
  return value
}

/** An input that is JSON text. */
export const parsed = (resource: Captured, input: string): unknown => JSON.parse(text(resource, input))
