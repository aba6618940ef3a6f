/**
 * What people do to the file pipeline: they upload statements of few accounts, several at once, overlapping, twice and broken;
 * delete files, say what a transaction is, and change their rules. They act on what is stored when they act.
 */
import type { CategoryId } from "@millrace/handlers/categorization/Category"
import type { Rule } from "@millrace/handlers/categorization/Rule"
import { CategoryRulesChanged, FileDeletionRequested, TransactionAssigned } from "@millrace/handlers/Events"
import { Rules } from "@millrace/handlers/resources/Assignments"
import { Files } from "@millrace/handlers/resources/Files"
import { Transactions } from "@millrace/handlers/resources/Transactions"
import { Uploads } from "@millrace/handlers/resources/Uploads"
import * as Tenant from "@millrace/core/Tenant"
import type * as Draws from "@millrace/testing/Draws"
import * as Workload from "@millrace/testing/Workload"
import type * as World from "@millrace/testing/World"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Statements from "./Statements.ts"

/** The rules that people of the simulation write, all under one id: few, because each set is compiled once a process. */
export const ownRules = (["COFFEE", "UNKNOWN", "NETFLIX"] as const).map((value): Rule => ({
  id: "own",
  name: "own",
  enabled: true,
  priority: 1000,
  category: "gifts-and-donations",
  confidence: 1,
  when: { field: "text", op: "contains", value }
}))

const categories: readonly [CategoryId, ...ReadonlyArray<CategoryId>] = ["cash", "transfers", "travel"]

/** What a table holds, decoded, with the tenant of each item. */
export const itemsOf = <S extends Schema.Codec<object, object>>(
  world: World.World,
  collection: { readonly resource: { readonly name: string }; readonly schema: S }
): ReadonlyArray<{ readonly tenant: string; readonly item: S["Type"] }> => {
  const decode = Schema.decodeUnknownSync(Schema.fromJsonString(collection.schema))
  return world.tables
    .rows(collection.resource.name)
    .map(({ body, partition }) => ({ tenant: partition.split("\u001f")[0] ?? "", item: decode(body) }))
}

/** A person has a file deleted, if it is there to be seen. */
const deletion = (atMillis: number, fileId: string): Workload.Step =>
  Workload.act(atMillis, `delete ${fileId}`, (world) => {
    const found = itemsOf(world, Files).find(({ item }) => item.fileId === fileId && item.status !== "deleted")
    if (found === undefined) return
    const options = { tenantId: found.tenant, stimulus: ["delete", fileId, String(atMillis)], subject: fileId }
    Workload.publish(atMillis, FileDeletionRequested, { fileId }, options).run(world)
  })

/** A person says what one of the transactions is, or takes that back. */
const assignment = (
  atMillis: number,
  which: number,
  category: CategoryId | null,
  withdrawn: boolean,
  ordinal: number
): Workload.Step =>
  Workload.act(atMillis, `assign ${category ?? "nothing"}${withdrawn ? ", withdrawn" : ""}`, (world) => {
    const there = itemsOf(world, Transactions)
    const found = there[Math.floor(which * there.length)]
    if (found === undefined) return
    const { accountId, id: transactionId, month } = found.item
    const payload = { transactionId, accountId, month, category, withdrawn, note: null }
    const stimulus = ["assign", transactionId, String(ordinal)]
    Workload.publish(atMillis, TransactionAssigned, payload, { tenantId: found.tenant, stimulus }).run(world)
  })

/** A person changes the rules: the text is stored, then announced. */
const ruleChange = (atMillis: number, tenantId: string, rule: Rule): Workload.Step =>
  Workload.act(atMillis, `change the rules of ${tenantId}`, (world) => {
    world.perform(Tenant.provide(tenantId)(Rules.Writer.fromBackends(world.backends).put(rule)))
    const stimulus = ["rules", String(atMillis)]
    const payload = { rulesVersion: JSON.stringify(rule.when) }
    Workload.publish(atMillis, CategoryRulesChanged, payload, { tenantId, stimulus }).run(world)
  })

/** An upload that somebody removes from the bucket behind everybody's back: its notification is of a version that is gone. */
const vanishing = (atMillis: number, key: string): Workload.Step => {
  const bucket = Uploads.resource.name
  const upload = Workload.upload(atMillis, Uploads, key, "soon gone", { contentType: "text/plain" })
  return Workload.act(atMillis, `${upload.text}, removed at once`, (world) => {
    upload.run(world)
    const { objects } = world.backends
    world.perform(
      Effect.flatMap(objects.head({ bucket, key }), ({ versionId }) => objects.delete({ bucket, key, versionId }))
    )
  })
}

