/** The services that a runtime implements, together: what capabilities and deliveries are made from. */
import type * as EventBus from "./EventBus.ts"
import type * as ObjectStore from "./ObjectStore.ts"
import type * as TableStore from "./TableStore.ts"

/** One of each backend. */
export interface Backends {
  readonly tables: TableStore.TableStore["Service"]
  readonly objects: ObjectStore.ObjectStore["Service"]
  readonly bus: EventBus.EventBus["Service"]
}
