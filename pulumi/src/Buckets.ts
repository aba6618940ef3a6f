/**
 * Buckets: versioned, encrypted, closed to the public and to whoever comes without TLS. Old versions go after a while; what is
 * current stays, because events and rows refer to it for as long as they exist. A bucket that exists already is left as it is.
 */
import { Bucket } from "@pulumi/aws/s3/bucket.js"
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js"
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls.js"
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy.js"
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock.js"
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js"
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning.js"
import * as pulumi from "@pulumi/pulumi"
import { type Deployment, json } from "./Deployment.ts"
import type { BucketPlan } from "./Plan.ts"
import * as Policy from "./Policy.ts"

/** A bucket by name and ARN. */
export interface Made {
  readonly name: pulumi.Output<string>
  readonly arn: pulumi.Output<string>
}

/** Makes a bucket. Its name has a suffix of Pulumi's choice: bucket names are taken world-wide. */
const make = (deployment: Deployment, plan: BucketPlan): Made => {
  const { settings } = deployment.plan
  const logical = `${deployment.name}-${plan.name}`
  const options = deployment.lasting(plan.lasting)
  const bucket = new Bucket(
    logical,
    { forceDestroy: !settings.removalProtection || !plan.lasting, tags: deployment.tags },
    options
  )
  const of = { bucket: bucket.id }
  new BucketOwnershipControls(logical, { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } }, deployment.options)
  const closed = new BucketPublicAccessBlock(
    logical,
    { ...of, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    deployment.options
  )
  const versioning = new BucketVersioning(
    logical,
    { ...of, versioningConfiguration: { status: "Enabled" } },
    deployment.options
  )
  new BucketServerSideEncryptionConfiguration(
    logical,
    {
      ...of,
      rules: [
        {
          applyServerSideEncryptionByDefault:
            settings.kmsKeyArn === null
              ? { sseAlgorithm: "AES256" }
              : { sseAlgorithm: "aws:kms", kmsMasterKeyId: settings.kmsKeyArn },
          bucketKeyEnabled: settings.kmsKeyArn !== null
        }
      ]
    },
    deployment.options
  )
  new BucketLifecycleConfiguration(
    logical,
    {
      ...of,
      rules: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: { prefix: "" },
          noncurrentVersionExpiration: { noncurrentDays: settings.noncurrentVersionDays },
          expiration: { expiredObjectDeleteMarker: true },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 }
        }
      ]
    },
    { ...deployment.options, dependsOn: [versioning] }
  )
  new BucketPolicy(
    logical,
    { ...of, policy: bucket.arn.apply((arn) => json(Policy.ofBucket(arn))) },
    { ...deployment.options, dependsOn: [closed] }
  )
  return { name: bucket.id, arn: bucket.arn }
}

/** Every bucket of the plan, by declared name. */
export const makeAll = (deployment: Deployment): Readonly<Record<string, Made>> =>
  Object.fromEntries(
    deployment.plan.buckets.map((plan) => {
      const existing = plan.notifies ? deployment.plan.settings.existingBucket : null
      return [
        plan.name,
        existing === null
          ? make(deployment, plan)
          : {
              name: pulumi.output(existing),
              arn: deployment.place.apply(({ partition }) => `arn:${partition}:s3:::${existing}`)
            }
      ]
    })
  )
