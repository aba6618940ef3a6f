/**
 * `millrace upload`: puts statements into the bucket of a deployed stack, where its functions take them from, or signs addresses
 * that a browser can put them to.
 */
import { UploadLimits } from "@millrace/handlers/UploadLimits"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as InputFile from "../InputFile.ts"
import * as ObjectKeyUser from "../ObjectKeyUser.ts"
import * as Options from "../Options.ts"
import { CommandFailed } from "../Output.ts"
import * as Output from "../Output.ts"
import { isDeployed } from "../Place.ts"
import * as Progress from "../Progress.ts"
import * as Uploading from "../Uploading.ts"

/** Uploads at once: enough to fill a line, few enough to hold a part of each in memory. */
const uploadsAtOnce = 4

const usage = (problem: string, mend: string) => new CommandFailed({ problem, mend, exitCode: 2 })

/** Files that the pipeline would take: a file above its limit is told before anything is sent. */
const open = Effect.fnUntraced(function* (path: string) {
  const { maxBytes } = yield* UploadLimits
  const file = yield* InputFile.open(path)
  if (file.size <= maxBytes) return file
  return yield* usage(
    `${path}: the file is larger than ${Math.floor(maxBytes / 1_048_576)} MiB, which the pipeline refuses.`,
    "Split it by date. Nothing was uploaded."
  )
})

export const upload = Command.make(
  "upload",
  {
    file: Options.files,
    place: Options.deployed,
    json: Options.json,
    user: Options.user,
    account: Options.account,
    presign: Flag.Boolean("presign").pipe(
      Flag.withDescription("Send nothing: print an address that takes one PUT of each file, and the headers it wants"),
      Flag.withDefault(false)
    ),
    expires: Flag.Int("expires").pipe(
      Flag.withDescription("With --presign: seconds that the address is good for"),
      Flag.withDefault(900)
    )
  },
  Effect.fnUntraced(function* ({ account, expires, file: paths, json, place, presign, user }) {
    if (!isDeployed(place)) {
      return yield* usage(
        "Uploads without processing go to a deployed stack.",
        "Name it with --aws, or use `millrace run` for a data directory."
      )
    }
    yield* ObjectKeyUser.check(user)
    // All files are looked at before the first is uploaded: a misspelled name costs nothing.
    const inputs = yield* Effect.forEach([...new Set(paths)], open)
    const Store = yield* Effect.promise(() => import("../Store.ts"))
    const Uploads = yield* Effect.promise(() => import("../aws/Uploads.ts"))
    const owner = { user, account }
    if (presign && (expires < 1 || expires > Uploads.maxExpirySeconds)) {
      return yield* usage(
        `--expires ${expires}: an address is good for 1 to ${Uploads.maxExpirySeconds} seconds.`,
        "Name a number between."
      )
    }

    const told = Effect.fnUntraced(function* (input: InputFile.InputFile) {
      const identified = yield* Uploading.identify(input, user, account)
      const { fileId, key, path } = identified
      const shown = { file: path, fileId, key, size: input.size }
      if (presign) {
        const { headers, traceId, url } = yield* Uploads.sign(identified, owner, expires)
        yield* json
          ? Output.json({ ...shown, traceId, method: "PUT", url, headers, expiresInSeconds: expires })
          : Output.print(
              `${path} → ${fileId}`,
              `PUT ${url}`,
              ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
            )
        return
      }
      const { object, traceId } = yield* Uploads.put(identified, owner)
      yield* json
        ? Output.json({ ...shown, versionId: object.versionId, traceId })
        : Output.print(`${path} → ${fileId}  trace ${traceId}`)
    })

    let done = 0
    yield* Progress.during(
      Effect.forEach(inputs, (input) => Effect.tap(told(input), () => Effect.sync(() => done++)), {
        concurrency: uploadsAtOnce,
        discard: true
      }),
      Effect.sync(() => ({ done, of: inputs.length, what: "files uploaded" }))
    ).pipe(Effect.scoped, Effect.provide(Layer.merge(Uploads.signing(place), Store.deployed(place))))
    if (!json && !presign) yield* Output.note("The stack works on them: see `millrace files --aws`.")
  })
).pipe(Command.withDescription("Put statements into a deployed stack's bucket (--aws), or sign addresses for browsers"))
