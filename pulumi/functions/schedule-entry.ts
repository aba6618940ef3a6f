/** The function that EventBridge Scheduler invokes at the instants of the pipeline's schedules. */
import * as FunctionLayers from "@millrace/aws/lambda/FunctionLayers"
import * as ScheduleEntry from "@millrace/aws/lambda/ScheduleEntry"
import { AuditSealDue } from "@millrace/handlers/Events"

export const handler = ScheduleEntry.make({
  events: [AuditSealDue],
  layer: FunctionLayers.schedule
})
