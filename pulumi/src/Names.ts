/** Names of what is deployed: one rule a bus consumer, named for the consumer whose events it routes. */
export const ruleOf = (consumer: string): string => `${consumer}-events`

/** The function that empties dead-letter queues into the collection of dead letters. */
export const drainFunction = "dlq-drain"

/** The function that puts the events of a pipeline's schedules on the bus. */
export const scheduleFunction = "schedule-entry"
