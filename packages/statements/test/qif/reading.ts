/** Reads a QIF text the way the reader does, survey first, for the tests of this folder. */
import { format } from "../../src/qif/Qif.ts"
import type { QifPlan } from "../../src/qif/QifSurvey.ts"
import type { Item, Note, Rejection, Transaction } from "../../src/Statement.ts"

export const options = { maxFieldLength: 1_048_576, maxDepth: 64 }

export interface Reading {
  readonly items: ReadonlyArray<Item>
  readonly rowsRead: number
  readonly notes: ReadonlyArray<Note>
  readonly plan: QifPlan
}

const encoder = new TextEncoder()

export const recognize = (text: string) =>
  format.recognize({
    bytes: encoder.encode(text.slice(0, 65_536)),
    text: text.slice(0, 65_536),
    complete: text.length <= 65_536
  })

/** `pieces` is gone through twice, as the reader goes through the file. */
export const readPieces = (pieces: Iterable<string>, limits: Partial<typeof options> = {}): Reading => {
  const recognition = { format: "qif", score: 1, certainty: "stated", declaredEncoding: null } as const
  const settings = { ...options, ...limits }
  const survey = format.survey?.(recognition, settings)
  if (survey === undefined) throw new Error("QIF has a survey")
  for (const piece of pieces) survey.write(piece)
  const plan = survey.end()
  const session = format.open(recognition, settings, plan)
  const items: Array<Item> = []
  const take = (completed: ReadonlyArray<Item>): void => {
    for (const item of completed) items.push(item)
  }
  for (const piece of pieces) take(session.write(piece))
  take(session.end())
  return { items, rowsRead: session.rowsRead, notes: session.summary().notes, plan }
}

export const read = (text: string, limits: Partial<typeof options> = {}): Reading => readPieces([text], limits)

export const transactions = (reading: Reading): ReadonlyArray<Transaction> =>
  reading.items.filter((item) => item._tag === "Transaction")
export const rejections = (reading: Reading): ReadonlyArray<Rejection> =>
  reading.items.filter((item) => item._tag === "Rejection")

/** A bank section of these records, each a list of lines. */
export const bank = (...records: ReadonlyArray<ReadonlyArray<string>>): string =>
  `!Type:Bank\n${records.map((lines) => [...lines, "^"].join("\n")).join("\n")}\n`
