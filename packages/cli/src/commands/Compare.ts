/** `millrace compare`: where, in shadow mode, the events and the direct processor disagree. Exit code 1 where they do. */
import * as Effect from "effect/Effect"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Options from "../Options.ts"
import * as Output from "../Output.ts"
import * as Style from "../render/Style.ts"
import * as Table from "../render/Table.ts"

/** Differences shown to a person; all of them with `--json`. */
const shown = 50

const text = (value: unknown): string => Style.safe(typeof value === "string" ? value : JSON.stringify(value), 40)

export const compare = Command.make(
  "compare",
  {
    place: Options.place,
    json: Options.json,
    begin: Flag.Boolean("begin").pipe(
      Flag.withDescription("First make the shadow what the events have now: to begin shadow mode where there is data"),
      Flag.withDefault(false)
    )
  },
  Effect.fnUntraced(function* ({ begin, place, json }) {
    const Store = yield* Effect.promise(() => import("../Store.ts"))
    const Comparison = yield* Effect.promise(() => import("@millrace/handlers/direct/Comparison"))
    const style = yield* Output.style
    const { differences, files } = yield* Effect.gen(function* () {
      const { tables } = yield* Store.backends
      if (begin) yield* Output.note(`${yield* Comparison.begin(tables)} rows copied to the shadow`)
      return yield* Comparison.make(tables)
    }).pipe(Effect.scoped, Effect.provide(Store.beside(place)))
    if (json) yield* Output.json({ files, differences })
    else {
      yield* Output.print(
        `${files.compared} files compared: ${files.equal} equal, ${files.different} different`,
        ...(files.onlyEvents > 0 ? [`${files.onlyEvents} files are known to the events alone`] : []),
        ...(files.onlyDirect > 0 ? [`${files.onlyDirect} files are known to the direct processor alone`] : []),
        ...(files.unfinished > 0 ? [`${files.unfinished} files are still at work`] : []),
        ...Table.lines(
          [
            { title: "file" },
            { title: "collection" },
            { title: "row" },
            { title: "field" },
            { title: "events" },
            { title: "direct" }
          ],
          differences
            .slice(0, shown)
            .map(({ collection, direct, events, field, fileId, row }) => [
              fileId ?? "(account)",
              collection,
              Style.safe(row, 40),
              field,
              text(events),
              text(direct)
            ]),
          style.dim
        ),
        ...(differences.length > shown ? [`and ${differences.length - shown} more: --json`] : [])
      )
    }
    if (differences.length > 0) yield* Output.unwell
  })
).pipe(Command.withDescription("Compare what events and direct processing made of the same files (shadow mode)"))
