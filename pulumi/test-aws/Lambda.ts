/**
 * Stands for Lambda and EventBridge Scheduler, by what a graph says of them: each function's bundle in a process of its own with the
 * environment of its resource, fed from queues as its event source mappings say, and invoked as schedules say. Queues are polled
 * and logs are written with the function's role, as Lambda does.
 */
import { join } from "node:path"
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient
} from "@aws-sdk/client-sqs"
import * as Environment from "@millrace/aws/lambda/FunctionEnvironment"
import * as Schema from "effect/Schema"
import { FunctionProcess } from "../../packages/aws/test-aws/chain/FunctionProcess.ts"
import * as Graph from "../test/Graph.ts"
import * as PeerClients from "./PeerClients.ts"
import * as PolicyEvaluation from "./PolicyEvaluation.ts"

const FunctionInputs = Schema.Struct({
  name: Schema.String,
  code: Schema.Struct({ path: Schema.String }),
  handler: Schema.Literal("index.handler"),
  role: Schema.String,
  runtime: Schema.Literal("nodejs24.x"),
  /** Seconds. */
  timeout: Schema.Int,
  environment: Schema.Struct({ variables: Schema.Record(Schema.String, Schema.String) })
})

const MappingInputs = Schema.Struct({
  eventSourceArn: Schema.String,
  functionName: Schema.String,
  batchSize: Schema.Int,
  functionResponseTypes: Schema.Tuple([Schema.Literal("ReportBatchItemFailures")]),
  enabled: Schema.Literal(true)
})

const ScheduleInputs = Schema.Struct({
  target: Schema.Struct({ arn: Schema.String, roleArn: Schema.String, input: Schema.String })
})

const decodeFunction = Schema.decodeUnknownSync(FunctionInputs)
const decodeMapping = Schema.decodeUnknownSync(MappingInputs)
const decodeSchedule = Schema.decodeUnknownSync(ScheduleInputs)

const BatchResponse = Schema.Struct({
  batchItemFailures: Schema.Array(Schema.Struct({ itemIdentifier: Schema.String }))
})
const decodeResponse = Schema.decodeUnknownSync(BatchResponse)

/** Messages came back again and again: a function can neither handle them nor let them die. */
export class NeverQuiet extends Error {
  override readonly name = "NeverQuiet"
}

/** More rounds than any chain of events takes. */
const maxRounds = 60

interface Deployed {
  readonly inputs: typeof FunctionInputs.Type
  /** Its clients' access key: the name of its role. */
  readonly role: string
  readonly process: FunctionProcess
  readonly sqs: SQSClient
}

/** A role, function or permission that a graph lacks. */
export class NotDeployed extends Error {
  override readonly name = "NotDeployed"
}

const roleName = (arn: string): string => arn.split("/").at(-1) ?? ""

/** The policy of each role of a graph; a role has one. */
export const policiesOf = (graph: Graph.Graph): ReadonlyMap<string, PolicyEvaluation.Document> =>
  new Map(
    Graph.ofType(graph, "iam/rolePolicy:RolePolicy").map(({ inputs }) => [
      String(inputs["role"]),
      PolicyEvaluation.parse(String(inputs["policy"]))
    ])
  )

/** Whether a service may take a role. */
const assumes = (graph: Graph.Graph, role: string, service: string, account: string): boolean => {
  const { inputs } = Graph.one(graph, "iam/role:Role", role)
  const trust = PolicyEvaluation.parse(String(inputs["assumeRolePolicy"]))
  const context = { "aws:SourceAccount": account }
  return PolicyEvaluation.evaluate(trust, { action: "sts:AssumeRole", resource: "", context, service }).allowed
}

/**
 * moto's notifications have no sequencer, as if no upload came after another: here it is the time that the notification was
 * sent, which is the same however often its message is received.
 */
