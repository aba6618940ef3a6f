import { assert, describe, it } from "@effect/vitest"
import { booked, read } from "./Reading.ts"

/** Encodes by inverting the platform's decoder: one byte, or two where the encoding has them. */
const encoder = (label: string, isDouble: boolean) => {
  const decoder = new TextDecoder(label, { fatal: true })
  const bytesOf = new Map<string, ReadonlyArray<number>>()
  const learn = (...bytes: ReadonlyArray<number>) => {
    try {
      const text = decoder.decode(Uint8Array.from(bytes))
      if (text.length === 1 && !bytesOf.has(text)) bytesOf.set(text, bytes)
    } catch {
      // Not every byte or pair is a character.
    }
  }
  for (let byte = 0; byte < 256; byte++) learn(byte)
  if (isDouble)
    for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) learn(lead, trail)
  return (text: string): Uint8Array =>
    Uint8Array.from(
      Array.from(text).flatMap((character) => {
        const bytes = bytesOf.get(character)
        if (bytes === undefined) throw new Error(`${label} has no ${character}`)
        return bytes
      })
    )
}

const utf16 = (text: string, littleEndian: boolean, mark: boolean): Uint8Array => {
  const marked = mark ? `\ufeff${text}` : text
  const bytes = new Uint8Array(marked.length * 2)
  const view = new DataView(bytes.buffer)
  for (let index = 0; index < marked.length; index++) view.setUint16(index * 2, marked.charCodeAt(index), littleEndian)
  return bytes
}

const samples: ReadonlyArray<readonly [label: string, text: string]> = [
  [
    "windows-1252",
    "Buchungstag;Empfänger;Verwendungszweck;Betrag\n31.01.2024;Bäckerei Müller;Brötchen für Gäste;-3,50\n30.01.2024;Straße;Gebühr;-1,00\n"
  ],
  [
    "windows-1252",
    "Date;Libellé;Débit;Crédit\n31/01/2024;Boulangerie à côté;3,50;\n30/01/2024;Salaire février reçu;;1800,00\n"
  ],
  ["windows-1252", "Fecha;Descripción;Importe\n31/01/2024;Panadería señor Núñez;-3,50\n"],
  ["windows-1252", "Bokföringsdag;Beskrivning;Belopp\n2024-01-31;Kortköp Åhléns på Söder;-45,10\n"],
  ["windows-1250", "Datum;Popis;Částka;Měna\n31.01.2024;Platba kartou Příšerně žluťoučký kůň;-45,10;CZK\n"],
  [
    "windows-1250",
    "Data księgowania;Opis operacji;Kwota\n2024-01-31;Zakup przy użyciu karty: sklep „Żabka”, Łódź;-45,10\n"
  ],
  ["windows-1250", "Könyvelés dátuma;Közlemény;Összeg\n2024.01.31.;Vásárlás kártyával, gyümölcs, őszi szűcs;-4510\n"],
  ["windows-1251", "Дата операции;Описание;Сумма\n31.01.2024;Покупка в магазине Пятёрочка;-450,00\n"],
  ["windows-1253", "Ημερομηνία;Περιγραφή;Ποσό\n31/01/2024;Αγορά σε κατάστημα;-45,10\n"],
  ["windows-1254", "Tarih;Açıklama;Tutar\n31/01/2024;Alışveriş, ödeme işlemi, İstanbul;-45,10\n"],
  ["windows-1257", "Data;Paskirtis;Suma\n2024-01-31;Mokėjimas už prekes, ačiū, šėrės žąsis;-45,10\n"],
  ["gb18030", "交易日期,摘要,交易金额,余额\n2024-01-31,超市消费,-45.10,954.90\n2024-01-30,工资收入,1000.00,1000.00\n"],
  [
    "shift_jis",
    "日付,摘要,お支払金額,お預り金額,差引残高\n2024/1/31,コンビニ ローソン,1200,,98800\n2024/1/30,給与振込,,100000,100000\n"
  ],
  [
    "euc-kr",
    "거래일자,적요,출금금액,입금금액,잔액\n2024-01-31,카드결제 편의점,1200,,98800\n2024-01-30,급여 이체,,100000,100000\n"
  ]
]

describe("encodings", () => {
  for (const [label, text] of samples) {
    it(`${label}: ${text.slice(0, 24).split("\n")[0]}…`, () => {
      const isDouble = !label.startsWith("windows")
      const expected = read(text)
      const reading = read(encoder(label, isDouble)(text))
      assert.strictEqual(reading.certificate.encoding, label)
      assert.deepStrictEqual(
        reading.transactions.map(({ amount, date, description }) => [date, amount, description]),
        expected.transactions.map(({ amount, date, description }) => [date, amount, description])
      )
      assert.strictEqual(reading.rejections.length, 0)
    })
  }

  it("UTF-8 with and without a mark, UTF-16 of both kinds with and without one", () => {
    const text = "Datum;Empfänger;Betrag\n31.01.2024;Café Zürich;-3,50\n"
    const utf8 = new TextEncoder().encode(text)
    const files: ReadonlyArray<readonly [Uint8Array, string, string]> = [
      [utf8, "utf-8", "proved"],
      [Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8]), "utf-8", "stated"],
      [utf16(text, true, true), "utf-16le", "stated"],
      [utf16(text, false, true), "utf-16be", "stated"],
      [utf16(text, true, false), "utf-16le", "proved"],
      [utf16(text, false, false), "utf-16be", "proved"]
    ]
    for (const [bytes, label, certainty] of files) {
      const reading = read(bytes)
      assert.deepStrictEqual([reading.certificate.encoding, reading.certificate.encodingCertainty], [label, certainty])
      assert.strictEqual(reading.transactions[0]?.counterparty, "Café Zürich")
    }
  })

  it("a first byte beyond ASCII far behind the head decides for the whole file", () => {
    const rows = Array.from({ length: 8000 }, (_, index) => `2024-01-31;row ${index};-1,00\n`).join("")
    const latin = encoder("windows-1252", false)(`Datum;Text;Betrag\n${rows}2024-01-31;Bäckerei Größe;-2,00\n`)
    const reading = read(latin)
    assert.strictEqual(reading.certificate.encoding, "windows-1252")
    assert.strictEqual(reading.transactions.at(-1)?.description, "Bäckerei Größe")
  })

  it("UTF-8 that a head cuts inside a character stays UTF-8", () => {
    for (let shift = 0; shift < 4; shift++) {
      const text = `Date,Text,Amount\n${" ".repeat(shift)}2024-01-31,${"é".repeat(40_000)},-1.00\n`
      assert.strictEqual(read(text).certificate.encoding, "utf-8")
    }
  })

  it("broken UTF-8 is read and said to be damaged", () => {
    const good = new TextEncoder().encode("Datum;Text;Betrag\n31.01.2024;Bäcker für Gäste, Größe;-1,00\n30.01.2024;")
    const reading = read(Uint8Array.from([...good, 0xed, 0xa0, 0x80, ...new TextEncoder().encode(";-2,00\n")]))
    assert.deepStrictEqual(booked(reading), ["2024-01-31 -1.00", "2024-01-30 -2.00"])
    assert.include(
      reading.certificate.notes.map(({ code }) => code),
      "encoding-damaged"
    )
  })
})
