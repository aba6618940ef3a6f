/** A progress bar on one line. */
import type * as Style from "./Style.ts"

const width = 28

/** The line for `done` of `of`. */
export const line = (done: number, of: number, what: string, style: Style.Style): string => {
  const share = of === 0 ? 1 : Math.min(1, done / of)
  const filled = Math.round(share * width)
  return `${style.green("━".repeat(filled))}${style.dim("━".repeat(width - filled))} ${done}/${of} ${what}`
}
