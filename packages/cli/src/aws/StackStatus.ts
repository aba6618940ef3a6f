/**
 * How a deployed stack is: what waits on each consumer's queue, what is dead, and whether its rules are switched on. How old the
 * oldest message is, SQS tells CloudWatch alone: it is on the dashboard.
 */
import * as DeployedResources from "@millrace/aws/DeployedResources"
import type { DeployedStack } from "@millrace/aws/DeployedStack"
import * as DeadLetters from "@millrace/core/DeadLetters"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Style from "../render/Style.ts"
import * as Table from "../render/Table.ts"
import type { StatusShown } from "../Workplace.ts"

/** How one consumer is. Messages are counted as SQS does: approximately. */
interface ConsumerStatus {
  readonly consumer: string
  /** Messages on the queue, all together. */
  readonly queued: number
  /** Of these, messages that a function could have now. */
  readonly due: number
  /** Of these, messages that a function has, or that wait hidden for their retry. */
  readonly hidden: number
  readonly deadLetters: number
  /** Messages on its dead-letter queue that are not drained yet; null where it has none. */
  readonly undrained: number | null
  readonly rules: ReadonlyArray<{ readonly name: string; readonly state: string }>
}

const ofConsumer = Effect.fnUntraced(function* (
  busName: string,
  consumer: string,
  queueUrl: string,
  deadLetters: number
) {
  const resources = yield* DeployedResources.DeployedResources
  const queue = yield* resources.queue(queueUrl)
  const { delayed, hidden, visible } = queue
  const dead =
    queue.deadLetterQueueArn === undefined
      ? undefined
      : yield* resources.queue(DeployedResources.urlBeside(queueUrl, queue.deadLetterQueueArn))
  const rules = yield* resources.rulesTo(busName, queue.arn)
  const status: ConsumerStatus = {
    consumer,
    queued: visible + hidden + delayed,
    due: visible,
    hidden,
    deadLetters,
    undrained: dead === undefined ? null : dead.visible + dead.hidden + dead.delayed,
    rules: rules.map(({ name, state }) => ({ name, state }))
  }
  return status
})

const isWell = ({ deadLetters, rules, undrained }: ConsumerStatus): boolean =>
  deadLetters === 0 && (undrained ?? 0) === 0 && rules.every(({ state }) => state === "ENABLED")

const lines = (name: string, consumers: ReadonlyArray<ConsumerStatus>, style: Style.Style): ReadonlyArray<string> => {
  const bad = (count: number) => (count === 0 ? "0" : style.red(String(count)))
  return [
    name,
    ...Table.lines(
      [
        { title: "consumer" },
        { title: "queued", align: "right" },
        { title: "due", align: "right" },
        { title: "hidden", align: "right" },
        { title: "dead", align: "right" },
        { title: "undrained", align: "right" },
        { title: "rule" }
      ],
      consumers.map(({ consumer, deadLetters, due, hidden, queued, rules, undrained }) => [
        consumer,
        String(queued),
        String(due),
        String(hidden),
        bad(deadLetters),
        undrained === null ? "" : bad(undrained),
        rules
          .map(({ name, state }) => (state === "ENABLED" ? name : style.red(`${name} ${state.toLowerCase()}`)))
          .join(", ")
      ]),
      style.dim
    ),
    "hidden: a function has it, or it waits for its retry. How old the oldest is, the dashboard says."
  ]
}

/** Reads how the stack is. */
export const read = ({ busName, queueUrls }: DeployedStack) =>
  Effect.gen(function* () {
    const at = yield* Clock.currentTimeMillis
    const letters = yield* Effect.flatMap(DeadLetters.DeadLetters, ({ list }) => list)
    const consumers = yield* Effect.forEach(
      Object.entries(queueUrls),
      ([consumer, queueUrl]) =>
        ofConsumer(busName, consumer, queueUrl, letters.filter((letter) => letter.consumer === consumer).length),
      { concurrency: 4 }
    )
    const well = consumers.every(isWell)
    const shown: StatusShown = {
      well,
      json: { well, deployment: busName, at, consumers },
      lines: (style) => lines(busName, consumers, style)
    }
    return shown
  })
