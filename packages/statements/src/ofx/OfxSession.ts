/**
 * Reads the elements of an OFX response into items: which aggregate an element stands in, where statements and
 * transactions begin and end, also where end tags are missing, wrong or in another order than the specification's.
 *
 * The stack holds the open elements. A start tag followed by text is an element with a value and leaves the stack at
 * once, for OFX 1.x closes none; an aggregate leaves it at its end tag, at the end of what holds it, or where an element
 * begins that cannot stand inside it.
 */
import * as BalanceProof from "../BalanceProof.ts"
import * as Currency from "../Currency.ts"
import type { ReadOptions, Session } from "../Format.ts"
import type { Account, Balance, Item, Note, Rejection, Transaction } from "../Statement.ts"
import { StatementRejected } from "../Statement.ts"
import * as Markup from "./Markup.ts"
import * as OfxAmount from "./OfxAmount.ts"
import * as OfxDate from "./OfxDate.ts"
import { OfxRecord, type Place } from "./OfxRecord.ts"

/** What an open aggregate means for the elements within. `other`: nothing that is read. */
type Context =
  | Place
  | "other"
  | "response"
  | "statement"
  | "list"
  | "pendingList"
  | "account"
  | "ledgerBalance"
  | "status"

/** How far an aggregate's start reaches: it cannot stand within an open record, or not within an open statement. */
type Reach = "inner" | "endsRecord" | "endsStatement"

interface Aggregate {
  readonly context: Context
  readonly reach: Reach
}

const aggregate = (context: Context, reach: Reach): Aggregate => ({ context, reach })

const responses = ["STMTTRNRS", "CCSTMTTRNRS", "INVSTMTTRNRS"]
const statements = new Map<string, Account["kind"]>([
  ["STMTRS", "bank"],
  ["CCSTMTRS", "card"],
  ["INVSTMTRS", "investment"]
])
const messageSets = [
  "OFX",
  "SIGNONMSGSRSV1",
  "BANKMSGSRSV1",
  "CREDITCARDMSGSRSV1",
  "INVSTMTMSGSRSV1",
  "SECLISTMSGSRSV1"
]

const aggregates: ReadonlyMap<string, Aggregate> = new Map<string, Aggregate>([
  ...messageSets.map((name) => [name, aggregate("other", "endsStatement")] as const),
  ...responses.map((name) => [name, aggregate("response", "endsStatement")] as const),
  ...[...statements.keys()].map((name) => [name, aggregate("statement", "endsStatement")] as const),
  ...["SONRS", "STATUS"].map((name) => [name, aggregate("status", "endsRecord")] as const),
  ...["BANKTRANLIST", "CCTRANLIST", "INVTRANLIST", "INVBANKTRAN"].map(
    (name) => [name, aggregate("list", "endsRecord")] as const
  ),
  ...["BANKTRANLISTP", "CCTRANLISTP"].map((name) => [name, aggregate("pendingList", "endsRecord")] as const),
  ...["BANKACCTFROM", "CCACCTFROM", "INVACCTFROM"].map((name) => [name, aggregate("account", "inner")] as const),
  ["LEDGERBAL", aggregate("ledgerBalance", "endsRecord")],
  ...["AVAILBAL", "BALLIST", "BAL", "INVBAL", "INVPOSLIST", "INVTRAN"].map(
    (name) => [name, aggregate("other", "endsRecord")] as const
  ),
  ["STMTTRN", aggregate("record", "endsRecord")],
  ["STMTTRNP", aggregate("record", "endsRecord")],
  ["CURRENCY", aggregate("currency", "inner")],
  ["ORIGCURRENCY", aggregate("originalCurrency", "inner")],
  ["PAYEE", aggregate("payee", "inner")],
  ["BANKACCTTO", aggregate("payeeAccount", "inner")],
  ["CCACCTTO", aggregate("payeeAccount", "inner")]
])

