/**
 * ISO 20022 bank-to-customer statements: CAMT.052 (`BkToCstmrAcctRpt`), .053 (`BkToCstmrStmt`) and .054
 * (`BkToCstmrDbtCdtNtfctn`), in every published version, inside any envelope and under any namespace prefix.
 *
 * The record is the `Ntry`: each start tag counts as one, and comes out as a transaction or as a rejection.
 */
import type { Format, Head, ReadOptions, Recognition, Session } from "../Format.ts"
import { type FormatName, type Item, type Note, StatementRejected } from "../Statement.ts"
import { AccountStatement } from "./AccountStatement.ts"
import {
  BalanceDraft,
  ChargeDraft,
  DetailDraft,
  type Drafts,
  EntryDraft,
  StatementDraft,
  type StatementName
} from "./Draft.ts"
import * as Elements from "./Elements.ts"
import * as Entry from "./Entry.ts"
import { Tokenizer } from "./Xml.ts"

// Version 1 has the version in the name of the element.
const messageName = /^BkToCstmr(?:AcctRpt|Stmt|DbtCdtNtfctn)(?:V[0-9]{2})?$/
const identifier = /camt\.(05[234])\.001\.[0-9]{2}/
const messageTag = /<(?:[\w.-]{1,64}:)?BkToCstmr(AcctRpt|Stmt|DbtCdtNtfctn)(?:V[0-9]{2})?[\s/>]/
const formats: ReadonlyMap<string, FormatName> = new Map([
  ["052", "camt.052"],
  ["053", "camt.053"],
  ["054", "camt.054"],
  ["AcctRpt", "camt.052"],
  ["Stmt", "camt.053"],
  ["DbtCdtNtfctn", "camt.054"]
])

