/** The function that empties the dead-letter queues into the dead letters' table. */
import * as DlqDrain from "@millrace/aws/lambda/DlqDrain"
import * as FunctionLayers from "@millrace/aws/lambda/FunctionLayers"

export const handler = DlqDrain.make({ layer: FunctionLayers.drain })
