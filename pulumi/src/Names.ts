/** Names of what is deployed: one rule a bus consumer, named for the consumer whose events it routes. */
export const ruleOf = (consumer: string): string => `${consumer}-events`
