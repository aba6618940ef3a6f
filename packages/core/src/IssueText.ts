/**
 * A schema's issues as one line for a person. Effect's messages name paths and expectations and never the values found,
 * so the text is safe to log.
 */
import type * as Schema from "effect/Schema"

/** `Missing key at ["source"]; Expected string at ["id"]`. */
export const oneLine = (error: Schema.SchemaError): string =>
  error.message
    .split("\n")
    .map((line) => line.trim())
    .reduce((text, line) => (text === "" ? line : line.startsWith("at ") ? `${text} ${line}` : `${text}; ${line}`), "")
