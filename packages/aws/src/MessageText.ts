/**
 * JSON text as SQS takes it. SQS refuses a message with U+FFFE or U+FFFF in it, and EventBridge drops what a queue refuses;
 * escaped, they are the same JSON.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */

/** The same JSON without the characters that SQS refuses. */
export const fromJson = (json: string): string =>
  json.replace(/[\ufffe\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`)
