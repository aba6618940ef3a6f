import * as Invariant from "@millrace/testing/Invariant"
import * as Simulation from "@millrace/testing/Simulation"
import * as Workload from "@millrace/testing/Workload"
import * as Schema from "effect/Schema"
import { OrderPlaced, Reservations, shop } from "./Stock.ts"

const decodeReservation = Schema.decodeUnknownSync(Schema.fromJsonString(Reservations.schema))
const decodeOrder = Schema.decodeUnknownSync(OrderPlaced.payload)

const everyOrderReservedOnce = Invariant.make("every order is reserved once", ({ events, world }) => {
  const reserved = world.tables.rows("reservations").map(({ body }) => decodeReservation(body).orderId)
  const placed = events.filter(({ type }) => type === "order.placed").map(({ data }) => decodeOrder(data).orderId)
  return [
    ...placed.filter((orderId) => !reserved.includes(orderId)).map((orderId) => `${orderId} is not reserved`),
    ...reserved.filter((orderId) => !placed.includes(orderId)).map((orderId) => `nobody placed ${orderId}`)
  ]
})

export const simulation = Simulation.make({
  program: shop,
  // Draw from what is given and from nothing else: the same seed is the same run.
  workload: (draws) =>
    Array.from({ length: draws.int(1, 6) }, (_, count) => {
      const orderId = `o${count}`
      const order = { orderId, article: draws.pick(["lamp", "chair"]), pieces: draws.int(1, 5) }
      const atMillis = draws.int(0, draws.pick([0, 1000, 60_000]))
      return Workload.publish(atMillis, OrderPlaced, order, { tenantId: "shop", stimulus: [orderId] })
    }),
  invariants: [
    everyOrderReservedOnce,
    Invariant.nothingDead(() => false),
    Invariant.asWithoutFaults({ collections: [{ collection: Reservations }] })
  ]
})
