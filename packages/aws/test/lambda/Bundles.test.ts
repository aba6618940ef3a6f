/** What each function's bundle holds: what it runs, and nothing of what others run. */
import { assert, describe, it } from "vitest"
import { inputs } from "../../../../scripts/build-functions.ts"

const bundles = await inputs()

const parser = /^packages\/statements\/src\/(camt|csv|ofx|qif|swift)\//
const holding = (wanted: (input: string) => boolean): ReadonlyArray<string> =>
  Object.entries(bundles).flatMap(([name, list]) => (list.some(wanted) ? [name] : []))

describe("Bundles", () => {
  it("there is one for every function", () => {
    for (const name of ["analytics", "audit", "categorization", "dlq-drain", "file-processor", "s3-event-handler"]) {
      assert.property(bundles, name)
    }
  })

  it("parsers of statements are the file-processor's alone", () => {
    assert.deepStrictEqual(
      holding((input) => parser.test(input)).filter((name) => !/direct|shadow/.test(name)),
      ["file-processor"]
    )
  })

  it("the regex engine and the starter rules are where categories are decided", () => {
    for (const wanted of ["node_modules/re2js/", "packages/handlers/src/categorization/starter/"]) {
      assert.deepStrictEqual(
        holding((input) => input.includes(wanted)).filter((name) => !/direct|shadow/.test(name)),
        ["categorization"]
      )
    }
  })

  it("each holds its own handler and no other's", () => {
    for (const [name, list] of Object.entries(bundles)) {
      if (/direct|shadow/.test(name)) continue
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
