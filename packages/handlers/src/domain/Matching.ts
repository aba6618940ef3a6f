/**
 * Decides what each row of a file is, a day at a time: a new transaction, one that is there already, or one of which content
 * alone cannot say. A pure function of the day's rows, what is stored of that day, and what files cover.
 *
 * 1. What was decided of a row before stays decided, so handling a file again gives what handling it once gave; but a row that
 *    another file has brought since, because the attempt that decided broke off before it stored the row, is a duplicate, and one
 *    that nobody has stored yet is decided anew: what came meanwhile did not know of it.
 * 2. A row whose key is stored from another file is that transaction, unless the day is where one of the two files ends and
 *    the other begins: then balances decide, and where there are none, it is a possible duplicate.
 * 3. A row that is new by its key, beside a stored one of the same amount that this file ought to have and has not (its text was
 *    changed), or that a file of another kind brought (one knows bank ids, the other does not), is a possible duplicate.
 *
 * Every stored transaction answers for one row of the file at most, so two equal rows stay two.
 */
import * as Decimal from "@millrace/statements/Decimal"
import type { RowKey } from "./Identity.ts"
import * as Identity from "./Identity.ts"
import * as IdentityText from "./IdentityText.ts"
import { canonicalValue, mayBeSameCurrency } from "./Money.ts"
import type { Relation, StatementCoverage } from "./StatementCoverage.ts"
import { overlap, relationOn } from "./StatementCoverage.ts"
import type { Occurrence } from "./Occurrence.ts"
import type { RowOutcome, Transaction } from "./Transaction.ts"

/** What matching looks at in a row. */
export interface Row {
  readonly key: RowKey
  readonly amount: Decimal.Decimal
  readonly currency: string
  readonly balance: Decimal.Decimal | null
}

/** What became of a row. */
export interface Decision {
  readonly transactionId: string
  readonly outcome: RowOutcome
  readonly possibleDuplicateOf: string | null
  /** The row's name within its file: see `Occurrence.row`. */
  readonly row: string
}

/** A day of an account, as a file has it and as it is stored. */
export interface Day<R extends Row> {
  readonly tenantId: string
  readonly accountId: string
  readonly fileId: string
  readonly date: string
  /** All of the file's rows of the day, in file order. */
  readonly rows: ReadonlyArray<R>
  readonly stored: ReadonlyArray<Transaction>
  readonly occurrences: ReadonlyArray<Occurrence>
  /** What each file of the account covers, this one included. */
  readonly coverages: ReadonlyMap<string, StatementCoverage>
}

interface Named<R> {
  readonly row: R
  readonly name: string
  /** Among rows of the file that have the same key. */
  readonly ordinal: number
  /** How many rows of the file before this one say they are the very same entry. */
  readonly repeat: number
}

/** Names rows: by key and ordinal; rows with a bank's id count as one entry while their texts are the same. */
const nameRows = <R extends Row>(rows: ReadonlyArray<R>): ReadonlyArray<Named<R>> => {
  const texts = new Map<string, Array<string>>()
  const repeats = new Map<string, number>()
  return rows.map((row) => {
    const { hash, kind, text } = row.key
    const known = texts.get(hash) ?? []
    texts.set(hash, known)
    const same = kind === "bank" ? known.indexOf(text) : -1
    const ordinal = same === -1 ? known.push(text) - 1 : same
    const place = `${hash}.${ordinal}`
    const repeat = repeats.get(place) ?? 0
    repeats.set(place, repeat + 1)
    return { row, ordinal, repeat, name: `${place}.${repeat}` }
  })
}

