/**
 * What column headers of bank exports mean, in some thirty languages.
 *
 * A header cell is folded (case, diacritics and punctuation dropped) and looked up whole, then by the longest phrase that
 * it contains. A phrase can have several meanings ("valuta" is the value date in German and Dutch and the currency in
 * Italian, Swedish and Danish): the column's content decides between them, so every meaning is returned.
 */
import * as Currency from "../Currency.ts"

export type Role =
  | "bookingDate"
  | "date"
  | "valueDate"
  | "amount"
  | "debit"
  | "credit"
  | "balance"
  | "currency"
  | "description"
  | "counterparty"
  | "counterpartyAccount"
  | "account"
  | "bankId"
  | "kind"
  | "category"
  | "memo"
  | "indicator"
  | "status"
  | "fee"
  /** An amount or currency other than the account's own. */
  | "foreign"
  /** Known, and no part of the model: a time, a card number, a row number, a rate. */
  | "other"

const phrases: ReadonlyArray<readonly [role: Role, commaSeparated: string]> = [
  [
    "bookingDate",
    "booking date,completed date,date completed,completed,booked,booked date,book date,date booked,posting date,post date,posted date,posted,date posted,posted on,date processed," +
      "process date,processing date,buchungstag,buchungsdatum,buchung,datum der buchung,boekdatum,boekingsdatum,boeking,datum boeking," +
      "date de comptabilisation,date comptable,date operation comptable,date de comptabilite,date d ecriture,fecha contable,fecha de contabilizacion,fecha registro," +
      "data contabile,data contabilizzazione,data registrazione,data ksiegowania,data zaksiegowania,data de lancamento,data lancamento,data do movimento,data movimento,data mov," +
      "datum zauctovani,zauctovano,datum zauctovania,konyveles datuma,konyvelesi datum,konyveles napja,konyveles,bokforingsdag,bokforingsdatum,bokford,bokforingsdato,bokfort,bokfort dato," +
      "bogforingsdato,bogfort dato,bogfort,kirjauspaiva,kirjauspvm,kirjattu,dokumento data,data inregistrarii,data inregistrare,data contabilizare,datum knjizenja,knjizenje," +
      "ημερομηνια εγγραφης,muhasebe tarihi,kayit tarihi,дата проводки,дата обработки,дата на осчетоводяване,data comptable,kande kuupaev,gramatosanas datums,記帳日"
  ],
  [
    "date",
    "date,transaction date,trans date,trans. date,tran date,txn date,date of transaction,transaction time,created,created on,created at,created date," +
      "date created,effective date,activity date,entry date,statement date,timestamp,datetime,date time,when,day,started date,run date,settlement date,payment date,paid on,purchase date," +
      "datum,umsatzdatum,transaktionsdatum,belegdatum,kaufdatum,einkaufsdatum,umsatztag,zahlungsdatum,auftragsdatum,datum zeit," +
      "transactiedatum,datum transactie,verwerkingsdatum,datum tijd,uitvoeringsdatum,date operation,date de l operation,date d operation,date transaction,date de transaction," +
      "date de la transaction,date d achat,fecha,fecha operacion,fecha de operacion,fecha de la operacion,fecha movimiento,fecha transaccion,f operacion,f contable,fecha de transaccion,dia," +
      "data,data operazione,data transazione,data dell operazione,data operazioni,data acquisto,data esecuzione,data operacji,data transakcji,data operacao,data transacao,data da operacao,data da transacao,data mov,data operatiunii," +
      "data tranzactiei,data tranzactie,data operatiune,datum transakce,datum provedeni,datum operace,datum pohybu,datum uskutecneni,datum transakcie,datum vykonania,datum realizacie," +
      "tranzakcio datuma,tranzakcio idopontja,tranzakcio ideje,teljesites datuma,teljesites napja,datuma,idopont,transaktionsdag,transaktionsdatum,kopdatum,kopsdatum,inkopsdatum,reskontradatum,dato,transaksjonsdato,utfort dato,kjopsdato," +
      "transaktionsdato,kobsdato,paiva,paivamaara,pvm,tapahtumapaiva,maksupaiva,ostopaiva,tapahtumapvm,kuupaev,makse kuupaev,tehingu kuupaev,datums,darijuma datums,transakcijas datums,operacijos data,mokejimo data," +
      "datum transakcije,datum placila,datum prometa,datum izvrsenja,datum naplate,datum obrade,tarih,islem tarihi,islem zamani,tarihi,tarih saat,ημερομηνια,ημ νια,ημ νια κινησης,ημερομηνια συναλλαγης,ημερομηνια κινησης,ημ νια συναλλαγης," +
      "дата,дата операции,дата транзакции,дата платежа,дата операціі,дата операції,дата транзакції,дата і час,дата на операцията,дата на транзакцията,дата и время,дата и время операции,data d operacio,data operacio,datа," +
      "交易日期,交易时间,交易日,日期,记账日期,入账日期,日付,取引日,年月日,お取り扱い日,利用日,ご利用日,거래일자,거래일시,거래일,날짜,일자"
  ],
  [
    "valueDate",
    "value date,value,value dt,val date,valuta date,date of value,interest date,valuta,valutadatum,wertstellung,wert,wertstellungsdatum,wertstellungstag,valuta datum,valutatag,valutadato,rentedatum," +
      "valutadag,date valeur,date de valeur,dat valeur,valeur,date val,fecha valor,f valor,fecha de valor,data valuta,data di valuta,valuta data,data waluty,data valor,data do valor,valor data,data valutei,data valuta," +
      "datum valuty,datum splatnosti,valutovano,erteknap,ertek nap,ertekdatum,ranteda,rantedag,rentedato,rantedatum,rentedato,arvopaiva,arvopvm,vaartuspaev,vertesanas diena,data valor," +
      "datum valute,valor,valor tarihi,valoare data,βαλερ,ημερομηνια αξιας,ημερομηνια βαλερ,valeur,ημ νια αξιας,дата валютирования,вальор,дата валютування,起息日"
  ],
  [
    "amount",
    "amount,amt,transaction amount,trans amount,billing amount,billed amount,amount in account currency,net amount,net,value,sum,total,amount due,settlement amount,posted amount,paid,payment amount,signed amount," +
      "account amount,summary amt,betrag,umsatz,betrag in kontowahrung,buchungsbetrag,betrag eur,einzelbetrag,gesamtbetrag,umsatz in eur,umsatz eur,bedrag,mutatiebedrag,transactiebedrag,montant,montant operation,montant de l operation," +
      "montant transaction,montant net,importe,importe operacion,importe eur,monto,cantidad,importe del movimiento,valor,valor movimento,importo,importo operazione,ammontare,importi,kwota,kwota operacji,kwota transakcji,kwota w walucie rachunku,kwota rachunku,kwota platnosci," +
      "valor da transacao,valor transacao,montante,quantia,montante movimento,suma,suma tranzactiei,suma tranzactie,valoare,castka,castka v mene uctu,zauctovana castka,objem,castka platby,castka transakce,ciastka,suma transakcie,suma v mene uctu," +
      "osszeg,tranzakcio osszege,konyvelt osszeg,osszeg terheles jovairas,terhelt osszeg,belopp,transaktionsbelopp,summa,belop,transaksjonsbelop,belob,belob i dkk,transaktionsbelob,maara,summa eur,maara eur,euromaara,rahamaara,raha maara,summa euroissa,kogus," +
      "iznos,iznos transakcije,znesek,iznos u valuti racuna,tutar,islem tutari,miktar,tutari,islem tutari tl,tutar tl,ποσο,ποσο συναλλαγης,ποσο κινησης,ποσο ευρω,сумма,сумма операции,сумма платежа,сумма в валюте счета,сумма транзакции,сума,сума операції,сума транзакції,сума у валюті рахунку," +
      "сума в валюті картки,сумма в валюте карты,сума на операцията,import,import de l operacio,quantitat,金额,交易金额,发生额,金額,取引金額,利用金額,ご利用金額,거래금액,금액"
  ],
  [
    "debit",
    "debit,debits,debit amount,amount debit,debit amt,dr,dr amount,withdrawal,withdrawals,withdrawal amount,withdrawal amt,withdrawals dr,money out,paid out,out,payments,payment,outflow,spent,debit value,charges,charge,zahlungsausgang,moneyout,paidout,amount out,outgoing," +
      "debit amount dr,soll,belastung,belastungen,lastschrift,ausgang,ausgaben,ausgabe,belastung in chf,belastungsbetrag,abgang,debet,af,uit,afschrijving,uitgaven,debit euros,debit eur,depense,depenses,montant debit,debit montant,debito,debe,cargo,cargos,gastos,salida,salidas,adeudo,adeudos,retiros,retiro," +
      "cargos euros,dare,addebito,addebiti,uscite,uscita,importo dare,addebiti eur,obciazenie,obciazenia,wydatki,kwota obciazenia,wyplaty,wn,ma wn,debitos,saida,saidas,debito em conta,debit lei,plati,iesiri,valoare debit,debitare,vydaj,vydaje,na vrub,odchozi,debetni castka," +
      "terheles,kiadas,terheles osszege,tartozik,ut,uttag,utgift,utgifter,utbetalning,debiteringar,ut fra konto,ut av konto,ud,haevet,haevning,udgift,udbetaling,veloitus,veloitukset,otto,panot ja otot,debeto,kulu,valjaminek,deebet,debets,debetas,isplata,dugovno,duguje,rashod,odliv,v breme,breme,borc,cikan,giden,cekilen," +
      "χρεωση,χρεωσεις,αναληψη,дебет,расход,списание,списано,видаток,списання,видатки,дебит,carrec,carrecs,deure,借方,借方金额,支出,支出金额,出金,出金額,お引出し,お支払金額,引出金額,출금,출금액,출금금액,찾으신금액"
  ],
  [
    "credit",
    "credit,credits,credit amount,amount credit,credit amt,cr,cr amount,deposit,deposits,deposit amount,deposit amt,deposits cr,money in,paid in,in,receipts,inflow,received,credit value,moneyin,paidin,amount in,incoming," +
      "credit amount cr,haben,gutschrift,gutschriften,eingang,einnahmen,einnahme,gutschrift in chf,gutschriftsbetrag,zahlungseingang,zugang,kredit,bij,bijschrijving,inkomsten,credit euros,credit eur,recette,recettes,montant credit,credit montant,credito,haber,abono,abonos,ingresos,ingreso,entrada,entradas,depositos,deposito," +
      "abonos euros,avere,accredito,accrediti,entrate,entrata,importo avere,accrediti eur,uznanie,uznania,wplywy,kwota uznania,wplaty,creditos,credit lei,incasari,intrari,valoare credit,creditare,prijem,prijmy,ve prospech,prichozi,kreditni castka,pripsano," +
      "jovairas,bevetel,jovairas osszege,kovetel,insattning,inkomst,inkomster,inbetalning,inn pa konto,inn til konto,inn,ind,indsat,indsaettelse,indtaegt,indbetaling,hyvitys,hyvitykset,pano,kreedit,sissetulek,kredits,kreditas,uplata,potrazno,potrazuje,prihod,priliv,v dobro,dobro,alacak,giren,gelen,yatan," +
      "πιστωση,πιστωσεις,καταθεση,кредит,приход,зачисление,зачислено,надходження,зарахування,abonament,haver,贷方,贷方金额,收入,收入金额,入金,入金額,お預入れ,お預り金額,預入金額,입금,입금액,입금금액,맡기신금액"
  ],
  [
    "balance",
    "balance,running balance,running bal,running bal.,account balance,balance after,balance after transaction,closing balance,ledger balance,book balance,bal,saldo,kontostand,saldo nach buchung,saldo nach umsatz,neuer saldo," +
      "saldo eur,saldo in eur,resulterend saldo,saldo na mutatie,saldo na trn,nieuw saldo,saldo na boeking,eindsaldo,solde,solde apres operation,nouveau solde,solde apres,saldo tras operacion,saldo final,saldo contable,saldo posterior,saldo contabile,saldo progressivo,saldo po operacji,saldo po transakcji," +
      "saldo koncowe,saldo contabilistico,saldo apos movimento,saldo apos,sold,sold final,sold dupa tranzactie,sold contabil,zustatek,zostatok,zustatek po,zostatok po,konecny zustatek,zustatek po transakci,egyenleg,konyvelt egyenleg,egyenleg a tranzakcio utan,zaroegyenleg,bokfort saldo,beholdning,saldo efter,saldo dkk," +
      "saldo etter,jaak,konto jaak,atlikums,atlikumas,likutis,stanje,stanje racuna,novo stanje,bakiye,kalan bakiye,son bakiye,bakiye tl,υπολοιπο,λογιστικο υπολοιπο,υπολοιπο λογαριασμου,προοδευτικο υπολοιπο,остаток,баланс,остаток на счете,остаток после операции,исходящий остаток,залишок,залишок після операції,салдо,наличност,разполагаемост,saldo comptable," +
      "余额,账户余额,交易余额,結余,残高,差引残高,お残高,잔액,거래후잔액,남은금액"
  ],
  [
    "currency",
    "currency,ccy,curr,cur,currency code,account currency,billing currency,transaction currency,currency of account,wahrung,waehrung,whg,wrg,kontowahrung,kontowaehrung,munt,muntsoort,valuta,valutakode,valutakod,devise,monnaie,devise du compte,moneda,divisa,moneda cuenta,waluta,waluta rachunku,waluta transakcji," +
      "moeda,divisas,mena,mena uctu,kod meny,devizanem,penznem,szamla devizaneme,tranzakcio devizaneme,valiuta,valuuta,valuta konta,valuta racuna,doviz,para birimi,doviz cinsi,νομισμα,валюта,валюта счета,валюта операции,валюта платежа,валюта рахунку,валюта картки,валюта на сметката,币种,货币,通貨,통화"
  ],
  [
    "description",
    "description,transaction description,details,transaction details,detail,narrative,particulars,narration,transaction,memo description,payment details,extended details,remarks,appears on your statement as,statement description,description1,description 1,description2,description 2,original description,purpose,text,payment reference,reference details,remittance information,additional information,transaction information,transaction remarks," +
      "verwendungszweck,buchungsdetails,vorgang,beschreibung,verwendungszweck 1,verwendungszweckzeile 1,buchungsinformation,umsatzinformation,avisierungstext,buchungsinformationen,beschreibung1,beschreibung2,beschreibung3,zahlungszweck,beleg text,vorgang verwendungszweck,umsatzdetails,omschrijving,omschrijving 1,omschrijving 2,omschrijving 3,mededeling,mededelingen,naam omschrijving,vrije mededeling,transactieomschrijving,libelle,libelle simplifie,libelle operation," +
      "libelle de l operation,description operation,nature de l operation,designation,intitule,libelle complet,communication,communications,communication libre,motif,informations complementaires,details de l operation,concepto,descripcion,descripcion operacion,detalle,concepto ampliado,movimiento,observaciones,mas datos,descripcion del movimiento,descrizione,causale descrizione,descrizione operazione,causale,operazione,dettagli,descrizione estesa," +
      "descrizione completa,dettaglio,opis,opis operacji,opis transakcji,tytul,tytul operacji,tytul przelewu,tytulem,szczegoly transakcji,szczegoly,descricao,descritivo,descricao do movimento,historico,detalhes,movimento,lancamento,descriere,detalii tranzactie,detalii,descrierea tranzactiei,explicatii,explicatie,tranzactie,popis,popis transakce,popis operace,zprava pro prijemce,zprava,ucel platby,popis transakcie,sprava pre prijemcu,informacia pre prijemcu,popis pohybu," +
      "kozlemeny,leiras,megjegyzes,jogcim,tranzakcio leirasa,reszletek,beskrivning,text meddelande,transaktion,specifikation,rubrik,meddelande,beskrivelse,forklaring,tekst,betalingsinformasjon,transaksjonstekst,posteringstekst,transaktionstekst,posteringer tekst,melding,selitys,viesti,kuvaus,viitteen tiedot,selgitus,tehingu kirjeldus,kirjeldus,apraksts,maksajuma merkis,informacija,paskirtis,mokejimo paskirtis,paaiskinimas,namen,namen placila,opis placanja,opis transakcije,svrha,svrha placanja,opis prometa," +
      "aciklama,islem aciklamasi,islem,detay,περιγραφη,αιτιολογια,περιγραφη συναλλαγης,описание,назначение платежа,описание операции,основание,назначение,содержание операции,опис,призначення платежу,опис операції,деталі операції,описание на операцията,основание за плащане,пояснения,descripcio,concepte,moviment,摘要,交易摘要,用途,附言,备注,交易说明,摘要内容,お取り扱い内容,取引内容,ご利用内容,利用店名,ご利用店名,내용,거래내용,기재내용,적요"
  ],
  [
    "counterparty",
    "payee,payee name,counterparty,counter party,counterparty name,counter party name,name,merchant,merchant name,partner,partner name,recipient,recipient name,beneficiary,beneficiary name,payer,payer name,other party,other party name,to from,payer payee,sender,sender name,business name,third party,store,vendor,ordering party,payee payer," +
      "empfanger,empfaenger,auftraggeber empfanger,zahlungsempfanger,zahlungspflichtige r,zahlungspflichtiger,zahlungsempfanger in,zahlungspflichtige,zahlungsempfaenger in,begunstigter zahlungspflichtiger,beguenstigter zahlungspflichtiger,name zahlungsbeteiligter,auftraggeber begunstigter,auftraggeber beguenstigter,empfanger auftraggeber,auftraggeber zahlungsempfanger,empfanger zahlungspflichtiger,begunstigter auftraggeber,partnername,handler,partner name,zahlungspartner,gegenpartei,auftraggeber,begunstigter,name des partners,empfangername,vertragspartner,unternehmen," +
      "naam tegenpartij,tegenpartij,naam,begunstigde,naam begunstigde,tegenpartij naam,naam van de tegenpartij,beneficiaire,contrepartie,nom de la contrepartie,tiers,nom,nom contrepartie,donneur d ordre,nom du beneficiaire,contrepartie nom,nom de la contrepartie,emetteur,beneficiario,ordenante,titular,nombre,comercio,beneficiario ordenante,remitente,destinatario,contraparte,beneficiario ordinante,ordinante,controparte,esercente,nome,beneficiario ordinante," +
      "nadawca odbiorca,odbiorca,nadawca,kontrahent,nazwa kontrahenta,nazwa odbiorcy,nazwa nadawcy,dane kontrahenta,nadawca odbiorca nazwa,odbiorca nadawca,nome do destinatario,entidade,comerciante,partener,beneficiar,platitor,nume beneficiar,nume platitor,beneficiar platitor,nazev protiuctu,nazev protistrany,protistrana,nazev protiuctu,nazov protiuctu,nazov protistrany,obchodnik,nazev obchodnika,prijemce,platce,partner neve,partner,kedvezmenyezett,ellenoldali nev,ellenpartner neve,nev," +
      "mottagare,avsandare,mottagare avsandare,namn,motpart,butik,mottaker,avsender,navn,motpart navn,modtager,afsender,forretning,saaja maksaja,saaja,maksaja,nimi,saajan nimi,saaja maksaja nimi,vastapool,saaja maksja nimi,saaja maksja,saaja nimi,partneris,sanemejs,sanemejs maksatajs,gavejas,moketojas gavejas,mokėtojas gavėjas,naziv primatelja,primatelj,platitelj,naziv partnera,prejemnik,placnik,naziv," +
      "gonderen alici,alici,alici adi,karsi taraf,gonderen,isyeri,isyeri adi,αντισυμβαλλομενος,δικαιουχος,εμπορος,ονομα,контрагент,получатель,отправитель,плательщик,наименование контрагента,торговая точка,контрагент найменування,одержувач,платник,отримувач,наредител получател,наредител,получател,beneficiari,ordenant,对方户名,对方名称,交易对方,对方账户名称,商户名称,相手先,取引先,お相手,받는분,보낸분,의뢰인 수취인,상대방"
  ],
  [
    "counterpartyAccount",
    "counterparty account,counterparty iban,counter account,contra account,payee account,partner iban,partner account,account of counterparty,recipient account,beneficiary account,iban bban,account number payee,to account,from account,counterparty account number,payee iban,iban of partner," +
      "kontonummer iban,iban zahlungsbeteiligter,iban auftraggeberkonto,kontonummer auftraggeber,gegenkonto,iban partner,iban des partners,gegenkonto iban,empfangerkonto,konto empfanger,partner kontonummer,partner iban,iban zahlungspflichtiger,kontonr,iban empfanger,iban,iban zahlungsempfanger," +
      "tegenrekening,tegenrekening iban bban,rekening tegenpartij,rekeningnummer tegenpartij,tegenpartij rekening,tegenrekeningnummer,compte contrepartie,compte beneficiaire,numero de compte contrepartie,iban contrepartie,compte de la contrepartie,cuenta beneficiario,cuenta destino,cuenta ordenante,cuenta contrapartida,iban beneficiario,conto controparte,iban controparte,rachunek odbiorcy,nr rachunku kontrahenta,numer rachunku kontrahenta,rachunek kontrahenta,numer rachunku nadawcy odbiorcy,rachunek nadawcy odbiorcy,nr konta kontrahenta," +
      "numer konta odbiorcy,na konto,z konta,conta destino,conta contraparte,cont beneficiar,cont partener,iban beneficiar,cislo protiuctu,protiucet,protucet,protiucet a kod banky,cislo protistrany,partner szamlaszama,ellenoldali szamlaszam,ellenszamla,partner szamla,kontonummer motpart,motpartskonto,til konto,fra konto,tilkonto,frakonto,til kontonummer,fra kontonummer,saajan tilinumero,tilinumero vastapuoli,vastaanottajan tili,saaja konto,saaja maksja konto,saaja konto,partnera konts,partnerio saskaita,saskaita korespondento," +
      "racun primatelja,racun prejemnika,broj racuna primatelja,karsi hesap,alici iban,karsi iban,λογαριασμος αντισυμβαλλομενου,счет контрагента,счет получателя,рахунок контрагента,сметка на контрагента,对方账号,对方账户,対方口座,相手口座,상대계좌"
  ],
  [
    "account",
    "account,account number,account no,own account,account iban,account id,account nr,card,card number,card no,card member,auftragskonto,iban auftragskonto,kontonummer,konto,eigenes konto,eigene iban,kreditkarte,kartennummer,rekening,rekeningnummer,iban rekening,iban bban,eigen rekening,eigen rekeningnummer,numero de compte,compte,no compte,num compte," +
      "account nr,accountnumber,cuenta,numero de cuenta,iban cuenta,tarjeta,conto,numero conto,rapporto,carta,numero carta,rachunek,numer rachunku,nr rachunku,konto numer,conta,numero da conta,cont,numar cont,iban cont,cislo uctu,ucet,cislo uctu,szamlaszam,szamla szama,konyvelesi szamla,szamla,konto,kontonummer,tili,tilinumero,konto number,kliendi konto,konts,konta nr,saskaita,saskaitos nr,saskaitos numeris,racun,broj racuna,stevilka racuna,hesap,hesap no,hesap numarasi,kart no,λογαριασμος,αριθμος λογαριασμου," +
      "счет,номер счета,карта,номер карты,рахунок,номер рахунку,картка,номер картки,сметка,номер на сметка,compte,账号,账户,卡号,口座番号,계좌번호"
  ],
  [
    "bankId",
    "id,transaction id,transactionid,txn id,fitid,transaction number,transaction no,transaction unique id,transaction identifier,entry id,unique id,transferwise id,operation id,bank transaction id,transaction key,volgnr,volgnummer,transactie id,transactienummer,transaktions id,transaktions nr,transaktionsnummer,transaktion id,buchungsnummer,umsatz id,transaktionsnr,numero operation,identifiant,id transaction,numero de operacion,id transaccion,id operazione,numer transakcji,id transakcji,identyfikator transakcji,nr transakcji," +
      "id transacao,id tranzactie,numar tranzactie,id transakce,id pohybu,id operace,identifikator transakce,cislo transakce,id transakcie,tranzakcio azonosito,tranzakcio azonositoja,megbizas azonosito,konyvelesi azonosito,transaksjonsid,verifikasjonsnummer,verifikationsnummer,arkivref,arkivreferanse,arkistointitunnus,arhiveerimistunnus,arhiva kods,archivavimo kodas,id transakcije,islem no,islem id,dekont no,αριθμος συναλλαγης,id операции,номер операции,id транзакции,номер транзакции,ідентифікатор операції,交易流水号,流水号,交易号,取引番号,거래번호"
  ],
  [
    "kind",
    "type,transaction type,tran type,trans type,trantype,trxtype,transaction code,payment type,type of transaction,entry type,kind,transaction category type,code,method,channel,transaction method,buchungstext,umsatzart,umsatztyp,transaktionstyp,art,buchungsart,buchungsschlussel,vorgangsart,zahlungsart,transaktionsart,umsatzkategorie art,mutatiesoort,soort,transactietype,transactiesoort,boekingstype,type operation,type d operation,type de transaction,nature,tipo,tipo de movimiento,tipo movimiento,tipo operacion,tipo operazione,tipologia,tipo movimento,tipo de transacao,typ operacji,typ transakcji,rodzaj operacji,rodzaj transakcji,typ," +
      "rodzaj,tip tranzactie,tip,tipul tranzactiei,typ transakce,typ transakcie,typ pohybu,druh platby,druh transakce,druh operace,tranzakcio tipusa,tipus,forgalom tipusa,konyveles tipusa,transaktionstyp,typ av transaktion,type transaksjon,transaksjonstype,undertype,transaktionstype,laji,tapahtumalaji,tapahtumatyyppi,tehingu tuup,tehingu liik,tuup,darijuma veids,transakcijas veids,operacijos tipas,tipas,vrsta transakcije,vrsta prometa,vrsta,islem tipi,islem turu,kanal,ειδος κινησης,τυπος,ειδος συναλλαγης,тип операции,вид операции,тип транзакции,тип,тип операції,вид на операцията,交易类型,交易方式,业务类型,取引種別,取引区分,거래구분,거래종류"
  ],
  [
    "category",
    "category,categories,spending category,transaction category,merchant category,subcategory,expense category,kategorie,kategorie transakce,hauptkategorie,unterkategorie,kategorie name,branche,umsatzkategorie,rubriek,categorie,categorie operation,sous categorie,categoria,subcategoria,categoria operazione,categoria movimento,kategoria,kategoria transakcji,kategoria operacji,kategorija,kategori,underkategori,hovedkategori,luokka,kategooria,κατηγορια,категория,категорія,mcc kategorie,分类,類別,カテゴリ,분류"
  ],
  [
    "memo",
    "memo,note,notes,comment,comments,message,reference,ref,user comment,tags,additional details,payment message,customer reference,your reference,check or slip,notiz,notizen,kommentar,hinweis,nachricht,bemerkung,kundenreferenz,kundenreferenz end to end,referenz,notitie,kenmerk,betalingskenmerk,opmerking,note personnelle,commentaire,reference operation,nota,notas,observacion,comentario,referencia,note personali,riferimento,notatka,uwagi,komentarz,komentar,poznamka,poznamka pro sebe,vlastni poznamka,poznamka pre mna,jegyzet,megjegyzes,saját megjegyzes,anteckning,egna noteringar,meddelande till mottagare,egne notater,notat,besked,egen reference,muistiinpano,viite,viitenumber,markus,piezimes,pastaba,biljeska,napomena,poziv na broj,opomba,referans,not,σχολια,σημειωσεις,комментарий,примечание,коментар,забележка,备注信息,メモ,비고,메모"
  ],
  [
    "indicator",
    "debit credit,credit debit,dr cr,cr dr,d c,c d,dc,cd,cr db,db cr,debit or credit,credit or debit,debit credit indicator,credit debit indicator,credit debit code,dc indicator,indicator,direction,sign,in out,inflow outflow,money in out,transaction direction,debit/credit,soll haben,s h,sh,soll haben kennzeichen,haben soll,umsatz soll haben,richtung,vorzeichen,kennzeichen,sollhaben,af bij,bij af,af/bij,debet credit,credit debet,plus min,sens,sens operation,debit credit sens,debe haber,cargo abono,sentido,signo,dare avere,segno,wn ma,strona,uznanie obciazenie,obciazenie uznanie,debito credito,credito debito,natureza,debit credit tip,smer platby,smer,prijem vydaj,strana,terheles jovairas,jovairas terheles," +
      "bevetel kiadas,kiadas bevetel,irany,elojel,t j,t k,in ut,ut in,riktning,debet kredit,kredit debet,inn ut,ind ud,deebet kreedit,debets kredits,d k,k d,debetas kreditas,uplata isplata,breme dobro,borc alacak,b a,borc alacak b a,xreosi pistosi,χ π,χρεωση πιστωση,προσημο,дебет кредит,приход расход,направление,дебет кредит д к,тип движения,借贷,借贷标志,收支,收 支,입출금구분,入出金"
  ],
  [
    "status",
    "status,state,transaction status,payment status,booking status,buchungsstatus,umsatz status,statut,etat,estado,stato,stato operazione,stan,status transakcji,estado da transacao,stare,stav,stav transakce,stav transakcie,allapot,tila,olek,statuss,busena,durum,islem durumu,κατασταση,статус,статус операції,состояние,交易状态,状态,状態,상태"
  ],
  [
    "fee",
    "fee,fees,fee amount,total fees,commission,transaction fee,gebuhr,gebuhren,entgelt,kosten,frais,commission frais,comision,comisiones,gastos comision,commissione,commissioni,prowizja,oplata,comissao,taxa,comision banca,comisioane,poplatek,poplatky,dij,jutalek,dijak,avgift,avgifter,gebyr,gebyrer,kulut,palkkio,teenustasu,komisija,komisinis,naknada,provizija,komisyon,masraf,προμηθεια,комиссия,комісія,такса,手续费,手数料,수수료"
  ],
  [
    "foreign",
    "foreign amount,original amount,amount in foreign currency,foreign currency amount,local amount,local currency,original currency,foreign currency,amount foreign currency,instructed amount,transaction amount in original currency,spend amount,amount original,source amount,target amount,source currency,target currency,payment currency,exchange to,exchange from,betrag fremdwahrung,fremdwahrung,fremdwahrungsbetrag,originalbetrag,originalwahrung,ursprungsbetrag,betrag in fremdwahrung,originale wahrung,auslandseinsatzentgelt,betrag ursprung,bedrag vreemde valuta,oorspr bedrag,oorspr munt,oorspronkelijk bedrag,vreemde valuta,montant en devise," +
      "montant devise,montant d origine,montant origine,devise d origine,importe original,importe divisa,divisa original,moneda original,importo originale,importo in divisa,valuta originale,divisa originale,importo valuta,kwota oryginalna,kwota w walucie,waluta oryginalna,kwota w walucie transakcji,kwota transakcji w walucie oryginalnej,valor original,moeda original,montante original,suma originala,valuta originala,moneda originala,suma in valuta,puvodni castka,puvodni castka a mena,puvodni mena,castka v mene transakce,povodna suma,povodna mena,eredeti osszeg,eredeti devizanem,idegen osszeg,eredeti deviza,utlandskt belopp,originalbelopp,belopp i utlandsk valuta,utlandsk valuta,originalvaluta,valutabelopp,opprinnelig belop,opprinnelig valuta,utenlandsk belop,originalt belob,oprindelig valuta,oprindeligt belob,alkuperainen summa,alkuperainen valuutta,originaalsumma,originalny iznos,originalni iznos,originalna valuta,iznos u originalnoj valuti,orijinal tutar,orijinal para birimi,сумма в валюте операции,сумма в валюте транзакции,валюта транзакции,сума в валюті транзакції,сума в валюті операції,валюта транзакції,原币金额,外幣金額,現地通貨額,現地利用額"
  ],
  [
    "other",
    "time,clearingnummer,radnummer,reatuup,dokumendi number,account name,account holder,kontobezeichnung,bezeichnung auftragskonto,kontonamn,kontonavn,szamla neve,nazev uctu,tilin nimi,card name,transaction hour,card last 4,sequence,row,no,nr,line,exchange rate,rate,fx rate,wechselkurs,kurs,taux,cours,tasso,cambio,tipo de cambio,zeit,uhrzeit,tijd,heure,hora,ora,godzina,cas,ido,kello,saat,время,час,ωρα,bic,bic swift,swift,blz,bankleitzahl,bank code,bank,sort code,branch,branch code,bank name,mcc,merchant city,merchant state,merchant category code,country,city,address,town city,zip,zip code,state province,postcode,postal code,emoji,receipt,gläubiger id,glaubiger id,mandatsreferenz,mandate,mandate reference,creditor id,creditor identifier,incassant id,machtigingskenmerk,sammlerreferenz,ks,vs,ss,konstantni symbol,variabilni symbol,specificky symbol,konstantny symbol,variabilny symbol,specificky symbol,points,miles,cashback,rewards,cheque number,check number,check,check no,cheque no,chq no,chq ref no,cheque,serial,serial number,bank reference,afschriftnummer,info,product,produkt,produkt name,batch id,reden retour,adres tegenpartij,time zone,timezone,gross,tax,vat,iva,tva,mwst,zinsen,steuer,interest,shares,price,quantity,no.,s no,sr no,sl no,序号,番号,时间,時間,時刻,시간,branch name,取扱店"
  ]
]

