/** Deployments that tests look at. */
import * as Consumer from "@millrace/core/Consumer"
import * as Event from "@millrace/core/Event"
import * as Pipeline from "@millrace/core/Pipeline"
import * as FileProcessingModes from "@millrace/handlers/FileProcessingModes"
import { FileProcessing } from "@millrace/handlers/FileProcessing"
import type * as Plan from "@millrace/pulumi/Plan"
import * as Settings from "@millrace/pulumi/Settings"

/** A deployment: contracts and settings. */
export interface Deployment extends Plan.Contracts {
  readonly settings: Settings.Settings
}

/** The settings that have no default, and what a test says. */
export const settingsOf = (values: Readonly<Record<string, unknown>> = {}): Settings.Settings =>
  Settings.fromUnknown({ alarmAddresses: ["operator@example.com"], ...values })

class DigestDue extends Event.every("digest.due", "5 minutes", { source: "test.clock" }) {}
class Digest extends Consumer.make("digest", { on: [DigestDue] }) {}

const modes = { pipeline: FileProcessingModes.pipelines, draining: FileProcessingModes.draining }

const made = {
  events: { ...modes, settings: settingsOf() },
  shadow: { ...modes, settings: settingsOf({ uploadTrigger: "shadow" }) },
  direct: { ...modes, settings: settingsOf({ uploadTrigger: "direct" }) },
  /** A team's own pipeline: a schedule, no upload. */
  scheduled: { pipeline: Pipeline.make("digests", [Digest]), settings: settingsOf() },
  /** Everything that a setting can change. */
  settled: {
    pipeline: FileProcessing,
    settings: settingsOf({
      logLevel: "Debug",
      logRetentionDays: 7,
      archiveRetentionDays: 3,
      noncurrentVersionDays: 5,
      maximumConcurrency: { audit: 3 },
      reservedConcurrency: { audit: 4 },
      memoryMiB: { audit: 512 },
      timeoutSeconds: { audit: 400 },
      existingBucket: "statements-since-2019",
      kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/0aa1",
      otlpEndpoint: "https://collector.example.com",
      latencyAlarmSeconds: 60,
      removalProtection: false
    })
  }
} satisfies Record<string, Deployment>

/** Name of a deployment. */
export type Name = keyof typeof made

/** All of them. */
export const deployments: Readonly<Record<string, Deployment>> = made
