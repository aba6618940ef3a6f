/**
 * Open Financial Exchange, as banks export it: OFX 1.x (SGML: headers, unclosed and empty tags, all on one line), OFX 2.x
 * (XML), and Quicken's QFX, which is OFX with `INTU.` elements. Read are the statements of bank, card and investment
 * accounts, the latter's cash entries only. The specification is at financialdataexchange.org (OFX 2.2, 2017).
 */
import type { Format } from "../Format.ts"
import * as OfxHeader from "./OfxHeader.ts"
import * as OfxSession from "./OfxSession.ts"

export const format: Format = {
  names: ["ofx"],
  recognize: OfxHeader.recognize,
  open: (_recognition, options) => OfxSession.open(options)
}
