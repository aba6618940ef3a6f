/** The mini ledger under simulation: files of two tenants and few accounts, some at the same instant, some twice, some broken. */
import * as Envelope from "@millrace/core/Envelope"
import * as Event from "@millrace/core/Event"
import * as Publish from "@millrace/core/Publish"
import * as Effect from "effect/Effect"
import * as Invariant from "../src/Invariant.ts"
import * as Simulation from "../src/Simulation.ts"
import * as Workload from "../src/Workload.ts"
import { Bookings, program, RecountAsked, Totals, Uploads } from "./MiniLedger.ts"

/** Totals are the sums of what is booked: whatever happened, and in whatever order. */
const totalsAreSums = Invariant.make("totals are the sums of bookings", ({ world }) => {
  const sums = new Map<string, number>()
  for (const row of world.tables.rows("bookings")) {
    const { cents } = JSON.parse(row.body)
    sums.set(row.partition, (sums.get(row.partition) ?? 0) + cents)
  }
  const totals = new Map(
    world.tables.rows("totals").map((row) => [row.partition + row.sort, Number(JSON.parse(row.body).cents)])
  )
  return [...sums].flatMap(([account, cents]) =>
    totals.get(account) === cents ? [] : [`${account}: booked ${cents}, total ${totals.get(account)}`]
  )
})

/** Every row of every file that can be read is booked, once: told from the files, not from what handlers say. */
const everyRowBooked = Invariant.make("every row is booked", ({ world }) => {
  const rows: Array<string> = []
  for (const { bytes, head } of world.objects.objects("uploads")) {
    const cells = new TextDecoder().decode(bytes).split("\n")
    const [tenant = "", fileId = "", account = ""] = head.key.split("/")
    if (cells.includes("x")) continue
    for (const [at, cell] of cells.entries()) rows.push(`${tenant} ${account} ${fileId} ${at} ${cell}`)
  }
  const booked = world.tables.rows("bookings").map((row) => {
    const { account, cents, fileId, id } = JSON.parse(row.body)
    return `${row.partition.split("\u001f")[0]} ${account} ${fileId} ${Number(id.split(".")[1])} ${cents}`
  })
  const there = new Set(booked)
  return rows.filter((row) => !there.has(row)).map((row) => `not booked: ${row}`)
})

/** As a deployment before this one wrote it. */
const recountV1 = (atMillis: number, tenant: string, account: string, count: number): Workload.Step =>
  Workload.act(atMillis, "publish recount.asked version 1", (world) => {
    const time = new Date(world.time.now()).toISOString()
    const envelope = Event.root(
      RecountAsked,
      { account, why: "version 1" },
      { tenantId: tenant, stimulus: ["recount", String(count)], time }
    )
    world.perform(
      Effect.flatMap(envelope, (newest) =>
        Publish.root({
          ...newest,
          dataschema: Envelope.dataSchema("recount.asked", 1),
          data: { name: account, why: "version 1" }
        })
      )
    )
  })

export const simulation = Simulation.make({
  program,
  limits: { maxEntries: 2, maxEntryBytes: 3000, maxCallBytes: 6000 },
  workload: (draws) => {
    const steps: Array<Workload.Step> = []
    // Often two of one account alone: what gets lost between them no later one puts right.
    const files = draws.pick([1, 2, 2, 2, 3, 5, 7])
    const accounts = draws.pick([1, 1, 2])
    // One for the whole run: files of an account that all come at once are what totals are lost by.
    const spreadMillis = draws.pick([0, 0, 200, 3000, 60_000])
    const atMillis = (): number => draws.int(0, spreadMillis)
    for (let file = 0; file < files; file++) {
      const rows = Array.from({ length: draws.int(1, 6) }, () => String(draws.int(-999, 999)))
      if (draws.chance(0.1)) rows.push("x")
      const account = draws.int(1, accounts)
      const key = `u${draws.chance(0.8) ? 1 : 2}/f${file}/acc${account}`
      steps.push(Workload.upload(atMillis(), Uploads, key, rows.join("\n")))
      if (draws.chance(0.2)) steps.push(Workload.upload(atMillis(), Uploads, key, rows.join("\n")))
    }
    for (let count = 0; count < draws.int(0, 2); count++) {
      const at = draws.int(0, 60_000)
      const tenant = `u${draws.int(1, 2)}`
      const account = `acc${draws.int(1, 2)}`
      if (draws.chance(0.5)) steps.push(recountV1(at, tenant, account, count))
      else {
        const stimulus = ["recount", String(count)]
        steps.push(Workload.publish(at, RecountAsked, { account, why: "version 2" }, { tenantId: tenant, stimulus }))
      }
    }
    return steps
  },
  invariants: [
    everyRowBooked,
    totalsAreSums,
    Invariant.nothingDead(({ cause }) => cause.tag === "RowInvalid"),
    Invariant.asWithoutFaults({ collections: [{ collection: Bookings }, { collection: Totals }] })
  ]
})
