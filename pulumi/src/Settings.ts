/**
 * The settings of a deployment, each documented, and all of them checked before any resource is made. In a stack file they stand
 * under `millrace:`, see `Pulumi.dev.yaml`. Whatever is wrong, missing or unknown is told at once, a line each, by its name.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** Namespace of the settings in a stack file. */
export const namespace = "millrace"

/** What CloudWatch takes as days of retention. */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
]

const wholeFrom = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

const perFunction = (minimum: number, maximum: number) => Schema.Record(Schema.String, wholeFrom(minimum, maximum))

interface Setting<A> {
  readonly schema: Schema.Codec<A, unknown>
  /** What a value looks like, for the message of one that does not. */
  readonly expected: string
  /** Absent: the setting must be given. */
  readonly fallback?: A
}

const setting = <A>(schema: Schema.Codec<A, unknown>, expected: string, fallback?: A): Setting<A> =>
  fallback === undefined ? { schema, expected } : { schema, expected, fallback }

/** A setting that may be left out. */
const optional = <A>(schema: Schema.Codec<A, unknown>, expected: string) =>
  setting<A | null>(Schema.NullOr(schema), expected, null)

const definitions = {
  uploadTrigger: setting(
    Schema.Literals(["events", "shadow", "direct"]),
    "`events` (the chain of consumers), `shadow` (the chain, and the direct processor beside it to compare with) or `direct` (the direct processor alone: the rollback)",
    "events"
  ),
  alarmAddresses: setting(
    Schema.Array(Schema.String.check(Schema.isPattern(/^[^@\s]+@[^@\s]+\.[^@\s]+$/))),
    "a list of e-mail addresses that alarms are sent to; `[]` for none"
  ),
  logLevel: setting(
    Schema.Literals(["Trace", "Debug", "Info", "Warn", "Error"]),
    "one of Trace, Debug, Info, Warn, Error",
    "Info"
  ),
  logRetentionDays: setting(
    Schema.Literals(retentionDays),
    `days that CloudWatch keeps logs, one of ${retentionDays.join(", ")}`,
    30
  ),
  archiveRetentionDays: setting(wholeFrom(1, 3650), "days that the bus's archive keeps events, 1 to 3650", 30),
  noncurrentVersionDays: setting(
    wholeFrom(1, 3650),
    "days that a bucket keeps versions that were overwritten or deleted, 1 to 3650",
    30
  ),
  maximumConcurrency: setting(
    perFunction(2, 1000),
    "for each consumer named, how many of its functions run at once at most: a whole number from 2 (the least that an event source mapping takes) to 1000",
    {}
  ),
  reservedConcurrency: setting(
    perFunction(2, 10_000),
    "for each function named, the concurrency reserved of the account's: a whole number from 2",
    {}
  ),
  memoryMiB: setting(perFunction(128, 10_240), "for each function named, its memory in MiB, 128 to 10240", {}),
  timeoutSeconds: setting(
    perFunction(1, 900),
    "for each function named, its timeout in whole seconds, its contract's to 900",
    {}
  ),
  existingBucket: optional(
    Schema.String.check(Schema.isPattern(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)),
    "the name of the bucket that uploads go to already"
  ),
  kmsKeyArn: optional(
    Schema.String.check(Schema.isPattern(/^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/)),
    "the ARN of a KMS key (arn:aws:kms:…:key/…); left out, AWS manages the keys"
  ),
  otlpEndpoint: optional(
    Schema.String.check(Schema.isPattern(/^https?:\/\/[^\s]+$/)),
    "the base address of an OpenTelemetry collector, https://…"
  ),
  latencyAlarmSeconds: setting(
    wholeFrom(1, 86_400),
    "seconds from upload to processed above which an alarm goes off, 1 to 86400",
    900
  ),
  removalProtection: setting(
    Schema.Boolean,
    "`true`, or `false` to let buckets and tables be deleted with what they hold",
    true
  )
} as const

