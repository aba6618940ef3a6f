/**
 * Takes the rows of an uploaded file in twice: once to know everything of the whole, once to store it day by day. Memory does
 * not grow with the file: the rows of a short one are kept from the first time to the second, those of a long one are read
 * again. A file that is refused is refused before a row of it is stored.
 */
import type * as ObjectStore from "@millrace/core/ObjectStore"
import type { Unavailable } from "@millrace/core/Unavailable"
import type { CsvMapping } from "@millrace/statements/csv/Mapping"
import * as Reader from "@millrace/statements/Reader"
import type { StatementRejected } from "@millrace/statements/Statement"
import type * as Statement from "@millrace/statements/Statement"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { AccountMonths } from "../domain/Account.ts"
import type { AccountCertificate, Certificate } from "../domain/Certificate.ts"
import { DayBuffer } from "../domain/DayBuffer.ts"
import * as Identity from "../domain/Identity.ts"
import type { Surveyed } from "../domain/StatementSurvey.ts"
import { statedCurrency, StatementSurvey } from "../domain/StatementSurvey.ts"
import { RejectionLedger } from "../repositories/RejectionLedger.ts"
import type { Arrival, IncomingRow } from "../repositories/StatementLedger.ts"
import { StatementLedger } from "../repositories/StatementLedger.ts"
import type { Turn } from "../repositories/TurnTaker.ts"
import { Uploads } from "../resources/Uploads.ts"
import { UploadLimits } from "../UploadLimits.ts"

/** The object to read: its key relative to the tenant, and its version. */
export interface Source {
  readonly key: string
  readonly versionId: string
  /** How it is to be read if it is a CSV file; both readings are by the same. */
  readonly csv?: CsvMapping | undefined
}

/** More rows than a file may have. */
export class TooManyRows extends Schema.TaggedError<TooManyRows>()("TooManyRows", { limit: Schema.Int }) {
  override get message(): string {
    return `The file has more than ${this.limit} rows.`
  }
}

/** Rows that are decided and stored together. */
const batchRows = 2000
/** Items of a file that are kept rather than read again: some megabytes. */
const keptItems = 5000
/** Rejections that are stored together. */
const batchRejections = 250

type ReadFailure = StatementRejected | ObjectStore.ObjectMissing | Unavailable

type Items = Stream.Stream<ReadonlyArray<Statement.Item>, ReadFailure>

/** What the first time found, and the file's items for the second. */
export interface SurveyedFile extends Surveyed {
  readonly items: Items
}

export class StatementIntake extends Context.Service<
  StatementIntake,
  {
    /** Reads the whole file. Stores nothing. */
    readonly survey: (
      source: Source,
      of: { readonly tenantId: string; readonly fileId: string; readonly account: string | null }
    ) => Effect.Effect<SurveyedFile, ReadFailure | TooManyRows>
    /** Stores the rows, during a turn at all of the file's accounts, and answers the certificate. */
    readonly store: (
      turn: Turn,
      surveyed: SurveyedFile,
      of: { readonly tenantId: string; readonly fileId: string; readonly eventId: string }
    ) => Effect.Effect<Certificate, ReadFailure>
  }
