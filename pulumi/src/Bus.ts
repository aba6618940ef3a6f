/** The bus that events travel on, and the archive that keeps them beside the event store, as a safety net. */
import { EventArchive } from "@pulumi/aws/cloudwatch/eventArchive.js"
import { EventBus } from "@pulumi/aws/cloudwatch/eventBus.js"
import type * as pulumi from "@pulumi/pulumi"
import type { Settings } from "./Settings.ts"

/** Makes the bus and its archive. */
export const make = (
  name: string,
  settings: Settings,
  options: pulumi.CustomResourceOptions,
  tags: Readonly<Record<string, string>>
): EventBus => {
  const key = settings.kmsKeyArn === null ? {} : { kmsKeyIdentifier: settings.kmsKeyArn }
  const bus = new EventBus(name, { name, description: "Events of the pipeline.", ...key, tags }, options)
  new EventArchive(
    name,
    // Archive names have at most 48 characters.
    {
      name: name.slice(0, 48),
      description: "Every event of the bus, to be sent again where the event store is lost.",
      eventSourceArn: bus.arn,
      retentionDays: settings.archiveRetentionDays,
      ...key
    },
    options
  )
  return bus
}
