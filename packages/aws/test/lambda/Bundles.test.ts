/** What each function's bundle holds: what it runs, and nothing of what others run. */
import { AuditSealDue } from "@millrace/handlers/Events"
import { FileProcessing } from "@millrace/handlers/FileProcessing"
import { FileProcessingDirect, FileProcessingShadow } from "@millrace/handlers/FileProcessingModes"
import { assert, describe, it } from "vitest"
import { inputs } from "../../../../scripts/build-functions.ts"

const bundles = await inputs()

/** The rollback and its shadow run the whole chain in one function. */
const whole = new Set(["direct-processor", "shadow-processor"])
const parser = /^packages\/statements\/src\/(camt|csv|ofx|qif|swift)\//
const holding = (wanted: (input: string) => boolean): ReadonlyArray<string> =>
  Object.entries(bundles).flatMap(([name, list]) => (!whole.has(name) && list.some(wanted) ? [name] : []))

describe("Bundles", () => {
  it("there is one for every consumer of every mode, for the schedules and for the dead-letter queues", () => {
    const consumers = [
      ...FileProcessing.consumers,
      ...FileProcessingShadow.consumers,
      ...FileProcessingDirect.consumers
    ].map(({ consumerName }) => consumerName)
    assert.deepStrictEqual(
      Object.keys(bundles).sort(),
      [...new Set([...consumers, "dlq-drain", "schedule-entry"])].sort()
    )
  })

  it("the schedules' function emits every schedule that some mode has", () => {
    const schedules = [FileProcessing, FileProcessingShadow, FileProcessingDirect].flatMap(({ entries }) =>
      entries.filter(({ everyMillis }) => everyMillis !== undefined)
    )
    assert.deepStrictEqual([...new Set(schedules)], [AuditSealDue])
  })

  it("parsers of statements are the file-processor's alone", () => {
    assert.deepStrictEqual(
      holding((input) => parser.test(input)),
      ["file-processor"]
    )
  })

  it("the regex engine and the starter rules are where categories are decided", () => {
    for (const wanted of ["node_modules/re2js/", "packages/handlers/src/categorization/starter/"]) {
      assert.deepStrictEqual(
        holding((input) => input.includes(wanted)),
        ["categorization"]
      )
    }
  })

  it("each holds its own handler and no other's", () => {
    for (const [name, list] of Object.entries(bundles)) {
      if (whole.has(name)) continue
      const handlers = list
        .filter((input) => input.startsWith("packages/handlers/src/contracts/"))
        .map((input) => input.slice("packages/handlers/src/contracts/".length, -3))
      assert.isAtMost(handlers.length, 1, `${name} holds ${handlers.join(", ")}`)
    }
  })

  it("none holds the embedded runtime, the barrel of effect, the schedule of another function, or native code", () => {
    for (const list of Object.values(bundles)) {
      for (const input of list) {
        assert.notMatch(input, /^packages\/(local|testing|cli)\//)
        assert.notMatch(input, /node_modules\/effect\/(dist|src)\/index\./)
        assert.notMatch(input, /node_modules\/@(middy|aws-lambda-powertools|opentelemetry|pulumi)\//)
        assert.notMatch(input, /\.node$/)
      }
    }
  })

  it("the drain of dead letters neither publishes nor delivers", () => {
    const list = bundles["dlq-drain"] ?? []
    for (const absent of ["client-eventbridge/", "core/src/Delivery.ts", "packages/handlers/"]) {
      assert.deepStrictEqual(
        list.filter((input) => input.includes(absent)),
        []
      )
    }
  })
})
