import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { draining, pipelines } from "@millrace/handlers/FileProcessingModes"
import { FileProcessing } from "@millrace/handlers/FileProcessing"
import * as Plan from "@millrace/pulumi/Plan"
import * as Settings from "@millrace/pulumi/Settings"
import { settingsOf } from "./Deployments.ts"

const problems = (run: () => unknown): ReadonlyArray<string> => {
  try {
    run()
  } catch (error) {
    if (error instanceof Settings.SettingsInvalid) return error.problems
    throw error
  }
  return []
}

const wrong: Record<keyof Settings.Settings, unknown> = {
  uploadTrigger: "event",
  alarmAddresses: ["nobody"],
  logLevel: "Loud",
  logRetentionDays: 31,
  archiveRetentionDays: 0,
  noncurrentVersionDays: 1.5,
  maximumConcurrency: { audit: 1 },
  reservedConcurrency: { audit: "10" },
  memoryMiB: { audit: 64 },
  timeoutSeconds: { audit: 901 },
  existingBucket: "Not_A_Bucket",
  kmsKeyArn: "alias/mine",
  otlpEndpoint: "collector:4318",
  latencyAlarmSeconds: -1,
  removalProtection: "yes"
}

describe("Settings", () => {
  it("need no more than who hears of alarms", () => {
    assert.deepInclude(Settings.fromUnknown({ alarmAddresses: [] }), {
      uploadTrigger: "events",
      removalProtection: true,
      existingBucket: null
    })
  })

  for (const { name } of Settings.documentation) {
    it(`${name}: a wrong value gets one message that names it`, () => {
      const [message, ...others] = problems(() => settingsOf({ [name]: wrong[name] }))
      assert.isEmpty(others)
      assert.include(message, `millrace:${name} is ${JSON.stringify(wrong[name])}; give `)
    })
  }

  it("a missing one is named", () => {
    assert.deepStrictEqual(
      problems(() => Settings.fromUnknown({})),
      ["millrace:alarmAddresses is missing: give a list of e-mail addresses that alarms are sent to; `[]` for none."]
    )
  })

  it("an unknown one is named, with the one that was meant", () => {
    assert.deepStrictEqual(
      problems(() => settingsOf({ uploadTriger: "events", colour: 1 })),
      ["millrace:uploadTriger is no setting; did you mean millrace:uploadTrigger?", "millrace:colour is no setting"]
    )
  })

  it("all that is wrong is told at once", () => {
    assert.strictEqual(problems(() => Settings.fromUnknown(wrong)).length, Object.keys(wrong).length)
  })

  it("are read from Pulumi's text, other namespaces aside", () => {
    const settings = Settings.fromConfig({
      "aws:region": "eu-central-1",
      "millrace:alarmAddresses": '["a@example.com"]',
      "millrace:maximumConcurrency": '{"audit":20}',
      "millrace:removalProtection": "false",
      "millrace:uploadTrigger": "direct"
    })
    assert.deepInclude(settings, {
      alarmAddresses: ["a@example.com"],
      maximumConcurrency: { audit: 20 },
      removalProtection: false,
      uploadTrigger: "direct"
    })
  })

  it("the sample stack file shows every one of them", () => {
    const sample = readFileSync(new URL("../Pulumi.dev.yaml", import.meta.url), "utf8")
    const shown = [...sample.matchAll(/^ {2}(?:# )?millrace:([A-Za-z]+):/gm)].map(([, name]) => name)
    assert.sameMembers(
      shown,
      Settings.documentation.map(({ name }) => name)
    )
  })
})

describe("settings against contracts", () => {
  const plan = (values: Readonly<Record<string, unknown>>) =>
    problems(() => Plan.make({ pipeline: pipelines, draining }, settingsOf(values)))

  it("a function that the pipeline has not is named", () => {
    const [message] = plan({ memoryMiB: { auditor: 512 } })
    assert.include(message, "millrace:memoryMiB names auditor, which this pipeline has not; it has s3-event-handler")
  })

  it("a timeout below the contract's is refused", () => {
    assert.deepStrictEqual(plan({ timeoutSeconds: { "file-processor": 300 } }), [
      "millrace:timeoutSeconds gives file-processor 300 seconds; its contract's timeout is 600."
    ])
  })

  it("a reserve below the maximum is refused", () => {
    const [message] = plan({ maximumConcurrency: { audit: 20 }, reservedConcurrency: { audit: 10 } })
    assert.include(message, "millrace:reservedConcurrency gives audit 10, below its maximum concurrency of 20")
  })

  it("a way of uploads that there is no pipeline for is refused", () => {
    assert.deepStrictEqual(
      problems(() => Plan.make({ pipeline: FileProcessing }, settingsOf({ uploadTrigger: "direct" }))),
      ["millrace:uploadTrigger is direct, for which there is no pipeline; there is one for events."]
    )
  })
})
