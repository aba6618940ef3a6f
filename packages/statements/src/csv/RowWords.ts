/**
 * Words in the rows of bank exports that say something about the row: which way the money went, whether it is booked yet,
 * and lines that are no entries at all (balances, totals).
 */
import { fold } from "./HeaderWords.ts"

export type Direction = "in" | "out"

const words = (list: string): ReadonlyArray<string> => list.split(",").map(fold)

/** A test for any of the phrases at word boundaries of a folded text: literals only, so linear on any input. */
const pattern = (list: string, end: "word" | "prefix" = "word"): RegExp =>
  new RegExp(`(?:^| )(?:${words(list).join("|")})${end === "word" ? "(?: |$)" : ""}`)

const balanceWord = pattern("balance,saldo,solde")

const directions: ReadonlyMap<string, Direction> = new Map<string, Direction>([
  ...words(
    "d,dr,db,debit,debet,debito,deb,dbit,debits,soll,s,af,uit,out,outflow,outgoing,money out,paid out,withdrawal,kiadas,terheles,t,vydaj,odchozi,obciazenie,wn,charge,dare,cargo,ut,uttag,ud,expense,spent,spesa,sortie,uscita,saida,salida," +
      "gasto,neg,negative,minus,isplata,breme,duguje,borc,b,giden,χ,χρεωση,дебет,расход,списание,видаток,витрата,дт,д,rashod,deebet,debets,debetas,belastung,ausgang,ausgabe,addebito,depense,plata,借,支出,支,출금,出金,debit card,d-"
  ).map((word) => [word, "out"] as const),
  ...words(
    "c,cr,credit,kredit,credito,cred,crdt,credits,haben,h,bij,in,inflow,incoming,money in,paid in,deposit,bevetel,jovairas,j,prijem,prichozi,uznanie,ma,avere,abono,inn,insattning,ind,income,entrada,entree,entrata,ingreso,pos,positive,plus," +
      "uplata,dobro,potrazuje,alacak,a,gelen,π,πιστωση,кредит,приход,зачисление,надходження,кт,k,kreedit,kredits,kreditas,gutschrift,eingang,einnahme,accredito,recette,incasare,贷,收入,收,입금,入金"
  ).map((word) => [word, "in"] as const)
])

/** Which way the money went, by an indicator cell (`D`, `CR`, `Haben`, `Af`, `outflow`, `+`, …), or null. */
export const direction = (cell: string): Direction | null => {
  const trimmed = cell.trim()
  if (trimmed === "") return null
  if (trimmed === "-" || trimmed === "\u2212") return "out"
  if (trimmed === "+") return "in"
  if (trimmed.length > 24) return null
  return directions.get(fold(trimmed)) ?? null
}

export type Status = "booked" | "pending" | "void"

