/**
 * The file-processor's program. On `file.uploaded` it reads the statement, stores it and certifies it; on
 * `file.deletion-requested` it takes away what the file had brought.
 *
 * Everything is keyed by content and decided once, so any step may be repeated: a second run over the same event gives the same
 * certificate and the same event.
 */
import type * as Consumer from "@millrace/core/Consumer"
import * as ObjectStore from "@millrace/core/ObjectStore"
import type { StatementRejected } from "@millrace/statements/Statement"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { FileProcessor } from "../contracts/FileProcessor.ts"
import type { AccountMonths } from "../domain/Account.ts"
import { mergeMonths } from "../domain/Account.ts"
import { combineChecks } from "../domain/Certificate.ts"
import { approximately } from "../domain/Money.ts"
import type { Refusal, StoredFile } from "../domain/StoredFile.ts"
import type { FileDeletionRequested, FileUploaded } from "../Events.ts"
import { FileDeleted, FileProcessed, FileRejected } from "../Events.ts"
import * as FileMetrics from "../FileMetrics.ts"
import { FileLedger } from "../repositories/FileLedger.ts"
import { MonthMarker } from "../repositories/MonthMarker.ts"
import { RejectionLedger } from "../repositories/RejectionLedger.ts"
import { StatementLedger } from "../repositories/StatementLedger.ts"
import type { Turn } from "../repositories/TurnTaker.ts"
import { TurnTaker } from "../repositories/TurnTaker.ts"
import { CsvMappings } from "../resources/CsvMappings.ts"
import { Uploads } from "../resources/Uploads.ts"
import { UploadLimits } from "../UploadLimits.ts"
import { tooLarge } from "./Refusals.ts"
import type { TooManyRows } from "./StatementIntake.ts"
import { monthsOf, StatementIntake } from "./StatementIntake.ts"

type Message = Consumer.Message<typeof FileProcessor.on>
type Uploaded = Extract<Message, { readonly type: typeof FileUploaded.eventType }>
type DeletionRequested = Extract<Message, { readonly type: typeof FileDeletionRequested.eventType }>

/** The record that an upload makes where nobody wrote one before. */
const recordOf = ({ data, time }: Uploaded): StoredFile => ({
  fileId: data.fileId,
  filename: data.filename,
  key: data.key,
  versionId: data.versionId,
  sequencer: data.sequencer,
  size: data.size,
  contentType: data.contentType,
  accountId: data.accountId,
  status: "received",
  refusal: null,
  certificate: null,
  touched: [],
  deletion: null,
  storedSequencer: null,
  receivedAt: time
})

/** Whether the upload is still what the file is: not deleted, and no newer one. */
const isCurrent = (record: StoredFile | undefined, { data }: Uploaded): boolean =>
  record === undefined ||
  (record.status !== "deleted" && ObjectStore.compareSequencers(record.sequencer, data.sequencer) <= 0)

const refusalOf = (error: StatementRejected | TooManyRows | ObjectStore.ObjectMissing): Refusal => {
  switch (error._tag) {
    case "StatementRejected":
      return { code: error.code, reason: error.reason, looksLike: error.looksLike, mend: error.mend }
    case "TooManyRows":
      return { code: "too-many-rows", reason: error.message, looksLike: null, mend: "Split the file by date." }
    case "ObjectMissing":
      return { code: "object-missing", reason: error.message, looksLike: null, mend: "Upload the file again." }
  }
}

const accountIds = (touched: ReadonlyArray<AccountMonths>): ReadonlyArray<string> =>
  touched.map(({ accountId }) => accountId)

/** Takes away what is stored of a file, during a turn at its accounts. */
const takeAway = Effect.fnUntraced(function* (turn: Turn, fileId: string, touched: ReadonlyArray<AccountMonths>) {
  const ledger = yield* StatementLedger
  const rejections = yield* RejectionLedger
  yield* ledger.remove(turn, fileId, touched)
  yield* rejections.clear(fileId)
})

