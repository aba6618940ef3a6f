/**
 * Which stack is meant and how to reach it. A file names its resources (`--stack`, else `MILLRACE_STACK`, else
 * `millrace-stack.json`); the rest is what AWS's own tools take: `AWS_REGION`, `AWS_PROFILE` or access keys, `AWS_ENDPOINT_URL`.
 */
import * as FileSystem from "node:fs/promises"
import type { AwsDeployment } from "@millrace/aws/AwsBackends"
import * as DeployedStack from "@millrace/aws/DeployedStack"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { CommandFailed } from "../Output.ts"
import type { Deployed } from "../Place.ts"

/** A stack and where it is. */
export interface Stack {
  readonly outputs: DeployedStack.DeployedStack
  readonly deployment: AwsDeployment
}

const defaultPath = "millrace-stack.json"

const given = (name: string): string | undefined => {
  const value = process.env[name]?.trim()
  return value === "" ? undefined : value
}

const refused = (problem: string, mend: string) => new CommandFailed({ problem, mend, exitCode: 2 })

const writing = `(cd pulumi && npx pulumi stack output --json) > ${defaultPath}`

/** Reads the file and the environment, or says what is missing and how to get it. */
export const read = Effect.fnUntraced(function* ({ stack }: Deployed): Effect.fn.Return<Stack, CommandFailed> {
  const path = Option.getOrUndefined(stack) ?? given("MILLRACE_STACK") ?? defaultPath
  const text = yield* Effect.tryPromise({
    try: () => FileSystem.readFile(path, "utf8"),
    catch: () =>
      refused(
        `${path}: the file that describes the stack cannot be read.`,
        `Write it with \`${writing}\`, or name another with --stack or MILLRACE_STACK.`
      )
  })
  const outputs = yield* Effect.mapError(DeployedStack.fromJson(text), ({ message }) =>
    refused(`${path}: ${message}.`, `Write the file anew with \`${writing}\`.`)
  )
  const region = given("AWS_REGION") ?? given("AWS_DEFAULT_REGION") ?? DeployedStack.regionOf(outputs)
  if (region === undefined) {
    return yield* refused(`${path} does not say which region the stack is in.`, "Set AWS_REGION.")
  }
  const endpoint = given("AWS_ENDPOINT_URL")
  if (endpoint !== undefined && !URL.canParse(endpoint)) {
    return yield* refused("AWS_ENDPOINT_URL is no address.", "Write it as http://127.0.0.1:4566, or unset it.")
  }
  const settings = { region, ...(endpoint === undefined ? {} : { endpoint }) }
  return {
    outputs,
    deployment: { settings, names: DeployedStack.namesOf(outputs), busName: outputs.busName }
  }
})
