/** What every part of a component's infrastructure is made with: names, parent, tags, key and where in AWS it lies. */
import type * as pulumi from "@pulumi/pulumi"
import type * as Plan from "./Plan.ts"
import type * as Policy from "./Policy.ts"

/** Partition, region and account. */
export interface Place {
  readonly partition: string
  readonly region: string
  readonly account: string
}

/** The parts of an ARN that say where something is. */
export const placeOf = (arn: string): Place => {
  const [, partition = "", , region = "", account = ""] = arn.split(":")
  return { partition, region, account }
}

/** A component under construction. */
export interface Deployment {
  /** The component's name: the beginning of every physical name. */
  readonly name: string
  readonly plan: Plan.Plan
  readonly place: pulumi.Output<Place>
  readonly tags: Readonly<Record<string, string>>
  /** Options of a resource that can be made again at any time. */
  readonly options: pulumi.CustomResourceOptions
  /** Options of a resource that holds what cannot be made again. */
  readonly lasting: (lasting: boolean) => pulumi.CustomResourceOptions
}

/** A policy as the JSON text that AWS takes. */
export const json = (document: Policy.Document): string => JSON.stringify(document)