/** Refuses a file; what an earlier upload of it had brought goes with it. */
const refuse = Effect.fnUntraced(function* (message: Uploaded, refusal: Refusal) {
  const files = yield* FileLedger
  const ledger = yield* StatementLedger
  const turns = yield* TurnTaker
  const { fileId } = message.data
  const known = yield* files.get(fileId)
  if (!isCurrent(known, message)) return
  const touched = known?.touched ?? []
  yield* turns.during(
    accountIds(touched),
    message.id
  )((turn) =>
    Effect.gen(function* () {
      if (known !== undefined && known.storedSequencer !== null) {
        const deletion =
          known.deletion?.eventId === message.id
            ? known.deletion
            : { eventId: message.id, sequencer: message.data.sequencer, ...(yield* ledger.plan(fileId, touched)) }
        yield* files.update(fileId, (record) => (record === undefined ? undefined : { ...record, deletion }))
        yield* takeAway(turn, fileId, touched)
      }
      yield* files.update(fileId, (record) =>
        isCurrent(record, message)
          ? {
              ...(record ?? recordOf(message)),
              ...uploadOf(message),
              status: "rejected",
              refusal,
              certificate: null,
              storedSequencer: null
            }
          : undefined
      )
    })
  )
  const record = yield* files.get(fileId)
  const deletion = record?.deletion
  if (deletion?.eventId === message.id) {
    yield* FileDeleted.publish({ fileId, removed: deletion.removed, kept: deletion.kept, touched }, { subject: fileId })
  }
  yield* FileRejected.publish({ fileId, ...refusal }, { subject: fileId })
})

const uploadOf = ({ data }: Uploaded): Pick<StoredFile, "key" | "versionId" | "sequencer" | "size" | "filename"> => ({
  key: data.key,
  versionId: data.versionId,
  sequencer: data.sequencer,
  size: data.size,
  filename: data.filename
})

/** The mapping stored for the account that an upload names. */
const mappingFor = Effect.fnUntraced(function* (accountId: string | null) {
  if (accountId === null) return undefined
  const mappings = yield* CsvMappings.Reader
  const stored = yield* mappings.get({ accountId })
  return Option.getOrUndefined(stored)?.item.mapping
})

/** Reads an upload and stores it; nothing where the file was deleted or uploaded anew meanwhile. */
const takeIn = Effect.fnUntraced(function* (message: Uploaded) {
  const files = yield* FileLedger
  const intake = yield* StatementIntake
  const turns = yield* TurnTaker
  const { data, id: eventId, tenantId } = message
  const { fileId } = data
  const source = { key: data.key, versionId: data.versionId, csv: yield* mappingFor(data.accountId) }
  const surveyed = yield* intake.survey(source, { tenantId, fileId, account: data.accountId })
  const months = monthsOf(surveyed)
  const before = yield* files.get(fileId)
  const involved = [...surveyed.accounts.keys(), ...accountIds(before?.touched ?? [])]

  return yield* turns.during(
    involved,
    eventId
  )((turn) =>
    Effect.gen(function* () {
      const known = yield* files.get(fileId)
      if (!isCurrent(known, message)) return undefined
      // Rows of an earlier upload of the file go before those of this one come.
      if (known !== undefined && known.storedSequencer !== null && known.storedSequencer !== data.sequencer) {
        yield* takeAway(turn, fileId, known.touched)
      }
      const begun = yield* files.update(fileId, (record) =>
        isCurrent(record, message)
          ? {
              ...(record ?? recordOf(message)),
              ...uploadOf(message),
              status: record?.status === "processed" ? "processed" : "processing",
              touched: mergeMonths(record?.touched ?? [], months),
              storedSequencer: data.sequencer
            }
          : undefined
      )
      if (!isCurrent(begun, message)) return undefined
      const certificate = yield* intake.store(turn, surveyed, { tenantId, fileId, eventId })
      const done = yield* files.update(fileId, (record) =>
        record !== undefined && isCurrent(record, message)
          ? { ...record, status: "processed", refusal: null, certificate }
          : undefined
      )
      if (done === undefined || !isCurrent(done, message)) return undefined
      const { touched } = done
      return {
        certificate,
        touched,
        largest: surveyed.largest,
        format: certificate.format,
        rows: certificate.rows.read
      }
    })
  )
})

const process = Effect.fnUntraced(function* (message: Uploaded) {
  const files = yield* FileLedger
  const { maxBytes } = yield* UploadLimits
  const { data } = message
  const { fileId } = data
  const known = yield* files.get(fileId)
  if (!isCurrent(known, message)) {
    // Deleted before anybody heard of it: the deletion did not know of its object.
    if (known?.status === "deleted" && known.sequencer === data.sequencer) {
      const uploads = yield* Uploads.Writer
      yield* uploads.delete({ key: data.key, versionId: data.versionId })
    }
    return
  }
  if (data.size > maxBytes) return yield* refuse(message, tooLarge(maxBytes))
  const taken = yield* FileMetrics.measured(takeIn(message))
  // The file was deleted or uploaded anew meanwhile: what comes of that is another event's to say.
  if (taken === undefined) return
  const { accounts, encoding, format, rows } = taken.certificate
  yield* FileProcessed.publish(
    {
      fileId,
      format,
      encoding,
      ...rows,
      balanceCheck: combineChecks(accounts.map(({ balanceCheck }) => balanceCheck)).status,
      largest: approximately(taken.largest),
      accounts,
      touched: taken.touched
    },
    { subject: fileId }
  )
})

