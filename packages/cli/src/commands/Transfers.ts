/** `millrace transfers`: pairs of transactions that may be one transfer between a user's own accounts, and the user's word on them. */
import * as Collection from "@millrace/core/Collection"
import type { Candidate, Decision } from "@millrace/handlers/domain/Transfer"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Options from "../Options.ts"
import { CommandFailed } from "../Output.ts"
import * as Output from "../Output.ts"
import * as Style from "../render/Style.ts"
import * as Table from "../render/Table.ts"

const shared = { place: Options.place, json: Options.json, user: Options.user }

/** A user's booked transactions, of all accounts. */
const booked = Effect.fnUntraced(function* (user: string) {
  const Store = yield* Effect.promise(() => import("../Store.ts"))
  const reader = yield* Store.monthReader
  const found = yield* Stream.runCollect(Store.transactions(yield* Store.files(Option.some(user)), reader))
  return found.flatMap(({ viewed }) =>
    viewed.flatMap(({ status, transaction }) => (status === "booked" ? [transaction] : []))
  )
})

const list = Command.make(
  "list",
  shared,
  Effect.fnUntraced(function* ({ place, json, user }) {
    const Store = yield* Effect.promise(() => import("../Store.ts"))
    const Transfer = yield* Effect.promise(() => import("@millrace/handlers/domain/Transfer"))
    const { TransferDecisions } = yield* Effect.promise(() => import("@millrace/handlers/resources/TransferDecisions"))
    const style = yield* Output.style
    yield* Effect.gen(function* () {
      const transactions = yield* booked(user)
      const { tables } = yield* Store.backends
      const decisions = yield* Stream.runCollect(Collection.scanAll(tables, TransferDecisions))
      const own = decisions.flatMap(({ item, tenantId }) => (tenantId === user ? [item] : []))
      const byId = new Map<string, Candidate>(transactions.map((transaction) => [transaction.id, transaction]))
      // Each decided pair is kept with both of its sides; the one that money left stands for it.
      const decided = own.flatMap(({ decision, otherId, transactionId }) => {
        const one = byId.get(transactionId)
        const other = byId.get(otherId)
        return one === undefined || other === undefined || !one.amount.startsWith("-")
          ? []
          : [{ out: one, in: other, state: decision === "transfer" ? "confirmed" : "rejected" }]
      })
      const proposed = Transfer.propose(transactions, own).map((pair) => ({ ...pair, state: "proposed" }))
      const all = [...proposed, ...decided]
      if (json) {
        for (const { in: into, out, state } of all) {
          yield* Output.json({
            state,
            amount: into.amount,
            currency: into.currency,
            out: { id: out.id, accountId: out.accountId, date: out.date },
            in: { id: into.id, accountId: into.accountId, date: into.date }
          })
        }
        return
      }
      yield* Output.print(
        ...Table.lines(
          [
            { title: "date" },
            { title: "amount", align: "right" },
            { title: "" },
            { title: "from" },
            { title: "to" },
            { title: "out" },
            { title: "in" },
            { title: "" }
          ],
          all.map(({ in: into, out, state }) => [
            out.date,
            into.amount,
            into.currency,
            Style.safe(out.accountId, 32),
            Style.safe(into.accountId, 32),
            out.id.slice(0, 12),
            into.id.slice(0, 12),
            state === "proposed" ? style.yellow(state) : state
          ]),
          style.dim
        )
      )
      yield* Output.print(
        all.length === 0
          ? "No transfers between accounts."
          : `${proposed.length} proposed: millrace transfers confirm|reject <out> <in>. Confirmed ones are no income and no spending.`
      )
    }).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
  })
).pipe(Command.withDescription("List transfers that are proposed, confirmed or rejected"))

const idArgument = (name: string, description: string) =>
  Argument.String(name).pipe(Argument.withDescription(description))

const named = (id: string, transactions: ReadonlyArray<Candidate>): Effect.Effect<Candidate, CommandFailed> => {
  const exact = transactions.find((one) => one.id === id)
  const found = exact === undefined ? transactions.filter((one) => id !== "" && one.id.startsWith(id)) : [exact]
  const [only, another] = found
  return only !== undefined && another === undefined
    ? Effect.succeed(only)
    : Effect.fail(
        new CommandFailed({
          problem:
            only === undefined
              ? `${id}: there is no such booked transaction.`
              : `${id}: several transactions begin so.`,
          mend: "See `millrace transfers list`.",
          exitCode: 2
        })
      )
}

const deciding = (name: string, decision: Decision, description: string) =>
  Command.make(
    name,
    {
      out: idArgument("out", "Id of the transaction that money left by, or its beginning"),
      in: idArgument("in", "Id of the transaction that it came by, or its beginning"),
      ...shared
    },
    Effect.fnUntraced(function* ({ place, in: incomingId, json, out: outgoingId, user }) {
      const PersonEvent = yield* Effect.promise(() => import("../PersonEvent.ts"))
      const Working = yield* Effect.promise(() => import("../Working.ts"))
      const { TransferDecided } = yield* Effect.promise(() => import("@millrace/handlers/Events"))
      yield* Effect.gen(function* () {
        const transactions = yield* booked(user)
        const out = yield* named(outgoingId, transactions)
        const into = yield* named(incomingId, transactions)
        if (!out.amount.startsWith("-") || into.amount.startsWith("-") || out.accountId === into.accountId) {
          return yield* new CommandFailed({
            problem: "A transfer goes out of one account and into another.",
            mend: "Name the transaction with the negative amount first.",
            exitCode: 2
          })
        }
        const side = ({ accountId, id, month }: Candidate) => ({ transactionId: id, accountId, month })
        const followed = yield* PersonEvent.publish(
          TransferDecided,
          { outgoing: side(out), incoming: side(into), decision },
          { user, subject: out.id }
        )
        yield* json
          ? Output.json({
              out: out.id,
              in: into.id,
              decision,
              events: PersonEvent.counts(followed),
              deadLetters: followed.deadLetters
            })
          : Output.print(
              decision === "transfer"
                ? `${into.amount} ${into.currency} from ${out.accountId} to ${into.accountId}: no income and no spending.`
                : "Two transactions that have nothing to do with each other."
            )
        if (followed.deadLetters > 0) yield* Output.unwell
      }).pipe(Effect.scoped, Effect.provide(Working.acting(place)))
    })
  ).pipe(Command.withDescription(description))

export const transfers = Command.make("transfers").pipe(
  Command.withDescription("Transfers between your own accounts"),
  Command.withSubcommands([
    list,
    deciding("confirm", "transfer", "Say that two transactions are one transfer: no income and no spending"),
    deciding("reject", "separate", "Say that they are not; also takes a confirmation back")
  ])
)
