/** Text as it may leave a reader: on one line, without control characters and lone surrogates, blanks collapsed. */

const untidy = /\p{Cc}|\p{Cs}| {2}/u
const controls = /\p{Cc}+/gu
const blanks = / {2,}/g

export const clean = (text: string): string =>
  untidy.test(text) ? text.toWellFormed().replace(controls, " ").replace(blanks, " ").trim() : text.trim()

/** The same, or null where nothing is left. */
export const cleanOrNull = (text: string | null): string | null => {
  const result = text === null ? "" : clean(text)
  return result === "" ? null : result
}
