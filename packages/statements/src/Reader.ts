/**
 * Reads a bank statement of any supported format: bytes in; accounts, transactions, rejections, balances and one
 * certificate out.
 *
 * A file is read twice, because its encoding and a CSV file's date order, decimal mark and signs can only be decided by
 * all of it. The first pass recognizes the format and gathers that evidence, the second yields items. Neither keeps rows:
 * memory does not grow with the file. (A file whose first 64 KiB are ASCII or whose head gives another impression of the encoding than
 * the whole is surveyed once more.)
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { format as camt } from "./camt/Camt.ts"
import * as Csv from "./csv/Csv.ts"
import type { CsvMapping } from "./csv/Mapping.ts"
import * as Detection from "./Detection.ts"
import * as Encoding from "./Encoding.ts"
import type { Format, Head, ReadOptions as ParserOptions, Recognition, Session } from "./Format.ts"
import { format as ofx } from "./ofx/Ofx.ts"
import { format as qif } from "./qif/Qif.ts"
import { Pieces, pieceSize } from "./Pieces.ts"
import { type Certificate, type Item, type Note, StatementRejected } from "./Statement.ts"
import { format as swift } from "./swift/Mt940.ts"

/** Settings of one reading. */
export interface ReadOptions extends ParserOptions {
  /** How to read a CSV file, where inference must be overridden. With it, the file is taken for CSV, unless `csvOnly` is false. */
  readonly csv?: CsvMapping | undefined
  /** Whether `csv` makes the file one. False for a mapping that is kept for all files of an account. Default true. */
  readonly csvOnly?: boolean | undefined
}

/** A file that can be opened more than once, from its beginning each time. */
export interface Input<E = never, R = never> {
  readonly open: Stream.Stream<Uint8Array, E, R>
}

const headSize = 65_536

// `TextDecoder` is a global value of every runtime; only the DOM library declares it as a type, too.
type Decoder = InstanceType<typeof TextDecoder>

/** A format with its plan's type closed over. `end` decides the plan, and answers what opens a session by it, any number of times. */
interface Opened {
  readonly write: (text: string) => void
  readonly end: () => () => Session
}

interface AnyFormat {
  readonly recognize: (head: Head) => Recognition | null
  readonly begin: (recognition: Recognition, options: Required<ParserOptions>) => Opened
}

const plain = (format: Format): AnyFormat => ({
  recognize: format.recognize,
  begin: (recognition, options) => ({ write: () => {}, end: () => () => format.open(recognition, options, undefined) })
})

const surveyed = <Plan>(format: Format<Plan>): AnyFormat => ({
  recognize: format.recognize,
  begin: (recognition, options) => {
    const survey = format.survey?.(recognition, options)
    if (survey === undefined) throw new TypeError(`The format ${format.names.join(", ")} has a plan and no survey.`)
    const end = () => {
      const plan = survey.end()
      return () => format.open(recognition, options, plan)
    }
    return { write: (text) => survey.write(text), end }
  }
})

const csvFormat = surveyed(Csv.format)

const allFormats: ReadonlyArray<AnyFormat> = [plain(ofx), surveyed(qif), plain(camt), plain(swift), csvFormat]

const formatsFor = (options: ReadOptions): ReadonlyArray<AnyFormat> =>
  options.csv === undefined ? allFormats : [surveyed(Csv.make(options.csv))]

const parserOptions = (options: ReadOptions): Required<ParserOptions> => ({
  maxFieldLength: options.maxFieldLength ?? 1_048_576,
  maxDepth: options.maxDepth ?? 64
})

/** What the first pass found: everything that the second needs. */
interface Opening {
  /** Bytes of the file: the second pass must see as many. */
  readonly length: number
  readonly encoding: Encoding.Encoding
  readonly recognition: Recognition
  readonly session: () => Session
}

