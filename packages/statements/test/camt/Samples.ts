/** Messages written for the tests in the manner of several countries' banks; all names and accounts are invented. */

/** Swiss, version 8: QR references, a batch of two, charges, a reversal, pending and booked. */
export const swiss = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>20240402000000000001</MsgId><CreDtTm>2024-04-02T03:10:00</CreDtTm>
      <MsgPgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></MsgPgntn></GrpHdr>
    <Stmt>
      <Id>20240402000000000001</Id>
      <StmtPgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>
      <ElctrncSeqNb>65</ElctrncSeqNb>
      <CreDtTm>2024-04-02T03:10:00</CreDtTm>
      <Acct><Id><IBAN>CH5604835012345678009</IBAN></Id><Ccy>CHF</Ccy><Ownr><Nm>Muster &amp; Söhne AG</Nm></Ownr></Acct>
      <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="CHF">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2024-03-28</Dt></Dt></Bal>
      <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="CHF">1175.05</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2024-04-01</Dt></Dt></Bal>
      <Ntry>
        <NtryRef>CH4431999123000889012</NtryRef>
        <Amt Ccy="CHF">300.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RvslInd>false</RvslInd><Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>2024-04-01</Dt></BookgDt><ValDt><Dt>2024-04-02</Dt></ValDt>
        <AcctSvcrRef>01FI240401000001</AcctSvcrRef>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>VCOM</SubFmlyCd></Fmly></Domn></BkTxCd>
        <NtryDtls>
          <Btch><NbOfTxs>2</NbOfTxs></Btch>
          <TxDtls>
            <Refs><AcctSvcrRef>01FI240401000001-1</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
            <Amt Ccy="CHF">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
            <RltdPties><Dbtr><Pty><Nm>Pia Beispiel</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>CH9300762011623852957</IBAN></Id></DbtrAcct></RltdPties>
            <RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Prtry>QRR</Prtry></CdOrPrtry></Tp><Ref>210000000003139471430009017</Ref></CdtrRefInf><AddtlRmtInf>?REJECT?0</AddtlRmtInf></Strd></RmtInf>
          </TxDtls>
          <TxDtls>
            <Refs><AcctSvcrRef>01FI240401000001-2</AcctSvcrRef></Refs>
            <Amt Ccy="CHF">200.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
            <RltdPties><Dbtr><Pty><Nm>Max Muster</Nm></Pty></Dbtr><UltmtDbtr><Pty><Nm>Ella Muster</Nm></Pty></UltmtDbtr></RltdPties>
            <RmtInf><Strd><CdtrRefInf><Ref>210000000003139471430009022</Ref></CdtrRefInf></Strd></RmtInf>
          </TxDtls>
        </NtryDtls>
        <AddtlNtryInf>Sammelgutschrift QR</AddtlNtryInf>
      </Ntry>
      <Ntry>
        <Amt Ccy="CHF">150.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><DtTm>2024-04-01T23:59:59+02:00</DtTm></BookgDt><ValDt><Dt>2024-04-01</Dt></ValDt>
        <AcctSvcrRef>01FI240401000002</AcctSvcrRef>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>AUTT</SubFmlyCd></Fmly></Domn></BkTxCd>
        <Chrgs><TtlChrgsAndTaxAmt Ccy="CHF">1.50</TtlChrgsAndTaxAmt><Rcrd><Amt Ccy="CHF">1.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>
        <NtryDtls><TxDtls>
          <Refs><EndToEndId>E2E-2024-7</EndToEndId></Refs>
          <Amt Ccy="CHF">150.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>
          <RltdPties><Cdtr><Pty><Nm>Elektrizitätswerk Musterstadt</Nm></Pty></Cdtr><CdtrAcct><Id><Othr><Id>80-151-4</Id></Othr></Id></CdtrAcct></RltdPties>
          <RmtInf><Ustrd>Rechnung 4711</Ustrd></RmtInf>
        </TxDtls></NtryDtls>
      </Ntry>
      <Ntry>
        <Amt Ccy="CHF">25.05</Amt><CdtDbtInd>CRDT</CdtDbtInd><RvslInd>true</RvslInd><Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>2024-04-01</Dt></BookgDt><ValDt><Dt>2024-04-01</Dt></ValDt>
        <NtryDtls><TxDtls>
          <Refs><TxId>TX-77</TxId></Refs>
          <RltdPties><Dbtr><Pty><Nm>Muster &amp; Söhne AG</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>CH5604835012345678009</IBAN></Id></DbtrAcct>
            <Cdtr><Pty><Nm>Laden Nord GmbH</Nm></Pty></Cdtr><CdtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></CdtrAcct></RltdPties>
          <RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>
        </TxDtls></NtryDtls>
        <AddtlNtryInf>Rückleitung</AddtlNtryInf>
      </Ntry>
      <Ntry>
        <Amt Ccy="CHF">9.90</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts>
        <ValDt><Dt>2024-04-03</Dt></ValDt>
        <AddtlNtryInf>Kartenreservation</AddtlNtryInf>
      </Ntry>
    </Stmt>
  </BkToCstmrStmt>