type Definitions = typeof definitions

/** What a deployment is told. */
export type Settings = {
  readonly [K in keyof Definitions]: Definitions[K] extends Setting<infer A> ? A : never
}

/** Which way an upload takes. */
export type UploadTrigger = Settings["uploadTrigger"]

/** Names of all settings, with what each takes and what it is when left out (`undefined`: it must be given). */
export const documentation: ReadonlyArray<{
  readonly name: keyof Settings
  readonly expected: string
  readonly fallback: unknown
}> = (Object.keys(definitions) as ReadonlyArray<keyof Settings>).map((name) => {
  const definition: Setting<unknown> = definitions[name]
  return { name, expected: definition.expected, fallback: definition.fallback }
})

/** Settings that cannot be deployed. The message has a line for each. */
export class SettingsInvalid extends Error {
  override readonly name = "SettingsInvalid"
  readonly problems: ReadonlyArray<string>
  constructor(problems: ReadonlyArray<string>) {
    super(
      `Nothing was deployed: ${problems.length === 1 ? "a setting is" : `${problems.length} settings are`} wrong.\n${problems.map((problem) => `  ${problem}`).join("\n")}`
    )
    this.problems = problems
  }
}

/** The nearest known name by edits, for the message about an unknown one. */
const nearest = (name: string, known: ReadonlyArray<string>): string | undefined => {
  const distance = (a: string, b: string): number => {
    let row = Array.from({ length: b.length + 1 }, (_, at) => at)
    for (let i = 1; i <= a.length; i++) {
      const next = [i]
      for (let j = 1; j <= b.length; j++) {
        next.push(
          Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1))
        )
      }
      row = next
    }
    return row[b.length] ?? 0
  }
  const [best] = known
    .map((candidate) => [candidate, distance(name.toLowerCase(), candidate.toLowerCase())] as const)
    .toSorted((a, b) => a[1] - b[1])
  return best !== undefined && best[1] <= Math.max(2, name.length / 3) ? best[0] : undefined
}

const qualified = (name: string): string => `${namespace}:${name}`

/** Reads settings from values as a stack file has them. Throws `SettingsInvalid`, which names every setting that is wrong. */
export const fromUnknown = (values: Readonly<Record<string, unknown>>): Settings => {
  const problems: Array<string> = []
  const read = new Map<string, unknown>()
  const names = Object.keys(definitions)
  for (const name of Object.keys(values)) {
    if (names.includes(name)) continue
    const meant = nearest(name, names)
    problems.push(`${qualified(name)} is no setting${meant === undefined ? "" : `; did you mean ${qualified(meant)}?`}`)
  }
  for (const { expected, fallback, name } of documentation) {
    const value = values[name]
    if (value === undefined) {
      if (fallback === undefined) problems.push(`${qualified(name)} is missing: give ${expected}.`)
      read.set(name, fallback)
      continue
    }
    const definition: Setting<unknown> = definitions[name]
    const decoded = Schema.decodeUnknownResult(definition.schema)(value)
    if (Result.isSuccess(decoded)) read.set(name, decoded.success)
    else problems.push(`${qualified(name)} is ${JSON.stringify(value)}; give ${expected}.`)
  }
  if (problems.length > 0) throw new SettingsInvalid(problems)
  // Every definition has put its own decoded value under its own name.
  return Object.fromEntries(read) as unknown as Settings
}

/** A value as Pulumi hands it over: text, which is JSON for what is no text in the stack file. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Reads settings from Pulumi's configuration: `millrace:uploadTrigger` → text. Other namespaces are others' business. */
export const fromConfig = (config: Readonly<Record<string, string>>): Settings =>
  fromUnknown(
    Object.fromEntries(
      Object.entries(config)
        .filter(([name]) => name.startsWith(`${namespace}:`))
        .map(([name, text]) => [name.slice(namespace.length + 1), parsed(text)])
    )
  )
