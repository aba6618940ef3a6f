/** What a data directory or a deployed stack holds, for commands that look at it. */
import type * as Backends from "@millrace/core/Backends"
import type * as Capability from "@millrace/core/Capability"
import * as Collection from "@millrace/core/Collection"
import type * as DeadLetters from "@millrace/core/DeadLetters"
import * as EventBus from "@millrace/core/EventBus"
import type * as Inbox from "@millrace/core/Inbox"
import * as ObjectStore from "@millrace/core/ObjectStore"
import * as TableStore from "@millrace/core/TableStore"
import * as Tenant from "@millrace/core/Tenant"
import { FileProcessing } from "@millrace/handlers/FileProcessing"
import type { AccountMonths } from "@millrace/handlers/domain/Account"
import type { StoredFile } from "@millrace/handlers/domain/StoredFile"
import * as MonthReader from "@millrace/handlers/repositories/MonthReader"
import { Assignments, HandAssignments } from "@millrace/handlers/resources/Assignments"
import { Files } from "@millrace/handlers/resources/Files"
import { DuplicateDecisions, Transactions } from "@millrace/handlers/resources/Transactions"
import * as Database from "@millrace/local/Database"
import type * as DataDirectory from "@millrace/local/DataDirectory"
import * as LocalRuntime from "@millrace/local/LocalRuntime"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as LocalWorkplace from "./LocalWorkplace.ts"
import { CommandFailed } from "./Output.ts"
import { type Deployed, isDeployed, type Place } from "./Place.ts"
import type { Workplace } from "./Workplace.ts"

/** A directory that Millrace has never worked in. */
export const noData = (dataDir: string): CommandFailed =>
  new CommandFailed({
    problem: `${dataDir}: there is no Millrace data here.`,
    mend: "Run `millrace run <file>` first, or name another directory with --data-dir.",
    exitCode: 2
  })

/** What commands work with. */
export type Services =
  | TableStore.TableStore
  | ObjectStore.ObjectStore
  | EventBus.EventBus
  | Inbox.Inbox
  | DeadLetters.DeadLetters
  | Workplace

/** A deployed stack. What knows AWS is loaded here, and by nobody who did not ask for it. */
export const deployed = (place: Deployed): Layer.Layer<Services, CommandFailed> =>
  Layer.unwrap(
    Effect.map(
      Effect.promise(() => import("./aws/AwsWorkplace.ts")),
      ({ layer }) => layer(place)
    )
  )

/**
 * The stores of a deployed stack, or of a data directory beside whatever process works on it. A directory that is not there is
 * refused.
 */
export const beside = (place: Place): Layer.Layer<Services, CommandFailed | DataDirectory.OpenError> => {
  const { dataDir } = place
  if (isDeployed(place)) return deployed(place)
  return Layer.unwrap(
    Effect.suspend(() =>
      Database.exists(dataDir)
        ? Effect.succeed(
            LocalWorkplace.layer(dataDir).pipe(
              Layer.provideMerge(LocalRuntime.layerBeside({ dataDir, pipeline: FileProcessing }))
            )
          )
        : Effect.fail(noData(dataDir))
    )
  )
}

/** The backends in the environment. */
export const backends: Effect.Effect<
  Backends.Backends,
  never,
  TableStore.TableStore | ObjectStore.ObjectStore | EventBus.EventBus
> = Effect.gen(function* () {
  return {
    tables: yield* TableStore.TableStore,
    objects: yield* ObjectStore.ObjectStore,
    bus: yield* EventBus.EventBus
  }
})

const reading = [Transactions.Reader, DuplicateDecisions.Reader, Assignments.Reader, HandAssignments.Reader]

const contextOf = (capabilities: ReadonlyArray<Capability.Any>, from: Backends.Backends): Context.Context<never> =>
  capabilities.reduce<Context.Context<never>>(
    (context, capability) => Context.add(context, capability, capability.fromBackends(from)) as Context.Context<never>,
    Context.empty()
  )

/** The reader of months, made from the backends as a runtime makes it for a consumer. */
export const monthReader = Effect.gen(function* () {
  const from = yield* backends
  const granted = contextOf(reading, from) as Context.Context<Layer.Services<typeof MonthReader.MonthReader.layer>>
  const built = yield* Layer.build(Layer.provide(MonthReader.MonthReader.layer, Layer.succeedContext(granted)))
  return Context.get(built, MonthReader.MonthReader)
})

/** A file with its tenant. */
export interface OwnedFile {
  readonly tenantId: string
  readonly item: StoredFile
}

/** Every file, of one user or of all, oldest first. */
export const files = Effect.fnUntraced(function* (user: Option.Option<string>) {
  const { tables } = yield* backends
  const all = yield* Stream.runCollect(Collection.scanAll(tables, Files))
  return all
    .filter(({ tenantId }) => Option.isNone(user) || user.value === tenantId)
    .sort((a, b) =>
      a.item.receivedAt < b.item.receivedAt
        ? -1
        : a.item.receivedAt > b.item.receivedAt
          ? 1
          : a.item.filename < b.item.filename
            ? -1
            : 1
    )
})

/** The months that files touched, once each, by tenant and account. */
export const monthsOf = (
  of: ReadonlyArray<OwnedFile>
): ReadonlyArray<{
  readonly tenantId: string
  readonly accountId: string
  readonly month: string
}> => {
  const months = new Map<string, { readonly tenantId: string; readonly accountId: string; readonly month: string }>()
  const add = (tenantId: string, { accountId, months: touched }: AccountMonths) => {
    for (const month of touched) months.set(`${tenantId}\n${accountId}\n${month}`, { tenantId, accountId, month })
  }
  for (const { item, tenantId } of of) for (const account of item.touched) add(tenantId, account)
  return [...months.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, month]) => month)
}

/** The transactions of some files' months, month by month. */
export const transactions = (of: ReadonlyArray<OwnedFile>, reader: MonthReader.MonthReader["Service"]) =>
  Stream.fromIterable(monthsOf(of)).pipe(
    Stream.mapEffect(({ accountId, month, tenantId }) =>
      Effect.map(Tenant.provide(tenantId)(reader.month(accountId, month)), (viewed) => ({ tenantId, viewed }))
    )
  )
