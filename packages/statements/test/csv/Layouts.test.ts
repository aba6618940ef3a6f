/**
 * Layouts of real banks, as small made-up samples: what they have in common with the banks' files is the columns and the
 * way dates, amounts and signs are written. None is known to the reader by name.
 */
import { assert, describe, it } from "@effect/vitest"
import { booked, dialect, read } from "../Reading.ts"

interface Layout {
  readonly text: ReadonlyArray<string>
  readonly booked: ReadonlyArray<string>
  readonly currency?: string | null
  readonly account?: string | null
  readonly pending?: number
  readonly rejected?: number
  readonly ambiguous?: boolean
  readonly closing?: string
  readonly opening?: string
  readonly proof?: "proved" | "failed" | "unknown"
  readonly description?: string
  readonly counterparty?: string
  readonly balances?: number
  readonly sign?: string
}

const layouts: Readonly<Record<string, Layout>> = {
  "Chase checking (US)": {
    text: [
      "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #",
      'DEBIT,01/05/2024,"COFFEE SHOP 123",-4.50,DEBIT_CARD,1095.50,,',
      'CREDIT,01/04/2024,"PAYROLL ACME",1000.00,ACH_CREDIT,1100.00,,',
      'DEBIT,01/02/2024,"RENT",-900.00,ACH_DEBIT,100.00,,'
    ],
    booked: ["2024-01-05 -4.50", "2024-01-04 1000.00", "2024-01-02 -900.00"],
    ambiguous: true,
    proof: "proved",
    closing: "1095.50"
  },
  "Chase card (US)": {
    text: [
      "Card,Transaction Date,Post Date,Description,Category,Type,Amount,Memo",
      "1234,01/15/2024,01/16/2024,GROCERY STORE,Groceries,Sale,-45.10,",
      "1234,01/10/2024,01/11/2024,Payment Thank You - Web,,Payment,200.00,"
    ],
    booked: ["2024-01-16 -45.10", "2024-01-11 200.00"],
    description: "GROCERY STORE"
  },
  "Bank of America (US)": {
    text: [
      "Description,,Summary Amt.",
      'Beginning balance as of 01/01/2024,,"1,000.00"',
      'Total credits,,"500.00"',
      'Total debits,,"-200.00"',
      'Ending balance as of 01/31/2024,,"1,300.00"',
      "",
      "Date,Description,Amount,Running Bal.",
      '01/01/2024,Beginning balance as of 01/01/2024,,"1,000.00"',
      '01/16/2024,"PAYCHECK, ACME","500.00","1,500.00"',
      '01/20/2024,"ELECTRIC CO","-200.00","1,300.00"'
    ],
    booked: ["2024-01-16 500.00", "2024-01-20 -200.00"],
    opening: "1000.00",
    closing: "1300.00",
    proof: "proved"
  },
  "Wells Fargo without a header (US)": {
    text: [
      '"01/25/2024","-25.00","*","","ATM WITHDRAWAL AUTHORIZED ON 01/25"',
      '"01/20/2024","1500.00","*","","ACME PAYROLL"',
      '"01/13/2024","-60.25","*","","PURCHASE UTILITY"'
    ],
    booked: ["2024-01-25 -25.00", "2024-01-20 1500.00", "2024-01-13 -60.25"],
    description: "ATM WITHDRAWAL AUTHORIZED ON 01/25"
  },
  "American Express (US), purchases positive": {
    text: [
      "Date,Description,Card Member,Account #,Amount",
      "01/25/2024,BOOKSTORE,J DOE,-11001,35.20",
      "01/21/2024,AUTOPAY PAYMENT - THANK YOU,J DOE,-11001,-500.00",
      "01/14/2024,AIRLINE,J DOE,-11001,420.00"
    ],
    booked: ["2024-01-25 -35.20", "2024-01-21 500.00", "2024-01-14 -420.00"],
    sign: "inferred"
  },
  "Discover (US), purchases positive": {
    text: [
      "Trans. Date,Post Date,Description,Amount,Category",
      '01/15/2024,01/15/2024,"GAS STATION",40.00,"Gasoline"',
      '01/20/2024,01/20/2024,"INTERNET PAYMENT - THANK YOU",-150.00,"Payments and Credits"',
      '01/22/2024,01/23/2024,"RESTAURANT",22.50,"Restaurants"'
    ],
    booked: ["2024-01-15 -40.00", "2024-01-20 150.00", "2024-01-23 -22.50"]
  },
  "Capital One (US)": {
    text: [
      "Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit",
      "2024-01-15,2024-01-16,1234,STREAMING,Entertainment,15.99,",
      "2024-01-12,2024-01-13,1234,CAPITAL ONE MOBILE PYMT,Payment/Credit,,100.00"
    ],
    booked: ["2024-01-16 -15.99", "2024-01-13 100.00"]
  },
  "Apple Card (US)": {
    text: [
      "Transaction Date,Clearing Date,Description,Merchant,Category,Type,Amount (USD),Purchased By",
      '01/15/2024,01/16/2024,"STORE 1 MAIN ST","Store","Shopping","Purchase","25.00","Jane"',
      '01/20/2024,01/20/2024,"ACH DEPOSIT INTERNET TRANSFER","Ach Deposit","Payment","Payment","-300.00","Jane"',
      '01/22/2024,01/23/2024,"CAFE","Cafe","Restaurants","Purchase","5.00","Jane"'
    ],
    booked: ["2024-01-15 -25.00", "2024-01-20 300.00", "2024-01-22 -5.00"],
    currency: "USD"
  },
  PayPal: {
    text: [
      '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","To Email Address","Transaction ID"',
      '"31/01/2024","10:11:12","CET","Shop GmbH","Express Checkout Payment","Completed","EUR","-19,99","0,00","-19,99","a@example.org","b@example.org","1AB23456CD789012E"',
      '"28/01/2024","09:00:00","CET","Friend","Mobile Payment","Completed","EUR","25,00","0,00","25,00","c@example.org","a@example.org","2AB23456CD789012E"',
      '"27/01/2024","09:00:00","CET","Hotel","Authorization","Pending","EUR","-80,00","0,00","-80,00","a@example.org","d@example.org","3AB23456CD789012E"'
    ],
    booked: ["2024-01-31 -19.99", "2024-01-28 25.00"],
    pending: 1,
    currency: "EUR",
    counterparty: "Shop GmbH"
  },
  "Barclays (UK)": {
    text: [
      "Number,Date,Account,Amount,Subcategory,Memo",
      " ,31/01/2024,20-00-00 12345678,-45.00,PAYMENT,ENERGY LTD      DDR",
      " ,30/01/2024,20-00-00 12345678,1200.00,CREDIT,EMPLOYER        BGC"
    ],
    booked: ["2024-01-31 -45.00", "2024-01-30 1200.00"],
    account: "20-00-00 12345678"
  },
  "HSBC UK without a header": {
    text: ['31/01/2024,"CARD PAYMENT SHOP",-12.00', '30/01/2024,"SALARY, JAN","2,500.00"', "29/01/2024,TFL,-3.40"],
    booked: ["2024-01-31 -12.00", "2024-01-30 2500.00", "2024-01-29 -3.40"]
  },
  "Lloyds (UK)": {
    text: [
      "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance",
      "31/01/2024,DEB,'11-22-33,12345678,COFFEE,3.20,,96.80",
      "30/01/2024,FPI,'11-22-33,12345678,J SMITH,,50.00,100.00",
      "29/01/2024,DD,'11-22-33,12345678,COUNCIL,25.00,,50.00"
    ],
    booked: ["2024-01-31 -3.20", "2024-01-30 50.00", "2024-01-29 -25.00"],
    proof: "proved",
    account: "12345678",
    closing: "96.80"
  },
  "Nationwide (UK), preamble and Latin symbols": {
    text: [
      '"Account Name:","FlexAccount ****12345"',
      '"Account Balance:","£1,234.56"',
      '"Available Balance: ","£1,334.56"',
      "",
      '"Date","Transaction type","Description","Paid out","Paid in","Balance"',
      '"31 Jan 2024","Visa purchase","SUPERMARKET","£34.56","","£1,234.56"',
      '"30 Jan 2024","Bank credit","EMPLOYER","","£1,000.00","£1,269.12"'
    ],
    booked: ["2024-01-31 -34.56", "2024-01-30 1000.00"],
    currency: "GBP",
    closing: "1234.56"
  },
  "Starling (UK)": {
    text: [
      "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes",
      "30/01/2024,Baker,BAKER LONDON,CONTACTLESS,-2.80,197.20,EATING_OUT,",
      "31/01/2024,Employer,SALARY,FASTER PAYMENT,1000.00,1197.20,INCOME,"
    ],
    booked: ["2024-01-30 -2.80", "2024-01-31 1000.00"],
    currency: "GBP",
    counterparty: "Baker",
    closing: "1197.20"
  },
  Revolut: {
    text: [
      "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance",
      "CARD_PAYMENT,Current,2024-01-30 10:00:00,2024-01-31 02:00:00,Cafe,-3.50,0.00,EUR,COMPLETED,96.50",
      "TOPUP,Current,2024-02-01 10:00:00,2024-02-01 10:00:05,Top-Up,50.00,0.00,EUR,COMPLETED,146.50",
      "CARD_PAYMENT,Current,2024-02-02 10:00:00,,Hotel,-80.00,0.00,EUR,PENDING,",
      "CARD_PAYMENT,Current,2024-02-02 11:00:00,,Shop,-10.00,0.00,EUR,REVERTED,"
    ],
    booked: ["2024-01-31 -3.50", "2024-02-01 50.00"],
    pending: 1,
    rejected: 1,
    currency: "EUR",
    closing: "146.50"
  },
  Wise: {
    text: [
      '"TransferWise ID",Date,Amount,Currency,Description,"Payment Reference","Running Balance","Exchange From","Exchange To","Exchange Rate","Payer Name","Payee Name","Payee Account Number",Merchant,"Total fees"',
      'CARD-1,31-01-2024,-5.00,EUR,"Card transaction of 5.00 EUR issued by Cafe",,95.00,,,,,,,Cafe,0.00',
      'TRANSFER-2,30-01-2024,100.00,EUR,"Received money from J DOE",INV 1,100.00,,,,"J DOE",,,,0.00'
    ],
    booked: ["2024-01-31 -5.00", "2024-01-30 100.00"],
    currency: "EUR",
    closing: "95.00"
  },
  "N26 (2023)": {
    text: [
      '"Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference","Account Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"',
      '2024-01-31,2024-01-30,"Cafe",,"Presentment",,"Main Account",-3.5,3.5,EUR,1.0',
      '2024-02-01,2024-02-01,"Employer","DE02120300000000202051","Credit Transfer","Salary","Main Account",2000.0,,,'
    ],
    booked: ["2024-01-31 -3.5", "2024-02-01 2000.0"],
    currency: "EUR",
    counterparty: "Cafe"
  },
  "ING (NL)": {
    text: [
      '"Datum","Naam / Omschrijving","Rekening","Tegenrekening","Code","Af Bij","Bedrag (EUR)","Mutatiesoort","Mededelingen"',
      '"20240131","Supermarkt","NL20INGB0001234567","","BA","Af","12,34","Betaalautomaat","Pasvolgnr: 001 31-01-2024"',
      '"20240130","Werkgever BV","NL20INGB0001234567","NL02ABNA0123456789","GT","Bij","2.000,00","Online bankieren","Salaris"'
    ],
    booked: ["2024-01-31 -12.34", "2024-01-30 2000.00"],
    currency: "EUR",
    account: "NL20INGB0001234567"
  },
  "Rabobank (NL)": {
    text: [
      '"IBAN/BBAN","Munt","BIC","Volgnr","Datum","Rentedatum","Bedrag","Saldo na trn","Tegenrekening IBAN/BBAN","Naam tegenpartij","Naam uiteindelijke partij","Naam initiërende partij","BIC tegenpartij","Code","Batch ID","Transactiereferentie","Machtigingskenmerk","Incassant ID","Betalingskenmerk","Omschrijving-1","Omschrijving-2","Omschrijving-3"',
      '"NL11RABO0104955555","EUR","RABONL2U","000000000000007213","2024-01-30","2024-01-30","-1,50","+98,50","NL02ABNA0123456789","Winkel","","","","bc","","","","",""," Pas 001","",""',
      '"NL11RABO0104955555","EUR","RABONL2U","000000000000007214","2024-01-31","2024-01-31","+20,00","+118,50","NL02ABNA0123456789","Vriend","","","","cb","","","","",""," Terug","",""'
    ],
    booked: ["2024-01-30 -1.50", "2024-01-31 20.00"],
    currency: "EUR",
    account: "NL11RABO0104955555",
    counterparty: "Winkel",
    closing: "118.50"
  },
  "ABN AMRO TAB without a header (NL)": {
    text: [
      "123456789\tEUR\t20240130\t100,00\t90,00\t20240130\t-10,00\tBEA   NR:XX1   30.01.24/10.11 WINKEL,PAS123",
      "123456789\tEUR\t20240131\t90,00\t140,00\t20240131\t50,00\tSEPA Overboeking IBAN: NL02ABNA0123456789"
    ],
    booked: ["2024-01-30 -10.00", "2024-01-31 50.00"],
    currency: "EUR"
  },
  "DKB (DE, 2023)": {
    text: [
      '"Girokonto";"DE02120300000000202051"',
      '"Kontostand vom 31.01.2024:";"1.234,56 €"',
      '""',
      '"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"Verwendungszweck";"Umsatztyp";"IBAN";"Betrag (€)";"Gläubiger-ID";"Mandatsreferenz";"Kundenreferenz"',
      '"31.01.24";"31.01.24";"Gebucht";"ISSUER";"Laden";"VISA Debitkartenumsatz";"Ausgang";"DE02100100100006820101";"-12,00";"";"";"1"',
      '"30.01.24";"30.01.24";"Gebucht";"Firma";"Ich";"Gehalt";"Eingang";"DE02100100100006820101";"1.000,00";"";"";"2"'
    ],
    booked: ["2024-01-31 -12.00", "2024-01-30 1000.00"],
    currency: "EUR",
    account: "DE02120300000000202051",
    closing: "1234.56"
  },
  "Sparkasse CAMT-CSV (DE)": {
    text: [
      '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Glaeubiger ID";"Mandatsreferenz";"Kundenreferenz (End-to-End)";"Sammlerreferenz";"Lastschrift Ursprungsbetrag";"Auslagenersatz Ruecklastschrift";"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"BIC (SWIFT-Code)";"Betrag";"Waehrung";"Info"',
      '"DE02120300000000202051";"31.01.24";"31.01.24";"KARTENZAHLUNG";"EINKAUF";"";"";"";"";"";"";"Markt";"DE02100100100006820101";"BIC";"-23,45";"EUR";"Umsatz gebucht"',
      '"DE02120300000000202051";"31.01.24";"";"KARTENZAHLUNG";"TANKE";"";"";"";"";"";"";"Tank";"DE02100100100006820101";"BIC";"-50,00";"EUR";"Umsatz vorgemerkt"'
    ],
    booked: ["2024-01-31 -23.45"],
    pending: 1,
    currency: "EUR",
    account: "DE02120300000000202051"
  },
  "Comdirect (DE)": {
    text: [
      ";",
      '"Umsätze Girokonto";"Zeitraum: 30 Tage";',
      '"Neuer Kontostand";"1.234,56 EUR";',
      "",
      '"Buchungstag";"Wertstellung (Valuta)";"Vorgang";"Buchungstext";"Umsatz in EUR";',
      '"31.01.2024";"31.01.2024";"Lastschrift / Belastung";"Auftraggeber: Strom Buchungstext: Abschlag";"-50,00";',
      '"offen";"--";"Visa-Umsatz";"Buchungstext: Laden";"-5,00";',
      "",
      '"Alter Kontostand";"1.284,56 EUR";'
    ],
    booked: ["2024-01-31 -50.00"],
    pending: 1,
    currency: "EUR",
    opening: "1284.56",
    closing: "1234.56",
    proof: "proved"
  },
  "Volksbank with S/H column (DE)": {
    text: [
      "Buchungstag;Valuta;Auftraggeber/Zahlungsempfänger;Empfänger/Zahlungspflichtiger;Vorgang/Verwendungszweck;Währung;Umsatz; ",
      "31.01.2024;31.01.2024;Ich;Laden;Einkauf;EUR;12,00;S",
      "30.01.2024;30.01.2024;Ich;Firma;Gehalt;EUR;1.500,00;H",
      ";;;;;;;",
      "01.01.2024;;;;Anfangssaldo;EUR;500,00;H",
      "31.01.2024;;;;Endsaldo;EUR;1.988,00;H"
    ],
    booked: ["2024-01-31 -12.00", "2024-01-30 1500.00"],
    currency: "EUR",
    opening: "500.00",
    closing: "1988.00",
    proof: "proved"
  },
  "Erste Bank (AT)": {
    text: [
      "Buchungsdatum,Partnername,Partner IBAN,BIC/SWIFT,Partner Kontonummer,Bankleitzahl,Betrag,Währung,Buchungs-Details,Buchungsreferenz",
      '31.01.2024,Billa,AT611904300234573201,,,,"-23,10",EUR,BILLA DANKT,2024',
      '30.01.2024,Firma,AT611904300234573201,,,,"1.800,00",EUR,Gehalt,2025'
    ],
    booked: ["2024-01-31 -23.10", "2024-01-30 1800.00"],
    currency: "EUR",
    counterparty: "Billa"
  },
  "UBS (CH)": {
    text: [
      "Kontonummer:;0234 00123456.40;",
      "IBAN:;CH93 0076 2011 6238 5295 7;",
      "Von:;2024-01-01;",
      "Bis:;2024-01-31;",
      "Anfangssaldo:;1000.00;",
      "Schlusssaldo:;1234.00;",
      "Bewertet in:;CHF;",
      "Anzahl Transaktionen in diesem Zeitraum:;2;",
      "",
      "Abschlussdatum;Abschlusszeit;Buchungsdatum;Valutadatum;Währung;Belastung;Gutschrift;Einzelbetrag;Saldo;Transaktions-Nr.;Beschreibung1;Beschreibung2;Beschreibung3;Fussnoten;",
      '2024-01-31;;2024-01-31;2024-01-31;CHF;-66.00;;;1234.00;123;"Coop";"Zahlung Debitkarte";;;',
      '2024-01-30;;2024-01-30;2024-01-30;CHF;;300.00;;1300.00;124;"Firma AG";"Gutschrift";;;'
    ],
    booked: ["2024-01-31 -66.00", "2024-01-30 300.00"],
    currency: "CHF",
    account: "CH9300762011623852957",
    opening: "1000.00",
    closing: "1234.00",
    proof: "proved"
  },
  "PostFinance (CH)": {
    text: [
      'Datum von:;="01.01.2024"',
      'Konto:;="CH9309000000250097798"',
      'Währung:;="CHF"',
      "",
      "Datum;Bewegungstyp;Avisierungstext;Gutschrift in CHF;Lastschrift in CHF;Label;Kategorie",
      '31.01.2024;Buchung;"KAUF/DIENSTLEISTUNG LADEN";;-45.50;;',
      '30.01.2024;Gutschrift;"GUTSCHRIFT FIRMA";"3\'200.00";;;',
      "",
      "Disclaimer:",
      "Dies ist kein durch die Bank erstelltes Dokument."
    ],
    booked: ["2024-01-31 -45.50", "2024-01-30 3200.00"],
    currency: "CHF",
    account: "CH9309000000250097798"
  },
  "BNP Paribas (FR)": {
    text: [
      "Compte de chèques;****1234;31/01/2024;;1 234,56",
      "31/01/2024;ACHAT CB;FACTURE CARTE;SUPERMARCHE PARIS;-45,10",
      "30/01/2024;VIREMENT RECU;VIR SEPA RECU;EMPLOYEUR SA;1 800,00",
      "29/01/2024;PRELEVEMENT;PRLV SEPA;EDF;-60,00"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1800.00", "2024-01-29 -60.00"]
  },
  "Crédit Agricole (FR)": {
    text: [
      "Téléchargement du 31/01/2024;",
      "",
      "M. DUPONT JEAN",
      "Compte Courant carte n° 12345678901;",
      "Solde au 31/01/2024 1 234,56 €",
      "",
      "Liste des opérations du compte entre le 01/01/2024 et le 31/01/2024;",
      "",
      "Date;Libellé;Débit euros;Crédit euros;",
      '31/01/2024;"PAIEMENT PAR CARTE',
      'X1234 SUPERMARCHE 30/01";45,10;;',
      '30/01/2024;"VIREMENT EN VOTRE FAVEUR";;1 800,00;'
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1800.00"],
    currency: "EUR"
  },
  "Boursorama (FR)": {
    text: [
      "dateOp;dateVal;label;category;categoryParent;supplierFound;amount;comment;accountNum;accountLabel;accountbalance",
      '2024-01-31;2024-01-31;"CARTE 30/01/24 BOULANGERIE";"Alimentation";"Vie quotidienne";"boulangerie";-3,20;"";00040123456;"BoursoBank";1234.56',
      '2024-01-30;2024-01-30;"VIR EMPLOYEUR";"Salaire";"Revenus";"employeur";1 800,00;"";00040123456;"BoursoBank";1234.56'
    ],
    booked: ["2024-01-31 -3.20", "2024-01-30 1800.00"]
  },
  "Intesa Sanpaolo (IT)": {
    text: [
      "Data;Operazione;Dettagli;Conto o carta;Contabilizzazione;Categoria;Valuta;Importo",
      "31/01/2024;Supermercato;Pagamento pos;Conto 1000/123;CONTABILIZZATO;Alimentari;EUR;-45,10",
      "30/01/2024;Stipendio;Bonifico;Conto 1000/123;CONTABILIZZATO;Stipendi;EUR;1.800,00",
      "31/01/2024;Bar;Pagamento pos;Conto 1000/123;NON CONTABILIZZATO;Alimentari;EUR;-2,00"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1800.00"],
    pending: 1,
    currency: "EUR"
  },
  "UniCredit (IT)": {
    text: [
      "Data Registrazione;Data valuta;Descrizione;Importo (EUR);",
      "31.01.2024;30.01.2024;PAGAMENTO VISA DEBIT SUPERMERCATO;-45,10;",
      "30.01.2024;30.01.2024;BONIFICO A VOSTRO FAVORE;1.800,00;"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1800.00"],
    currency: "EUR"
  },
  "Dare and avere (IT)": {
    text: [
      "Data contabile;Data valuta;Causale;Descrizione;Dare;Avere;Divisa",
      "31/01/2024;31/01/2024;43;PAGAMENTO TRAMITE POS;-45,10;;EUR",
      "30/01/2024;30/01/2024;48;BONIFICO;;1.800,00;EUR"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1800.00"],
    currency: "EUR"
  },
  "Santander (ES)": {
    text: [
      "Fecha Operación;Fecha Valor;Concepto;Importe;Divisa;Saldo;Divisa",
      "31/01/2024;31/01/2024;COMPRA SUPERMERCADO;-45,10;EUR;954,90;EUR",
      "30/01/2024;30/01/2024;NOMINA;1.000,00;EUR;1.000,00;EUR"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"],
    currency: "EUR",
    closing: "954.90"
  },
  "BBVA (ES) with a preamble": {
    text: [
      "Últimos movimientos",
      "",
      "F.Valor;Fecha;Concepto;Movimiento;Importe;Divisa;Disponible;Divisa;Observaciones",
      "31/01/2024;31/01/2024;Supermercado;Pago con tarjeta;-45,1;EUR;954,9;EUR;4940",
      "30/01/2024;30/01/2024;Nómina;Transferencia;1000;EUR;1000;EUR;"
    ],
    booked: ["2024-01-31 -45.1", "2024-01-30 1000"],
    currency: "EUR"
  },
  "Caixa Geral (PT)": {
    text: [
      "Consultar saldos e movimentos à ordem - 31-01-2024",
      "Conta ;0123456789000 - EUR - Conta Extracto",
      "",
      "Data mov. ;Data valor ;Descrição ;Débito ;Crédito ;Saldo contabilístico ;Saldo disponível ;Categoria ;",
      "31-01-2024;31-01-2024;COMPRA SUPERMERCADO;45,10;;954,90;954,90;COMPRAS ;",
      "30-01-2024;30-01-2024;VENCIMENTO;;1.000,00;1.000,00;1.000,00;Diversos ;",
      " ; ; ; ;Saldo contabilístico ;954,90 EUR ; ; ;"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"],
    closing: "954.90"
  },
  "Nordea (SE)": {
    text: [
      "Bokföringsdag;Belopp;Avsändare;Mottagare;Namn;Rubrik;Saldo;Valuta",
      "2024-01-31;-45,10;1234 56 78901;;;Kortköp 240130 ICA;954,90;SEK",
      "2024-01-30;1000,00;;1234 56 78901;Arbetsgivare;Lön;1000,00;SEK"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"],
    currency: "SEK",
    closing: "954.90"
  },
  "Swedbank (SE)": {
    text: [
      "* Transaktionsrapport Period 2024-01-01 – 2024-01-31 Skapad 2024-02-01 10:00 CET",
      "Radnummer,Clearingnummer,Kontonummer,Produkt,Valuta,Bokföringsdag,Transaktionsdag,Valutadag,Referens,Beskrivning,Belopp,Bokfört saldo",
      '1,81059,1234567890,"Privatkonto",SEK,2024-01-31,2024-01-30,2024-01-31,"ICA","ICA",-45.10,954.90',
      '2,81059,1234567890,"Privatkonto",SEK,2024-01-30,2024-01-30,2024-01-30,"LÖN","LÖN",1000.00,1000.00'
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"],
    currency: "SEK",
    account: "1234567890",
    closing: "954.90"
  },
  "Swedbank (EE) with D/K": {
    text: [
      '"Kliendi konto";"Reatüüp";"Kuupäev";"Saaja/Maksja";"Selgitus";"Summa";"Valuuta";"Deebet/Kreedit";"Arhiveerimistunnus";"Makse tüüp";"Viitenumber";"Dokumendi number";',
      '"EE382200221020145685";"10";"31.01.2024";"";"Algsaldo";"100,00";"EUR";"K";"";"AS";"";"";',
      '"EE382200221020145685";"20";"31.01.2024";"RIMI";"kaart";"45,10";"EUR";"D";"2024013100001";"K";"";"";',
      '"EE382200221020145685";"20";"31.01.2024";"TOOANDJA";"palk";"1000,00";"EUR";"K";"2024013100002";"MK";"";"";',
      '"EE382200221020145685";"82";"31.01.2024";"";"Käive";"45,10";"EUR";"D";"";"K2";"";"";',
      '"EE382200221020145685";"86";"31.01.2024";"";"lõppsaldo";"1054,90";"EUR";"K";"";"LS";"";"";'
    ],
    booked: ["2024-01-31 -45.10", "2024-01-31 1000.00"],
    currency: "EUR",
    account: "EE382200221020145685",
    opening: "100.00",
    closing: "1054.90",
    proof: "proved"
  },
  "DNB (NO)": {
    text: [
      '"Dato";"Forklaring";"Rentedato";"Ut fra konto";"Inn på konto"',
      '"31.01.2024";"Varekjøp REMA";"31.01.2024";"45,10";""',
      '"30.01.2024";"Lønn";"30.01.2024";"";"30.000,00"'
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 30000.00"]
  },
  "Danske Bank (DK)": {
    text: [
      '"Dato";"Tekst";"Beløb";"Saldo";"Status";"Afstemt"',
      '"30.01.2024";"Netto";"-45,10";"954,90";"Udført";"Nej"',
      '"31.01.2024";"Løn";"20.000,00";"20.954,90";"Udført";"Nej"',
      '"01.02.2024";"Husleje";"-5.000,00";"";"Venter";"Nej"'
    ],
    booked: ["2024-01-30 -45.10", "2024-01-31 20000.00"],
    pending: 1,
    closing: "20954.90"
  },
  "OP (FI)": {
    text: [
      '"Kirjauspäivä";"Arvopäivä";"Määrä EUROA";"Laji";"Selitys";"Saaja/Maksaja";"Saajan tilinumero";"Saajan pankin BIC";"Viite";"Viesti";"Arkistointitunnus"',
      '"2024-01-31";"2024-01-31";-45,10;"162";"PKORTTIMAKSU";"K-MARKET";"";"";"ref=";"Viesti: OSTO";"20240131/1"',
      '"2024-01-30";"2024-01-30";+2000,00;"710";"PALKKA";"TYÖNANTAJA";"";"";"";"";"20240130/2"'
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 2000.00"],
    counterparty: "K-MARKET"
  },
  "mBank (PL)": {
    text: [
      "mBank S.A. Bankowość Detaliczna;",
      "",
      "#Klient;",
      "JAN KOWALSKI;",
      "#Za okres:;01.01.2024;31.01.2024",
      "#zgodnie z wybranymi rachunkami:;",
      "eKonto - 12345678;",
      "",
      "#Saldo początkowe;1 000,00 PLN;",
      "#Data księgowania;#Data operacji;#Opis operacji;#Tytuł;#Nadawca/Odbiorca;#Numer konta;#Kwota;#Saldo po operacji;",
      "2024-01-30;2024-01-29;ZAKUP PRZY UŻYCIU KARTY;SKLEP;  ;'';-45,10;954,90;",
      "2024-01-31;2024-01-31;PRZELEW PRZYCHODZĄCY;PENSJA;PRACODAWCA;'11114020040000300201355387';5 000,00;5 954,90;",
      "",
      "#Saldo końcowe;5 954,90 PLN;"
    ],
    booked: ["2024-01-30 -45.10", "2024-01-31 5000.00"],
    currency: "PLN",
    opening: "1000.00",
    closing: "5954.90",
    proof: "proved"
  },
  "PKO (PL)": {
    text: [
      '"Data operacji","Data waluty","Typ transakcji","Kwota","Waluta","Saldo po transakcji","Opis transakcji","","","",""',
      '"2024-01-31","2024-01-30","Płatność kartą","-45.10","PLN","+954.90","Tytuł: 0001","Lokalizacja: Kraj: PL","Data: 2024-01-30","Numer karty: 1234","",""',
      '"2024-01-30","2024-01-30","Przelew na rachunek","+1000.00","PLN","+1000.00","Rachunek nadawcy: 11","Nazwa nadawcy: FIRMA","","",""'
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"],
    currency: "PLN",
    closing: "954.90"
  },
  "Fio (CZ)": {
    text: [
      '"accountId";"2000000000"',
      '"currency";"CZK"',
      '"iban";"CZ1000000000002000000000"',
      '"openingBalance";"1000,00"',
      '"closingBalance";"1954,90"',
      '"dateStart";"01.01.2024"',
      "",
      '"ID operace";"Datum";"Objem";"Měna";"Protiúčet";"Název protiúčtu";"Kód banky";"Název banky";"KS";"VS";"SS";"Poznámka";"Zpráva pro příjemce";"Typ";"Provedl";"Upřesnění";"Poznámka";"BIC";"ID pokynu"',
      '"1147301403";"30.01.2024";"-45,10";"CZK";"";"";"";"";"";"";"";"Nákup: ALBERT";"Nákup";"Platba kartou";"Novák";"";"Nákup";"";"1"',
      '"1147301404";"31.01.2024";"1000,00";"CZK";"2900000000";"Firma";"2010";"Fio";"";"";"";"Výplata";"Výplata";"Příjem";"Firma";"";"";"";"2"'
    ],
    booked: ["2024-01-30 -45.10", "2024-01-31 1000.00"],
    currency: "CZK",
    account: "CZ1000000000002000000000",
    opening: "1000.00",
    closing: "1954.90",
    proof: "proved"
  },
  "OTP without a header (HU)": {
    text: [
      '"117730161111101800000000","T",-4510,"HUF",20240131,20240131,95490,"","SPAR","","","","VÁSÁRLÁS KÁRTYÁVAL","1"',
      '"117730161111101800000000","J",100000,"HUF",20240130,20240130,100000,"","CÉG KFT","","","","ÁTUTALÁS","2"'
    ],
    booked: ["2024-01-31 -4510", "2024-01-30 100000"],
    currency: "HUF"
  },
  "Banca Transilvania (RO)": {
    text: [
      "Data tranzactie,Data valuta,Descriere,Referinta tranzactiei,Debit,Credit,Sold contabil",
      '2024-01-31,2024-01-31,"Plata la POS;MAGAZIN",123ABC,-45.10,,954.90',
      '2024-01-30,2024-01-30,"Incasare salariu",124ABC,,"1,000.00","1,000.00"'
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"],
    closing: "954.90"
  },
  "Zagrebačka (HR)": {
    text: [
      "Datum;Opis plaćanja;Isplata;Uplata;Stanje;Valuta",
      "31.01.2024.;KONZUM;45,10;;954,90;EUR",
      "30.01.2024.;PLAĆA;;1.000,00;1.000,00;EUR"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"],
    currency: "EUR",
    closing: "954.90"
  },
  "Tinkoff (RU)": {
    text: [
      '"Дата операции";"Дата платежа";"Номер карты";"Статус";"Сумма операции";"Валюта операции";"Сумма платежа";"Валюта платежа";"Кэшбэк";"Категория";"MCC";"Описание"',
      '"31.01.2024 10:11:12";"31.01.2024";"*1234";"OK";"-450,00";"RUB";"-450,00";"RUB";"";"Супермаркеты";"5411";"Магазин"',
      '"30.01.2024 09:00:00";"30.01.2024";"*1234";"OK";"1000,00";"RUB";"1000,00";"RUB";"";"Пополнения";"";"Иван И."',
      '"30.01.2024 08:00:00";"";"*1234";"FAILED";"-5,00";"RUB";"-5,00";"RUB";"";"";"";"Кафе"'
    ],
    booked: ["2024-01-31 -450.00", "2024-01-30 1000.00"],
    rejected: 1,
    currency: "RUB"
  },
  "Monobank (UA)": {
    text: [
      '"Дата i час операції","Деталі операції",MCC,"Сума в валюті картки (UAH)","Сума в валюті операції",Валюта,Курс,"Сума комісій (UAH)","Сума кешбеку (UAH)","Залишок після операції"',
      '"31.01.2024 10:11:12","Сільпо",5411,-45.1,-45.1,UAH,—,—,—,954.9',
      '"30.01.2024 10:11:12","Від: Іван",4829,1000.0,1000.0,UAH,—,—,—,1000.0'
    ],
    booked: ["2024-01-31 -45.1", "2024-01-30 1000.0"],
    currency: "UAH",
    closing: "954.9"
  },
  "National Bank (GR)": {
    text: [
      "Α/Α;Ημερομηνία;Περιγραφή;Valeur;Ποσό;Χρέωση / Πίστωση;Λογιστικό Υπόλοιπο",
      "1;31/01/2024;ΑΓΟΡΑ;31/01/2024;45,10;Χ;954,90",
      "2;30/01/2024;ΜΙΣΘΟΣ;30/01/2024;1.000,00;Π;1.000,00"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"],
    closing: "954.90"
  },
  "Garanti (TR)": {
    text: [
      "Tarih;Açıklama;Etiket;Tutar;Bakiye;Dekont No",
      "31/01/2024;MARKET ALIŞVERİŞ;Market;-45,10;954,90;1",
      "30/01/2024;MAAŞ;Gelir;1.000,00;1.000,00;2"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"],
    closing: "954.90"
  },
  "HDFC (IN) with Indian grouping": {
    text: [
      "Date,Narration,Chq./Ref.No.,Value Dt,Withdrawal Amt.,Deposit Amt.,Closing Balance",
      '30/01/24,UPI-SHOP,000012345,30/01/24,45.10,,"1,23,456.78"',
      '31/01/24,SALARY,000012346,31/01/24,,"1,00,000.00","2,23,456.78"'
    ],
    booked: ["2024-01-30 -45.10", "2024-01-31 100000.00"],
    closing: "223456.78",
    proof: "proved"
  },
  "CommBank without a header (AU)": {
    text: ['31/01/2024,"-45.10","WOOLWORTHS SYDNEY","+954.90"', '30/01/2024,"+1000.00","Salary","+1000.00"'],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"],
    closing: "954.90"
  },
  "ANZ Type and unsigned card (NZ)": {
    text: [
      "Card,Type,Amount,Details,TransactionDate,ProcessedDate,ForeignCurrencyAmount,ConversionCharge",
      "1234-****-****-5678,D,45.10,Supermarket,30/01/2024,31/01/2024,,",
      "1234-****-****-5678,C,100.00,Payment,29/01/2024,30/01/2024,,"
    ],
    booked: ["2024-01-30 -45.10", "2024-01-29 100.00"]
  },
  "ICBC (CN), in GB18030 by content": {
    text: [
      "交易日期,摘要,交易金额,余额,币种,对方户名",
      "20240131,消费,-45.10,954.90,CNY,超市",
      "20240130,工资,1000.00,1000.00,CNY,公司"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"],
    currency: "CNY",
    closing: "954.90"
  },
  "MUFG (JP)": {
    text: [
      '"日付","摘要","摘要内容","支払い金額","預かり金額","差引残高"',
      '"2024/1/31","カード","コンビニ","1,200","","98,800"',
      '"2024/1/30","振込","カイシャ","","100,000","100,000"'
    ],
    booked: ["2024-01-31 -1200", "2024-01-30 100000"]
  },
  "Mint (US)": {
    text: [
      "Date,Description,Original Description,Amount,Transaction Type,Category,Account Name,Labels,Notes",
      "1/31/2024,Cafe,CAFE 123,4.50,debit,Coffee,Checking,,",
      "1/30/2024,Pay,ACME,100.00,credit,Income,Checking,,"
    ],
    booked: ["2024-01-31 -4.50", "2024-01-30 100.00"]
  },
  "ICICI (IN)": {
    text: [
      "S No.,Value Date,Transaction Date,Cheque Number,Transaction Remarks,Withdrawal Amount (INR ),Deposit Amount (INR ),Balance (INR )",
      "1,31/01/2024,31/01/2024,-,UPI/SHOP,45.10,0.00,954.90",
      "2,30/01/2024,30/01/2024,-,SALARY,0.00,1000.00,1000.00"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"],
    currency: "INR"
  },
  "State Bank of India, tabs": {
    text: [
      "Account Name       :\tMr X",
      "Account Number   :\t_00000012345678901",
      "Balance as on 1 Jan 2024\t:\t1,000.00",
      "",
      "Txn Date\tValue Date\tDescription\tRef No./Cheque No.\t        Debit\tCredit\tBalance",
      "31 Jan 2024\t31 Jan 2024\tTO TRANSFER\tREF\t45.10\t \t954.90",
      "1 Feb 2024\t1 Feb 2024\tBY TRANSFER\tREF2\t \t100.00\t1,054.90"
    ],
    booked: ["2024-01-31 -45.10", "2024-02-01 100.00"]
  },
  "BNP Paribas Fortis (BE)": {
    text: [
      "Volgnummer;Uitvoeringsdatum;Valutadatum;Bedrag;Valuta rekening;Rekeningnummer;Type verrichting;Tegenpartij;Naam van de tegenpartij;Mededeling;Details;Status;Reden van weigering",
      "2024-00012;31/01/2024;31/01/2024;-12,50;EUR;BE68539007547034;Kaartbetaling;;WINKEL;;BETALING MET DEBETKAART;Geaccepteerd;",
      "2024-00011;30/01/2024;30/01/2024;1500,00;EUR;BE68539007547034;Overschrijving;BE00;WERKGEVER;LOON;X;Geaccepteerd;"
    ],
    booked: ["2024-01-31 -12.50", "2024-01-30 1500.00"],
    currency: "EUR"
  },
  "Belfius (BE)": {
    text: [
      "Rekening;BE68 5390 0754 7034",
      "Laatste saldo;1.234,56 EUR",
      "Datum/uur van het laatste saldo;31/01/2024 10:00:00",
      "",
      ";",
      "Rekening;Boekingsdatum;Rekeninguittrekselnummer;Transactienummer;Rekening tegenpartij;Naam tegenpartij bevat;Straat en nummer;Postcode en plaats;Transactie;Valutadatum;Bedrag;Devies;BIC;Landcode;Mededelingen",
      "BE68 5390 0754 7034;31/01/2024;00001;00012;;WINKEL;;;AANKOOP;31/01/2024;-12,50;EUR;;;",
      "BE68 5390 0754 7034;30/01/2024;00001;00011;BE11;WERK;;;STORTING;30/01/2024;1500,00;EUR;;;LOON"
    ],
    booked: ["2024-01-31 -12.50", "2024-01-30 1500.00"],
    currency: "EUR"
  },
  "Triodos without a header (NL)": {
    text: [
      '"31-01-2024","NL11TRIO0123456789","12,50","Debet","WINKEL","NL22INGB0001234567","ET","Aankoop","1.987,50"',
      '"30-01-2024","NL11TRIO0123456789","1.500,00","Credit","WERK","NL33INGB0001234567","ET","Loon","2.000,00"'
    ],
    booked: ["2024-01-31 -12.50", "2024-01-30 1500.00"]
  },
  "ASN without a header (NL)": {
    text: [
      "31-01-2024,NL11ASNB0123456789,NL22INGB0001234567,winkel,,,,EUR,1000.00,EUR,-12.50,31-01-2024,31-01-2024,8810,BEA,123,'','betaling',1",
      "31-01-2024,NL11ASNB0123456789,NL33INGB0001234567,werk,,,,EUR,987.50,EUR,1500.00,31-01-2024,31-01-2024,8811,OVB,124,'','loon',1"
    ],
    booked: ["2024-01-31 -12.50", "2024-01-31 1500.00"],
    currency: "EUR"
  },
  "Knab (NL)": {
    text: [
      "KNAB EXPORT;;;;;;",
      "Rekeningnummer;Transactiedatum;Valutacode;CreditDebet;Bedrag;Tegenrekeningnummer;Tegenrekeninghouder;Valutadatum;Betaalwijze;Omschrijving",
      "NL11KNAB0123456789;31-01-2024;EUR;D;12,50;NL22INGB0001234567;winkel;31-01-2024;iDEAL;aankoop",
      "NL11KNAB0123456789;30-01-2024;EUR;C;1500,00;NL22INGB0001234567;werk;30-01-2024;SEPA;loon"
    ],
    booked: ["2024-01-31 -12.50", "2024-01-30 1500.00"],
    currency: "EUR"
  },
  "ING (DE)": {
    text: [
      "Umsatzanzeige;Datei erstellt am: 31.01.2024 10:00;Letztes Update: aktuell",
      "",
      "IBAN;DE02 1203 0000 0000 2020 51",
      "Kontoname;Girokonto",
      "Bank;ING",
      "Kunde;Max Mustermann",
      "Zeitraum;01.01.2024 - 31.01.2024",
      "Saldo;1.234,56;EUR",
      "",
      "Sortierung;Datum absteigend",
      "",
      "In der CSV-Datei finden Sie alle bereits gebuchten Umsätze. Die vorgemerkten Umsätze werden nicht aufgenommen, auch wenn sie in Ihrem Internetbanking angezeigt werden.",
      "",
      "Buchung;Valuta;Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;Saldo;Währung;Betrag;Währung",
      "31.01.2024;31.01.2024;VISA LADEN;Lastschrift;NR1;1.234,56;EUR;-12,50;EUR",
      "30.01.2024;30.01.2024;Firma;Gehalt/Rente;Lohn;1.247,06;EUR;1.000,00;EUR"
    ],
    booked: ["2024-01-31 -12.50", "2024-01-30 1000.00"],
    currency: "EUR"
  },
  "Commerzbank (DE)": {
    text: [
      "Buchungstag;Wertstellung;Umsatzart;Buchungstext;Betrag;Währung;IBAN Kontoinhaber;Kategorie",
      "31.01.2024;31.01.2024;Lastschrift;LADEN;-12,50;EUR;DE02120300000000202051;Haushalt",
      "30.01.2024;30.01.2024;Gutschrift;FIRMA;1000,00;EUR;DE02120300000000202051;Einkommen"
    ],
    booked: ["2024-01-31 -12.50", "2024-01-30 1000.00"],
    currency: "EUR"
  },
  "Deutsche Bank (DE)": {
    text: [
      "Umsätze Girokonto;Kundennummer: 123 4567890",
      "",
      "31.01.2024",
      "Letzter Kontostand;;;;987,50;EUR",
      "Vorgemerkte und noch nicht gebuchte Umsätze sind nicht Bestandteil dieser Übersicht.",
      "Buchungstag;Wert;Umsatzart;Begünstigter / Auftraggeber;Verwendungszweck;IBAN / Kontonummer;BIC;Kundenreferenz;Mandatsreferenz;Gläubiger ID;Fremde Gebühren;Betrag;Abweichender Empfänger;Anzahl der Aufträge;Anzahl der Schecks;Soll;Haben;Währung",
      "31.01.2024;31.01.2024;SEPA-Lastschrift;Laden;Einkauf;DE02120300000000202051;;;;;;;;;;-12,50;;EUR",
      "31.01.2024;31.01.2024;SEPA-Gutschrift;Firma;Lohn;DE02120300000000202051;;;;;;;;;;;1.000,00;EUR",
      "Kontostand;31.01.2024;;;1.975,00;EUR"
    ],
    booked: ["2024-01-31 -12.50", "2024-01-31 1000.00"],
    currency: "EUR"
  },
  "American Express (DE), purchases positive": {
    text: [
      "Datum,Beschreibung,Karteninhaber,Konto #,Betrag",
      '31/01/2024,LADEN BERLIN,MAX,-11001,"12,50"',
      '20/01/2024,ZAHLUNG ERHALTEN. BESTEN DANK.,MAX,-11001,"-500,00"',
      '19/01/2024,RESTAURANT,MAX,-11001,"42,00"'
    ],
    booked: ["2024-01-31 -12.50", "2024-01-20 500.00", "2024-01-19 -42.00"]
  },
  "SEB (SE)": {
    text: [
      "Bokföringsdatum;Valutadatum;Verifikationsnummer;Text;Belopp;Saldo",
      "2024-01-31;2024-01-31;5490990005;ICA /24-01-30;-45,10;954,90",
      "2024-01-30;2024-01-30;5490990006;LÖN;1000,00;1000,00"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"]
  },
  "amounts in and out (NO)": {
    text: [
      "Dato;Beskrivelse;Beløp inn;Beløp ut;Saldo",
      "31.01.2024;Rema;;45,10;954,90",
      "30.01.2024;Lønn;1000,00;;1000,00"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"]
  },
  "amounts in and out, signed (NO)": {
    text: [
      "Dato;Inn på konto;Ut fra konto;Til konto;Fra konto;Forklaring",
      "31.01.2024;;-45,10;;12345678901;Rema",
      "30.01.2024;1000,00;;12345678901;;Lønn"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"]
  },
  "sections of pending and posted entries": {
    text: [
      "Pending transactions",
      "Date,Description,Amount",
      "02/02/2024,HOTEL,-80.00",
      "",
      "Posted transactions",
      "Date,Description,Amount",
      "31/01/2024,CAFE,-4.50"
    ],
    booked: ["2024-01-31 -4.50"],
    pending: 1
  },
  "DR and CR behind the amount": {
    text: ["Date,Particulars,Amount", "31-Jan-24,SHOP,12.00 DR", "30-Jan-24,PAY,100.00 CR"],
    booked: ["2024-01-31 -12.00", "2024-01-30 100.00"]
  },
  "signs behind the amount": {
    text: ["Datum;Text;Betrag", "31.01.2024;a;1.234,56-", "30.01.2024;b;12,00+"],
    booked: ["2024-01-31 -1234.56", "2024-01-30 12.00"]
  },
  "kr. behind the amount": {
    text: ["Dato;Tekst;Beløb", "31-01-2024;a;-45,10 kr.", "30-01-2024;b;1.000,00 kr."],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"]
  },
  "groups by no-break spaces": {
    text: ["Date;Libellé;Montant", "31/01/2024;a;-1 234,56 €", "30/01/2024;b;1 000,00 €"],
    booked: ["2024-01-31 -1234.56", "2024-01-30 1000.00"],
    currency: "EUR"
  },
  "value date before booking date": {
    text: ["Value Date,Booking Date,Text,Amount", "30/01/2024,31/01/2024,x,-1.00"],
    booked: ["2024-01-31 -1.00"]
  },
  "a signed Debit/Credit Amount": {
    text: [
      "Transaction Date,Narrative 1,Narrative 2,Debit/Credit Amount,Account Balance",
      "31/01/2024,a,b,-1.00,9.00",
      "30/01/2024,c,d,2.00,10.00"
    ],
    booked: ["2024-01-31 -1.00", "2024-01-30 2.00"]
  },
  "Permanent TSB (IE)": {
    text: [
      "Date,Payee,Amount In,Amount Out,Running Balance",
      "31/01/2024,SHOP,,12.00,88.00",
      "30/01/2024,PAY,100.00,,100.00"
    ],
    booked: ["2024-01-31 -12.00", "2024-01-30 100.00"]
  },
  "AIB (IE)": {
    text: [
      "Posted Account, Posted Transactions Date, Description1, Description2, Description3, Debit Amount, Credit Amount,Balance,Posted Currency,Transaction Type,Local Currency Amount,Local Currency",
      "932345-12345678,31/01/24,VDP-SHOP,,,12.00,,88.00,EUR,Debit,12.00,EUR",
      "932345-12345678,30/01/24,PAY,,,,100.00,100.00,EUR,Credit,100.00,EUR"
    ],
    booked: ["2024-01-31 -12.00", "2024-01-30 100.00"],
    currency: "EUR"
  },
  "NatWest (UK)": {
    text: [
      "Date, Type, Description, Value, Balance, Account Name, Account Number",
      '31/01/2024,POS,"\'SHOP",-12.00,88.00,"\'X","\'123456-12345678"',
      '30/01/2024,BAC,"\'PAY",100.00,100.00,"\'X","\'123456-12345678"'
    ],
    booked: ["2024-01-31 -12.00", "2024-01-30 100.00"]
  },
  "Handelsbanken (SE)": {
    text: [
      "Clearingnummer:6000",
      "Kontonummer:123456789",
      "",
      "Reskontradatum;Transaktionsdatum;Text;Belopp;Saldo",
      "2024-01-31;2024-01-31;ICA;-45,10;954,90",
      "2024-01-30;2024-01-30;LÖN;1 000,00;1 000,00"
    ],
    booked: ["2024-01-31 -45.10", "2024-01-30 1000.00"]
  },
  "Westpac (AU)": {
    text: [
      "Bank Account,Date,Narrative,Debit Amount,Credit Amount,Balance,Categories,Serial",
      "123456,31/01/2024,SHOP,12.00,,88.00,POS,",
      "123456,30/01/2024,PAY,,100.00,100.00,DEP,"
    ],
    booked: ["2024-01-31 -12.00", "2024-01-30 100.00"]
  },
  "TD without a header (CA)": {
    text: ["01/31/2024,SHOP,12.00,,88.00", "01/30/2024,PAY,,100.00,100.00", "01/29/2024,CAFE,3.00,,0.00"],
    booked: ["2024-01-31 -12.00", "2024-01-30 100.00", "2024-01-29 -3.00"]
  },
  "RBC (CA)": {
    text: [
      '"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"',
      'Chequing,01234-5678901,1/31/2024,,"SHOP","X",-12.00,,',
      'Chequing,01234-5678901,1/30/2024,,"PAY","",100.00,,'
    ],
    booked: ["2024-01-31 -12.00", "2024-01-30 100.00"],
    currency: "CAD"
  },
  "Nubank (BR)": {
    text: ["Data,Valor,Identificador,Descrição", "31/01/2024,-12.00,abc-1,Compra", "30/01/2024,100.00,abc-2,Pix"],
    booked: ["2024-01-31 -12.00", "2024-01-30 100.00"]
  },
  "Bradesco (BR)": {
    text: [
      "Extrato de: Ag: 123 | Conta: 456-7;;;;;",
      "Data;Histórico;Docto.;Crédito (R$);Débito (R$);Saldo (R$)",
      "31/01/24;COMPRA;123;;-12,00;88,00",
      "30/01/24;PIX;124;100,00;;100,00",
      "Total;;;100,00;-12,00;88,00"
    ],
    booked: ["2024-01-31 -12.00", "2024-01-30 100.00"],
    currency: "BRL"
  },
  "Alipay (CN)": {
    text: [
      "支付宝交易记录明细查询",
      "账号:[a@example.org]",
      "---------------------------------交易记录明细列表------------------------------------",
      "交易时间,交易分类,交易对方,商品说明,收/支,金额,收/付款方式,交易状态",
      "2024-01-31 10:00:00,餐饮,店,午饭,支出,12.00,余额,交易成功",
      "2024-01-30 10:00:00,转账,人,还款,收入,100.00,余额,交易成功"
    ],
    booked: ["2024-01-31 -12.00", "2024-01-30 100.00"]
  },
  "YNAB register": {
    text: [
      '"Account","Flag","Date","Payee","Category Group/Category","Memo","Outflow","Inflow","Cleared"',
      '"Checking","","01/31/2024","Shop","Food","","$12.00","$0.00","Cleared"',
      '"Checking","","01/30/2024","Pay","Inc","","$0.00","$100.00","Uncleared"'
    ],
    pending: 1,
    booked: ["2024-01-31 -12.00"]
  },
  "Curve, a card without signs": {
    text: [
      "Date,Merchant,Txn Amount (Funding Card),Txn Currency (Funding Card),Txn Amount (Foreign Spend),Txn Currency (Foreign Spend),Card Name,Card Last 4 Digits,Type,Category",
      "2024-01-31,Shop,12.00,EUR,,,Visa,1234,Personal,Food"
    ],
    booked: ["2024-01-31 -12.00"],
    currency: "EUR"
  },
  "sep line and an empty record": {
    text: ["sep=,", ",,", "Date,Amount,Text", "31/01/2024,-1.00,a"],
    booked: ["2024-01-31 -1.00"]
  },
  "a header in Hebrew": {
    text: ["תאריך,תיאור,סכום", "31/01/2024,a,-5.00", "30/01/2024,b,7.00"],
    booked: ["2024-01-31 -5.00", "2024-01-30 7.00"]
  },
  "Arabic digits": { text: ["التاريخ,الوصف,المبلغ", "٣١/٠١/٢٠٢٤,a,-٥٫٠٠"], booked: ["2024-01-31 -5.00"] },
  "twelve-hour times": { text: ["Date,Text,Amount", "31/01/2024 11:59 PM,a,-1.00"], booked: ["2024-01-31 -1.00"] },
  "no text at all": { text: ["Date,Amount", "31/01/2024,-1.00"], booked: ["2024-01-31 -1.00"] },
  "zero-filled debit and credit": {
    text: ["Date,Text,Debit,Credit,Balance", "31/01/2024,note,0.00,0.00,10.00"],
    booked: ["2024-01-31 0.00"]
  }
}

describe("layouts of banks", () => {
  for (const [name, layout] of Object.entries(layouts)) {
    it(name, () => {
      const reading = read(layout.text.join("\n"))
      assert.deepStrictEqual(booked(reading), layout.booked)
      assert.strictEqual(reading.pending.length, layout.pending ?? 0, "pending")
      assert.strictEqual(reading.rejections.length, layout.rejected ?? 0, "rejected")
      assert.strictEqual(dialect(reading).dateOrderCertain, layout.ambiguous !== true, "date order")
      const [row] = reading.transactions
      const [balances] = reading.balances
      if (layout.currency !== undefined) assert.strictEqual(row?.currency, layout.currency)
      if (layout.account !== undefined) assert.strictEqual(reading.accounts[0]?.account, layout.account)
      if (layout.description !== undefined) assert.strictEqual(row?.description, layout.description)
      if (layout.counterparty !== undefined) assert.strictEqual(row?.counterparty, layout.counterparty)
      if (layout.opening !== undefined) assert.strictEqual(balances?.opening?.amount, layout.opening, "opening")
      if (layout.closing !== undefined) assert.strictEqual(balances?.closing?.amount, layout.closing, "closing")
      if (layout.proof !== undefined) assert.strictEqual(balances?.check.status, layout.proof, "proof")
      if (layout.sign !== undefined) assert.strictEqual(dialect(reading).sign, layout.sign)
    })
  }
})
