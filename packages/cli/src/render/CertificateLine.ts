/** What became of a file, on one line. */
import type { StoredFile } from "@millrace/handlers/domain/StoredFile"
import * as Style from "./Style.ts"

const proof = (check: string, style: Style.Style): string =>
  check === "proved"
    ? style.green("balance proved")
    : check === "failed"
      ? style.red("balance wrong")
      : style.yellow("balance not provable")

/** The certificate line of a file. */
export const line = (file: StoredFile, style: Style.Style, known = false): string => {
  const name = style.bold(Style.safe(file.filename, 40))
  if (file.refusal !== null && file.status === "rejected") {
    const { mend, reason } = file.refusal
    return `${name}  ${style.red("rejected")}  ${reason}${mend === null ? "" : ` ${mend}`}`
  }
  const { certificate } = file
  if (certificate === null) return `${name}  ${file.status}`
  const { rows } = certificate
  const checks = certificate.accounts.map(({ balanceCheck }) => balanceCheck.status)
  const check = checks.includes("failed")
    ? "failed"
    : checks.includes("unknown") || checks.length === 0
      ? "unknown"
      : "proved"
  const parts = [
    `${rows.read} rows = ${rows.accepted} accepted`,
    `${rows.duplicate} duplicate`,
    `${rows.pending} pending`,
    `${rows.rejected} rejected`
  ].join(" + ")
  const possible = rows.possibleDuplicate === 0 ? "" : `, ${rows.possibleDuplicate} possible duplicates`
  return [
    name,
    file.status === "processed" ? style.green("processed") : file.status,
    `${certificate.format} ${certificate.encoding}`,
    `${parts}${possible}`,
    proof(check, style),
    ...(known ? [style.cyan("already known: nothing added")] : [])
  ].join("  ")
}
