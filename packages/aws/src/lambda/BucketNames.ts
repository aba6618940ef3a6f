/** Which declared bucket a bucket of AWS is: notifications name the latter, events the former. */
import * as Context from "effect/Context"

/** The pipeline's buckets by the names that AWS knows them under. */
export class BucketNames extends Context.Service<
  BucketNames,
  {
    /** `undefined` for a bucket that is none of the pipeline's. */
    readonly declared: (physical: string) => string | undefined
  }
>()("@millrace/aws/lambda/BucketNames") {}
