/** Reads an OFX text the way the reader does, for the tests of this folder. */
import { format } from "../../src/ofx/Ofx.ts"
import type { Item, Note, Rejection, Transaction } from "../../src/Statement.ts"

export const options = { maxFieldLength: 1_048_576, maxDepth: 64 }

export interface Reading {
  readonly items: ReadonlyArray<Item>
  readonly rowsRead: number
  readonly notes: ReadonlyArray<Note>
}

const encoder = new TextEncoder()

export const recognize = (text: string) =>
  format.recognize({
    bytes: encoder.encode(text.slice(0, 65_536)),
    text: text.slice(0, 65_536),
    complete: text.length <= 65_536
  })

export const readPieces = (pieces: Iterable<string>, limits: Partial<typeof options> = {}): Reading => {
  const recognition = { format: "ofx", score: 1, certainty: "stated", declaredEncoding: null } as const
  const session = format.open(recognition, { ...options, ...limits }, undefined)
  const items: Array<Item> = []
  const take = (completed: ReadonlyArray<Item>): void => {
    for (const item of completed) items.push(item)
  }
  for (const piece of pieces) take(session.write(piece))
  take(session.end())
  return { items, rowsRead: session.rowsRead, notes: session.summary().notes }
}

export const read = (text: string, limits: Partial<typeof options> = {}): Reading => readPieces([text], limits)

export const transactions = (reading: Reading): ReadonlyArray<Transaction> =>
  reading.items.filter((item) => item._tag === "Transaction")
export const rejections = (reading: Reading): ReadonlyArray<Rejection> =>
  reading.items.filter((item) => item._tag === "Rejection")

/** A bank statement in OFX 1.x around the given transactions. */
export const statement = (
  list: string,
  head = "<CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>42<ACCTTYPE>CHECKING</BANKACCTFROM>"
): string =>
  `OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>${head}` +
  `<BANKTRANLIST>${list}</BANKTRANLIST><LEDGERBAL><BALAMT>10.00<DTASOF>20240131</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n`

export const transaction = (fields: string): string => `<STMTTRN>${fields}</STMTTRN>`
