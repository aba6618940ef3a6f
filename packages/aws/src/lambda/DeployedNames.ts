/** What a function's environment says of names and places, as the backends of this package take it. */
import type { AwsNames } from "../AwsNames.ts"
import type { AwsSettings } from "../AwsSettings.ts"
import * as Environment from "./FunctionEnvironment.ts"

/** A function reached for a resource that its environment does not name. */
export class ResourceUnnamed extends Error {
  override readonly name = "ResourceUnnamed"
  constructor(variable: string) {
    super(`The environment has no ${variable}: the function's contract does not use the resource that it names.`)
  }
}

/** Declared name → name on AWS. */
export interface Stores {
  readonly tables: Readonly<Record<string, string>>
  readonly buckets: Readonly<Record<string, string>>
}

/** The names that an environment gave. Throws `ResourceUnnamed` for any other resource: a mistake in the contract. */
export const namesOf =
  ({ buckets, tables }: Stores): AwsNames =>
  ({ kind, name }) => {
    const physical = kind === "table" ? tables[name] : buckets[name]
    if (physical !== undefined) return physical
    throw new ResourceUnnamed(kind === "table" ? Environment.table(name) : Environment.bucket(name))
  }

/** Where AWS is. */
export const settingsOf = (place: { readonly region: string; readonly endpoint: string | undefined }): AwsSettings => ({
  region: place.region,
  ...(place.endpoint === undefined ? {} : { endpoint: place.endpoint })
})
