/**
 * The categorization's program. A file's transactions are put into categories by the rules; a person's word is kept apart and
 * always wins; changed rules are applied month by month, each by an event of its own.
 */
import * as Collection from "@millrace/core/Collection"
import type * as Consumer from "@millrace/core/Consumer"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { Categorization } from "../contracts/Categorization.ts"
import type { AccountMonths } from "../domain/Account.ts"
import { approximately } from "../domain/Money.ts"
import type { CategoryRulesChanged, DuplicateDecided, FileProcessed, TransactionAssigned } from "../Events.ts"
import { RecategorizationRequested, TransactionsCategorized } from "../Events.ts"
import type { Standing } from "../repositories/Categorizer.ts"
import { Categorizer, nothing, plus } from "../repositories/Categorizer.ts"
import { MonthMarker } from "../repositories/MonthMarker.ts"
import * as NewestWord from "../repositories/NewestWord.ts"
import { each } from "../repositories/StoredRows.ts"
import { RuleBook } from "../repositories/RuleBook.ts"
import { Accounts, Statements } from "../resources/Accounts.ts"
import { HandAssignments } from "../resources/Assignments.ts"
import { DuplicateDecisions, Occurrences } from "../resources/Transactions.ts"

type Message = Consumer.Message<typeof Categorization.on>
type Of<E extends { readonly eventType: string }> = Extract<Message, { readonly type: E["eventType"] }>

/** Says what was done, of which the marks of the months say already that it was. */
const publish = Effect.fnUntraced(function* (
  standing: Standing,
  fileId: string | null,
  touched: ReadonlyArray<AccountMonths>,
  subject: string | undefined
) {
  const marker = yield* MonthMarker
  for (const { accountId, months } of touched) yield* marker.move(accountId, months, "categories")
  const { largest, ...counts } = standing
  yield* TransactionsCategorized.publish(
    { fileId, ...counts, largest: approximately(largest), largestAmount: largest, touched },
    subject === undefined ? {} : { subject }
  )
})

const categorizeFile = Effect.fnUntraced(function* ({ data }: Of<typeof FileProcessed>) {
  const categorizer = yield* Categorizer
  const occurrences = yield* Occurrences.Reader
  const { fileId, touched } = data
  let standing = nothing
  for (const { accountId, months } of touched) {
    for (const month of months) {
      const own = new Set<string>()
      yield* each(occurrences.query({ accountId, month }), ({ item }) => {
        if (item.fileId !== fileId) return
        for (const { transactionId } of item.rows) own.add(transactionId)
      })
      if (own.size === 0) continue
      standing = plus(standing, yield* categorizer.month(accountId, month, (id) => own.has(id)))
    }
  }
  yield* publish(standing, fileId, touched, fileId)
})

const assignByHand = Effect.fnUntraced(function* ({ data, id, time }: Of<typeof TransactionAssigned>) {
  const categorizer = yield* Categorizer
  const reader = yield* HandAssignments.Reader
  const writer = yield* HandAssignments.Writer
  const { accountId, category, month, note, transactionId, withdrawn } = data
  const key = { accountId, month, transactionId }
  yield* NewestWord.keep({
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
  yield* NewestWord.keep({
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

const layer = Layer.merge(Categorizer.layer.pipe(Layer.provide(RuleBook.layer)), MonthMarker.layer)

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
