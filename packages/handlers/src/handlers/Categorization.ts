/**
 * The categorization's program. A file's transactions are put into categories by the rules; a person's word is kept apart and
 * always wins; changed rules are applied month by month, each by an event of its own.
 */
import * as Collection from "@millrace/core/Collection"
import type * as Consumer from "@millrace/core/Consumer"
import { Unavailable } from "@millrace/core/Unavailable"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { Categorization } from "../contracts/Categorization.ts"
import type { AccountMonths } from "../domain/Account.ts"
import { isNewer } from "../domain/Categorized.ts"
import { approximately } from "../domain/Money.ts"
import type { CategoryRulesChanged, DuplicateDecided, FileProcessed, TransactionAssigned } from "../Events.ts"
import { RecategorizationRequested, TransactionsCategorized } from "../Events.ts"
import type { Standing } from "../repositories/Categorizer.ts"
import { Categorizer, nothing, plus } from "../repositories/Categorizer.ts"
import { MonthReader } from "../repositories/MonthReader.ts"
import { RuleBook } from "../repositories/RuleBook.ts"
import { Accounts, Statements } from "../resources/Accounts.ts"
import { HandAssignments } from "../resources/Assignments.ts"
import { DuplicateDecisions, Occurrences } from "../resources/Transactions.ts"

type Message = Consumer.Message<typeof Categorization.on>
type Of<E extends { readonly eventType: string }> = Extract<Message, { readonly type: E["eventType"] }>

/** How often a write that lost a race is decided anew. */
const raceLimit = 8

const publish = (
  standing: Standing,
  fileId: string | null,
  touched: ReadonlyArray<AccountMonths>,
  subject: string | undefined
) => {
  const { largest, ...counts } = standing
  return TransactionsCategorized.publish(
    { fileId, ...counts, largest: approximately(largest), largestAmount: largest, touched },
    subject === undefined ? {} : { subject }
  )
}

const categorizeFile = Effect.fnUntraced(function* ({ data }: Of<typeof FileProcessed>) {
  const categorizer = yield* Categorizer
  const occurrences = yield* Occurrences.Reader
  const { fileId, touched } = data
  let standing = nothing
  for (const { accountId, months } of touched) {
    for (const month of months) {
      const found = yield* Stream.runCollect(occurrences.query({ accountId, month }))
      const own = new Set(found.flatMap(({ item }) => (item.fileId === fileId ? [item.transactionId] : [])))
      if (own.size === 0) continue
      standing = plus(standing, yield* categorizer.month(accountId, month, (id) => own.has(id)))
    }
  }
  yield* publish(standing, fileId, touched, fileId)
})

/** Writes a person's word unless a newer one is known. */
const keepNewest = Effect.fnUntraced(function* <Word extends { readonly eventId: string }>(options: {
  readonly word: Word
  readonly at: (word: Word) => string
  readonly read: Effect.Effect<Option.Option<Collection.Stored<Word>>, Unavailable>
  readonly write: (
    word: Word,
    read: Option.Option<Collection.Stored<Word>>
  ) => Effect.Effect<void, Unavailable | { readonly _tag: "ConditionFailed" }>
}): Effect.fn.Return<void, Unavailable> {
  const { at, word } = options
  const named = (of: Word) => ({ assignedAt: at(of), eventId: of.eventId })
  for (let race = 0; race < raceLimit; race++) {
    const read = yield* options.read
    if (!isNewer(named(word), Option.isSome(read) ? named(read.value.item) : undefined)) return
    const written = yield* Effect.result(options.write(word, read))
    if (written._tag === "Success") return
    if (written.failure._tag === "Unavailable") return yield* written.failure
  }
  return yield* new Unavailable({
    service: "Categorization",
    operation: "Categorization.keepNewest",
    reason: "throttled",
    detail: `the record was written by others ${raceLimit} times in a row`
  })
})

const assignByHand = Effect.fnUntraced(function* ({ data, id, time }: Of<typeof TransactionAssigned>) {
  const categorizer = yield* Categorizer
  const reader = yield* HandAssignments.Reader
  const writer = yield* HandAssignments.Writer
  const { accountId, category, month, note, transactionId, withdrawn } = data
  const key = { accountId, month, transactionId }
  yield* keepNewest({
    word: { ...key, category, note, assignedAt: time, eventId: id, withdrawn },
    at: ({ assignedAt }) => assignedAt,
    read: reader.get(key),
    write: (word, read) => writer.put(word, Collection.ifUnchanged(read))
  })
  const standing = yield* categorizer.month(accountId, month, (other) => other === transactionId)
  yield* publish(standing, null, [{ accountId, months: [month] }], transactionId)
})

const decideDuplicate = Effect.fnUntraced(function* ({ data, id, time }: Of<typeof DuplicateDecided>) {
  const categorizer = yield* Categorizer
  const reader = yield* DuplicateDecisions.Reader
  const writer = yield* DuplicateDecisions.Writer
  const { accountId, decision, month, transactionId } = data
  const key = { accountId, month, transactionId }
  yield* keepNewest({
    word: { ...key, decision, decidedAt: time, eventId: id },
    at: ({ decidedAt }) => decidedAt,
    read: reader.get(key),
    write: (word, read) => writer.put(word, Collection.ifUnchanged(read))
  })
  const standing = yield* categorizer.month(accountId, month, (other) => other === transactionId)
  yield* publish(standing, null, [{ accountId, months: [month] }], transactionId)
})

/** One event a month of each account, so that a change of rules is as much work at a time as a month is. */
const fanOut = Effect.fnUntraced(function* ({ data }: Of<typeof CategoryRulesChanged>) {
  const accounts = yield* Accounts.Reader
  const statements = yield* Statements.Reader
  const { rulesVersion } = data
  for (const { item: account } of yield* Stream.runCollect(accounts.query({}))) {
    const { accountId } = account
    const covered = yield* Stream.runCollect(statements.query({ accountId }))
    const months = new Set(covered.flatMap(({ item }) => item.months.map(({ month }) => month)))
    for (const month of [...months].sort()) {
      yield* RecategorizationRequested.publish({ accountId, month, rulesVersion })
    }
  }
})

const layer = Categorizer.layer.pipe(Layer.provide(Layer.merge(MonthReader.layer, RuleBook.layer)))

export const categorization = Categorization.handler(
  Effect.fn("categorization")(function* (message) {
    switch (message.type) {
      case "file.processed":
        return yield* categorizeFile(message)
      case "transaction.assigned":
        return yield* assignByHand(message)
      case "duplicate.decided":
        return yield* decideDuplicate(message)
      case "category-rules.changed":
        return yield* fanOut(message)
      case "recategorization.requested": {
        const { accountId, month } = message.data
        const categorizer = yield* Categorizer
        const standing = yield* categorizer.month(accountId, month, () => true)
        return yield* publish(standing, null, [{ accountId, months: [month] }], undefined)
      }
    }
  }),
  { layer }
)