const messageIdentifier = /iso:20022:[\w:.-]{0,64}?:((?:pain|pacs|camt|acmt)\.[0-9]{3})\.[0-9]{3}/
const declaration = /^\s*<\?xml\s[^<>]{0,200}?encoding\s{0,8}=\s{0,8}["']([\w.:-]{1,40})["']/

const recognize = ({ text }: Head): Recognition | null => {
  const start = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  const declaredEncoding = declaration.exec(start)?.[1] ?? null
  const claim = (format: FormatName, score: number): Recognition => ({
    format,
    score,
    certainty: score === 1 ? "stated" : "inferred",
    declaredEncoding
  })
  if (!start.trimStart().startsWith("<")) return null
  const found = messageTag.exec(start) ?? identifier.exec(start)
  const format = found === null ? undefined : formats.get(found[1] ?? "")
  if (format !== undefined) return claim(format, 1)
  // Not a statement as far as can be seen: claimed nevertheless, so that the refusal can say what it is.
  if (/urn:iso:std:iso:20022:|<(?:[\w.-]{1,64}:)?Document[\s>]/.test(start)) return claim("camt.053", 0.4)
  if (/<!DOCTYPE\s+(?!html)|<!ENTITY/i.test(start) && !/<OFX>/i.test(start)) return claim("camt.053", 0.1)
  return null
}

/** Other messages that people find beside their statements, by the first part of the identifier. */
const otherMessages: ReadonlyMap<string, string> = new Map([
  ["pain.001", "a payment order (pain.001)"],
  ["pain.002", "a payment status report (pain.002)"],
  ["pain.008", "a direct debit order (pain.008)"],
  ["pacs.008", "an interbank payment (pacs.008)"],
  ["camt.029", "an answer to an investigation (camt.029)"],
  ["camt.056", "a recall of a payment (camt.056)"],
  ["camt.060", "a request for a statement (camt.060)"],
  ["camt.086", "a fee statement (camt.086)"]
])

const mend = "Export the account statement as camt.053 (or camt.052, camt.054, MT940 or CSV) instead."

const notAStatement = (looksLike: string, reason: string): StatementRejected =>
  new StatementRejected({ code: "not-a-statement", looksLike, reason, mend, line: null })

// An entry of ten thousand payments is real, so what one entry may hold is a multiple of what one field may.
const fieldsPerEntry = 64

const statementNames: ReadonlyMap<string, StatementName> = new Map([
  ["Stmt", "Stmt"],
  ["Rpt", "Rpt"],
  ["Ntfctn", "Ntfctn"]
])

class CamtSession implements Session {
  rowsRead = 0
  readonly #tokenizer: Tokenizer
  readonly #maxEntryLength: number
  #items: Array<Item> = []
  // The element that is read at each depth, or null where an element is passed over.
  readonly #path: Array<Elements.Element | null> = []
  readonly #attributes: Array<string> = []
  #statement: AccountStatement | null = null
  #entry: EntryDraft | null = null
  #entryLength = 0
  #statements = 0
  // Depth of the message that is open; null outside of one.
  #messageDepth: number | null = null
  #sawMessage = false
  #isBroken = false
  #identifier: string | null = null
  readonly #drafts: Drafts = {
    created: null,
    statement: new StatementDraft("Stmt", 0),
    balance: new BalanceDraft(),
    entry: new EntryDraft(0, 0),
    detail: new DetailDraft(),
    charge: new ChargeDraft()
  }

  constructor(options: Required<ReadOptions>) {
    this.#maxEntryLength = options.maxFieldLength * fieldsPerEntry
    this.#tokenizer = new Tokenizer(
      {
        open: (name, attributes) => this.#open(name, attributes),
        close: (_name, text) => this.#close(text),
        malformed: () => this.#malformed()
      },
      options
    )
  }

  write(text: string): ReadonlyArray<Item> {
    this.#tokenizer.write(text)
    return this.#take()
  }

  end(): ReadonlyArray<Item> {
    this.#tokenizer.end()
    if (this.#statements === 0) throw this.#noStatement()
    return this.#take()
  }

  readonly summary = (): { readonly csv: null; readonly notes: ReadonlyArray<Note> } => ({
    csv: null,
    notes: this.#isBroken
      ? [
          {
            code: "xml-not-well-formed",
            message: "The file's XML is broken or incomplete; entries in doubt were rejected."
          }
        ]
      : []
  })

  #take(): ReadonlyArray<Item> {
    const items = this.#items
    this.#items = []
    return items
  }

  #noStatement(): StatementRejected {
    if (this.#sawMessage) {
      return notAStatement(
        "an ISO 20022 message without a statement",
        "The message holds no statement, report or notification."
      )
    }
    const kind = this.#identifier?.slice(0, 8) ?? ""
    const looksLike = otherMessages.get(kind) ?? (kind === "" ? "an XML file" : "another ISO 20022 message")
    return notAStatement(looksLike, `The file is ${looksLike}, not a bank statement.`)
  }

  #open(name: string, attributes: string): void {
    if (this.#identifier === null && attributes !== "")
      this.#identifier = messageIdentifier.exec(attributes)?.[1] ?? null
    if (name === "Ntry") {
      this.#openEntry()
      return
    }
    const parent = this.#path.at(-1) ?? null
    // Text and an unknown element side by side: what was collected is not the whole text.
    const child = parent?.children.get(name) ?? null
    if (parent !== null && parent.take !== null && child === null) this.#malformed()
    const statement = this.#messageDepth === null ? undefined : statementNames.get(name)
    if (statement !== undefined) this.#openStatement(statement)
    else if (messageName.test(name)) {
      this.#messageDepth = this.#tokenizer.depth
      this.#sawMessage = true
      this.#drafts.created = null
      this.#push(Elements.message, attributes)
    } else {
      this.#push(child, attributes)
      child?.enter?.(this.#drafts)
      if (child?.enter && this.#entry !== null) this.#grow(64)
    }
  }

  #push(element: Elements.Element | null, attributes: string): void {
    this.#path.push(element)
    this.#attributes.push(element !== null && element.take !== null ? attributes : "")
    this.#tokenizer.collecting = element !== null && element.take !== null
  }

  #unwind(depth: number): void {
    this.#tokenizer.unwind(depth)
    this.#path.length = depth
    this.#attributes.length = depth
  }

  #openStatement(name: StatementName): void {
    const unfinished = this.#statement
    if (unfinished !== null) {
      this.#malformed()
      this.#finishEntry()
      this.#unwind(unfinished.draft.depth)
      this.#finishStatement()
    }
    const draft = new StatementDraft(name, this.#tokenizer.depth)
    draft.created = this.#drafts.created
    this.#drafts.statement = draft
    this.#statement = new AccountStatement(this.#statements++, draft)
    this.#push(Elements.statement, "")
  }

  #openEntry(): void {
    this.rowsRead++
    if (this.#entry !== null) this.#malformed()
    this.#finishEntry()
    // Entries stand directly in the statement: whatever is still open around this one was never closed.
    const depth = this.#statement === null ? null : this.#statement.draft.depth + 1
    if (depth !== null && this.#tokenizer.depth > depth) {
      this.#isBroken = true
      this.#unwind(depth)
    }
    const entry = new EntryDraft(this.#tokenizer.line, this.#tokenizer.depth)
    this.#entry = entry
    this.#entryLength = 0
    this.#drafts.entry = entry
    this.#push(this.#statement === null ? Elements.misplacedEntry : Elements.entry, "")
  }

  #close(text: string): void {
    const element = this.#path.pop() ?? null
    const attributes = this.#attributes.pop() ?? ""
    this.#tokenizer.collecting = false
    if (element !== null && element.take !== null) {
      const value = text.trim()
      if (value !== "") {
        if (this.#entry !== null) this.#grow(value.length)
        element.take(this.#drafts, value, attributes)
      }
    }
    const depth = this.#path.length
    if (this.#entry !== null && depth === this.#entry.depth) this.#finishEntry()
    else if (this.#statement !== null && depth === this.#statement.draft.depth) this.#finishStatement()
    else if (depth === this.#messageDepth) this.#messageDepth = null
  }

  #grow(length: number): void {
    this.#entryLength += length
    if (this.#entryLength <= this.#maxEntryLength) return
    throw new StatementRejected({
      code: "too-long",
      looksLike: "a bank statement with an oversized entry",
      reason: `An entry of the file holds more than ${this.#maxEntryLength} characters.`,
      mend: "Export a shorter period, or the entries without their single payments.",
      line: this.#entry?.line ?? null
    })
  }

  #finishEntry(): void {
    const entry = this.#entry
    if (entry === null) return
    this.#entry = null
    const statement = this.#statement
    if (statement === null) {
      this.#items.push({
        _tag: "Rejection",
        account: null,
        line: entry.line,
        code: "entry-misplaced",
        reason: "The entry stands outside any statement, report or notification."
      })
      return
    }
    this.#items.push(...statement.announce())
    const item = Entry.read(entry, statement.context)
    statement.add(item)
    this.#items.push(item)
  }

  #finishStatement(): void {
    const statement = this.#statement
    if (statement === null) return
    this.#statement = null
    this.#items.push(...statement.announce(), statement.close())
  }

  #malformed(): void {
    this.#isBroken = true
    if (this.#entry !== null) this.#entry.malformed = true
  }
}

/** CAMT.052, .053 and .054 of ISO 20022. */
export const format: Format = {
  names: ["camt.052", "camt.053", "camt.054"],
  recognize,
  open: (_recognition, options) => new CamtSession(options)
}
