/**
 * Takes the rows of a file into an account, and takes them away again, during a turn at it. Both may be broken off anywhere and
 * done again: what was decided of a row is written before the row is or together with it, and a file's occurrences go last.
 */
import type * as Collection from "@millrace/core/Collection"
import type * as TableStore from "@millrace/core/TableStore"
import type { Unavailable } from "@millrace/core/Unavailable"
import type { Decimal } from "@millrace/statements/Decimal"
import type * as Statement from "@millrace/statements/Statement"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Account, AccountMonths } from "../domain/Account.ts"
import type { RowKey } from "../domain/Identity.ts"
import * as Matching from "../domain/Matching.ts"
import { unknownCurrency } from "../domain/Money.ts"
import * as Month from "../domain/Month.ts"
import type { StatementCoverage } from "../domain/StatementCoverage.ts"
import * as Occurrence from "../domain/Occurrence.ts"
import type { RowOutcome, Transaction } from "../domain/Transaction.ts"
import { Accounts, Statements } from "../resources/Accounts.ts"
import { Assignments } from "../resources/Assignments.ts"
import { Occurrences, Transactions } from "../resources/Transactions.ts"
import { MonthMarker } from "./MonthMarker.ts"
import type { Turn } from "./TurnTaker.ts"

/** A booked row on its way in. */
export interface IncomingRow extends Matching.Row {
  readonly key: RowKey
  readonly amount: Decimal
  readonly currency: string
  readonly balance: Decimal | null
  readonly entry: Statement.Transaction
}

/** Whole days of an account, and whose they are. */
export interface Arrival {
  readonly tenantId: string
  readonly fileId: string
  /** The event that is handled. */
  readonly eventId: string
  readonly account: Account
  /** What files cover of the account, this one included, by file. */
  readonly coverages: ReadonlyMap<string, StatementCoverage>
}

/** How many rows became what. */
export type Outcomes = Readonly<Record<RowOutcome, number>>

/** What taking a file away takes. */
export interface Removal {
  readonly removed: number
  readonly kept: number
}

export class StatementLedger extends Context.Service<
  StatementLedger,
  {
    /** Makes the account known, and what the file covers of it; answers the account as it is known, and all coverages. */
    readonly open: (
      turn: Turn,
      account: Account,
      coverage: StatementCoverage | null
    ) => Effect.Effect<Pick<Arrival, "account" | "coverages">, Unavailable>
    /** Decides and stores whole days of an account: all of the file's rows of each. */
    readonly take: (
      turn: Turn,
      arrival: Arrival,
      days: ReadonlyMap<string, ReadonlyArray<IncomingRow>>
    ) => Effect.Effect<Outcomes, Unavailable>
    /** Counts what removing the file would take. */
    readonly plan: (fileId: string, touched: ReadonlyArray<AccountMonths>) => Effect.Effect<Removal, Unavailable>
    /** Takes everything of the file away that no other file holds. */
    readonly remove: (
      turn: Turn,
      fileId: string,
      touched: ReadonlyArray<AccountMonths>
    ) => Effect.Effect<void, Unavailable>
  }
