/** Where a command works: a data directory, or with `--aws` a deployed stack. */
import * as Option from "effect/Option"

/** A deployed stack, as the flags say it. */
export interface Deployed {
  readonly aws: boolean
  /** Path of the file that describes the stack; naming one means AWS. */
  readonly stack: Option.Option<string>
}

/** A data directory, or a deployed stack in its place, as the flags say it. */
export interface Place extends Deployed {
  readonly dataDir: string
}

/** Whether a deployed stack is meant. */
export const isDeployed = ({ aws, stack }: Deployed): boolean => aws || Option.isSome(stack)
