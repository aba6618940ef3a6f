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
const assignment = (atMillis: number, which: number, category: CategoryId | null, withdrawn: boolean): Workload.Step =>
  Workload.act(atMillis, `assign ${category ?? "nothing"}${withdrawn ? ", withdrawn" : ""}`, (world) => {
    const there = itemsOf(world, Transactions)
    const found = there[Math.floor(which * there.length)]
    if (found === undefined) return
    const { accountId, id: transactionId, month } = found.item
    const payload = { transactionId, accountId, month, category, withdrawn, note: null }
    const stimulus = ["assign", transactionId, String(atMillis)]
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

const notStatements = ["", "no statement at all", "\u0000\u0001\u0002"] as const

/** Uploads of one account's statements: months as CSV, or overlapping periods as OFX. */
const filesOf = (draws: Draws.Draws, account: string): ReadonlyArray<readonly [extension: string, content: string]> => {
  const months = ["2026-01", "2026-02", "2026-03"].slice(draws.int(0, 2))
  const entries = Statements.entriesOf(draws, account, months)
  const files: Array<readonly [string, string]> = []
  if (draws.chance(0.5)) {
    let opening = 100_000
    for (const month of months) {
      const part = entries.filter(({ date }) => date.startsWith(month))
      const content = Statements.csv(part, opening)
      opening += part.reduce((sum, { cents }) => sum + cents, 0)
      if (draws.chance(0.7)) files.push(["csv", content])
      if (draws.chance(0.2)) files.push(["csv", content])
    }
  } else {
    const periods = draws.int(1, 3)
    for (let period = 0; period < periods; period++) {
      const from = draws.int(0, entries.length - 1)
      const until = draws.int(from, entries.length - 1) + 1
      files.push(["ofx", Statements.ofx(entries.slice(from, until), account)])
    }
  }
  return files
}

/** The steps of a seed: a few uploads, and now and then a person who interferes. */
export const workload = (draws: Draws.Draws): ReadonlyArray<Workload.Step> => {
  const steps: Array<Workload.Step> = []
  let files = 0
  const soon = (): number => draws.int(0, draws.pick([0, 500, 3000, 60_000]))
  const upload = (user: string, account: string, extension: string, content: string): void => {
    const key = `${user}/f${files++}/statement.${extension}`
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
  const later = (): number => draws.int(0, draws.pick([1000, 5000, 60_000, 1_800_000]))
  if (draws.chance(0.3)) steps.push(deletion(later(), `f${draws.int(0, files - 1)}`))
  if (draws.chance(0.3)) {
    // Mostly one transaction, so that a later word meets an earlier one.
    const which = draws.next()
    for (let count = draws.int(1, 3); count > 0; count--) {
      const category = draws.chance(0.8) ? draws.pick(categories) : null
      steps.push(assignment(later(), draws.chance(0.8) ? which : draws.next(), category, draws.chance(0.2)))
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
