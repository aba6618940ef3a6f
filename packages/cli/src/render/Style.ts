/** Colour on a terminal, plain text elsewhere. `NO_COLOR` (https://no-color.org) turns colour off. */

/** Marks up a piece of text. */
export interface Style {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly green: (text: string) => string
  readonly yellow: (text: string) => string
  readonly cyan: (text: string) => string
}

const ansi = (open: number, close: number) => (text: string) => `\u001b[${open}m${text}\u001b[${close}m`

const coloured: Style = {
  bold: ansi(1, 22),
  dim: ansi(2, 22),
  red: ansi(31, 39),
  green: ansi(32, 39),
  yellow: ansi(33, 39),
  cyan: ansi(36, 39)
}

const same = (text: string): string => text

/** Text as it is. */
export const plain: Style = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same }

/** The style for a stream. */
export const forStream = (
  stream: { readonly isTTY?: boolean | undefined },
  environment: Readonly<Record<string, string | undefined>>
): Style =>
  stream.isTTY === true && (environment["NO_COLOR"] ?? "") === "" && environment["TERM"] !== "dumb" ? coloured : plain

// A statement decides what its texts hold, so nothing of them may steer the terminal or turn the direction of its text.
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g

/** Text of a file on one line, made harmless for a terminal and cut to a width. */
export const safe = (text: string, width = Number.POSITIVE_INFINITY): string => {
  const line = text.replace(control, " ").trim()
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`
}
