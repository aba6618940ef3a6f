/**
 * What must hold of the file pipeline when it has come to rest. What files hold is told from their bytes, what people said from
 * their events; sums are made anew. Nothing that a handler says of itself is taken for true.
 */
import { compile } from "@millrace/handlers/categorization/RuleEngine"
import type { RuleEngine } from "@millrace/handlers/categorization/RuleEngine"
import type { Rule } from "@millrace/handlers/categorization/Rule"
import { FileDeletionRequested, TransactionAssigned } from "@millrace/handlers/Events"
import { candidateOf } from "@millrace/handlers/repositories/MonthReader"
import { withStarterRules } from "@millrace/handlers/repositories/RuleBook"
import { Analytics } from "@millrace/handlers/resources/Analytics"
import { Assignments, HandAssignments, Rules } from "@millrace/handlers/resources/Assignments"
import { Files } from "@millrace/handlers/resources/Files"
import { Transactions } from "@millrace/handlers/resources/Transactions"
import type * as Envelope from "@millrace/core/Envelope"
import * as Invariant from "@millrace/testing/Invariant"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { itemsOf } from "./FileWorkload.ts"
import { ReceiptLines, Receipts } from "./Receipts.ts"
import * as Statements from "./Statements.ts"

/** Every transaction that the files hold which are not deleted, once, as text. */
const toldByFiles = ({ world }: Invariant.Rest): ReadonlySet<string> => {
  const told = new Set<string>()
  const deleted = new Set(itemsOf(world, Files).flatMap(({ item }) => (item.status === "deleted" ? [item.fileId] : [])))
  for (const { bytes, head } of world.objects.objects("uploads")) {
    const [tenant = "", fileId = ""] = head.key.split("/")
    // Of a file that was uploaded several times, deletion leaves the older versions of the object.
    if (deleted.has(fileId)) continue
    for (const row of Statements.rowsOf(new TextDecoder().decode(bytes))) {
      told.add(`${tenant} ${head.metadata["accountid"]} ${row}`)
    }
  }
  return told
}

const everyTransactionOnce = Invariant.make("every transaction of the files is stored once", (rest) => {
  const told = toldByFiles(rest)
  const seen = new Map<string, number>()
  const stored = itemsOf(rest.world, Transactions).map(({ item, tenant }) => {
    const { accountId, amount, bankId, date, description } = item
    const text = `${tenant} ${accountId} ${date} ${amount}`
    if (bankId !== null) return `${text} ${bankId}`
    const ordinal = (seen.get(`${text} ${description}`) ?? 0) + 1
    seen.set(`${text} ${description}`, ordinal)
    return `${text} ${description} (${ordinal})`
  })
  const there = new Set(stored)
  return [
    ...[...told].filter((text) => !there.has(text)).map((text) => `missing: ${text}`),
    ...stored.filter((text) => !told.has(text)).map((text) => `too much: ${text}`)
  ]
})

const cents = (amount: string): number => Math.round(Number(amount) * 100)

/** Categories as they count, by transaction: a person's word, else what the rules say. */
const categoriesOf = ({ world }: Invariant.Rest): ReadonlyMap<string, string | null> => {
  const categories = new Map<string, string | null>()
  for (const { item, tenant } of itemsOf(world, Assignments)) {
    categories.set(`${tenant} ${item.transactionId}`, item.category)
  }
  for (const { item, tenant } of itemsOf(world, HandAssignments)) {
    if (!item.withdrawn) categories.set(`${tenant} ${item.transactionId}`, item.category)
  }
  return categories
}

