/** The files that `schemas.ts` writes and the test compares with. */
import * as Event from "@millrace/core/Event"
import { all } from "../src/Events.ts"

/** The schema of every event and supported version, as text, with its file's name. */
export const documents = (): ReadonlyArray<{ readonly name: string; readonly text: string }> =>
  all.flatMap((event) =>
    Event.jsonSchemas(event).map((document) => ({
      name: `${document.type}.v${document.version}.json`,
      text: `${JSON.stringify(document, null, 2)}\n`
    }))
  )