const sequenced = (body: string | undefined, sentAt: string | undefined): string | undefined =>
  body?.startsWith('{"Records"') === true
    ? body.replace(
        /"object": ?\{/g,
        `$&"sequencer":"${Number(sentAt ?? 0)
          .toString(16)
          .padStart(16, "0")}",`
      )
    : body

/** The event that Lambda makes of messages of a queue. */
const eventOf = (messages: ReadonlyArray<Message>, queueArn: string, region: string) => ({
  Records: messages.map(({ Attributes, Body, MessageAttributes = {}, MessageId, ReceiptHandle }) => ({
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: sequenced(Body, Attributes?.["SentTimestamp"]),
    attributes: Attributes ?? {},
    messageAttributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { DataType, StringValue }]) => [
        name,
        { stringValue: StringValue, dataType: DataType }
      ])
    ),
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: region
  }))
})

/** Functions of graphs, one graph after another. They end with `stop`. */
export const make = (options: {
  /** Where functions reach AWS. */
  readonly place: PeerClients.Place
  /** What operators see of the peer. */
  readonly aws: PeerClients.PeerClients
  readonly account: string
}) => {
  const { account, aws, place } = options
  const functions = new Map<string, Deployed>()
  let graph: Graph.Graph = []

  const start = (inputs: typeof FunctionInputs.Type): Deployed => {
    const role = roleName(inputs.role)
    if (!assumes(graph, role, "lambda.amazonaws.com", account)) throw new NotDeployed(`Lambda may not take ${role}.`)
    return {
      inputs,
      role,
      sqs: new SQSClient(PeerClients.options(place, role)),
      process: new FunctionProcess(join(inputs.code.path, "index.mjs"), {
        ...inputs.environment.variables,
        // What Lambda itself adds.
        [Environment.region]: place.region,
        AWS_LAMBDA_FUNCTION_NAME: inputs.name,
        AWS_ACCESS_KEY_ID: role,
        AWS_SECRET_ACCESS_KEY: "unchecked",
        // What stands in for AWS.
        [Environment.endpoint]: place.endpoint
      })
    }
  }

  const printed = new Map<string, ReadonlyArray<string>>()

  /** Writes what a function has printed to its log group, as Lambda does. */
  const writeLogs = async ({ inputs, process, role }: Deployed): Promise<void> => {
    const stream = { logGroupName: `/aws/lambda/${inputs.name}`, logStreamName: `[$LATEST]${streams++}` }
    const ask = (operation: string, input: object) => PeerClients.ask(place, role, "logs", operation, input)
    printed.set(inputs.name, [...process.lines])
    await ask("CreateLogStream", stream)
    await ask("PutLogEvents", {
      ...stream,
      logEvents: ["START", ...process.lines].map((message) => ({ timestamp: 1_767_312_000_000, message }))
    })
  }
  let streams = 0

  const end = ({ process, sqs }: Deployed) => {
    process.stop()
    sqs.destroy()
  }

  const functionOf = (arn: string): Deployed => {
    const found = functions.get(arn)
    if (found === undefined) throw new NotDeployed(`There is no function ${arn}.`)
    return found
  }

  const urlOf = (queueArn: string): string => {
    const queue = Graph.ofType(graph, "sqs/queue:Queue").find(({ state }) => state["arn"] === queueArn)
    if (queue === undefined) throw new NotDeployed(`There is no queue ${queueArn}.`)
    return String(queue.state["url"])
  }

  /** Makes functions what a graph says. A function that is as before keeps its process, as Lambda keeps it warm. */
  const update = async (next: Graph.Graph): Promise<void> => {
    const before = new Set(mappings().map(({ eventSourceArn }) => eventSourceArn))
    graph = next
    const wanted = new Set<string>()
    for (const { inputs, state } of Graph.ofType(graph, "lambda/function:Function")) {
      const arn = String(state["arn"])
      const fn = decodeFunction(inputs)
      wanted.add(arn)
      const before = functions.get(arn)
      if (before !== undefined && JSON.stringify(before.inputs) === JSON.stringify(fn)) continue
      if (before !== undefined) end(before)
      functions.set(arn, start(fn))
    }
    for (const [arn, deployed] of functions) {
      if (wanted.has(arn)) continue
      end(deployed)
      functions.delete(arn)
    }
    await Promise.all(mappings().flatMap((mapping) => (before.has(mapping.eventSourceArn) ? [] : [takeUp(mapping)])))
  }

  const mappings = () =>
    Graph.ofType(graph, "lambda/eventSourceMapping:EventSourceMapping").map(({ inputs }) => decodeMapping(inputs))

  /** One poll of a mapping's queue; answers how many messages there were. */
  const poll = async ({ batchSize, eventSourceArn, functionName }: typeof MappingInputs.Type): Promise<number> => {
    const { inputs, process, sqs } = functionOf(functionName)
    const QueueUrl = urlOf(eventSourceArn)
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: batchSize,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
        // What is there, at once: the queue's own wait is for what is to come.
        WaitTimeSeconds: 0
      })
    )
    if (Messages.length === 0) return 0
    const response = await process
      .invoke(eventOf(Messages, eventSourceArn, place.region), inputs.timeout * 1000)
      .then((answer) => decodeResponse(answer).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
    const kept = new Set(response)
    const Entries = Messages.flatMap(({ MessageId = "", ReceiptHandle }) =>
      kept.has(MessageId) ? [] : [{ Id: MessageId, ReceiptHandle }]
    )
    if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
    // Time goes by faster here: what the function has put off is due at once.
    for (const { MessageId = "", ReceiptHandle } of Messages) {
      if (!kept.has(MessageId)) continue
      await aws.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))
    }
    return Messages.length
  }

  /** Takes up a mapping as Lambda does: refused where its queue would show messages again while they are worked on. */
  const takeUp = async ({ eventSourceArn, functionName }: typeof MappingInputs.Type): Promise<void> => {
    const { inputs, sqs } = functionOf(functionName)
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: urlOf(eventSourceArn), AttributeNames: ["VisibilityTimeout"] })
    )
    if (Number(Attributes?.["VisibilityTimeout"]) < inputs.timeout) {
      throw new NotDeployed(`${eventSourceArn} hides messages for less than ${functionName} may take.`)
    }
  }

  /** Polls queues by turns until none has a message. What was put off is visible at once, so nothing is left hidden. */
  const drain = async (mapped: ReadonlyArray<typeof MappingInputs.Type>): Promise<void> => {
    for (let round = 0; round < maxRounds; round++) {
      const counts = await Promise.all(mapped.map(poll))
      if (counts.every((count) => count === 0)) return
    }
    throw new NeverQuiet(`Messages come back for ever, after ${maxRounds} rounds.`)
  }

  /** Feeds every function until no queue holds a message. */
  const quiesce = async (): Promise<void> => {
    const isBackstop = ({ eventSourceArn }: typeof MappingInputs.Type) => eventSourceArn.endsWith("-dlq")
    const all = mappings()
    await drain(all.filter((mapping) => !isBackstop(mapping)))
    await drain(all.filter(isBackstop))
  }

  /** Lets a schedule's instant come: invokes its target with its input. */
  const tick = async (schedule: string, instant: string): Promise<unknown> => {
    const { target } = decodeSchedule(Graph.one(graph, "scheduler/schedule:Schedule", schedule).inputs)
    const role = roleName(target.roleArn)
    const policy = policiesOf(graph).get(role)
    const invokes = { action: "lambda:InvokeFunction", resource: target.arn, context: {} }
    if (
      !assumes(graph, role, "scheduler.amazonaws.com", account) ||
      policy === undefined ||
      !PolicyEvaluation.evaluate(policy, invokes).allowed
    ) {
      throw new NotDeployed(`EventBridge Scheduler may not invoke ${target.arn}.`)
    }
    return invoke(target.arn, JSON.parse(target.input.replaceAll("<aws.scheduler.scheduled-time>", instant)))
  }

  const invoke = (arn: string, event: unknown): Promise<unknown> => {
    const { inputs, process } = functionOf(arn)
    return process.invoke(event, inputs.timeout * 1000)
  }

  /** What every function has printed. */
  const lines = () => printed

  return {
    update,
    quiesce,
    tick,
    invoke,
    lines,
    writeLogs: () => Promise.all([...functions.values()].map(writeLogs)),
    stop: () => [...functions.values()].forEach(end)
  }
}
