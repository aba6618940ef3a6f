/** Physical names: which bucket or table of the account stands for a resource of the pipeline. */

/** A resource that AWS knows by a name of its own. */
export interface Named {
  readonly kind: "bucket" | "table"
  /** The resource's name in the pipeline, such as `transactions`. */
  readonly name: string
}

/** The physical name of a resource. */
export type AwsNames = (resource: Named) => string

/** Names with a prefix, such as `acme-prod-`. */
export const prefixed =
  (prefix: string): AwsNames =>
  ({ name }) =>
    `${prefix}${name}`