/** The rows of the day with their decisions, in the order given. */
export const decide = <R extends Row>(day: Day<R>): ReadonlyArray<readonly [R, Decision]> => {
  const { accountId, coverages, date, fileId, tenantId } = day
  const own = coverages.get(fileId)
  const named = nameRows(day.rows)
  const stored = new Map(day.stored.map((transaction) => [transaction.id, transaction]))

  const before = new Map<string, Occurrence>()
  const holders = new Map<string, Array<string>>()
  const broughtElsewhere = new Set<string>()
  for (const occurrence of day.occurrences) {
    if (occurrence.fileId === fileId) {
      const { outcome, row, transactionId } = occurrence
      if (outcome === "duplicate" || stored.has(transactionId)) before.set(row, occurrence)
      continue
    }
    if (occurrence.outcome !== "duplicate") broughtElsewhere.add(`${occurrence.transactionId} ${occurrence.fileId}`)
    const known = holders.get(occurrence.transactionId)
    if (known === undefined) holders.set(occurrence.transactionId, [occurrence.fileId])
    else known.push(occurrence.fileId)
  }
  // What was stored of the day by other files, as rows look for it.
  const foreign = day.stored.filter(({ id }) => holders.has(id))
  const byKey = Map.groupBy(foreign, ({ rowKey }) => rowKey)
  const byAmount = Map.groupBy(foreign, ({ amount }) => canonicalValue(amount))

  const relations = new Map<string, Relation>()
  const relationTo = (holder: string): Relation => {
    const other = coverages.get(holder)
    if (own === undefined || other === undefined) return "same"
    const relation = relations.get(holder) ?? relationOn(date, own, other)
    relations.set(holder, relation)
    return relation
  }
  const holdersOf = (id: string): ReadonlyArray<string> => holders.get(id) ?? []
  const isTwin = (holder: string): boolean => own !== undefined && coverages.get(holder)?.digest === own.digest

  const claimed = new Set<string>()
  const taken = new Set<string>()
  for (const { possibleDuplicateOf, transactionId } of before.values()) {
    claimed.add(transactionId)
    taken.add(transactionId)
    if (possibleDuplicateOf !== null) claimed.add(possibleDuplicateOf)
  }

  const decisions = new Map<Named<R>, Decision>()
  const settle = (entry: Named<R>, decision: Omit<Decision, "row">): void => {
    claimed.add(decision.transactionId)
    taken.add(decision.transactionId)
    if (decision.possibleDuplicateOf !== null) claimed.add(decision.possibleDuplicateOf)
    decisions.set(entry, { ...decision, row: entry.name })
  }
  const freeId = (entry: Named<R>): string => {
    for (let ordinal = entry.row.key.kind === "bank" ? entry.ordinal : 0; ; ordinal++) {
      const id = Identity.transactionId(tenantId, accountId, entry.row.key, ordinal)
      if (!stored.has(id) && !taken.has(id)) return id
    }
  }

  const fresh: Array<Named<R>> = []
  const repeats: Array<Named<R>> = []
  for (const entry of named) {
    const known = before.get(entry.name)
    if (known !== undefined) {
      const { possibleDuplicateOf, transactionId } = known
      // An attempt that broke off had decided the row and not stored it, and another file brought it meanwhile.
      const isOvertaken =
        known.outcome !== "duplicate" && broughtElsewhere.has(`${transactionId} ${stored.get(transactionId)?.fileId}`)
      const outcome = isOvertaken ? "duplicate" : known.outcome
      decisions.set(entry, { transactionId, outcome, possibleDuplicateOf, row: entry.name })
    } else if (entry.repeat > 0) repeats.push(entry)
    else matchByKey(entry)
  }

  function matchByKey(entry: Named<R>): void {
    const { key } = entry.row
    const equal = (byKey.get(key.hash) ?? []).filter(({ id }) => !claimed.has(id))
    if (key.kind === "bank") {
      const id = Identity.transactionId(tenantId, accountId, key, entry.ordinal)
      const isKnown = equal.some((transaction) => transaction.id === id)
      if (isKnown) settle(entry, { transactionId: id, outcome: "duplicate", possibleDuplicateOf: null })
      else fresh.push(entry)
      return
    }
    const { balance } = entry.row
    const hasBalance = (transaction: Transaction): boolean =>
      balance !== null && transaction.balance !== null && Decimal.equals(balance, transaction.balance)
    const isFirm = ({ possibleDuplicateOf }: Transaction): boolean => possibleDuplicateOf === null
    const same =
      equal.find(hasBalance) ??
      equal.find(({ id }) => holdersOf(id).some(isTwin)) ??
      equal.find((found) => isFirm(found) && holdersOf(found.id).some((holder) => relationTo(holder) === "same"))
    if (same !== undefined) {
      settle(entry, { transactionId: same.id, outcome: "duplicate", possibleDuplicateOf: null })
      return
    }
    const open = equal.find(
      (found) =>
        isFirm(found) &&
        (balance === null || found.balance === null) &&
        holdersOf(found.id).some((holder) => relationTo(holder) === "open")
    )
    if (open === undefined) fresh.push(entry)
    else {
      const transactionId = Identity.possibleDuplicateId(open.id, fileId)
      settle(entry, { transactionId, outcome: "possible-duplicate", possibleDuplicateOf: open.id })
    }
  }

  /** Whether a stored transaction of the row's amount may be this row in other words. */
  const mayBe = (row: Row, transaction: Transaction): boolean => {
    if (claimed.has(transaction.id) || transaction.possibleDuplicateOf !== null) return false
    if (!mayBeSameCurrency(row.currency, transaction.currency)) return false
    if ((transaction.bankId === null) !== (row.key.kind === "text")) return true
    return holdersOf(transaction.id).some((holder) => {
      const other = coverages.get(holder)
      return own !== undefined && other !== undefined && overlap(own, other) && relationTo(holder) === "same"
    })
  }
  // By name, not by place: the rows of a file may come in another order.
  for (const entry of fresh.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const { row } = entry
    const similar = (byAmount.get(canonicalValue(row.amount)) ?? []).filter((transaction) => mayBe(row, transaction))
    const original = similar.find(({ description }) => IdentityText.of(description) === row.key.text) ?? similar[0]
    settle(entry, {
      transactionId: freeId(entry),
      outcome: original === undefined ? "accepted" : "possible-duplicate",
      possibleDuplicateOf: original?.id ?? null
    })
  }

  const byName = new Map(named.map((entry) => [entry.name, entry]))
  for (const entry of repeats) {
    const first = byName.get(`${entry.row.key.hash}.${entry.ordinal}.0`)
    const transactionId = (first === undefined ? undefined : decisions.get(first)?.transactionId) ?? freeId(entry)
    settle(entry, { transactionId, outcome: "duplicate", possibleDuplicateOf: null })
  }
  return named.flatMap((entry) => {
    const decision = decisions.get(entry)
    return decision === undefined ? [] : [[entry.row, decision] as const]
  })
}