const statuses: ReadonlyMap<string, Status> = new Map<string, Status>([
  ...words(
    "booked,posted,completed,complete,cleared,settled,executed,processed,success,successful,paid,done,ok,approved,umsatz gebucht,gebucht,verbucht,ausgefuhrt,abgeschlossen,geboekt,verwerkt,uitgevoerd,comptabilise,execute,effectue,termine,contabilizado,realizado," +
      "ejecutado,completado,liquidado,contabilizzato,eseguito,eseguita,contabilizzata,zaksiegowana,zaksiegowano,zrealizowana,rozliczona,wykonana,efetuado,concluido,concluida,procesat,finalizat,zauctovano,provedeno,zuctovana,konyvelt,teljesult,sikeres,bokford,genomford,utford,bokfort,utfort,bogfort,udfort,gennemfort,kirjattu,toteutunut,toteutettu,teostatud,izpildits,ivykdyta,izvrseno,izvedeno,tamamlandi,gerceklesti,ολοκληρωθηκε,выполнено,исполнен,исполнено,проведено,виконано,успішно,осчетоводена,成功,交易成功,完了,확정,completed payment,transferred"
  ).map((word) => [word, "booked"] as const),
  ...words(
    "pending,p,authorised,authorized,authorisation,authorization,auth,hold,on hold,in progress,processing,uncleared,not posted,unposted,reserved,reservation,blocked,waiting,scheduled,outstanding,temporary,pending transaction,vorgemerkt,umsatz vorgemerkt,ausstehend,offen,reserviert,in bearbeitung,nicht gebucht,autorisiert,gereserveerd,in behandeling,nog niet verwerkt,en attente,en cours,a venir,autorise,non comptabilise,pendiente,retenido,en tramite,autorizado,autorizada,retencion," +
      "in attesa,non contabilizzato,in corso,autorizzato,da contabilizzare,oczekujaca,oczekujace,nierozliczona,nierozliczone,blokada,zablokowana,w trakcie,niezaksiegowana,pendente,cativo,por liquidar,in asteptare,blocat,neprocesat,blokace,cekajici,nezauctovano,rezervace,ceka na zauctovani,caka na zauctovanie,nezauctovane,blokacia,fuggo,fuggoben,zarolt,zarolas,foglalas,foglalt,reserverad,reservert,reserveret,preliminar,ikke bokfort,ej bokford,afventer,venter,varaus,odottaa,katevaraus,broneeritud,ootel,rezervets,rezervuota,na cekanju,rezervirano,v obdelavi,na cakanju,beklemede,provizyon,bekliyor,εκκρεμει,δεσμευση,σε εκκρεμοτητα,в обработке,ожидание,в ожидании,холд,заблокировано,авторизация,в обробці,очікується,заблоковано,блокирана,чакаща,处理中,待入账,保留,未確定,미확정,대기"
  ).map((word) => [word, "pending"] as const),
  ...words(
    "declined,failed,reverted,cancelled,canceled,rejected,void,voided,expired,returned unpaid,refused,abgelehnt,storniert,fehlgeschlagen,geweigerd,geannuleerd,mislukt,refuse,annule,rejete,echoue,rechazado,rechazada,cancelado,cancelada,anulado,anulada,denegada,rifiutato,annullato,annullata,stornato,odrzucona,anulowana,anulowane,recusado,anulado,respins,anulat,zamitnuto,zruseno,zamietnuta,zrusena,elutasitva,elutasitott,torolt,nekad,avvisad,makulerad,avvist,kansellert,afvist,annulleret,hylatty,peruutettu,tagasi lukatud,tuhistatud,noraidits,atmesta,odbijeno,otkazano,zavrnjeno,preklicano,reddedildi,iptal,iptal edildi,απορριφθηκε,ακυρωθηκε,отклонено,отменено,отказ,відхилено,скасовано,отхвърлена,失败,已撤销,取消,취소"
  ).map((word) => [word, "void"] as const)
])

/** Whether a status cell says booked, pending or never booked, or null where it says something else. */
export const status = (cell: string): Status | null => {
  const trimmed = cell.trim()
  return trimmed === "" || trimmed.length > 40 ? null : (statuses.get(fold(trimmed)) ?? null)
}

/** What a line that is no entry is about. */
export type LineKind = "opening" | "closing" | "total"

const openingWords =
  "opening balance,beginning balance,starting balance,previous balance,balance brought forward,brought forward,balance b f,balance forward,start balance,initial balance,anfangssaldo,anfangsbestand,startsaldo,alter kontostand,alter saldo,saldovortrag,eroffnungssaldo,beginsaldo,vorig saldo,oud saldo,solde initial,ancien solde,solde precedent,solde d ouverture,solde debut,saldo inicial,saldo anterior,saldo iniziale,saldo precedente,saldo poczatkowe,saldo otwarcia,sold initial,sold precedent,sold anterior,pocatecni zustatek,pociatocny zostatok,pocatecni stav,nyito egyenleg,nyitoegyenleg,ingaende saldo,inngaende saldo,primo saldo,startsaldo,alkusaldo,algsaldo,sakuma atlikums,pradinis likutis,pocetno stanje,zacetno stanje,acilis bakiyesi,devir,devreden bakiye,αρχικο υπολοιπο,προηγουμενο υπολοιπο,входящий остаток,начальный остаток,остаток на начало,вхідний залишок,початковий залишок,начално салдо,saldo inicial,期初余额,上期余额,繰越,이월"
