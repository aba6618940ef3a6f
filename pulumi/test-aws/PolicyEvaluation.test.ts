/** The evaluator against cases of IAM's documentation of its logic. */
import { assert, describe, it } from "@effect/vitest"
import * as PolicyEvaluation from "./PolicyEvaluation.ts"

const policy = (...statements: ReadonlyArray<unknown>) =>
  PolicyEvaluation.parse(JSON.stringify({ Version: "2012-10-17", Statement: statements }))

const reads = { Sid: "Reads", Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::b/*" }
const get = { action: "s3:GetObject", resource: "arn:aws:s3:::b/k", context: {} }

describe("a policy", () => {
  it("lets through what a statement allows, and says which", () => {
    assert.deepStrictEqual(PolicyEvaluation.evaluate(policy(reads), get), { allowed: true, sids: ["Reads"] })
  })

  it("denies what nothing allows: another action, another resource, the bucket itself", () => {
    for (const request of [
      { ...get, action: "s3:GetObjectVersion" },
      { ...get, resource: "arn:aws:s3:::bb/k" },
      { ...get, resource: "arn:aws:s3:::b" }
    ]) {
      assert.deepStrictEqual(PolicyEvaluation.evaluate(policy(reads), request), { allowed: false, sids: [] })
    }
  })

  it("denies what one statement allows and another denies", () => {
    const denial = { Sid: "Never", Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::b/k" }
    assert.deepStrictEqual(PolicyEvaluation.evaluate(policy(reads, denial), get), { allowed: false, sids: ["Never"] })
  })

  it("holds a request to every condition, and one without the key to none", () => {
    const publishes = policy({
      Sid: "Publish",
      Effect: "Allow",
      Action: "events:PutEvents",
      Resource: "arn:bus",
      Condition: { StringEquals: { "events:source": ["a", "b"], "events:detail-type": "t" } }
    })
    const allowed = (context: Readonly<Record<string, string>>) =>
      PolicyEvaluation.evaluate(publishes, { action: "events:PutEvents", resource: "arn:bus", context }).allowed
    assert.isTrue(allowed({ "events:source": "b", "events:detail-type": "t" }))
    assert.isFalse(allowed({ "events:source": "c", "events:detail-type": "t" }))
    assert.isFalse(allowed({ "events:source": "a" }))
  })

  it("of a resource looks at who asks", () => {
    const queue = policy(
      {
        Sid: "Rule",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: "arn:q",
        Condition: { ArnEquals: { "aws:SourceArn": "arn:rule" } }
      },
      {
        Sid: "Tls",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: "arn:q",
        Condition: { Bool: { "aws:SecureTransport": "false" } }
      }
    )
    const allowed = (service: string, rule: string, secure: string) =>
      PolicyEvaluation.evaluate(queue, {
        action: "sqs:SendMessage",
        resource: "arn:q",
        service,
        context: { "aws:SourceArn": rule, "aws:SecureTransport": secure }
      }).allowed
    assert.isTrue(allowed("events.amazonaws.com", "arn:rule", "true"))
    assert.isFalse(allowed("s3.amazonaws.com", "arn:rule", "true"))
    assert.isFalse(allowed("events.amazonaws.com", "arn:other", "true"))
    assert.isFalse(allowed("events.amazonaws.com", "arn:rule", "false"))
  })

  it("that says what the evaluator does not know is refused", () => {
    assert.throws(() => policy({ ...reads, NotAction: "s3:PutObject" }))
    assert.throws(() => policy({ ...reads, Condition: { DateLessThan: { "aws:CurrentTime": "2026" } } }))
  })
})