</Document>
`

/** German, version 8, camt.052 with a prefix on every name and no line ends. */
export const german =
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><ns2:Document xmlns:ns2="urn:iso:std:iso:20022:tech:xsd:camt.052.001.08">` +
  `<ns2:BkToCstmrAcctRpt><ns2:GrpHdr><ns2:MsgId>052D</ns2:MsgId><ns2:CreDtTm>2024-05-02T20:18:48.000+02:00</ns2:CreDtTm></ns2:GrpHdr>` +
  `<ns2:Rpt><ns2:Id>052D</ns2:Id><ns2:Acct><ns2:Id><ns2:IBAN>DE02120300000000202051</ns2:IBAN></ns2:Id><ns2:Ccy>EUR</ns2:Ccy></ns2:Acct>` +
  `<ns2:Bal><ns2:Tp><ns2:CdOrPrtry><ns2:Cd>PRCD</ns2:Cd></ns2:CdOrPrtry></ns2:Tp><ns2:Amt Ccy="EUR">0.00</ns2:Amt><ns2:CdtDbtInd>CRDT</ns2:CdtDbtInd><ns2:Dt><ns2:Dt>2024-05-01</ns2:Dt></ns2:Dt></ns2:Bal>` +
  `<ns2:Bal><ns2:Tp><ns2:CdOrPrtry><ns2:Cd>CLBD</ns2:Cd></ns2:CdOrPrtry></ns2:Tp><ns2:Amt Ccy="EUR">12.34</ns2:Amt><ns2:CdtDbtInd>DBIT</ns2:CdtDbtInd><ns2:Dt><ns2:Dt>2024-05-02</ns2:Dt></ns2:Dt></ns2:Bal>` +
  `<ns2:Ntry><ns2:Amt Ccy="EUR">12.34</ns2:Amt><ns2:CdtDbtInd>DBIT</ns2:CdtDbtInd><ns2:Sts><ns2:Cd>BOOK</ns2:Cd></ns2:Sts>` +
  `<ns2:BookgDt><ns2:Dt>2024-05-02</ns2:Dt></ns2:BookgDt><ns2:ValDt><ns2:Dt>2024-05-02</ns2:Dt></ns2:ValDt><ns2:AcctSvcrRef>NONREF</ns2:AcctSvcrRef>` +
  `<ns2:BkTxCd><ns2:Prtry><ns2:Cd>NDDT+105+00931</ns2:Cd><ns2:Issr>DK</ns2:Issr></ns2:Prtry></ns2:BkTxCd>` +
  `<ns2:NtryDtls><ns2:TxDtls><ns2:Refs><ns2:EndToEndId>NOTPROVIDED</ns2:EndToEndId><ns2:MndtId>M1</ns2:MndtId></ns2:Refs><ns2:Amt Ccy="EUR">12.34</ns2:Amt><ns2:CdtDbtInd>DBIT</ns2:CdtDbtInd>` +
  `<ns2:RltdPties><ns2:Dbtr><ns2:Pty><ns2:Nm>Erika Mustermann</ns2:Nm></ns2:Pty></ns2:Dbtr><ns2:Cdtr><ns2:Pty><ns2:Nm>Stadtwerke Musterstadt</ns2:Nm></ns2:Pty></ns2:Cdtr>` +
  `<ns2:CdtrAcct><ns2:Id><ns2:IBAN>DE89370400440532013000</ns2:IBAN></ns2:Id></ns2:CdtrAcct></ns2:RltdPties>` +
  `<ns2:RmtInf><ns2:Ustrd>Abschlag Mai</ns2:Ustrd><ns2:Ustrd>Vertrag 5</ns2:Ustrd></ns2:RmtInf></ns2:TxDtls></ns2:NtryDtls>` +
  `<ns2:AddtlNtryInf>FOLGELASTSCHRIFT</ns2:AddtlNtryInf></ns2:Ntry></ns2:Rpt></ns2:BkToCstmrAcctRpt></ns2:Document>`

/** Version 1, as of 2007: other names for the message, the account and the balances, and payments directly in the entry. */
export const first = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.01">
  <BkToCstmrStmtV01>
    <GrpHdr><MsgId>1</MsgId><CreDtTm>2008-01-02T00:00:00</CreDtTm></GrpHdr>
    <Stmt>
      <Acct><Id><BBAN>1234567</BBAN></Id><Ccy>SEK</Ccy></Acct>
      <Bal><Tp><Cd>OPBD</Cd></Tp><Amt Ccy="SEK">10</Amt><CdtDbtInd>DBIT</CdtDbtInd><Dt><Dt>2008-01-01</Dt></Dt></Bal>
      <Bal><Tp><Cd>CLBD</Cd></Tp><Amt Ccy="SEK">0</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2008-01-02</Dt></Dt></Bal>
      <Ntry>
        <Amt Ccy="SEK">10</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
        <BookgDt><Dt>2008-01-02</Dt></BookgDt>
        <TxDtls><RltdPties><Dbtr><Nm>Anna Andersson</Nm></Dbtr></RltdPties><RmtInf><Ustrd>Hyra</Ustrd></RmtInf></TxDtls>
      </Ntry>
    </Stmt>
  </BkToCstmrStmtV01>
</Document>`

/** One statement around entries. */
export const around = (entries: string): string =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt>
<Acct><Id><IBAN>NL26VAYB8060476890</IBAN></Id><Ccy>EUR</Ccy></Acct>
${entries}
</Stmt></BkToCstmrStmt></Document>`

/** An entry with these elements, on one line; those that are left out take usual values. */
export const entry = (
  elements: { amount?: string; direction?: string; status?: string; dates?: string; rest?: string } = {}
): string =>
  `<Ntry>${elements.amount ?? '<Amt Ccy="EUR">8.85</Amt>'}${elements.direction ?? "<CdtDbtInd>CRDT</CdtDbtInd>"}` +
  `${elements.status ?? "<Sts>BOOK</Sts>"}${elements.dates ?? "<BookgDt><Dt>2024-01-31</Dt></BookgDt>"}${elements.rest ?? ""}</Ntry>`
