/** Messages written for the tests in the manner of several countries' banks; all names and accounts are invented. */

const lines = (...all: ReadonlyArray<string>) => `${all.join("\r\n")}\r\n`

/** German: numbered subfields with SEPA code words, a returned debit, a cancelled credit, two messages. */
export const german = lines(
  ":20:STARTUMSE",
  ":25:12030000/0012345678",
  ":28C:00012/001",
  ":60F:C231229EUR1000,00",
  ":61:2312300102DR42,50N005NONREF//BANKREF-1",
  ":86:105?00FOLGELASTSCHRIFT?109248?20EREF+4711-2023?21MREF+M-99?22CR",
  "ED+DE98ZZZ09999999999?23SVWZ+Abschlag Dezember Zaeh?24ler 123456?30G",
  "ENODEF1ABC?31DE89370400440532013000?32Stadtwerke Musterstadt GmbH?33",
  " & Co. KG?34992",
  ":61:2401020102RD7,00NRTI//BANKREF-2",
  ":86:109?00RETOURE?20SVWZ+Rueckgabe?32Max Muster",
  ":61:2401020102RC3,00N051NONREF",
  ":86:159?00STORNO",
  ":62F:C240102EUR961,50",
  ":64:C240102EUR961,50",
  "-",
  ":20:STARTUMSE",
  ":25:12030000/0012345678",
  ":28C:00013/001",
  ":60F:C240102EUR961,50",
  ":61:240103CR0,01N062NONREF",
  ":86:166?00GUTSCHRIFT?20SVWZ+Test?60nach",
  ":62F:C240103EUR961,51",
  "-"
)

/** ABN AMRO: code words between slashes, and words before colons. */
export const abnAmro = lines(
  "ABNANL2A",
  "940",
  "ABNANL2A",
  ":20:ABN AMRO BANK NV",
  ":25:517852257",
  ":28:19322/1",
  ":60F:C240526EUR100,00",
  ":61:2405270527D10,00N944NONREF",
  ":86:/TRTP/SEPA OVERBOEKING/IBAN/NL69ABNA0111111111/BIC/ABNANL2A/NAME/",
  "JAN JANSEN/REMI/FACTUUR 2024-17/KLANT 5/EREF/NOTPROVIDED",
  ":61:2405270527C1,00N654NONREF",
  ":86:SEPA Overboeking                 IBAN: NL32REVO0921990154",
  "BIC: REVONL22                    Naam: P DE VRIES",
  "Omschrijving: Boodschappen       Kenmerk: NOTPROVIDED",
  ":62F:C240527EUR91,00",
  "-"
)

/** ING, in SWIFT blocks, the code words broken by the line width. */
export const ing = lines(
  "{1:F01INGBNL2ABXXX0000000000}{2:I940INGBNL2AXXXN}{4:",
  ":20:P140220000000001",
  ":25:NL69INGB0123456789EUR",
  ":28C:00000",
  ":60F:C240219EUR662,23",
  ":61:2402200220D1,56NTRFEREF//00000000001005",
  "/TRCD/00100/",
  ":86:/EREF/500411584454//MARF/1.15791632//CSID/NL93ZZZ332656790051",
  "//CNTP/NL12COBA0733959555/COBANL2XXXX/Telefoon Nederlanden BV///R",
  "EMI/USTD//Factuurnummer 901258406560//PURP/OTHR/",
  ":62F:C240220EUR660,67",
  ":86:/SUM/1/0/1,56/0,00/",
  "-}{5:{CHK:000000000000}}",
  "{1:F01INGBNL2ABXXX0000000000}{2:I940INGBNL2AXXXN}{4:",
  ":20:P140220000000002",
  ":25:NL69INGB0123456789EUR",
  ":28C:00000",
  ":60F:C240220EUR660,67",
  ":62F:C240220EUR660,67",
  "-}"
)

/** Polish: subfields behind `~` or `<`, a bare transaction code before them, empty ones marked by a dot above. */
export const polish = lines(
  ":20:ST240601",
  ":25:/PL61109010140000071219812874",
  ":28C:1",
  ":60F:C240601PLN1000,00",
  ":61:2406010601DN38,17N073NONREF//BR1234",
  "073 0",
  ":86:073",
  ":86:073~00073",
  "~20Płatność kartą 38,17 PLN",
  "~21SKLEP WROCŁAW",
  "~22˙",
  "~300000",
  "~310000000000000000",
  "~32SKLEP TEST",
  "~33˙",
  "~38PL27114020040000300201355387",
  "~60˙",
  ":61:240602C50,00S020",
  ":86:020<00PRZELEW<20CZYNSZ LOKAL 15A<27JAN NOWAK",
  ":62F:C240602PLN1011,83",
  "-"
)

/** A statement over three messages, of which the middle ones carry intermediate balances. */
export const paged = lines(
  ":20:1",
  ":25:CH5604835012345678009",
  ":28C:7/1",
  ":60F:C240101CHF0,",
  ":61:2401010101C5,NTRFX//R1",
  ":62M:C240101CHF5,",
  "-",
  ":20:1",
  ":25:CH5604835012345678009",
  ":28C:7/2",
  ":60M:C240101CHF5,",
  ":61:2401020102D2,5NTRFX//R2",
  ":62M:C240102CHF2,5",
  "-",
  ":20:1",
  ":25:CH5604835012345678009",
  ":28C:7/3",
  ":60M:C240102CHF2,5",
  ":61:2401030103D2,5NTRFX//R3",
  ":62F:C240103CHF0,",
  "-"
)

export const interim = lines(
  ":20:INTERIM",
  ":25:DE02120300000000202051",
  ":28C:00123/001",
  ":34F:USDD0,00",
  ":34F:USDC0,00",
  ":13D:2405021430+0200",
  ":61:2405020502C10,NTRFNONREF//A1",
  ":86:WIRE IN",
  ":61:240503ED4,20NCHKNONREF",
  ":86:EXPECTED CHECK",
  ":90D:1USD4,20",
  ":90C:1USD10,",
  "-"
)