const analyticsAreSums = Invariant.make("analytics are the sums of the transactions", (rest) => {
  const sums = new Map<string, number>()
  const add = (to: string, amount: number): void => void sums.set(to, (sums.get(to) ?? 0) + amount)
  const categories = categoriesOf(rest)
  const transactions = itemsOf(rest.world, Transactions)
  const present = new Set(transactions.map(({ item }) => item.id))
  for (const { item, tenant } of transactions) {
    // What may be a duplicate counts once that which it may duplicate is gone with its file.
    if (item.possibleDuplicateOf !== null && present.has(item.possibleDuplicateOf)) continue
    const month = `${tenant} ${item.accountId} ${item.month} ${item.currency}`
    const amount = cents(item.amount)
    add(`${month} net`, amount)
    add(`${month} ${amount < 0 ? "spending" : "income"}`, amount)
    add(`${month} transactions`, 1)
    add(`${month} in ${categories.get(`${tenant} ${item.id}`) ?? "no category"}`, amount)
  }
  const computed = new Map<string, number>()
  for (const { item, tenant } of itemsOf(rest.world, Analytics)) {
    for (const { byCategory, currency, income, net, spending, transactions } of item.currencies) {
      const month = `${tenant} ${item.accountId} ${item.month} ${currency}`
      computed.set(`${month} net`, cents(net))
      computed.set(`${month} income`, cents(income))
      computed.set(`${month} spending`, cents(spending))
      computed.set(`${month} transactions`, transactions)
      for (const { amount, category } of byCategory) {
        computed.set(`${month} in ${category ?? "no category"}`, cents(amount))
      }
    }
  }
  return [...new Set([...sums.keys(), ...computed.keys()])].flatMap((name) =>
    (sums.get(name) ?? 0) === (computed.get(name) ?? 0)
      ? []
      : [`${name}: the transactions make ${sums.get(name) ?? 0}, the analytics say ${computed.get(name) ?? 0}`]
  )
})

const certificatesAreTrue = Invariant.make("certificates are true", ({ world }) => {
  const wrong: Array<string> = []
  for (const { item } of itemsOf(world, Files)) {
    const { certificate, fileId, status } = item
    if (status === "received" || status === "processing") wrong.push(`${fileId} is ${status} for ever`)
    if (certificate === null) continue
    const { rows } = certificate
    if (rows.read !== rows.accepted + rows.duplicate + rows.pending + rows.rejected) {
      wrong.push(`${fileId}: ${JSON.stringify(rows)} does not add up`)
    }
    for (const { balanceCheck } of certificate.accounts) {
      if (balanceCheck.status === "failed")
        wrong.push(`${fileId}: the balance is said to be wrong: ${balanceCheck.reason}`)
    }
  }
  return wrong
})

/** Whether no file was deleted or uploaded anew: such a file takes its certificate along, and what others had of its rows. */
const isUndisturbed = ({ world }: Invariant.Rest): boolean =>
  world.objects.objects("uploads").every(({ head }) => head.versionId === "v1") &&
  itemsOf(world, Files).every(({ item }) => item.status !== "deleted")

