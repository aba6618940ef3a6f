/**
 * Where a function writes lines: CloudWatch reads a Lambda function's standard output, for logs and for embedded metrics alike. It
 * is written to directly, since Lambda puts a prefix before what goes through `console` and metrics would not be recognized.
 */
import * as Context from "effect/Context"

/** Writes a line, or several with breaks between them; the last break is added. */
export const StandardOutput: Context.Reference<(lines: string) => void> = Context.Reference<(lines: string) => void>(
  "@millrace/aws/lambda/StandardOutput",
  {
    defaultValue: () => (lines) => {
      process.stdout.write(`${lines}\n`)
    }
  }
)