/** Elements with a value that are read somewhere: an empty one that is never closed holds nothing that follows. */
const values: ReadonlySet<string> = new Set(
  (
    "CODE SEVERITY MESSAGE CURDEF BANKID BRANCHID ACCTID ACCTTYPE ACCTKEY BROKERID DTSTART DTEND BALAMT DTASOF TRNTYPE " +
    "DTPOSTED DTUSER DTAVAIL DTTRAN DTEXPIRE TRNAMT FITID CORRECTFITID CORRECTACTION SRVRTID CHECKNUM REFNUM SIC PAYEEID " +
    "NAME EXTDNAME MEMO CURRATE CURSYM CATEGORY VALUEDATE TRNUID DTSERVER LANGUAGE DTPROFUP DTACCTUP ORG FID MKTGINFO"
  ).split(" ")
)

/** Aggregates that book securities or loans, which are no entries on a bank account: counted, and said. */
const unread: ReadonlyMap<string, string> = new Map([
  ["INVTRAN", "securities transaction"],
  ["LOANSTMTTRN", "loan transaction"]
])

/** Records that wait for an account named after them, at most. */
const maxHeld = 1000

interface Statement {
  readonly kind: Account["kind"]
  account: string | null
  currency: string | null
  accountType: string | null
  balance: string | null
  balanceDate: string | null
  index: number | null
  readonly held: Array<Transaction | Rejection>
}

const places: ReadonlySet<Context> = new Set<Context>([
  "record",
  "currency",
  "originalCurrency",
  "payee",
  "payeeAccount"
])
const isPlace = (context: Context): context is Place => places.has(context)

const noOpening = BalanceProof.unknown(
  "OFX states the closing balance only, so there is no opening balance to add the transactions to."
)
const noBalance = BalanceProof.unknown("The file states no balance of this account.")

class OfxSession implements Session {
  rowsRead = 0
  readonly #tokenizer: Markup.Tokenizer
  readonly #maxDepth: number
  readonly #names: Array<string> = []
  readonly #contexts: Array<Context> = []
  /** Whether the innermost element has neither a value nor an element within so far. */
  #isFresh = false
  #record: OfxRecord | null = null
  #recordDepth = -1
  #statement: Statement | null = null
  #statementDepth = -1
  #accounts = 0
  #items: Array<Item> = []
  readonly #errors = new Set<string>()
  #severity = ""
  #errorCode = ""
  readonly #unread = new Map<string, number>()
  #strayAmounts = 0
  #unreadableBalances = 0
  #isComplete = false

  constructor(options: Required<ReadOptions>) {
    this.#maxDepth = options.maxDepth
    this.#tokenizer = new Markup.Tokenizer(
      { tag: this.#tag, text: this.#text, commentedRecord: this.#commentedRecord },
      options.maxFieldLength
    )
  }

  write(text: string): ReadonlyArray<Item> {
    this.#tokenizer.write(text)
    return this.#take()
  }

  end(): ReadonlyArray<Item> {
    this.#tokenizer.end()
    if (this.#record !== null) {
      this.#emit(this.#record.truncated())
      this.#record = null
    }
    this.#closeTo(0)
    this.#closeStatement()
    return this.#take()
  }

  readonly summary = (): { csv: null; notes: ReadonlyArray<Note> } => {
    const notes: Array<Note> = []
    for (const code of this.#errors) {
      notes.push({ code: "response-error", message: `The bank answered with error ${code} in place of a statement.` })
    }
    if (this.#accounts === 0) notes.push({ code: "no-statement", message: "The file holds no account statement." })
    for (const [name, count] of this.#unread) {
      const message = `${count} ${name}${count === 1 ? " is" : "s are"} no entry on a bank account and not read.`
      notes.push({ code: "entries-not-read", message })
    }
    if (this.#strayAmounts > 0) {
      notes.push({
        code: "amount-outside-transaction",
        message: `${this.#strayAmounts} TRNAMT outside any transaction: the file may be damaged.`
      })
    }
    if (this.#unreadableBalances > 0) {
      notes.push({ code: "balance-unreadable", message: "A LEDGERBAL is not an amount and was left out." })
    }
    if (!this.#isComplete)
      notes.push({ code: "truncated", message: "The file ends without </OFX>: it may be incomplete." })
    return { csv: null, notes }
  }

  #take(): ReadonlyArray<Item> {
    const items = this.#items
    this.#items = []
    return items
  }

  readonly #tag = (tag: Markup.Tag, line: () => number): void => {
    if (tag.kind === "end") this.#end(tag.name)
    else this.#start(tag.name, tag.kind === "empty", line)
  }

