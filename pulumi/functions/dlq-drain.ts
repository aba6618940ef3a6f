/** The function that empties the dead-letter queues into the dead letters' table. */
import * as DlqDrain from "@millrace/aws/lambda/DlqDrain"
import * as DrainLayer from "@millrace/aws/lambda/DrainLayer"

export const handler = DlqDrain.make({ layer: DrainLayer.layer })
