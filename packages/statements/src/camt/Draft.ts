/**
 * What has been read of a message so far: texts as the file has them, before anything is decided about their meaning.
 * `Elements.ts` fills a draft while elements close; `Entry.ts` and `Statement.ts` read it when an entry or a statement ends.
 */

/** An amount's text, with its `Ccy` attribute. */
export interface AmountDraft {
  readonly text: string
  readonly currency: string | null
}

/** A debtor or creditor: the name, and the account by whichever identification the file uses. */
export class PartyDraft {
  name: string | null = null
  account: string | null = null
  ultimate: string | null = null
}

/** A `TxDtls`: one payment of an entry. */
export class DetailDraft {
  amount: AmountDraft | null = null
  /** `AmtDtls/TxAmt`, which version 2 has instead of `Amt`. */
  transactionAmount: AmountDraft | null = null
  instructedAmount: AmountDraft | null = null
  direction: string | null = null
  servicerReference: string | null = null
  transactionId: string | null = null
  endToEndId: string | null = null
  readonly debtor = new PartyDraft()
  readonly creditor = new PartyDraft()
  readonly unstructured: Array<string> = []
  readonly structured: Array<string> = []
  readonly returnReason: Array<string> = []
  information: string | null = null
  /** The first of the dates in `RltdDts`. */
  date: string | null = null
}

export class ChargeDraft {
  amount: AmountDraft | null = null
  total: AmountDraft | null = null
}

/** An `Ntry`. */
export class EntryDraft {
  readonly line: number
  /** Depth of the `Ntry` element's parent. */
  readonly depth: number
  /** The file is not well-formed within this entry, so nothing in it can be trusted. */
  malformed = false
  /** `Amt`, `CdtDbtInd` or a date stands in it more than once: it is not clear which one counts. */
  repeated = false
  amount: AmountDraft | null = null
  direction: string | null = null
  reversal: string | null = null
  status: string | null = null
  bookingDate: string | null = null
  valueDate: string | null = null
  reference: string | null = null
  servicerReference: string | null = null
  domain: string | null = null
  family: string | null = null
  subFamily: string | null = null
  proprietaryCode: string | null = null
  information: string | null = null
  readonly charges: Array<ChargeDraft> = []
  readonly details: Array<DetailDraft> = []

  constructor(line: number, depth: number) {
    this.line = line
    this.depth = depth
  }
}

/** A `Bal`. */
export class BalanceDraft {
  code: string | null = null
  amount: AmountDraft | null = null
  direction: string | null = null
  date: string | null = null
}

/** A `Stmt`, `Rpt` or `Ntfctn`. */
export class StatementDraft {
  readonly name: StatementName
  readonly depth: number
  iban: string | null = null
  otherId: string | null = null
  accountName: string | null = null
  ownerName: string | null = null
  currency: string | null = null
  accountType: string | null = null
  /** `CreDtTm`, else that of the message. */
  created: string | null = null
  page: string | null = null
  lastPage: string | null = null
  readonly balances: Array<BalanceDraft> = []

  constructor(name: StatementName, depth: number) {
    this.name = name
    this.depth = depth
  }
}

export type StatementName = "Stmt" | "Rpt" | "Ntfctn"

/** The drafts that elements are read into at this moment. */
export interface Drafts {
  /** `CreDtTm` of the message. */
  created: string | null
  statement: StatementDraft
  balance: BalanceDraft
  entry: EntryDraft
  detail: DetailDraft
  charge: ChargeDraft
}