const notStatements = ["", "no statement at all", "\u0000\u0001\u0002"] as const

type Named = readonly [extension: string, content: string]

/** Whole months as CSV. */
const csvFiles = (
  draws: Draws.Draws,
  entries: ReadonlyArray<Statements.Entry>,
  months: ReadonlyArray<string>
): ReadonlyArray<Named> => {
  const files: Array<Named> = []
  let opening = 100_000
  for (const month of months) {
    const part = entries.filter(({ date }) => date.startsWith(month))
    const content = Statements.csv(part, opening)
    opening += part.reduce((sum, { cents }) => sum + cents, 0)
    if (draws.chance(0.7)) files.push(["csv", content])
    if (draws.chance(0.2)) files.push(["csv", content])
  }
  return files
}

/** Overlapping periods as OFX. */
const ofxFiles = (
  draws: Draws.Draws,
  entries: ReadonlyArray<Statements.Entry>,
  account: string
): ReadonlyArray<Named> =>
  Array.from({ length: draws.int(1, 3) }, (): Named => {
    const from = draws.int(0, entries.length - 1)
    const until = draws.int(from, entries.length - 1) + 1
    return ["ofx", Statements.ofx(entries.slice(from, until), account)]
  })

/** Uploads of one account's statements: of one format, or of both, which show the same entries in other words. */
const filesOf = (draws: Draws.Draws, account: string): ReadonlyArray<Named> => {
  const months = ["2026-01", "2026-02", "2026-03"].slice(draws.int(0, 2))
  const entries = Statements.entriesOf(draws, account, months)
  const formats = draws.pick(["csv", "csv", "ofx", "ofx", "both"] as const)
  const files = [
    ...(formats === "ofx" ? [] : csvFiles(draws, entries, months)),
    ...(formats === "csv" ? [] : ofxFiles(draws, entries, account))
  ]
  return draws.shuffle(files)
}

/** The steps of a seed: a few uploads, and now and then a person who interferes. */
export const workload = (draws: Draws.Draws): ReadonlyArray<Workload.Step> => {
  const steps: Array<Workload.Step> = []
  let files = 0
  const soon = (): number => draws.int(0, draws.pick([0, 500, 3000, 60_000]))
  const upload = (user: string, account: string, extension: string, content: string): void => {
    const key = `${user}/f${files++}/${account}.${extension}`
    const options = { contentType: "text/plain", metadata: { accountid: account } }
    steps.push(Workload.upload(soon(), Uploads, key, content, options))
    // The same object once more, as an impatient person does.
    if (draws.chance(0.1)) steps.push(Workload.upload(soon(), Uploads, key, content, options))
  }
  const accounts = draws.pick([1, 1, 2])
  for (let count = 0; count < accounts; count++) {
    const user = draws.chance(0.8) ? "ada" : "ben"
    for (const file of filesOf(draws, `account-${count}`)) upload(user, `account-${count}`, ...file)
  }
  if (draws.chance(0.1) || files === 0) upload("ada", "account-0", "csv", draws.pick(notStatements))
  if (draws.chance(0.15)) steps.push(vanishing(soon(), "ada/gone/account-0.csv"))
  const later = (): number => draws.int(0, draws.pick([1000, 5000, 60_000, 1_800_000]))
  if (draws.chance(0.3)) steps.push(deletion(later(), `f${draws.int(0, files - 1)}`))
  if (draws.chance(0.3)) {
    // Mostly one transaction, so that a later word meets an earlier one.
    const which = draws.next()
    for (let count = draws.int(1, 3); count > 0; count--) {
      const category = draws.chance(0.8) ? draws.pick(categories) : null
      steps.push(
        assignment(later(), draws.chance(0.8) ? which : draws.next(), category, draws.chance(0.2), steps.length)
      )
    }
  }
  if (draws.chance(0.25)) {
    // A person who cannot decide: words about one transaction, so close that they may come in another order.
    const which = draws.next()
    const from = draws.pick([3000, 20_000, 90_000])
    for (let count = draws.int(2, 4); count > 0; count--) {
      steps.push(assignment(from + draws.int(0, 3000), which, draws.pick(categories), false, steps.length))
    }
  }
  if (draws.chance(0.2)) {
    const [first, ...others] = draws.shuffle(ownRules)
    if (first !== undefined) steps.push(ruleChange(later(), "ada", first))
    const [second] = others
    if (second !== undefined && draws.chance(0.3)) steps.push(ruleChange(later(), "ada", second))
  }
  return steps
}
