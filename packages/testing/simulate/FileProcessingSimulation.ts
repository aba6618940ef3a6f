/** The file pipeline under simulation, with a consumer such as a team adds to it: what `npm run simulate` runs. */
import * as Simulation from "@millrace/testing/Simulation"
import { fileInvariants } from "./FileInvariants.ts"
import { workload } from "./FileWorkload.ts"
import { withReceipts } from "./Receipts.ts"

export const simulation = Simulation.make({
  program: withReceipts,
  workload,
  // Small enough that the larger events leave their data in a claim.
  limits: { maxEntries: 3, maxEntryBytes: 750, maxCallBytes: 6000 },
  invariants: fileInvariants
})
