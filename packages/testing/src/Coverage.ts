/**
 * What faults have met what: each kind of fault against the step of a delivery that it hit, and against how the delivery that
 * it hit came out in the end. A cell that stays empty is a case that no run has tried.
 */
import * as Fault from "./Fault.ts"
import * as Interception from "./Interception.ts"
import type * as World from "./World.ts"

/** How deliveries come out: the branches of the delivery algorithm. */
export const branches = [
  "ack",
  "resumed",
  "duplicate",
  "leased",
  "lease-lost",
  "put-off",
  "retry",
  "out-of-time",
  "interrupted",
  "dead"
] as const

/** A branch of the delivery algorithm. */
export type Branch = (typeof branches)[number]

/** Counts by kind of fault and column. */
export interface Coverage {
  readonly cells: Map<string, number>
  runs: number
}

const putOff = new Set(["Unavailable", "PublishFailed", "VersionUnknown"])

/** The branch that a delivery ended on. */
export const branchOf = ({ outcome, resumed }: World.Ended): Branch => {
  switch (outcome._tag) {
    case "Ack":
      return resumed ? "resumed" : "ack"
    case "Duplicate":
      return "duplicate"
    case "Interrupted":
      return "interrupted"
    case "Dead":
      return "dead"
    case "RetryAfter":
      return outcome.reason === "Leased"
        ? "leased"
        : outcome.reason === "LeaseLost"
          ? "lease-lost"
          : outcome.reason === "TransportTimeout"
            ? "out-of-time"
            : putOff.has(outcome.reason)
              ? "put-off"
              : "retry"
  }
}

/** Nothing counted yet. */
export const make = (): Coverage => ({ cells: new Map(), runs: 0 })

/** Counts once. */
export const count = (coverage: Coverage, kind: Fault.Kind, column: Interception.Phase | Branch): void => {
  const cell = `${kind} ${column}`
  coverage.cells.set(cell, (coverage.cells.get(cell) ?? 0) + 1)
}

/** Adds what another run counted. */
export const add = (coverage: Coverage, other: Coverage): void => {
  coverage.runs += other.runs
  for (const [cell, times] of other.cells) coverage.cells.set(cell, (coverage.cells.get(cell) ?? 0) + times)
}

/** The count of a cell. */
export const at = (coverage: Coverage, kind: Fault.Kind, column: Interception.Phase | Branch): number =>
  coverage.cells.get(`${kind} ${column}`) ?? 0

const tableOf = (coverage: Coverage, columns: ReadonlyArray<Interception.Phase | Branch>): ReadonlyArray<string> => {
  const widths = columns.map((column) => Math.max(column.length, 7))
  const line = (head: string, cells: ReadonlyArray<string>): string =>
    `${head.padEnd(14)}${cells.map((cell, position) => cell.padStart((widths[position] ?? 7) + 1)).join("")}`
  return [
    line("", columns),
    ...Fault.kinds.map((kind) =>
      line(
        kind,
        columns.map((column) => String(at(coverage, kind, column)).replace(/^0$/, "·"))
      )
    )
  ]
}

/** Two tables: the step of the delivery that the fault hit, and the branch that the delivery then took. */
export const toText = (coverage: Coverage): string =>
  [
    `faults over ${coverage.runs} runs, by the step that they hit`,
    ...tableOf(coverage, Interception.phases),
    "",
    "and by how the delivery that they hit came out",
    ...tableOf(coverage, branches)
  ].join("\n")

const columns: ReadonlyArray<Interception.Phase | Branch> = [...Interception.phases, ...branches]

const isOneOf = (list: ReadonlyArray<string>, item: string): boolean => list.includes(item)

/** Why a fault of a kind can never meet a column; nothing where it can. */
export const impossible = (kind: Fault.Kind, column: Interception.Phase | Branch): string | undefined => {
  if (isOneOf(Interception.phases, column)) {
    if (isOneOf(Fault.messageKinds, kind)) return "it hits a message on its way, before any call is made"
    if (isOneOf(Fault.deliveryKinds, kind)) return "it hits a delivery's time, before any call is made"
    if (isOneOf(Fault.timedKinds, kind)) return "it hits a process at an instant, not a call"
    if (kind === "partial" && column !== "handler" && column !== "publish") return "the call writes one row or object"
    if (kind === "stale-index" && column !== "handler") return "the framework's own calls read no index"
  }
  if (kind === "partial" && isOneOf(["duplicate", "leased"], column)) {
    return "it hits the handler or a publication: the delivery had begun"
  }
  if (kind === "stale-index" && isOneOf(["duplicate", "leased", "resumed"], column)) {
    return "it hits the handler: the delivery had begun, and nothing was decided"
  }
  return undefined
}

/** Cells that can be reached and were reached less often, each with its count. */
export const below = (coverage: Coverage, times: number): ReadonlyArray<string> =>
  Fault.kinds.flatMap((kind) =>
    columns.flatMap((column) => {
      const found = at(coverage, kind, column)
      return found < times && impossible(kind, column) === undefined ? [`${kind} × ${column} (${found})`] : []
    })
  )
