/** Looks at the dead letters of a run at rest: whether each death has its letter, and whether it came when the contract says. */
import * as CollectionKey from "@millrace/core/CollectionKey"
import type * as Consumer from "@millrace/core/Consumer"
import type * as DeadLetters from "@millrace/core/DeadLetters"
import * as InboxTable from "@millrace/core/InboxTable"
import type * as World from "./World.ts"

/** What was seen so far, a line each. */
export interface LetterWatch {
  /** Dead deliveries that have no letter. */
  readonly missing: Array<string>
  /** Deliveries that were given up before the contract's policy says. */
  readonly early: Set<string>
}

/** Looks once. `faultsMet` counts the faults that hit deliveries of a consumer and event. */
export const look = (
  watch: LetterWatch,
  world: World.World,
  letters: ReadonlyArray<DeadLetters.DeadLetter>,
  contracts: ReadonlyMap<string, Consumer.Contract>,
  faultsMet: (scope: string) => number
): void => {
  const there = new Set<string>()
  for (const { attempts, cause, consumer, diedAt, eventId, firstSeenAt } of letters) {
    there.add(CollectionKey.encode([consumer, eventId ?? ""]))
    const retry = contracts.get(consumer)?.retry
    const counted = attempts.filter(({ attempt }) => attempt > 0).length
    const name = `${consumer}/${eventId?.slice(0, 6)}`
    const met = faultsMet(name)
    if (cause.tag === "Crash" && met < (retry?.attempts ?? 0)) {
      watch.early.add(`${name} died of crashes and met ${met} faults`)
    }
    if (cause.kind === "exhausted" && counted < (retry?.attempts ?? 0)) {
      watch.early.add(`${name} died after ${counted} attempts`)
    }
    if (cause.kind === "expired" && diedAt - firstSeenAt < (retry?.maxAgeMillis ?? 0)) {
      watch.early.add(`${name} died too young`)
    }
  }
  for (const row of world.tables.rows(InboxTable.table)) {
    if (row.body.startsWith('{"state":"dead"') && !there.has(row.partition)) {
      watch.missing.push(`${row.partition.split("\u001f").join(" ").trim()} is dead and has no letter`)
    }
  }
}