/** Words in a header that turn its amount or currency into another one's than the account's. */
const foreignWords =
  /\b(?:foreign|original|originally|local|fremdwahrung|ursprungs?|ursprunglich|vreemde|oorspronkelijk|oorspr|origine|originale|originala|oryginalna|oryginalnej|puvodni|povodna|eredeti|utlandskt?|opprinnelig|oprindelig|alkuperainen|orijinal|originalna|originalni|source|target|instructed|counter value)\b/

const literalLetters: ReadonlyMap<string, string> = new Map([
  ["ß", "ss"],
  ["ł", "l"],
  ["đ", "d"],
  ["ø", "o"],
  ["æ", "ae"],
  ["å", "a"],
  ["ı", "i"],
  ["œ", "oe"],
  ["þ", "th"],
  ["ð", "d"],
  ["ς", "σ"]
])

/** Folds a text for comparison: lower case, no diacritics, punctuation as single blanks, `camelCase` as two words. */
export const fold = (text: string): string =>
  text
    .slice(0, 200)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[ßłđøæåıœþðς]/g, (letter) => literalLetters.get(letter) ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()

const byPhrase: ReadonlyMap<string, ReadonlyArray<Role>> = (() => {
  const found = new Map<string, Array<Role>>()
  for (const [role, list] of phrases) {
    for (const phrase of list.split(",")) {
      const key = fold(phrase)
      const roles = found.get(key)
      if (roles === undefined) found.set(key, [role])
      else if (!roles.includes(role)) roles.push(role)
    }
  }
  return found
})()

