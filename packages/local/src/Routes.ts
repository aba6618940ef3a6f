/**
 * Which consumers an event is for in a data directory. The process that works in it writes down what its consumers want, as the
 * patterns that their rules on AWS would have; a process beside it routes what it publishes by these, and so for the
 * consumers that there are, whatever pipeline it would run itself.
 */
import type * as Consumer from "@millrace/core/Consumer"
import type * as EventBus from "@millrace/core/EventBus"
import * as Pattern from "@millrace/core/Pattern"
import * as Subscription from "@millrace/core/Subscription"
import type { Unavailable } from "@millrace/core/Unavailable"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Database from "./Database.ts"
import * as Sqlite from "./Sqlite.ts"

/** Answers which consumers an entry is for. Throws for an entry that is no JSON where a filter has to read it. */
export type Router = (entry: EventBus.Entry) => ReadonlyArray<string>

/** Consumers' names, and the router to them. */
export interface Routes {
  readonly consumers: ReadonlyArray<string>
  readonly route: Router
}

/** Routes by the contracts' `on` and `where`. */
export const of = (contracts: ReadonlyArray<Consumer.Contract>): Routes => {
  const routes = contracts.map((contract) => ({ name: contract.name, wants: Subscription.wants(contract) }))
  return {
    consumers: contracts.map(({ name }) => name),
    route: (entry) => routes.filter(({ wants }) => wants(entry)).map(({ name }) => name)
  }
}

const name = "routes"

const Written = Schema.fromJsonString(
  Schema.Array(Schema.Struct({ consumer: Schema.String, pattern: Schema.Record(Schema.String, Schema.Unknown) }))
)
const decode = Schema.decodeUnknownEffect(Written)

/** Writes down what the consumers of the process that works in the directory want. */
export const write = (
  { statement, use }: Database.Database["Service"],
  contracts: ReadonlyArray<Consumer.Contract>
): Effect.Effect<void, Unavailable> =>
  use("Routes.write", () => {
    const written = contracts.map((contract) => ({ consumer: contract.name, pattern: Subscription.pattern(contract) }))
    statement("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value").run(
      name,
      JSON.stringify(written)
    )
  })

const fromWritten = Effect.fnUntraced(function* (text: string) {
  const written = yield* Effect.forEach(yield* decode(text), ({ consumer, pattern: { detail, ...type } }) =>
    Effect.all({
      isOfType: Effect.map(Pattern.fromUnknown(type), Pattern.compile),
      // A detail is read only where a filter asks for it.
      matches: detail === undefined ? Effect.undefined : Effect.map(Pattern.fromUnknown({ detail }), Pattern.compile),
      consumer: Effect.succeed(consumer)
    })
  )
  return {
    consumers: written.map(({ consumer }) => consumer),
    route: ({ detail, detailType, source }: EventBus.Entry) => {
      const type = { source, "detail-type": detailType }
      return written
        .filter(
          ({ isOfType, matches }) =>
            isOfType(type) && (matches === undefined || matches({ detail: JSON.parse(detail) }))
        )
        .map(({ consumer }) => consumer)
    }
  }
})

/** What the process wrote down that worked in the directory last; `undefined` where none did. */
export const read = ({
  statement,
  use
}: Database.Database["Service"]): Effect.Effect<Routes | undefined, Unavailable> =>
  Effect.flatMap(
    use("Routes.read", () => statement("SELECT value FROM meta WHERE name = ?").get(name)),
    (row) => (row === undefined ? Effect.undefined : Effect.orDie(fromWritten(Sqlite.text(row["value"]))))
  )