>()("@millrace/handlers/StatementIntake") {
  static readonly layer = Layer.effect(
    StatementIntake,
    Effect.gen(function* () {
      const uploads = yield* Uploads.Reader
      const ledger = yield* StatementLedger
      const rejections = yield* RejectionLedger

      const survey = Effect.fn("StatementIntake.survey")(function* (
        source: Source,
        of: { readonly tenantId: string; readonly fileId: string; readonly account: string | null }
      ): Effect.fn.Return<SurveyedFile, ReadFailure | TooManyRows> {
        const { maxRows } = yield* UploadLimits
        const pass = new StatementSurvey()
        const file = yield* Reader.survey({ open: uploads.get(source) }, { csv: source.csv, csvOnly: false })
        let count = 0
        let kept: Array<ReadonlyArray<Statement.Item>> = []
        yield* Stream.runForEach(file.items, (items) => {
          for (const item of items) pass.add(item)
          count += items.length
          if (count > keptItems) kept = []
          else kept.push(items)
          return pass.rows > maxRows ? Effect.fail(new TooManyRows({ limit: maxRows })) : Effect.void
        })
        return { ...pass.end(of), items: count > keptItems ? file.items : Stream.fromIterable(kept) }
      })

      const store = Effect.fn("StatementIntake.store")(function* (
        turn: Turn,
        surveyed: SurveyedFile,
        of: { readonly tenantId: string; readonly fileId: string; readonly eventId: string }
      ): Effect.fn.Return<Certificate, ReadFailure> {
        const { fileId } = of
        const arrivals = new Map<string, Arrival>()
        for (const [accountId, { account, coverage }] of surveyed.accounts) {
          arrivals.set(accountId, { ...of, ...(yield* ledger.open(turn, account, coverage)) })
        }
        const tally = new Tally()
        const buffer = new DayBuffer<IncomingRow>(surveyed)
        const statements: Array<Statement.Account> = []
        let refused: Array<Statement.Rejection> = []

        const storeDays = Effect.suspend(() =>
          Effect.forEach(
            buffer.take(),
            ([accountId, days]) => {
              const arrival = arrivals.get(accountId)
              if (arrival === undefined) return Effect.die(new Error("A day belongs to no account of its file."))
              return Effect.map(ledger.take(turn, arrival, days), (outcomes) => tally.add(accountId, outcomes))
            },
            { discard: true }
          )
        )
        const storeRejections = Effect.suspend(() => {
          const batch = refused
          refused = []
          const from = tally.rejected
          tally.rejected += batch.length
          return batch.length === 0 ? Effect.void : rejections.put(fileId, batch, from)
        })

        yield* Stream.runForEach(surveyed.items, (items) => {
          for (const item of items) {
            if (item._tag === "Account") statements[item.index] = item
            else if (item._tag === "Rejection") refused.push(item)
            else if (item._tag === "Transaction") {
              if (item.status === "pending") tally.pending++
              else {
                const currency = statedCurrency(item, statements[item.account])
                const { amount, balance } = item
                const key = Identity.rowKey({ ...item, currency })
                const row = { key, amount, currency, balance, entry: item }
                buffer.add(surveyed.accountOf[item.account] ?? "", item.date, row)
              }
            }
          }
          return Effect.andThen(
            buffer.ready >= batchRows ? storeDays : Effect.void,
            refused.length >= batchRejections ? storeRejections : Effect.void
          )
        })
        yield* storeDays
        yield* storeRejections
        return certify(surveyed, tally)
      })

      return StatementIntake.of({ survey, store })
    })
  )
}

/** Counts rows as they find their places. */
class Tally {
  pending = 0
  rejected = 0
  readonly accounts = new Map<string, { accepted: number; duplicate: number; possibleDuplicate: number }>()

  add(
    accountId: string,
    outcomes: { readonly accepted: number; readonly duplicate: number; readonly "possible-duplicate": number }
  ): void {
    const counts = this.of(accountId)
    const possible = outcomes["possible-duplicate"]
    this.accounts.set(accountId, {
      accepted: counts.accepted + outcomes.accepted + possible,
      duplicate: counts.duplicate + outcomes.duplicate,
      possibleDuplicate: counts.possibleDuplicate + possible
    })
  }

  of(accountId: string): { readonly accepted: number; readonly duplicate: number; readonly possibleDuplicate: number } {
    return this.accounts.get(accountId) ?? { accepted: 0, duplicate: 0, possibleDuplicate: 0 }
  }
}

const certify = ({ accounts, certificate, notes }: Surveyed, tally: Tally): Certificate => {
  const parts: Array<AccountCertificate> = []
  const rows = { accepted: 0, duplicate: 0, possibleDuplicate: 0 }
  for (const [accountId, { checks, closing, coverage, currency, opening }] of accounts) {
    const counts = tally.of(accountId)
    rows.accepted += counts.accepted
    rows.duplicate += counts.duplicate
    rows.possibleDuplicate += counts.possibleDuplicate
    parts.push({
      accountId,
      currency,
      firstDate: coverage?.firstDate ?? null,
      lastDate: coverage?.lastDate ?? null,
      opening,
      closing,
      balanceCheck: checks,
      ...counts
    })
  }
  const read = certificate.rows.read
  if (read !== rows.accepted + rows.duplicate + tally.pending + tally.rejected) {
    // Never a property of a file: rows must not get lost on their way in.
    throw new Error(`${read} rows were read and ${rows.accepted + rows.duplicate} booked rows stored.`)
  }
  const { csv, encoding, encodingCertainty, format, formatCertainty } = certificate
  return {
    format,
    formatCertainty,
    encoding,
    encodingCertainty,
    rows: { read, ...rows, pending: tally.pending, rejected: tally.rejected },
    accounts: parts,
    csv: csv === null ? null : plainCsv(csv),
    notes: [...certificate.notes, ...notes]
  }
}

const plainCsv = (csv: Statement.CsvDialect): NonNullable<Certificate["csv"]> => {
  const { records: _, ...dialect } = csv
  return dialect
}

/** The months that a file has rows in, by account. */
export const monthsOf = ({ accounts }: Surveyed): ReadonlyArray<AccountMonths> =>
  [...accounts].flatMap(([accountId, { coverage }]) =>
    coverage === null ? [] : [{ accountId, months: coverage.months.map(({ month }) => month) }]
  )
