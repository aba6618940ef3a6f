import * as Collection from "@millrace/core/Collection"
import * as Consumer from "@millrace/core/Consumer"
import * as Event from "@millrace/core/Event"
import * as Pipeline from "@millrace/core/Pipeline"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

export class Reservations extends Collection.make("reservations", {
  schema: Schema.Struct({ article: Schema.String, orderId: Schema.String, pieces: Schema.Int }),
  key: { partition: ["article"], sort: ["orderId"] }
}) {}

export class OrderPlaced extends Event.make("order.placed", {
  source: "example.shop",
  entry: true,
  payload: Schema.Struct({ orderId: Schema.String, article: Schema.String, pieces: Schema.Int }),
  attributes: ["orderId", "article"]
}) {}

export class StockReserved extends Event.make("stock.reserved", {
  source: "example.shop",
  payload: Schema.Struct({ orderId: Schema.String, article: Schema.String, reserved: Schema.Int }),
  attributes: ["orderId", "article"]
}) {}

export class Reserve extends Consumer.make("reserve", {
  on: [OrderPlaced],
  emits: [StockReserved],
  uses: [Reservations.Reader, Reservations.Writer],
  timeout: "30 seconds"
}) {}

export const reserve = Reserve.handler(
  Effect.fn("reserve")(function* ({ data: { article, orderId, pieces } }) {
    const reader = yield* Reservations.Reader
    const writer = yield* Reservations.Writer
    // Keyed by the order: however often this runs, the order reserves once.
    yield* writer.put({ article, orderId, pieces })
    const reserved = yield* Stream.runFold(
      reader.query({ article }),
      () => 0,
      (sum, { item }) => sum + item.pieces
    )
    yield* StockReserved.publish({ orderId, article, reserved })
  })
)

export const Shop = Pipeline.make("shop", [Reserve], { exits: [StockReserved] })
export const shop = Pipeline.implement(Shop, [reserve])
