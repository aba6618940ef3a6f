/** `millrace files`: every file with what became of it. */
import * as Effect from "effect/Effect"
import * as Command from "effect/cli/Command"
import * as Options from "../Options.ts"
import * as Output from "../Output.ts"
import * as CertificateLine from "../render/CertificateLine.ts"

export const files = Command.make(
  "files",
  { place: Options.place, json: Options.json, user: Options.onlyUser },
  Effect.fnUntraced(function* ({ place, json, user }) {
    const Store = yield* Effect.promise(() => import("../Store.ts"))
    const style = yield* Output.style
    yield* Effect.gen(function* () {
      const all = yield* Store.files(user)
      for (const { item, tenantId } of all) {
        if (json) {
          yield* Output.json({
            fileId: item.fileId,
            file: item.filename,
            userId: tenantId,
            accountId: item.accountId,
            status: item.status,
            reason: item.refusal?.reason ?? null,
            receivedAt: item.receivedAt,
            size: item.size,
            certificate: item.certificate
          })
        } else {
          yield* Output.print(`${style.dim(item.fileId)}  ${CertificateLine.line(item, style)}`)
        }
      }
      if (!json && all.length === 0) yield* Output.print("No files.")
    }).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
  })
).pipe(Command.withDescription("List files with their certificates"))
