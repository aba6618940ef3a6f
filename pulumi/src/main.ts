/**
 * The program that Pulumi runs, see `Pulumi.yaml`: the file pipeline, one deployment a stack. It reads contracts, settings and
 * bundles, and nothing of the handlers.
 */
import { fileURLToPath } from "node:url"
import { draining, pipelines } from "@millrace/handlers/FileProcessingModes"
import * as pulumi from "@pulumi/pulumi"
import * as Bundles from "./Bundles.ts"
import { FilePipeline } from "./FilePipeline.ts"
import * as Settings from "./Settings.ts"

/** Where `npm run build:functions` leaves the functions, seen from where this program is compiled to. */
const bundles = fileURLToPath(new URL("../../dist-functions", import.meta.url))

// Settings first: a wrong one is told before Pulumi is asked for anything.
const settings = Settings.fromConfig(pulumi.runtime.allConfig())

const pipeline = new FilePipeline(`millrace-${pulumi.getStack()}`, {
  pipeline: pipelines,
  draining,
  functions: Bundles.fromDirectory(bundles),
  settings
})

export const { bucketNames, busName, queueUrls, tableNames } = pipeline