/** The first pass. Methods throw `StatementRejected`. */
class Survey {
  #options: ReadOptions
  readonly #forced: string | null
  readonly #pieces = new Pieces()
  #length = 0
  #state: {
    readonly encoding: Encoding.EncodingSurvey
    readonly provisional: Encoding.Encoding
    readonly decoder: Decoder
    readonly recognition: Recognition
    readonly opened: Opened
  } | null = null

  /** `forced` is the encoding that an earlier survey of the same file came to. */
  constructor(options: ReadOptions, forced: string | null) {
    this.#options = options
    this.#forced = forced
  }

  write(bytes: Uint8Array): void {
    this.#length += bytes.length
    const piece = this.#pieces.push(bytes)
    if (piece !== null) this.#piece(piece, false)
  }

  /** The opening, or the encoding with which the file has to be surveyed again. */
  end(): Opening | string {
    this.#piece(this.#pieces.take(), true)
    const state = this.#state
    if (state === null) throw Detection.empty()
    const { decoder, opened, provisional, recognition } = state
    const encoding = this.#ordered(state.encoding.end(this.#declaration(recognition), true))
    const isSame = encoding.label === provisional.label || provisional.ascii
    if (!isSame && this.#forced === null) return encoding.label
    opened.write(decoder.decode())
    return { length: this.#length, encoding, recognition, session: opened.end() }
  }

  #declaration(recognition: Recognition): string | null {
    return this.#options.csv?.encoding ?? recognition.declaredEncoding
  }

  /** A mapping's encoding is an order and not a claim. */
  #ordered(found: Encoding.Encoding): Encoding.Encoding {
    const ordered = this.#options.csv?.encoding === undefined ? null : Encoding.known(this.#options.csv.encoding)
    return ordered === null ? found : { ...found, label: ordered, certainty: "stated" }
  }

  #piece(bytes: Uint8Array, complete: boolean): void {
    if (this.#state === null) {
      if (bytes.length === 0) return
      this.#begin(bytes, complete)
    }
    const state = this.#state
    if (state === null) return
    state.encoding.write(bytes)
    state.opened.write(state.decoder.decode(bytes, { stream: true }))
  }

  #begin(bytes: Uint8Array, complete: boolean): void {
    const headBytes = bytes.subarray(0, headSize)
    const isWhole = complete && headBytes.length === bytes.length
    const survey = new Encoding.EncodingSurvey(headBytes)
    survey.write(headBytes)
    const first =
      this.#forced === null
        ? survey.end(null, isWhole)
        : { label: this.#forced, certainty: "inferred" as const, damaged: false, ascii: false }
    // Until the file is known to be CSV, a mapping that waits for one has no say in how it is decoded.
    const isWaiting = this.#options.csv !== undefined && this.#options.csvOnly === false
    if (isWaiting && isOfAnotherFormat(headOf(headBytes, first.label, isWhole))) {
      this.#options = { ...this.#options, csv: undefined }
    }
    let provisional =
      this.#options.csv?.encoding === undefined
        ? first
        : { ...first, label: Encoding.known(this.#options.csv.encoding) ?? first.label }
    let head = headOf(headBytes, provisional.label, isWhole)
    if (Detection.binary(headBytes) !== null && Encoding.byteOrderMark(headBytes) === null)
      throw Detection.unrecognized(head)
    if (!provisional.label.startsWith("utf-16") && headBytes.includes(0))
      throw Detection.unrecognized({ ...head, text: "" })
    let found = recognizeIn(head, this.#options)
    if (found === null) throw Detection.unrecognized(head)
    const declared = this.#forced === null ? Encoding.known(this.#declaration(found.recognition) ?? "") : null
    if (declared !== null && declared !== provisional.label && !provisional.ascii) {
      const again = new Encoding.EncodingSurvey(headBytes)
      again.write(headBytes)
      provisional = again.end(declared, isWhole)
      head = headOf(headBytes, provisional.label, isWhole)
      found = recognizeIn(head, this.#options) ?? found
    }
    this.#state = {
      encoding: new Encoding.EncodingSurvey(headBytes),
      provisional,
      decoder: new TextDecoder(provisional.label),
      recognition: found.recognition,
      opened: found.format.begin(found.recognition, parserOptions(this.#options))
    }
  }
}

const headOf = (bytes: Uint8Array, label: string, complete: boolean): Head => ({
  bytes,
  text: new TextDecoder(label).decode(bytes, { stream: !complete }),
  complete
})

const isOfAnotherFormat = (head: Head): boolean => {
  const found = recognizeIn(head, {})
  return found !== null && found.format !== csvFormat
}

const recognizeIn = (head: Head, options: ReadOptions) => {
  let best: { readonly format: AnyFormat; readonly recognition: Recognition } | null = null
  for (const format of formatsFor(options)) {
    const recognition = format.recognize(head)
    if (recognition !== null && (best === null || recognition.score > best.recognition.score))
      best = { format, recognition }
  }
  return best
}

const changed = (first: number, second: number): StatementRejected =>
  new StatementRejected({
    code: "changed-while-read",
    looksLike: null,
    reason: `The file had ${first} bytes when it was surveyed and ${second} when it was read.`,
    mend: "Read it again when nothing writes to it; the input must give the whole file each time it is opened.",
    line: null
  })

/** The second pass: items out, counted. Methods throw `StatementRejected`. */
class Reading {
  readonly #opening: Opening
  readonly #session: Session
  readonly #decoder: Decoder
  readonly #pieces = new Pieces()
  #length = 0
  #accepted = 0
  #pending = 0
  #rejected = 0

  constructor(opening: Opening) {
    this.#opening = opening
    this.#session = opening.session()
    this.#decoder = new TextDecoder(opening.encoding.label)
  }

  write(bytes: Uint8Array): ReadonlyArray<Item> {
    this.#length += bytes.length
    const piece = this.#pieces.push(bytes)
    return piece === null ? [] : this.#counted(this.#session.write(this.#decoder.decode(piece, { stream: true })))
  }

  end(): ReadonlyArray<Item> {
    const { length } = this.#opening
    const session = this.#session
    if (this.#length !== length) throw changed(length, this.#length)
    const rest = this.#decoder.decode(this.#pieces.take(), { stream: true }) + this.#decoder.decode()
    const items = [...this.#counted(session.write(rest)), ...this.#counted(session.end())]
    return [...items, this.#certificate()]
  }

  #counted(items: ReadonlyArray<Item>): ReadonlyArray<Item> {
    for (const item of items) {
      if (item._tag === "Transaction") {
        if (item.status === "booked") this.#accepted++
        else this.#pending++
      } else if (item._tag === "Rejection") this.#rejected++
    }
    return items
  }

  #certificate(): Certificate {
    const { encoding, recognition } = this.#opening
    const session = this.#session
    const rows = { read: session.rowsRead, accepted: this.#accepted, pending: this.#pending, rejected: this.#rejected }
    if (rows.read !== rows.accepted + rows.pending + rows.rejected) {
      // Never a property of a file: a parser that loses rows must not look as if it had read them.
      throw new Error(
        `The ${recognition.format} parser counted ${rows.read} rows and handed out ${rows.accepted + rows.pending + rows.rejected}.`
      )
    }
    const summary = session.summary()
    const notes: Array<Note> = encoding.damaged
      ? [
          {
            code: "encoding-damaged",
            message: "The text is UTF-8 with broken characters in it, which are shown as \u{fffd}."
          },
          ...summary.notes
        ]
      : [...summary.notes]
    return {
      _tag: "Certificate",
      format: recognition.format,
      formatCertainty: recognition.certainty,
      encoding: encoding.label,
      encodingCertainty: encoding.certainty,
      rows,
      csv: summary.csv,
      notes
    }
  }
}

const isRejected = (error: unknown): error is StatementRejected => error instanceof StatementRejected

/** Runs a step of a pass: what a format refuses becomes the error, anything else thrown is a defect. */
const attempt = <A>(step: () => A): Effect.Effect<A, StatementRejected> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(step())
    } catch (error) {
      return isRejected(error) ? Effect.fail(error) : Effect.die(error)
    }
  })

const pass = <E, R>(
  input: Input<E, R>,
  options: ReadOptions,
  forced: string | null
): Effect.Effect<Opening | string, StatementRejected | E, R> =>
  Effect.suspend(() => {
    const first = new Survey(options, forced)
    return input.open.pipe(
      Stream.runForEach((bytes) => attempt(() => first.write(bytes))),
      Effect.andThen(attempt(() => first.end()))
    )
  })

/** A file of which everything is known that decides how it is read. */
export interface Surveyed<E = never, R = never> {
  /**
   * The file's items in file order, in chunks as they come; the last is the certificate. Opens the input once each time it is
   * run. Fails with `StatementRejected` where the file as a whole is refused, and with the input's own errors.
   */
  readonly items: Stream.Stream<ReadonlyArray<Item>, StatementRejected | E, R>
}

/**
 * The first pass over a file, for who reads its items more than once. Fails as `items` does. The input is opened once, in rare
 * cases twice.
 */
export const survey = <E, R>(
  input: Input<E, R>,
  options: ReadOptions = {}
): Effect.Effect<Surveyed<E, R>, StatementRejected | E, R> =>
  Effect.gen(function* () {
    const first = yield* pass(input, options, null)
    const opening = typeof first === "string" ? yield* pass(input, options, first) : first
    if (typeof opening === "string")
      return yield* Effect.die(new Error("A survey with a forced encoding asked for another one."))
    const items = Stream.suspend(() => {
      const reading = new Reading(opening)
      return input.open.pipe(
        Stream.mapEffect((bytes) => attempt(() => reading.write(bytes))),
        Stream.concat(Stream.fromEffect(attempt(() => reading.end()))),
        Stream.filter((read) => read.length > 0)
      )
    })
    return { items }
  })

/**
 * Reads a file as a stream of items in file order, in chunks as they come; the last item is the certificate.
 *
 * Fails with `StatementRejected` where the file as a whole is refused, and with the input's own errors. The input is
 * opened two times, in rare cases three.
 */
export const read = <E, R>(
  input: Input<E, R>,
  options: ReadOptions = {}
): Stream.Stream<ReadonlyArray<Item>, StatementRejected | E, R> =>
  Stream.unwrap(Effect.map(survey(input, options), ({ items }) => items))

/** Reads a file that is in memory, at once. Throws nothing. */
export const readBytes = (
  bytes: Uint8Array,
  options: ReadOptions = {}
): Result.Result<ReadonlyArray<Item>, StatementRejected> => {
  const whole = (forced: string | null): Opening | string => {
    const first = new Survey(options, forced)
    for (let position = 0; position < bytes.length; position += pieceSize)
      first.write(bytes.subarray(position, position + pieceSize))
    return first.end()
  }
  try {
    const first = whole(null)
    const opening = typeof first === "string" ? whole(first) : first
    if (typeof opening === "string") throw new Error("A survey with a forced encoding asked for another one.")
    const reading = new Reading(opening)
    const items: Array<Item> = []
    for (let position = 0; position < bytes.length; position += pieceSize) {
      for (const item of reading.write(bytes.subarray(position, position + pieceSize))) items.push(item)
    }
    for (const item of reading.end()) items.push(item)
    return Result.succeed(items)
  } catch (error) {
    if (isRejected(error)) return Result.fail(error)
    throw error
  }
}