  #start(name: string, isEmpty: boolean, line: () => number): void {
    const known = aggregates.get(name)
    const top = this.#names.length - 1
    if (this.#isFresh && values.has(this.#names[top] ?? "")) this.#closeTo(top)
    if (known !== undefined && known.reach !== "inner") {
      if (this.#recordDepth >= 0) this.#closeTo(this.#recordDepth)
      if (known.reach === "endsStatement" && this.#statementDepth >= 0) this.#closeTo(this.#statementDepth)
    }
    const isRecord = known?.context === "record"
    const skipped = unread.get(name)
    if (skipped !== undefined) this.#unread.set(skipped, (this.#unread.get(skipped) ?? 0) + 1)
    if (isEmpty && !isRecord) {
      this.#isFresh = false
      return
    }
    const depth = this.#names.length
    if (depth >= this.#maxDepth) throw this.#tooDeep(line())
    const outer = this.#contexts[depth - 1] ?? "other"
    this.#names.push(name)
    this.#contexts.push(contextWithin(known?.context, outer, this.#record !== null))
    this.#isFresh = true
    if (isRecord) {
      this.rowsRead++
      this.#record = new OfxRecord(line(), name === "STMTTRNP" || this.#contexts.includes("pendingList"))
      this.#recordDepth = depth
    } else if (known?.context === "statement") {
      this.#open(statements.get(name) ?? null)
      this.#statementDepth = depth
    } else if (known?.context === "status") {
      this.#severity = ""
      this.#errorCode = ""
    }
    if (isEmpty) this.#closeTo(depth)
  }

  #end(name: string): void {
    this.#isFresh = false
    const at = this.#names.lastIndexOf(name)
    if (at >= 0) this.#closeTo(at)
    // One kind of statement closed as another, as an Australian bank does.
    else if (statements.has(name) && this.#statementDepth >= 0) this.#closeTo(this.#statementDepth)
    if (name === "OFX") this.#isComplete = true
  }

  readonly #text = (value: string): void => {
    const top = this.#names.length - 1
    const name = this.#names[top]
    if (!this.#isFresh || name === undefined) return
    this.#isFresh = false
    const known = aggregates.get(name)
    if (known === undefined) {
      const context = this.#contexts[top] ?? "other"
      this.#closeTo(top)
      this.#value(context, name, value)
    } else if (this.#record !== null && isPlace(known.context)) this.#record.set("record", name, value)
  }

  #value(context: Context, name: string, value: string): void {
    if (this.#record !== null) {
      if (isPlace(context)) this.#record.set(context, name, value)
      return
    }
    const statement = this.#statement
    if (context === "status") this.#status(name, value)
    else if (name === "TRNAMT") this.#strayAmounts++
    else if (statement === null) return
    else if (name === "CURDEF") statement.currency ??= currencyCode(value)
    else if (context === "account" && name === "ACCTID") statement.account ??= value
    else if (context === "account" && name === "ACCTTYPE") statement.accountType ??= value.toUpperCase()
    else if (context === "ledgerBalance" && name === "BALAMT") statement.balance ??= value
    else if (context === "ledgerBalance" && name === "DTASOF") statement.balanceDate ??= value
  }

  #status(name: string, value: string): void {
    if (name === "SEVERITY") this.#severity = value.toUpperCase()
    else if (name === "CODE") this.#errorCode = /^\d{1,6}$/.test(value) ? value : ""
    else return
    if (this.#severity === "ERROR" && this.#errorCode !== "") this.#errors.add(this.#errorCode)
  }

  readonly #commentedRecord = (line: number): void => {
    this.rowsRead++
    const reason = "This transaction stands inside a comment, so the file does not state it."
    this.#emit({ _tag: "Rejection", account: null, line, code: "commented-out", reason })
  }

  /** Closes the open elements from `depth` on, innermost first. */
  #closeTo(depth: number): void {
    while (this.#names.length > depth) {
      const at = this.#names.length - 1
      this.#names.pop()
      this.#contexts.pop()
      if (at === this.#recordDepth) {
        this.#recordDepth = -1
        const record = this.#record
        this.#record = null
        if (record !== null) this.#emit(record.finish(this.#statement?.currency ?? null))
      } else if (at === this.#statementDepth) {
        this.#statementDepth = -1
        this.#closeStatement()
      }
    }
    this.#isFresh = false
  }

  #open(kind: Account["kind"]): Statement {
    this.#closeStatement()
    const statement: Statement = {
      kind,
      account: null,
      currency: null,
      accountType: null,
      balance: null,
      balanceDate: null,
      index: null,
      held: []
    }
    this.#statement = statement
    return statement
  }

