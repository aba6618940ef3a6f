/**
 * Where a function writes lines: CloudWatch reads a Lambda function's standard output, for logs and for embedded metrics alike. It
 * is written to directly, since Lambda puts a prefix before what goes through `console` and metrics would not be recognized.
 */
import * as Context from "effect/Context"

/** Writes one line; the line break is added. */
export const StandardOutput: Context.Reference<(line: string) => void> = Context.Reference<(line: string) => void>(
  "@millrace/aws/lambda/StandardOutput",
  {
    defaultValue: () => (line) => {
      process.stdout.write(`${line}\n`)
    }
  }
)