/** Counts by name. */
const tally = (names: Iterable<string>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/**
 * An entry that one file shows with the bank's id and another without counts once: what is in the totals of an account, a day
 * and an amount is as much as the richer of the two formats shows of them.
 */
const countedOnce = Invariant.make("an entry that files of two formats show counts once", (rest) => {
  if (!isUndisturbed(rest)) return []
  const { world } = rest
  const shown = new Map<string, Map<string, Set<string>>>()
  for (const { bytes, head } of world.objects.objects("uploads")) {
    const [tenant = ""] = head.key.split("/")
    for (const row of Statements.rowsOf(new TextDecoder().decode(bytes))) {
      const [date, amount] = row.split(" ")
      const name = `${tenant} ${head.metadata["accountid"]} ${date} ${amount}`
      const formats = shown.get(name) ?? new Map<string, Set<string>>()
      const format = head.key.split(".").at(-1) ?? ""
      formats.set(format, (formats.get(format) ?? new Set()).add(row))
      shown.set(name, formats)
    }
  }
  const counted = tally(
    itemsOf(world, Transactions).flatMap(({ item, tenant }) =>
      item.possibleDuplicateOf === null ? [`${tenant} ${item.accountId} ${item.date} ${item.amount}`] : []
    )
  )
  return [...shown].flatMap(([name, formats]) => {
    const most = Math.max(...[...formats.values()].map((rows) => rows.size))
    return counted.get(name) === most
      ? []
      : [`${name} is there ${most} times and counts ${counted.get(name) ?? 0} times`]
  })
})

/** A row that two files hold was new in one of them. */
const acceptedOnce = Invariant.make("every transaction was accepted from one file", (rest) => {
  if (!isUndisturbed(rest)) return []
  const { world } = rest
  const files = itemsOf(world, Files)
  const accepted = files.reduce((sum, { item }) => sum + (item.certificate?.rows.accepted ?? 0), 0)
  const stored = itemsOf(world, Transactions).length
  return accepted === stored ? [] : [`certificates accepted ${accepted} rows, ${stored} transactions are stored`]
})

const engines = new Map<string, RuleEngine>()

const engineOf = (own: ReadonlyArray<Rule>): RuleEngine => {
  const name = JSON.stringify(own)
  const known = engines.get(name)
  if (known !== undefined) return known
  const compiled = Result.getOrThrow(compile(withStarterRules(own)))
  engines.set(name, compiled)
  return compiled
}

const rulesAreFollowed = Invariant.make("every transaction is what the newest rules say", ({ world }) => {
  const assigned = new Map(
    itemsOf(world, Assignments).map(({ item, tenant }) => [`${tenant} ${item.transactionId}`, item])
  )
  const rules = Map.groupBy(itemsOf(world, Rules), ({ tenant }) => tenant)
  return itemsOf(world, Transactions).flatMap(({ item, tenant }) => {
    const found = assigned.get(`${tenant} ${item.id}`)
    if (found === undefined) return [`${item.id} has no assignment, not even that no rule fits`]
    const engine = engineOf((rules.get(tenant) ?? []).map((rule) => rule.item))
    const outcome = engine.categorize(candidateOf(item))
    const category = outcome._tag === "Categorized" ? outcome.category : null
    return found.category === category ? [] : [`${item.id} is in ${found.category}, the rules say ${category}`]
  })
})

const decodeAssigned = Schema.decodeUnknownSync(TransactionAssigned.payload)

const newestFirst = (left: Envelope.Envelope, right: Envelope.Envelope): number =>
  left.time === right.time ? (left.id < right.id ? 1 : -1) : left.time < right.time ? 1 : -1

const peopleAreRight = Invariant.make("the last word of a person stands", ({ events, world }) => {
  const last = new Map<string, Envelope.Envelope>()
  for (const event of events.filter(({ type }) => type === TransactionAssigned.eventType).toSorted(newestFirst)) {
    const { transactionId } = decodeAssigned(event.data)
    const name = `${event.tenantid} ${transactionId}`
    if (!last.has(name)) last.set(name, event)
  }
  const stored = new Map(
    itemsOf(world, HandAssignments).map(({ item, tenant }) => [`${tenant} ${item.transactionId}`, item])
  )
  return [...last].flatMap(([name, event]) => {
    const said = decodeAssigned(event.data)
    const kept = stored.get(name)
    return kept?.category === said.category && kept.withdrawn === said.withdrawn
      ? []
      : [`${name}: the person said ${said.category} last, ${kept?.category} is kept`]
  })
})

const decodeDeletion = Schema.decodeUnknownSync(FileDeletionRequested.payload)

/** Of a file that was uploaded several times, a deletion may have meant an earlier upload. */
const deletedIsGone = Invariant.make("files that people deleted are gone, and no others", ({ events, world }) => {
  const uploads = Map.groupBy(
    events.filter(({ type }) => type === "object.created"),
    ({ subject }) => subject?.split("/").at(-2) ?? ""
  )
  const files = new Map(itemsOf(world, Files).map(({ item, tenant }) => [`${tenant} ${item.fileId}`, item]))
  const asked = new Set<string>()
  const kept = events.flatMap(({ data, tenantid, type }) => {
    if (type !== FileDeletionRequested.eventType) return []
    const { fileId } = decodeDeletion(data)
    asked.add(`${tenantid} ${fileId}`)
    if ((uploads.get(fileId)?.length ?? 0) > 1) return []
    const status = files.get(`${tenantid} ${fileId}`)?.status
    return status === "deleted" ? [] : [`${fileId} was deleted and is ${status}`]
  })
  return [
    ...kept,
    ...[...files].flatMap(([name, { fileId, status }]) =>
      status === "deleted" && !asked.has(name) ? [`${fileId} is deleted and nobody asked for that`] : []
    )
  ]
})

const receiptsAreWritten = Invariant.make("every file that was processed has its receipt", ({ world }) => {
  const lines = Map.groupBy(itemsOf(world, ReceiptLines), ({ item, tenant }) => `${tenant} ${item.fileId}`)
  const receipts = new Map(itemsOf(world, Receipts).map(({ item, tenant }) => [`${tenant} ${item.fileId}`, item]))
  return itemsOf(world, Files).flatMap(({ item: { certificate, fileId, status }, tenant }) => {
    if (status !== "processed" || certificate === null) return []
    const counted = receipts.get(`${tenant} ${fileId}`)?.transactions
    if (counted === undefined || counted < certificate.rows.accepted) {
      return [`${fileId} brought ${certificate.rows.accepted} transactions, its receipt counts ${counted}`]
    }
    const isSpread = certificate.rows.accepted === 0 || lines.has(`${tenant} ${fileId}`)
    return isSpread ? [] : [`${fileId} has a receipt without lines`]
  })
})

/** An item without the fields that the order of files decides. */
const without =
  (...fields: ReadonlyArray<string>) =>
  (item: unknown): unknown =>
    Object.fromEntries(Object.entries(Object(item)).filter(([field]) => !fields.includes(field)))

const sameContent = Invariant.asWithoutFaults({
  // An upload that a newer one of its key has overtaken is not read any more, so events may be fewer.
  events: false,
  collections: [
    { collection: Transactions, content: without("fileId", "line", "writtenBy") },
    { collection: Analytics }
  ]
})

const wordsOf = ({ events }: Invariant.Rest): string =>
  events
    .filter(({ source }) => source === "millrace.people")
    .map(({ id }) => id)
    .toSorted()
    .join()

/**
 * Whether files of both formats came of an account, which they are named for: then the file that comes first decides which of
 * two entries is the possible duplicate, and whether the currency was known when rows without one came.
 */
const hasBothFormats = ({ events }: Invariant.Rest): boolean => {
  const files = new Set(
    events.flatMap(({ subject = "", type }) => (type === "object.created" ? [subject.split("/").at(-1) ?? ""] : []))
  )
  return [...files].some((file) => file.endsWith(".csv") && files.has(file.replace(/csv$/, "ofx")))
}

/**
 * People act on what they see; where faults kept them from seeing it, or where the order of files decides, the two runs have
 * nothing to compare.
 */
const asWithoutFaults = Invariant.make(sameContent.name, (rest) =>
  !hasBothFormats(rest) && wordsOf(rest) === wordsOf(rest.faultless()) ? sameContent.check(rest) : []
)

/** All of them. */
export const fileInvariants: ReadonlyArray<Invariant.Invariant> = [
  everyTransactionOnce,
  analyticsAreSums,
  certificatesAreTrue,
  acceptedOnce,
  countedOnce,
  rulesAreFollowed,
  peopleAreRight,
  deletedIsGone,
  receiptsAreWritten,
  // A file may be deleted while it is being read: that letter says so.
  Invariant.nothingDead(({ cause }) => cause.tag === "ObjectMissing"),
  asWithoutFaults
]
