/** `millrace verify --aws`: whether a deployed stack is what its contracts ask for, and whether a statement comes through it. */
import type { Check } from "@millrace/aws/DeploymentChecks"
import * as Effect from "effect/Effect"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Options from "../Options.ts"
import { CommandFailed } from "../Output.ts"
import * as Output from "../Output.ts"
import { isDeployed } from "../Place.ts"
import type * as Style from "../render/Style.ts"
import * as Waterfall from "../render/Waterfall.ts"
import * as SpanJson from "../render/SpanJson.ts"

const line = ({ found, mend, name, passed }: Check, style: Style.Style): string =>
  passed ? `${style.green("✓")} ${name}: ${found}` : `${style.red("✗")} ${name}: ${found}. ${mend}`

export const verify = Command.make(
  "verify",
  {
    place: Options.deployed,
    json: Options.json,
    checksOnly: Flag.Boolean("checks-only").pipe(
      Flag.withDescription("Only look; send no statement through the chain"),
      Flag.withDefault(false)
    )
  },
  Effect.fnUntraced(function* ({ checksOnly, json, place }) {
    if (!isDeployed(place)) {
      return yield* new CommandFailed({
        problem: "What is verified is a deployed stack.",
        mend: "Name it with --aws. A data directory is looked at by `millrace status`.",
        exitCode: 2
      })
    }
    const style = yield* Output.style
    const AwsWorkplace = yield* Effect.promise(() => import("../aws/AwsWorkplace.ts"))
    const Verification = yield* Effect.promise(() => import("../aws/Verification.ts"))
    const told = (checks: ReadonlyArray<Check>) =>
      json ? Effect.void : Output.print(...checks.map((check) => line(check, style)))
    const { canary, checks, deployment } = yield* Verification.run(place, { checksOnly, onChecks: told }).pipe(
      Effect.scoped,
      Effect.provide(AwsWorkplace.layer(place))
    )
    const verified = checks.every(({ passed }) => passed)
    if (json) {
      yield* Output.json({
        deployment,
        verified,
        checks,
        traceId: canary?.traceId ?? null,
        spans: (canary?.spans ?? []).map(SpanJson.of)
      })
    } else {
      if (canary?.traceId !== undefined) {
        yield* Output.print("", `trace ${canary.traceId}`, ...Waterfall.lines(canary.spans, style))
      }
      const wrong = checks.filter(({ passed }) => !passed).length
      yield* Output.print(
        verified
          ? style.green(`${deployment}: all ${checks.length} checks passed.`)
          : style.red(`${deployment}: ${wrong} of ${checks.length} checks failed.`)
      )
    }
    if (!verified) yield* Output.unwell
  })
).pipe(Command.withDescription("Check a deployed stack (--aws), and send a statement through it"))
