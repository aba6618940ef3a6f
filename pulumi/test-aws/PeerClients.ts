/** Clients of a peer, as who deploys has them: the SDK's where this repository has one, requests by hand for the rest. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { IAMClient } from "@aws-sdk/client-iam"
import { S3Client } from "@aws-sdk/client-s3"
import { SchedulerClient } from "@aws-sdk/client-scheduler"
import { SNSClient } from "@aws-sdk/client-sns"
import { SQSClient } from "@aws-sdk/client-sqs"

/** Where a peer is. */
export interface Place {
  readonly endpoint: string
  readonly region: string
}

/** A service whose SDK client nothing here depends on: its JSON protocol, by the prefix of its targets. */
const targets = {
  logs: ["Logs_20140328", "1.1"],
  monitoring: ["GraniteServiceVersion20100801", "1.0"],
  kms: ["TrentService", "1.1"]
} as const

/** A service that refused a request. */
export class RequestRefused extends Error {
  override readonly name = "RequestRefused"
}

/** Asks a service by its JSON protocol, as `caller`. */
export const ask = async (
  { endpoint, region }: Place,
  caller: string,
  service: keyof typeof targets,
  operation: string,
  input: object
): Promise<void> => {
  const [prefix, version] = targets[service]
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": `application/x-amz-json-${version}`,
      "x-amz-target": `${prefix}.${operation}`,
      // Peers read the scope of a signature and do not check the signature.
      authorization: `AWS4-HMAC-SHA256 Credential=${caller}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`
    },
    body: JSON.stringify(input)
  })
  if (!response.ok) throw new RequestRefused(`${service}.${operation}: ${response.status} ${await response.text()}`)
  await response.arrayBuffer()
}

/** What every client is made with; the access key is the caller's name. */
export const options = (place: Place, caller: string) => ({
  ...place,
  credentials: { accessKeyId: caller, secretAccessKey: "unchecked" }
})

/** Who deploys. */
export const deployer = "deployer"

/** Clients of who deploys. */
export const make = (place: Place) => {
  const shared = options(place, deployer)
  return {
    dynamodb: new DynamoDBClient(shared),
    events: new EventBridgeClient(shared),
    iam: new IAMClient(shared),
    s3: new S3Client({ ...shared, forcePathStyle: true }),
    scheduler: new SchedulerClient(shared),
    sns: new SNSClient(shared),
    sqs: new SQSClient(shared),
    ask: (service: keyof typeof targets, operation: string, input: object) =>
      ask(place, deployer, service, operation, input)
  }
}

/** Clients. */
export type PeerClients = ReturnType<typeof make>