const opening = pattern(openingWords)
const closingWords =
  "closing balance,ending balance,ledger balance,end balance,final balance,balance carried forward,carried forward,balance c f,new balance,statement balance,endsaldo,neuer kontostand,neuer saldo,schlusssaldo,abschlusssaldo,eindsaldo,nieuw saldo,huidig saldo,solde final,nouveau solde,solde de cloture,solde fin,solde comptable,saldo final,saldo actual,saldo contable,saldo finale,saldo contabile,saldo koncowe,saldo zamkniecia,saldo contabilistico,sold final,sold curent,konecny zustatek,konecny stav,konecny zostatok,aktualni zustatek,zaro egyenleg,zaroegyenleg,aktualis egyenleg,utgaende saldo,utgaaende saldo,ultimo saldo,slutsaldo,loppusaldo,lopp saldo,loppsaldo,beigu atlikums,galutinis likutis,zavrsno stanje,koncno stanje,kapanis bakiyesi,guncel bakiye,τελικο υπολοιπο,νεο υπολοιπο,исходящий остаток,конечный остаток,остаток на конец,вихідний залишок,кінцевий залишок,крайно салдо,期末余额,本期余额"
const closing = pattern(
  `${closingWords},current balance,account balance,kontostand,solde au,solde,saldo al,saldo konta,balance,saldo,bakiye,υπολοιπο,余额,残高,devir`
)
const available = pattern(
  "available,disponible,disponibile,verfugbar,verfuegbar,beschikbaar,dostepne,dostepny,disponivel,disponibel,dostupny,kaytettavissa,kullanilabilir,доступно,доступный,διαθεσιμο",
  "prefix"
)
const total = pattern(
  "total,totals,grand total,sub total,subtotal,sum,summe,gesamt,gesamtsumme,zwischensumme,totaal,totaux,totale,totali,totales,suma,razem,celkem,celkom,spolu,osszesen,summa,totalt,samlet,i alt,yhteensa,kokku,kopa,viso,is viso,ukupno,skupaj,toplam,genel toplam,συνολο,итого,всего,разом,усього,общо,合计,总计,合計,합계,number of transactions,transaction count,count,anzahl,end of report,end of file,end of statement,ende,turnover,obroty,obraty,umsatzsumme,page,seite"
)

/** What a label outside the entries is about: an opening or closing balance, a total, or null. */
export const lineKind = (label: string): LineKind | null => {
  const folded = fold(label)
  if (folded === "") return null
  if (opening.test(folded)) return "opening"
  if (total.test(folded) && !balanceWord.test(folded)) return "total"
  if (closing.test(folded)) return available.test(folded) ? null : "closing"
  return null
}

const wholeLines: ReadonlyMap<string, LineKind> = new Map<string, LineKind>([
  ...words(openingWords).map((word) => [word, "opening"] as const),
  ...words(closingWords).map((word) => [word, "closing"] as const),
  ...words(
    "turnover,debit turnover,credit turnover,kaive,apgrozijums,apyvarta,umsatzsumme,obroty,обороты,обороты за период"
  ).map((word) => [word, "total"] as const)
])

/**
 * What a dated line with an amount is, where its text is nothing but the name of a balance or turnover. Generic words
 * ("balance", "total") do not count here: shops are called so.
 */
export const wholeLine = (text: string): LineKind | null => {
  if (text.length > 60) return null
  return wholeLines.get(fold(text)) ?? null
}

const accountLabels = pattern(
  "account,account number,account no,account details,acct,iban,konto,kontonummer,girokonto,tagesgeld,kreditkarte,kartennummer,card,card number,rekening,rekeningnummer,compte,numero de compte,cuenta,conto,rapporto,rachunek,rachunku,konta,conta,cont,ucet,uctu,szamla,szamlaszam,tili,tilinumero,tili numero,konts,saskaita,racun,racuna,hesap,λογαριασμος,λογαριασμου,счет,счета,рахунок,рахунку,сметка,账号,卡号,口座番号,계좌번호"
)
const currencyLabels = pattern(
  "currency,ccy,wahrung,waehrung,munt,valuta,devise,moneda,divisa,waluta,moeda,mena,meny,devizanem,penznem,valuutta,valuuta,valiuta,doviz,para birimi,νομισμα,валюта,币种,通貨,통화"
)