/** One meaning of a header cell; the weight is 3 for a cell that is the phrase, less for one that contains it. */
export interface Meaning {
  readonly role: Role
  readonly weight: number
}

/** What a header cell says. */
export interface HeaderCell {
  readonly meanings: ReadonlyArray<Meaning>
  /** ISO 4217 code in the header, as in "Amount (EUR)". */
  readonly currency: string | null
}

/** The ISO 4217 code that a header names beside other words, as in "Amount (EUR)" or "Betrag €". */
const currencyOf = (cell: string): string | null => {
  for (const word of cell.split(/[\s()[\]:,;/_-]+/)) {
    const found = Currency.symbol(/^[A-Z]{3}\$$/.test(word) ? word.slice(0, 3) : word)
    if (typeof found === "string" && !/^(?:r|rm|rp|tl|ft|kn|din|lei)$/i.test(word)) return found
  }
  return null
}

const withoutCurrency = (folded: string): string =>
  folded
    .split(" ")
    .filter((word) => Currency.code(word) === null)
    .join(" ")

const lookUp = (folded: string): ReadonlyArray<Meaning> => {
  const exact = byPhrase.get(folded)
  if (exact !== undefined) return exact.map((role) => ({ role, weight: 3 }))
  const words = folded.split(" ")
  // The longest run of words that is a phrase; of equal ones the first, where headers put what they are about.
  for (let size = Math.min(words.length - 1, 5); size >= 1; size--) {
    for (let from = 0; from + size <= words.length; from++) {
      const phrase = words.slice(from, from + size).join(" ")
      if (phrase.length < 3) continue
      const roles = byPhrase.get(phrase)
      if (roles !== undefined) return roles.map((role) => ({ role, weight: size === 1 ? 1 : 2 }))
    }
  }
  // German and Nordic compounds end in what they are: "Buchungsbetrag", "Transaktionsbelopp".
  for (const word of words) {
    const tail =
      /(?:datum|dato|dag)$/.test(word) && word.length > 6
        ? "date"
        : /(?:betrag|belopp|belop|belob|bedrag)$/.test(word)
          ? "amount"
          : null
    if (tail !== null) return [{ role: tail, weight: 1 }]
  }
  return []
}