  #emit(record: Transaction | Rejection): void {
    // A record outside any statement still belongs to an account, one that the file does not name.
    const statement = this.#statement ?? this.#open(null)
    const isNamed = statement.account !== null && statement.currency !== null
    if (statement.index === null && !isNamed && statement.held.length < maxHeld) {
      statement.held.push(record)
      return
    }
    this.#items.push(settle(record, this.#announce(statement), statement.currency))
  }

  /** Emits the account, once, and the records that waited for it. */
  #announce(statement: Statement): number {
    if (statement.index !== null) return statement.index
    const index = this.#accounts++
    statement.index = index
    this.#items.push({
      _tag: "Account",
      index,
      account: statement.account,
      currency: statement.currency,
      name: null,
      kind: statement.accountType === "CREDITLINE" ? "liability" : statement.kind
    })
    for (const record of statement.held) this.#items.push(settle(record, index, statement.currency))
    statement.held.length = 0
    return index
  }

  #closeStatement(): void {
    const statement = this.#statement
    if (statement === null) return
    this.#statement = null
    const account = this.#announce(statement)
    const closing = closingBalance(statement)
    if (closing === null && statement.balance !== null) this.#unreadableBalances++
    const check = closing === null ? noBalance : noOpening
    this.#items.push({ _tag: "Balances", account, opening: null, closing, check })
  }

  #tooDeep(line: number): StatementRejected {
    return new StatementRejected({
      code: "too-deep",
      looksLike: "an OFX file",
      reason: `Elements are nested more than ${this.#maxDepth} deep.`,
      mend: "Download the statement again as OFX or QFX; the file seems to be damaged.",
      line
    })
  }
}

// The cruzado's code ended in 1989, before there was OFX; a large Brazilian bank writes it where it means the real.
const currencyCode = (value: string): string | null => Currency.code(value.toUpperCase() === "BRC" ? "BRL" : value)

const contextWithin = (own: Context | undefined, outer: Context, isInRecord: boolean): Context => {
  if (own === undefined) return outer
  // An account within a record is not the statement's, and a payee outside of one is nobody's.
  return own === "record" || isPlace(own) === isInRecord ? own : "other"
}

const settle = (record: Transaction | Rejection, account: number, currency: string | null): Transaction | Rejection => {
  if (record._tag === "Rejection") return { ...record, account }
  if (record.account === account && (record.currency !== null || currency === null)) return record
  return { ...record, account, currency: record.currency ?? currency }
}

const closingBalance = (statement: Statement): Balance | null => {
  const amount = statement.balance === null ? null : OfxAmount.read(statement.balance)
  if (amount === null) return null
  const date = statement.balanceDate === null ? null : OfxDate.read(statement.balanceDate).date
  return { amount: amount.value, currency: statement.currency, date }
}

/** Opens the reading of one OFX file. */
export const open = (options: Required<ReadOptions>): Session => new OfxSession(options)
