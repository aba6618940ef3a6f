/** Flags that many commands share. */
import * as Argument from "effect/cli/Argument"
import * as Flag from "effect/cli/Flag"

export const json = Flag.Boolean("json").pipe(
  Flag.withDescription("Print JSON: one document, or one object a line for lists"),
  Flag.withDefault(false)
)

export const dataDir = Flag.String("data-dir").pipe(
  Flag.withDescription("Directory that holds everything that Millrace stores"),
  Flag.withDefault(".millrace")
)

/** Which deployed stack a command works on. */
export const deployed = {
  aws: Flag.Boolean("aws").pipe(
    Flag.withDescription("Work on the stack that is deployed on AWS, not on a data directory"),
    Flag.withDefault(false)
  ),
  stack: Flag.String("stack").pipe(
    Flag.withDescription(
      "--aws with the stack of this file, as `pulumi stack output --json` writes it; unset, of MILLRACE_STACK or millrace-stack.json"
    ),
    Flag.optional
  )
}

/** Where a command works that looks at what is stored, here or on AWS. */
export const place = { dataDir, ...deployed }

/** Whose data; also the first segment of every object key. */
export const user = Flag.String("user").pipe(Flag.withDescription("Whose data it is"), Flag.withDefault("me"))

/** As `user`, for commands that show everybody's data unless told. */
export const onlyUser = Flag.String("user").pipe(Flag.withDescription("Only this user's data"), Flag.optional)

export const account = Flag.String("account").pipe(
  Flag.withDescription("The account that the files belong to; else the one that each statement names"),
  Flag.optional
)

export const files = Argument.String("file").pipe(
  Argument.withDescription("Statement files"),
  Argument.variadic({ min: 1 })
)

export const mapping = Flag.String("mapping").pipe(
  Flag.withDescription("JSON file that says how to read CSV files whose layout cannot be told from their content"),
  Flag.optional
)