export const isAccountLabel = (label: string): boolean => accountLabels.test(fold(label))
export const isCurrencyLabel = (label: string): boolean => currencyLabels.test(fold(label))

const cardWords = pattern(
  "card,cards,visa,mastercard,amex,american express,kreditkarte,kreditkarten,kartennummer,kreditkaart,carte,tarjeta,carta,karta,karty,kartu,kort,kortti,kart,cartao,картка,карта,κάρτα,καρτα,cardmember,card member,merchant,appears on your statement as"
)

/** Whether a header, file preamble or column name speaks of a payment card. */
export const speaksOfCard = (text: string): boolean => cardWords.test(fold(text))

const receivedWords = pattern(
  "payment received,payment thank you,thank you,autopay,auto pay,automatic payment,online payment,direct debit received,refund,refunded,credit voucher,return,reversal,cashback,einzahlung,zahlung erhalten,gutschrift,ausgleich,lastschrifteinzug,ruckerstattung,erstattung,terugbetaling,remboursement,paiement recu,reembolso,devolucion,pago recibido,abono,rimborso,pagamento ricevuto,zwrot,splata,estorno,platba prijata,vratka,aterbetalning,inbetalning,tilbagebetaling,innbetaling,refusjon,hyvitys,geri odeme,iade,salary,payroll,interest paid,dividend,deposit"
)
const spentWords = pattern(
  "purchase,purchases,sale,card payment,pos,withdrawal,cash advance,atm,debit,fee,charge,kauf,einkauf,kartenzahlung,bezahlung,betaling,achat,paiement carte,retrait,compra,retirada,acquisto,pagamento pos,prelievo,zakup,platnosc,wyplata,nakup,platba kartou,vyber,vasarlas,kop,kjop,kob,osto,harcama,alisveris"
)

/** What the words of an entry say about its direction, for exports whose amounts have no sign. */
export const likelyDirection = (text: string): Direction | null => {
  const folded = fold(text)
  if (receivedWords.test(folded)) return "in"
  return spentWords.test(folded) ? "out" : null
}

const cardPayments = pattern(
  "payment received,payment thank you,thank you,autopay payment,payment thanks,paiement recu,paiement merci,merci,zahlung erhalten,vielen dank,pago recibido,gracias,pagamento ricevuto,pagamento recebido,obrigado"
)

/** Whether the text is how card issuers name the payment of a card's bill. */
export const paysCard = (text: string): boolean => cardPayments.test(fold(text))

const american = pattern(
  "check,check number,check no,check or slip,checking,post date,posted date,posting date,trans date,running bal,slip,ach,zip,zip code,routing number,appears on your statement as,extended details,beginning balance,ending balance,amount debit,amount credit,account suffix,fi transaction reference"
)

/** Whether a header or preamble uses words that only banks of the United States use. */
export const soundsAmerican = (text: string): boolean => american.test(fold(text))

const sections: ReadonlyMap<string, "booked" | "pending"> = new Map<string, "booked" | "pending">([
  ...words(
    "pending,pending transactions,pending payments,authorised transactions,authorisations,uncleared transactions,vorgemerkte umsatze,vorgemerkte buchungen,offene umsatze,nog te verwerken,gereserveerde bedragen,operations en attente,operations a venir,operaciones pendientes,movimientos pendientes,movimenti non contabilizzati,operazioni non contabilizzate,operacje nierozliczone,blokady,movimentos pendentes,reserverade belopp,reserverte belop,ventende posteringer,katevaraukset,bekleyen islemler,операции в обработке"
  ).map((word) => [word, "pending"] as const),
  ...words(
    "posted,posted transactions,booked transactions,completed transactions,cleared transactions,transactions,transaction history,gebuchte umsatze,umsatze,geboekte transacties,operations,operations comptabilisees,movimientos,operaciones realizadas,movimenti contabilizzati,movimenti,operacje zaksiegowane,movimentos,bokforda transaktioner,bokforte transaksjoner,posteringer,tapahtumat,проведенные операции"
  ).map((word) => [word, "booked"] as const)
])

/** Whether a title between the entries says that those below it are booked or pending, or null where it is no such title. */
export const section = (title: string): "booked" | "pending" | null =>
  title.length > 60 ? null : (sections.get(fold(title)) ?? null)