>()("@millrace/handlers/StatementLedger") {
  static readonly layer = Layer.effect(
    StatementLedger,
    Effect.gen(function* () {
      const accounts = { reader: yield* Accounts.Reader, writer: yield* Accounts.Writer }
      const statements = { reader: yield* Statements.Reader, writer: yield* Statements.Writer }
      const transactions = { reader: yield* Transactions.Reader, writer: yield* Transactions.Writer }
      const occurrences = { reader: yield* Occurrences.Reader, writer: yield* Occurrences.Writer }
      const assignments = yield* Assignments.Writer
      const marker = yield* MonthMarker

      const open = Effect.fn("StatementLedger.open")(function* (
        turn: Turn,
        account: Account,
        coverage: StatementCoverage | null
      ): Effect.fn.Return<Pick<Arrival, "account" | "coverages">, Unavailable> {
        const { accountId } = account
        const read = yield* accounts.reader.get({ accountId })
        let known = Option.isSome(read) ? read.value.item : account
        if (known.currency === null && account.currency !== null) known = { ...known, currency: account.currency }
        const isNews = Option.isNone(read) || read.value.item.currency !== known.currency
        yield* turn.write(accountId, [
          ...(isNews ? [accounts.writer.putting(known)] : []),
          ...(coverage === null ? [] : [statements.writer.putting(coverage)])
        ])
        const all = yield* Stream.runCollect(statements.reader.query({ accountId }))
        return { account: known, coverages: new Map(all.map(({ item }) => [item.fileId, item])) }
      })

      /** What taking a month's days writes. */
      const decideMonth = Effect.fnUntraced(function* (
        arrival: Arrival,
        month: string,
        days: ReadonlyArray<readonly [date: string, rows: ReadonlyArray<IncomingRow>]>,
        outcomes: Record<RowOutcome, number>
      ): Effect.fn.Return<ReadonlyArray<Effect.Effect<TableStore.Write>>, Unavailable> {
        const { account, coverages, fileId, tenantId } = arrival
        const { accountId } = account
        const dates = days.map(([date]) => date).sort()
        const range = { from: [dates[0] ?? ""], until: [`${dates.at(-1) ?? ""}~`] }
        const partition = { accountId, month }
        const stored = byDate(itemsOf(yield* Stream.runCollect(transactions.reader.query(partition, range))))
        const parts = itemsOf(yield* Stream.runCollect(occurrences.reader.query(partition, range)))
        const known = byDate(parts.flatMap(Occurrence.of))
        const writes: Array<Effect.Effect<TableStore.Write>> = []
        for (const [date, rows] of days) {
          const present = stored.get(date) ?? []
          const before = known.get(date) ?? []
          const decided = Matching.decide({
            tenantId,
            accountId,
            fileId,
            date,
            rows,
            stored: present,
            occurrences: before,
            coverages
          })
          const rowsOf = new Map(decided.map(([row, decision]) => [decision.row, row]))
          const decisions = decided.map(([{ entry }, decision]): Occurrence.Decided => {
            const { outcome, possibleDuplicateOf, row, transactionId } = decision
            outcomes[outcome]++
            return { transactionId, row, line: entry.line, outcome, possibleDuplicateOf }
          })
          // What an attempt before read otherwise, by another mapping of columns, is the file's until it is deleted.
          const left = before.filter((of) => of.fileId === fileId && !rowsOf.has(of.row)).map(Occurrence.decided)
          const ids = new Set(present.map(({ id }) => id))
          for (const part of Occurrence.inParts({ ...partition, date, fileId }, [...decisions, ...left])) {
            // Decisions first: a row that is stored without its decision would be taken for another file's. Their rows at once,
            // so that little is decided and not stored.
            writes.push(occurrences.writer.putting(part))
            for (const decision of part.rows) {
              const row = rowsOf.get(decision.row)
              if (row === undefined || ids.has(decision.transactionId)) continue
              ids.add(decision.transactionId)
              writes.push(transactions.writer.putting(transactionOf(arrival, month, date, row, decision)))
            }
          }
        }
        return writes
      })

      const take = Effect.fn("StatementLedger.take")(function* (
        turn: Turn,
        arrival: Arrival,
        days: ReadonlyMap<string, ReadonlyArray<IncomingRow>>
      ): Effect.fn.Return<Outcomes, Unavailable> {
        const outcomes = { accepted: 0, duplicate: 0, "possible-duplicate": 0 }
        const months = Map.groupBy(days, ([date]) => Month.of(date))
        const { accountId } = arrival.account
        const writes: Array<Effect.Effect<TableStore.Write>> = []
        for (const [month, part] of months) {
          for (const write of yield* decideMonth(arrival, month, part, outcomes)) writes.push(write)
        }
        for (const move of yield* marker.moving(accountId, [...months.keys()], "transactions")) writes.push(move)
        yield* turn.write(accountId, writes)
        return outcomes
      })

      /** The file's occurrences of a month and the items that they are in, and the other files' by transaction. */
      const holdings = Effect.fnUntraced(function* (
        fileId: string,
        accountId: string,
        month: string
      ): Effect.fn.Return<
        {
          readonly parts: ReadonlyArray<Occurrence.OccurrencePart>
          readonly own: ReadonlyArray<Occurrence.Occurrence>
          readonly others: ReadonlyMap<string, Occurrence.Occurrence>
        },
        Unavailable
      > {
        const all = itemsOf(yield* Stream.runCollect(occurrences.reader.query({ accountId, month })))
        const parts = all.filter((part) => part.fileId === fileId)
        const others = new Map<string, Occurrence.Occurrence>()
        for (const part of all) {
          if (part.fileId === fileId) continue
          for (const occurrence of Occurrence.of(part)) {
            if (!others.has(occurrence.transactionId)) others.set(occurrence.transactionId, occurrence)
          }
        }
        return { parts, own: parts.flatMap(Occurrence.of), others }
      })

      const plan = Effect.fn("StatementLedger.plan")(function* (
        fileId: string,
        touched: ReadonlyArray<AccountMonths>
      ): Effect.fn.Return<Removal, Unavailable> {
        let removed = 0
        let kept = 0
        for (const { accountId, months } of touched) {
          for (const month of months) {
            const { others, own } = yield* holdings(fileId, accountId, month)
            for (const transactionId of new Set(own.map((occurrence) => occurrence.transactionId))) {
              if (others.has(transactionId)) kept++
              else removed++
            }
          }
        }
        return { removed, kept }
      })

      const removeMonth = Effect.fnUntraced(function* (
        turn: Turn,
        fileId: string,
        accountId: string,
        month: string
      ): Effect.fn.Return<void, Unavailable> {
        const { others, own, parts } = yield* holdings(fileId, accountId, month)
        const inherited: Array<Transaction> = []
        const gone = new Map<string, { accountId: string; month: string; date: string; id: string }>()
        for (const { date, transactionId } of own) {
          const heir = others.get(transactionId)
          const key = { accountId, month, date, id: transactionId }
          if (heir === undefined) {
            gone.set(transactionId, key)
            continue
          }
          const read = yield* transactions.reader.get(key)
          if (Option.isNone(read) || read.value.item.fileId !== fileId) continue
          inherited.push({ ...read.value.item, fileId: heir.fileId, line: heir.line })
        }
        yield* turn.write(accountId, [
          ...inherited.map((transaction) => transactions.writer.putting(transaction)),
          ...[...gone.values()].map((key) => transactions.writer.deleting(key)),
          ...[...gone.keys()].map((transactionId) => assignments.deleting({ accountId, month, transactionId })),
          ...parts.map((part) => occurrences.writer.deleting(part))
        ])
      })

      const remove = Effect.fn("StatementLedger.remove")(function* (
        turn: Turn,
        fileId: string,
        touched: ReadonlyArray<AccountMonths>
      ): Effect.fn.Return<void, Unavailable> {
        for (const { accountId, months } of touched) {
          for (const month of months) yield* removeMonth(turn, fileId, accountId, month)
          yield* turn.write(accountId, [
            statements.writer.deleting({ accountId, fileId }),
            ...(yield* marker.moving(accountId, months, "transactions"))
          ])
        }
      })

      return StatementLedger.of({ open, take, plan, remove })
    })
  )
}