/** Whether a request for deletion is still to be answered by a file's record. */
const isMeant = (record: StoredFile, { id, time }: DeletionRequested): boolean => {
  const { deletion, receivedAt, sequencer, status } = record
  // Asked for again: it goes on with the upload that it was of, and leaves one alone that was made since.
  if (deletion?.eventId === id) return deletion.sequencer === sequencer || (status !== "deleted" && time > receivedAt)
  return status !== "deleted" && time >= receivedAt
}

/**
 * Deletes what the record says is stored, if that is of accounts whose turn the caller has. Answers the record as it is
 * then: not deleted where the file began to be stored in other accounts meanwhile.
 */
const removeDuringTurn = Effect.fnUntraced(function* (
  turn: Turn,
  message: DeletionRequested,
  held: ReadonlySet<string>
) {
  const files = yield* FileLedger
  const ledger = yield* StatementLedger
  const uploads = yield* Uploads.Writer
  const { data, id: eventId } = message
  const { fileId } = data
  const record = yield* files.get(fileId)
  if (record === undefined || record.status === "deleted" || !isMeant(record, message)) return record
  const { sequencer, touched } = record
  const isStill = (present: StoredFile | undefined): present is StoredFile =>
    present?.sequencer === sequencer && isWithin(present.touched, held)
  if (!isStill(record)) return record
  // Counted before anything goes, so that an attempt that was broken off does not count what it had taken already. Counted anew
  // where the rows of another upload came since.
  const earlier = record.deletion?.eventId === eventId ? record.deletion : undefined
  const isCounted = earlier?.sequencer === sequencer || record.storedSequencer !== sequencer
  const deletion =
    earlier !== undefined && isCounted
      ? { ...earlier, sequencer }
      : { eventId, sequencer, requestedAt: message.time, ...(yield* ledger.plan(fileId, touched)) }
  const noted = yield* files.update(fileId, (present) => (isStill(present) ? { ...present, deletion } : undefined))
  if (!isStill(noted)) return noted
  yield* takeAway(turn, fileId, touched)
  yield* uploads.delete({ key: record.key, versionId: record.versionId })
  const done = yield* files.update(fileId, (present) =>
    isStill(present)
      ? { ...present, status: "deleted", refusal: null, certificate: null, storedSequencer: null, deletion }
      : undefined
  )
  if (done === undefined || isStill(done)) return done
  // Nothing was known to be stored, so nothing of the file is gone: it is counted again with the accounts that are known now.
  return yield* files.update(fileId, (present) =>
    present?.deletion?.eventId === eventId && touched.length === 0 ? { ...present, deletion: null } : undefined
  )
})

const isWithin = (touched: ReadonlyArray<AccountMonths>, held: ReadonlySet<string>): boolean =>
  touched.every(({ accountId }) => held.has(accountId))

const remove = Effect.fnUntraced(function* (message: DeletionRequested) {
  const files = yield* FileLedger
  const turns = yield* TurnTaker
  const { data, id: eventId } = message
  const { fileId } = data
  let record = yield* files.get(fileId)
  // Again where an upload that the request is of too was heard of meanwhile, and with the turn at its accounts where it began to be
  // stored: until there is nothing left of what is meant, or something that is not.
  while (record !== undefined && record.status !== "deleted" && isMeant(record, message)) {
    const held = new Set(accountIds(record.touched))
    record = yield* turns.during([...held], eventId)((turn) => removeDuringTurn(turn, message, held))
  }
  if (record?.deletion?.eventId !== eventId || record.status !== "deleted") return
  const { kept, removed } = record.deletion
  yield* FileDeleted.publish({ fileId, removed, kept, touched: record.touched }, { subject: fileId })
})

const layer = StatementIntake.layer.pipe(
  Layer.provideMerge(
    Layer.mergeAll(
      StatementLedger.layer.pipe(Layer.provide(MonthMarker.layer)),
      RejectionLedger.layer,
      FileLedger.layer,
      TurnTaker.layer
    )
  )
)

export const fileProcessor = FileProcessor.handler(
  Effect.fn("file-processor")(function* (message) {
    if (message.type === "file.deletion-requested") return yield* remove(message)
    return yield* process(message).pipe(
      Effect.catchTags({
        StatementRejected: (error) => refuse(message, refusalOf(error)),
        TooManyRows: (error) => refuse(message, refusalOf(error)),
        // The letter says that the object is gone; the file's record must not say that it is still being processed.
        ObjectMissing: (error) => Effect.andThen(refuse(message, refusalOf(error)), Effect.fail(error))
      })
    )
  }),
  { layer }
)