/**
 * "Amount in", "Beløp ut": an amount of one direction. Null where the header names no amount, no direction, or both
 * directions in words.
 */
const sided = (folded: string): ReadonlyArray<Meaning> | null => {
  const words = folded.split(" ")
  const has = (role: Role) => words.some((word) => byPhrase.get(word)?.includes(role) === true)
  if (words.length < 2 || words.length > 4 || !words.some((word) => byPhrase.get(word)?.[0] === "amount")) return null
  const debit = has("debit")
  if (debit === has("credit")) return debit ? [{ role: "amount", weight: 2 }] : null
  return [{ role: debit ? "debit" : "credit", weight: 2 }]
}

/** What the header cell means; no meanings where it is unknown. */
export const read = (cell: string): HeaderCell => {
  const folded = fold(cell)
  const currency = currencyOf(cell)
  if (folded === "") return { meanings: [], currency }
  let meanings = lookUp(folded)
  if (meanings.every((meaning) => meaning.weight < 3)) {
    const bare = withoutCurrency(folded)
    if (bare !== folded && bare !== "") meanings = lookUp(bare)
  }
  if (meanings.some(({ role }) => role === "amount" || role === "indicator")) meanings = sided(folded) ?? meanings
  if (foreignWords.test(folded)) {
    const isMoney = meanings.some(({ role }) => role === "amount" || role === "currency" || role === "foreign")
    if (isMoney) meanings = [{ role: "foreign", weight: 3 }]
  }
  return { meanings, currency }
}
