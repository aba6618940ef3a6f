/**
 * Seeds that no run of the suite has tried before: 300 from where the clock stands, shared between the simulations. More with
 * `MILLRACE_SEEDS`, the same again with `MILLRACE_FROM`.
 */
const total = Number(process.env["MILLRACE_SEEDS"] ?? 300)

/** The first seed. */
export const from = Number(process.env["MILLRACE_FROM"] ?? process.hrtime.bigint() % 1_000_000_000n)

/** Seeds of the file pipeline's simulation, which take longest. */
export const ofFiles = Math.ceil(total / 5)

/** Seeds of the mini ledger's. */
export const ofMini = total - ofFiles

/** Lines of a file of kept regressions; a comment begins with `#`. */
export const kept = (text: string): ReadonlyArray<string> =>
  text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"))
