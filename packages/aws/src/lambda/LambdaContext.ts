/** The second argument of every invocation, as far as functions look at it. */

/** @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface LambdaContext {
  readonly awsRequestId: string
  /** Milliseconds before Lambda kills the invocation. */
  readonly getRemainingTimeInMillis: () => number
}
