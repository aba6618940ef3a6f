/** Small statements of every format from which mutations start. */

const text = (...lines: ReadonlyArray<string>): string => lines.join("\n")

const ofxEntry = (id: number, amount: string) =>
  `<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>2024010${id}120000[-5:EST]<TRNAMT>${amount}<FITID>${id}<NAME>Shop ${id}<MEMO>A &amp; B</STMTTRN>`

const ofxBody = `<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS></SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>12345<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20240101<DTEND>20240131${ofxEntry(1, "-1.00")}${ofxEntry(2, "25.50")}${ofxEntry(3, "-3,75")}</BANKTRANLIST><LEDGERBAL><BALAMT>20.75<DTASOF>20240131</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`

const ntry = (id: number, amount: string, extra = "") =>
  `<Ntry><NtryRef>${id}</NtryRef><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2024-01-0${id}</Dt></BookgDt><ValDt><Dt>2024-01-0${id}</Dt></ValDt>${extra}</Ntry>`

export const seeds: Readonly<Record<string, ReadonlyArray<string>>> = {
  csv: [
    text(
      "Date,Description,Amount,Balance",
      '31/01/2024,"Shop, ""Corner"" 1",-12.50,987.50',
      "30/01/2024,Salary,1000.00,1000.00",
      "29/01/2024,Cafe,-3.20,0.00",
      "28/01/2024,x,3.20,3.20",
      "27/01/2024,y,0.00,0.00"
    ),
    text(
      '"Konto";"DE02120300000000202051"',
      '"Kontostand vom 31.01.2024:";"1.234,56 €"',
      "",
      "Buchungstag;Wertstellung;Empfänger;Verwendungszweck;Soll;Haben;Währung",
      "31.01.2024;31.01.2024;Bäcker;Brot;3,50;;EUR",
      "30.01.2024;30.01.2024;Firma;Gehalt;;1.800,00;EUR",
      '29.01.2024;;Laden;"mehrere\nZeilen";1.250,00;;EUR',
      "Summe;;;;1.253,50;1.800,00;"
    ),
    text(
      "Transaction date,Value date,Description,Withdrawals (SGD),Deposits (SGD)",
      "18/04/2018,18/04/2018,DEBIT PURCHASE,6.66,",
      ",,15/04/18 SHOP ",
      "17/04/2018,17/04/2018,CASH,66.66,",
      "16/04/2018,16/04/2018,TRANSFER,,100.00"
    ),
    text(
      "Date Processed,Description,Amount,",
      "Pending,HOTEL,£67.40,",
      '12-Dec-2019,SHOP,"£1,183.23",',
      '02-Dec-2019,PAYMENT RECEIVED - THANK YOU,"+ £1,100.00",CR'
    ),
    text(
      "20240131\tCard payment\t-1,50\t98,50",
      "20240130\tIncoming\t50,00\t100,00",
      "20240129\tCard\t-2,25\t50,00",
      "20240128\tCard\t-2,25\t52,25"
    ),
    text(
      "Datum;Text;Betrag;S/H;Status",
      "2024-01-31;a;12,00;S;gebucht",
      "2024-01-30;b;5,00;H;vorgemerkt",
      "2024-01-29;c;7,00;S;storniert",
      "2024-01-28;d;1 000,00;H;gebucht"
    )
  ],
  ofx: [
    `OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\n\n${ofxBody}`,
    `<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n${ofxBody.replaceAll("<", "\n<")}`
  ],
  qif: [
    text(
      "!Account",
      "NMy Bank",
      "TBank",
      "^",
      "!Type:Bank",
      "D31/01/2024",
      "T-3.50",
      "PCafé",
      "MNote",
      "LFood",
      "^",
      "D30/01'24",
      "T1,000.00",
      "PFirm",
      "SSalary",
      "$900.00",
      "SBonus",
      "$100.00",
      "^"
    ),
    text("!Type:CCard", "D1/15/24", "T-5.00", "PShop", "^", "D1/16/24", "T-6.00", "PShop", "^")
  ],
  mt940: [
    text(
      "{1:F01BANK}{2:O940}{4:",
      ":20:START",
      ":25:BANKDEFF/12345678",
      ":28C:1/1",
      ":60F:C240130EUR1000,00",
      ":61:2401310131D12,50NMSCNONREF//BANK1",
      ":86:166?00CARD?20SVWZ+Shop?32Corner",
      ":61:240131C50,NTRFREF",
      ":86:free text",
      "more text",
      ":62F:C240131EUR1037,50",
      "-}"
    ),
    text(
      ":20:1",
      ":25:NL20INGB0001234567",
      ":28C:1",
      ":60F:C240101EUR10,00",
      ":61:2402300229RD1,00NMSCNONREF",
      ":86:/TRTP/SEPA/NAME/X/",
      ":62F:C240229EUR11,00"
    )
  ],
  camt: [
    `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2024-01-01</Dt></Dt></Bal>${ntry(1, "1.00")}${ntry(2, "2.50", "<NtryDtls><TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><RmtInf><Ustrd>Text</Ustrd></RmtInf></TxDtls></NtryDtls>")}<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">6.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2024-01-31</Dt></Dt></Bal></Stmt></BkToCstmrStmt></Document>`
  ]
}
