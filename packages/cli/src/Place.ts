/** Where a command works: a data directory, or with `--aws` a deployed stack. */
import * as Option from "effect/Option"

/** As the flags say it. */
export interface Place {
  readonly dataDir: string
  readonly aws: boolean
  /** Path of the file that describes the stack; naming one means AWS. */
  readonly stack: Option.Option<string>
}

/** Whether a deployed stack is meant. */
export const isDeployed = ({ aws, stack }: Place): boolean => aws || Option.isSome(stack)
