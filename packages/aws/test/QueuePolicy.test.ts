import { assert, describe, it } from "@effect/vitest"
import * as QueuePolicy from "../src/QueuePolicy.ts"

const queue = "arn:aws:sqs:eu-central-1:123456789012:acme-audit"
const rule = "arn:aws:events:eu-central-1:123456789012:rule/acme/audit-events"
const sender: QueuePolicy.Sender = { service: "events.amazonaws.com", arn: rule, queue }

const statement = {
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: queue,
  Condition: { ArnEquals: { "aws:SourceArn": rule }, StringEquals: { "aws:SourceAccount": "123456789012" } }
}

const tlsOnly = {
  Effect: "Deny",
  Principal: "*",
  Action: "sqs:*",
  Resource: [queue],
  Condition: { Bool: { "aws:SecureTransport": "false" } }
}

const permits = (...statements: ReadonlyArray<object>) =>
  QueuePolicy.permits(JSON.stringify({ Version: "2012-10-17", Statement: statements }), sender)

describe("QueuePolicy", () => {
  it("permits the rule that a statement names, however it is written", () => {
    assert.isTrue(permits(statement, tlsOnly))
    assert.isTrue(QueuePolicy.permits(JSON.stringify({ Statement: statement }), sender))
    assert.isTrue(permits({ ...statement, Principal: { Service: ["s3.amazonaws.com", "events.amazonaws.com"] } }))
    assert.isTrue(permits({ ...statement, Action: ["sqs:SendMessage", "sqs:GetQueueUrl"] }))
    assert.isTrue(permits({ ...statement, Condition: { ArnLike: { "AWS:SourceArn": [rule] } } }))
  })

  it("permits no other rule, service, queue or action, and nothing where there is no policy", () => {
    assert.isFalse(permits({ ...statement, Condition: { ArnEquals: { "aws:SourceArn": `${rule}-2` } } }))
    assert.isFalse(permits({ ...statement, Principal: { Service: "s3.amazonaws.com" } }))
    assert.isFalse(permits({ ...statement, Principal: { AWS: "*" } }))
    assert.isFalse(permits({ ...statement, Resource: `${queue}-2` }))
    assert.isFalse(permits({ ...statement, Action: "sqs:ReceiveMessage" }))
    assert.isFalse(permits(tlsOnly))
    assert.isFalse(QueuePolicy.permits(undefined, sender))
    assert.isFalse(QueuePolicy.permits("{", sender))
  })
})