/** The transaction that a row is stored as. */
const transactionOf = (
  { account, eventId, fileId }: Arrival,
  month: string,
  date: string,
  { amount, balance, currency, entry, key }: IncomingRow,
  { possibleDuplicateOf, transactionId }: Occurrence.Decided
): Transaction => ({
  id: transactionId,
  accountId: account.accountId,
  month,
  date,
  bookingDate: entry.bookingDate,
  valueDate: entry.valueDate,
  amount,
  currency: currency === unknownCurrency ? (account.currency ?? unknownCurrency) : currency,
  description: entry.description,
  counterparty: entry.counterparty,
  counterpartyAccount: entry.counterpartyAccount,
  memo: entry.memo,
  bankId: entry.bankId,
  kind: entry.kind,
  statedCategory: entry.category,
  balance,
  rowKey: key.hash,
  possibleDuplicateOf,
  fileId,
  line: entry.line,
  writtenBy: eventId
})

const itemsOf = <A>(found: ReadonlyArray<Collection.Stored<A>>): ReadonlyArray<A> => found.map(({ item }) => item)

const byDate = <A extends { readonly date: string }>(items: ReadonlyArray<A>): ReadonlyMap<string, ReadonlyArray<A>> =>
  Map.groupBy(items, ({ date }) => date)
