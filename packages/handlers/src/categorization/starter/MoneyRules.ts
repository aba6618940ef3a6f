/**
 * Starter rules for what a transaction is rather than where it was: income, fees, cash, and transfers. These words stand
 * beside the names of banks and people, so fees and cash are decided before any merchant, and bare payment rails
 * (`transfer`, `Überweisung`) after everything else. Cheques and references say nothing and have no rules.
 */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const salary = "income/salary"
const income = "income"
const transfers = "transfers"
const fees = "fees-and-charges"
const cash = "cash"

const salaries = block(
  { category: salary, priority: priorities.nature + 40, confidence: 0.95 },
  `
    Payroll = payroll | salary | salaries | wages | wage | paycheck | pay check | payslip | direct dep | dir dep
      | direct deposit | directdep | monthly pay | weekly pay | net pay | staff pay | !payroll tax | !payroll fee*
    Payroll services = adp totalsource | adp wage pay | adp payroll | adp tx fincl | paychex* | paylocity*
      | gusto pay* | gusto net | gusto | intuit payroll | quickbooks payroll | paycom | paycor | ceridian | dayforce
      | trinet | rippling* | justworks* | deel inc | deel payroll | remote com payroll
    Gehalt = gehalt* | *gehalt | lohn | lohn gehalt | lohnzahlung* | monatslohn | nettolohn | arbeitslohn
      | lohnabrechnung | lohnüberweisung | lohn u gehalt | bezüge* | besoldung* | dienstbezüge* | entgeltzahlung
      | vergütung* | ausbildungsvergütung | weihnachtsgeld | urlaubsgeld | salär | honorar
    Salaire = salaire* | salaires | paie | paye mensuelle | virement paie | traitement mensuel | remuneration
      | solde mensuelle | appointements
    Nómina = nomina | nominas | sueldo* | salario* | paga extra | haberes | abono nomina
    Stipendio = stipendio* | stipendi | emolumenti | retribuzione | mensilita | tredicesima | accredito stipendio
    Salaris = salaris* | salarisbetaling | loon | maandloon | nettoloon | loonbetaling | vakantiegeld | wedde
      | bezoldiging
    Løn = == lön | lön januari | lön februari | lön mars | lön april | lön maj | lön juni | lön juli | lön augusti
      | lön september | lön oktober | lön november | lön december | löneutbetalning | löneinsättning | lön från | == lønn | lønnsutbetaling | == løn | lønoverførsel
      | lønseddel | loen | loenoverfoersel | palkka* | palkanmaksu
    Wynagrodzenie = wynagrodzeni* | pensja | wyplata wynagrodzenia | pobory | mzda | vyplata mzdy | plat mzda
      | munkaber | fizetes | ordenado* | vencimento* | pagamento vencimento | salariu | misthodosia | placa radnika
  `
)

const otherIncome = block(
  { category: income, priority: priorities.nature + 30, confidence: 0.9 },
  `
    Interest and dividends = interest paid | interest payment | interest earned | interest credit | interest income
      | credit interest | int paid | gross interest | savings interest | net interest | dividend* | dividende*
      | dividendo* | dividendi | utdelning | udbytte | utbytte | osinko | dywidenda | habenzinsen | zinsgutschrift*
      | guthabenzins* | zinsen gutschrift | zinsen tagesgeld | zinserträge | interets crediteurs | interets livret
      | interets acquis | abono intereses | intereses a favor | interessi attivi | interessi a credito
      | interessi creditori | competenze a credito | rente spaarrekening | creditrente | spaarrente | ränta sparkonto
      | odsetki | kapitalizacja odsetek | kuponzahlung
    Tax refunds = tax ref | tax refund | irs treas | franchise tax bd casttaxrfd | state tax refund | hmrc refund
      | hmrc tax repayment | steuererstattung* | einkommensteuererstattung | finanzamt erstattung
      | erstattung finanzamt | remboursement impot | remboursement dgfip | dgfip remb* | devolucion hacienda
      | devolucion aeat | devolucion irpf | rimborso irpef | @rimborso 730 | belastingteruggave* | teruggaaf
      | skatteåterbäring | overskydende skat | tilgodehavende skatt | veronpalautus | zwrot podatku
    State benefits = soc sec | ssa treas | social security | ssi treas | unemployment | ui benefit* | edd ui
      | va benef* | child benefit* | universal credit | dwp | jobseekers | state pension | hmrc child ben* | hmrc chb
      | kindergeld* | familienkasse* | elterngeld* | arbeitslosengeld* | bundesagentur fur arbeit
      | bundesagentur für arbeit | jobcenter | bürgergeld* | wohngeld* | bafög* | familienbeihilfe*
      | arbeitsmarktservice | krankengeld* | caf | caf de* | !caf donate | allocation* | allocations familiales
      | pole emploi* | france travail* | are pole emploi | prime d activite | apl | prestacion* | sepe
      | subsidio desempleo | inps | assegno unico | naspi | toeslag* | toeslagen | zorgtoeslag* | huurtoeslag*
      | kinderbijslag* | uwv* | svb kinderbijslag | aow | försäkringskassan* | barnbidrag* | barnetrygd | nav
      | børnepenge | udbetaling danmark | kela | kela fpa | zus swiadczenie | @rodzina 500 | @800 plus | @rodzina 800
    Pensions = pension payment | pension credit | pensions | pension pmt | retirement pmt
      | rente deutsche rentenversicherung | deutsche rentenvers* | rentenversicherung | rentenzahlung* | altersrente
      | betriebsrente* | versorgungsbezüge* | pensionszahlung | pensionsversicherungsanstalt | ahv rente | carsat
      | agirc arrco | retraite | pension retraite | pension invalidite | pension jubilacion | seguridad social pension
      | pensione | pensione inps | abp pensioen | pensioen* | pfzw | eläke | emerytura | folkepension | atp livslang
    Refunds and cashback = cashback | cash back reward* | cash rewards | reward redemption | rewards redemption
      | statement credit reward
  `
)

const feeRules = block(
  { category: fees, priority: priorities.nature + 35, confidence: 0.92 },
  `
    Bank fees = maintenance fee* | service fee | service fees | service charge* | monthly fee* | monthly service fee*
      | annual fee* | annual membership fee | membership fee credit card | card fee | account fee* | bank fee*
      | bank charge* | bank charges | overdraft fee* | overdraft charge* | overdraft interest | overdraft | od fee
      | nsf fee* | nsf | insufficient funds | returned item fee | return item fee | returned payment fee
      | stop payment fee | late fee* | late payment fee | late charge* | over limit fee | overlimit fee
      | foreign transaction fee* | foreign tran fee | foreign exchange fee | intl transaction fee
      | international transaction fee | non sterling* | non gbp | cash advance fee | balance transfer fee | wire fee*
      | wire transfer fee | incoming wire fee | outgoing wire fee | transfer fee* | atm fee* | atm operator fee
      | non network atm fee | out of network atm fee | paper statement fee | minimum balance fee | inactivity fee
      | dormant fee | commission fee | transaction fee* | processing fee* | convenience fee* | fx fee | conversion fee
      | fee charged | plan fee | account maintenance | unarranged | unpaid item charge | arranged overdraft
    Interest charged = interest charge* | interest charged | finance charge* | debit interest | purchase interest
      | interest on purchases | interest on cash adv* | sollzins* | überziehungszins* | dispozins* | dispositionszins*
      | zinsen dispo | kreditzins* | interets debiteurs | agios | intereses deudores | intereses descubierto
      | interessi passivi | interessi debitori | interessi a debito | debetrente | rente debet | rente rood staan
      | debetränta | rykkergebyr | viivästyskorko
    Gebühren = kontoführung* | kontofuehrung* | kontogebühr* | kontoentgelt* | kontoabschluss* | kontopreis
      | abschluss | entgeltabschluss* | abrechnung entgelt* | entgelt | entgelte | *entgelt | grundpreis konto
      | kartengebühr* | kartenpreis | kartenentgelt | kreditkartengebühr* | jahresgebühr* | jahresbeitrag kreditkarte
      | jahresentgelt* | auslandseinsatz* | fremdwährungsgebühr* | bearbeitungsgebühr* | mahngebühr* | mahnkosten
      | mahnspesen | rücklastschrift* | ruecklastschrift* | depotgebühr* | depotentgelt | buchungsgebühr*
      | buchungsposten* | buchungsentgelt* | bankgebühr* | bankspesen | spesen | kontospesen | verwahrentgelt | gebühr
      | gebühren | gebuhr | monatspreis konto
    Frais = frais de tenue | frais tenue | frais bancaires | frais de compte | frais prelevement | frais de rejet
      | frais rejet | frais virement | frais sur* | frais d intervention | frais operation* | frais irregularite*
      | frais cb | frais carte | frais hors zone | frais paiement | frais de gestion | frais retrait | frais etranger
      | frais lettre* | commission* d intervention | commission intervention | commissions d intervention
      | commission d interv* | commission de change | commission operation* | commission paiement | commission retrait
      | com intervention | cotisation carte* | cotisation cb | cotisation visa | cotisation mastercard
      | cotisation mensuelle | cotisation trim* | cotisation annuelle carte | cotis carte | cotis visa*
      | @cotisation carte | @cotisation cb | cotisation bancaire | cotisation compte | cotisation jazz
      | cotisation offre | cotisation esprit libre | droits de garde | penalite*
    Comisiones = comision* | comisiones | com mantenimiento | gastos mantenimiento | gastos administracion
      | cuota tarjeta* | cuota anual* | cuota mantenimiento | cuota servicio cuenta | @cuota tarjeta
      | gastos reclamacion | gastos devolucion | gastos descubierto | gastos correo
    Commissioni = commissione | commissioni* | comm bonifico | canone mensile* | canone conto* | canone carta*
      | canone mens* | canone trimestrale | canone annuo* | canone tenuta conto | @canone mensile | spese tenuta conto
      | spese di tenuta | spese conto | spese bancarie | spese gestione | spese invio | spese liquidazione
      | spese operazione | spese scrittura | competenze di liquidazione | competenze liquidazione | imposta di bollo*
      | imposta bollo | bollo | bollo conto* | bollo e c
    Bankkosten = bankkosten | kosten betaal* | kosten pakket | kosten rekening* | kosten bank* | kosten betaalrekening
      | kosten debitcard | kosten creditcard | kosten valuta* | kosten geldopname | pakketkosten | betaalpakket
      | basispakket | oranjepakket | kaartkosten | provisie | provisie bank* | servicekosten bank | dossierkosten
      | beheerskosten | incassokosten | aanmaningskosten | kosten gebruik | kosten tweede rekeninghouder
      | beheerkosten
    Gebyr and avgift = gebyr | gebyrer | kortgebyr* | kontogebyr* | årsgebyr* | månedsgebyr* | etableringsgebyr
      | purregebyr* | fakturagebyr | avgift bank* | kortavgift* | årsavgift* | kontoavgift* | månadsavgift*
      | bankavgift* | bankafgift* | betalning avgift | utlandsbetalning avgift | betalingsgebyr | korttimaksu
      | kontoafgift* | kortafgift* | uttagsavgift | valutapåslag | valutapaslag | palvelumaksu* | toimitusmaksu | kuukausimaksu
      | korttimaksu
    Opłaty = oplata | oplata za* | oplata mies* | oplata karta | prowizja* | prowizje | poplatek* | poplatky
      | vedeni uctu | dij | szamlavezetesi dij | comissao* | comissoes | despesas manutencao | anuidade cartao
      | manutencao conta | comm manutencao | imposto do selo | imposto selo | anuidade
  `
)

const cashRules = block(
  { category: cash, priority: priorities.nature + 32, confidence: 0.95 },
  `
    ATM = atm | atm withdrawal* | atm withdrwl | atm w d | atm wd | atm cash | atm debit | atm withdraw*
      | withdrawal atm | cash withdrawal* | cash wdl | cash withdraw | cash machine* | cashpoint* | cash point
      | cash disbursement | cash deposit* | cash advance | withdrawal cash | branch cash | counter withdrawal
      | teller withdrawal | teller cash | atm deposit | link cash | @cash withdrawal | !atm fee | !atm operator fee
      | !atm milano | !atm milan
    LINK = @lnk | notemachine* | cardtronics | sb einzahlung* | sb auszahlung*
    Bargeld = bargeld* | bargeldauszahlung* | barauszahlung* | barabhebung* | bareinzahlung* | barbehebung*
      | barbezug* | bar auszahlung | auszahlung bar | geldautomat* | *geldautomat | bankomat* | bankautomat*
      | abhebung* | behebung automat | automat behebung | bancomat bezug | bancomatbezug | auszahlung ga | ga nr
      | geldautomaten | postomat* | kontantauszahlung | @geldautomat
    Retrait = retrait dab | retrait | retraits | retrait gab | dab | gab | distributeur* billets | retrait especes
      | versement especes | depot especes | @retrait dab
    Cajero = cajero* | reintegro* | reintegro cajero | retirada efectivo | retirada de efectivo | disposicion efectivo
      | disposicion cajero | efectivo cajero | ingreso efectivo | retirada cajero | dispensador efectivo
    Prelievo = prelievo* | prelevamento* | prelievo bancomat | prelev bancomat | prelievo contante | prelievo atm
      | versamento contanti | versamento contante | contante atm
    Geldopname = geldopname* | geldautomaat* | geldmaat* | opname geldautomaat | kasopname | contante opname
      | contanten | cash opname | geldafhaling* | afhaling* | storting contanten | bancontact cash
    Uttag and hævning = kontantuttag* | bankomatuttag* | uttag bankomat | uttag | minibank* | minibankuttak
      | kontantuttak* | uttak minibank | hævning* | hævet kontant* | pengeautomat* | kontanthævning | kontant*
      | käteisnosto* | automaattinosto | otto nosto | nosto automaatti | ottoautomaatti
    Wypłata = wyplata z bankomatu | wyplata gotowki | wyplata bankomat | wyplata gotowkowa | wplata gotowki
      | bankomat euronet | euronet* | vyber z bankomatu | vyber hotovosti | vyber bankomat | keszpenzfelvetel
      | keszpenz | levantamento* | lev atm | levantamento mb | multibanco lev* | analipsi
  `
)

const transferServices = block(
  { category: transfers, priority: priorities.merchant + 40, confidence: 0.92 },
  `
    Zelle = zelle* | zel to | zel from
    Venmo = venmo*
    Cash App = cash app* | cashapp* | square cash
    PayPal transfers = paypal transfer* | paypal inst xfer | paypal instant transfer | paypal add to balance
      | paypal withdrawal | paypal echeck | paypal friends
    Apple Cash = apple cash*
    Wise = wise | wise com | wise payments* | wise europe | transferwise*
    Revolut = revolut* | revolut top up
    Remittance = western union* | moneygram* | remitly* | worldremit* | xoom* | ria money | ria financial | azimo
      | taptap send | sendwave | paysend* | skrill* | neteller* | payoneer* | n26 transfer
    Person to person = bizum* | tikkie* | swish* | vipps* | mobilepay* | mobile pay overf* | lydia* | paylib* | wero
      | blik p2p | przelew na telefon | przelew blik | twint p2p | satispay p2p | paym | monzo transfer | monzo me
      | pumpkin app | sumeria | pop* p2p | siirto
    Savings and brokers = trade republic* | scalable capital* | flatex* | comdirect depot | consorsbank depot
      | degiro* | etoro* | robinhood* | acorns* | stash capital | betterment* | wealthfront* | vanguard buy
      | vanguard investm* | ~vanguard | fidelity invest* | fid bkg svc | ~fidelity | charles schwab* | schwab brokerage
      | etrade* | e trade | td ameritrade | merrill lynch | interactive brokers* | coinbase* | kraken | binance*
      | bitpanda* | bitvavo* | bitstamp | crypto com | gemini trust | hargreaves lansdown* | aj bell | nutmeg*
      | freetrade* | @trading 212 | trading212* | moneybox* | plum fintech | chip financial | nsandi | ns i premium
      | premium bonds | boursorama livret | yomoni | avanza bank | nordnet* | lysa | saxo bank | xtb | bossa
      | myinvestor | indexa capital | moneyfarm* | bnp epargne | fondssparplan* | sparplan*
    Card repayments = card payment thank you | payment thank you* | credit card payment* | credit crd autopay
      | credit card autopay | creditcard payment | crd autopay | card autopay | chase autopay | autopay payment
      | autopay pymt | online payment thank you | epay chase | chase credit crd* | chase card*
      | capital one mobile pmt | capital one crcardpmt | capital one online pmt | capital one autopay
      | citi card online | citi autopay | citicard* | discover e payment | discover payment | amex epayment
      | american express ach | american express payment | american express credit card payment | amex payment
      | barclaycard payment | barclaycard us | synchrony bank payment | bk of amer visa | bank of america credit card
      | wells fargo card ccpymt | applecard gsbank* | apple card payment | kreditkartenabrechnung*
      | kreditkartenausgleich | kreditkarten abrechnung | visa abrechnung | mastercard abrechnung
      | ausgleich kreditkarte | abrechnung kreditkarte | umsatzabrechnung kreditkarte | lse kreditkarte
      | reglement carte differe | releve carte | debit differe | liquidacion tarjeta* | pago tarjeta credito
      | recibo tarjeta | addebito carta credito | saldo carta | saldo carta di credito | estratto conto carta
      | afrekening creditcard | creditcard afrekening | icscards | ics creditcard | afrekening mastercard
      | afrekening visa | splata karty | @credit card payment | @payment thank you
  `
)

/** Before merchants: many people are called what shops are called. */
const people: ReadonlyArray<Rule> = [
  ...block(
    { category: transfers, priority: priorities.merchant + 60, confidence: 0.85 },
    `
      Instant payments = vir inst | vir instantane* | virement instantane* | bizum* | transferencia inmediata
        | bonifico istantaneo | echtzeitüberweisung | echtzeit überweisung | instantoverschrijving
    `
  ),
  {
    id: `starter/${transfers}/people`,
    name: "People",
    enabled: true,
    priority: priorities.merchant + 60,
    category: transfers,
    confidence: 0.8,
    // A form of address, an initial and a surname: `MR P BUTCHER`.
    when: {
      field: "text",
      op: "regex",
      value: "(?:^|[^a-z])(?:mr|mrs|ms|miss|mme|mlle|herrn?|frau|sig|sig ra|dhr|mevr|sra?)[. ] ?[a-z][. ] ?[a-z]{2}",
      on: "original"
    }
  }
]

const rails = block(
  { category: transfers, priority: priorities.rail, confidence: 0.8 },
  `
    Transfer = transfer | transfers | transferred | funds transfer | online transfer* | mobile transfer
      | internal transfer | account transfer | bank transfer | wire transfer | wire trf | transfer to*
      | transfer from* | tfr | trf | xfer to | xfer from | online xfer | ach transfer | standing order
      | faster payment* | faster pymt | fpi | fpo | fp to | bill payment to | to savings | from savings
      | savings transfer | to checking | from checking | to a c | from a c | p2p | e transfer | interac e transfer*
      | interac | instant transfer | sweep to | sweep from | round up | roundup | save the change | top up | topup
      | kontoübertrag* | own account | savings pot | pot transfer | inter account
    Überweisung = überweisung* | *überweisung | ueberweisung | umbuchung* | übertrag* | uebertrag* | dauerauftrag*
      | echtzeitüberweisung* | echtzeit überweisung | sepa überweisung | online überweisung | kontoübertrag | überw*
      | tagesgeld* | sparkonto | sparrate | sparen | eigenübertrag* | sammelüberweisung | terminüberweisung
      | gutschrift überweisung
    Virement = virement* | vir | vir sepa | vir inst | vir instantane | virt | virement vers | vers livret | livret a
      | ldds | pel | epargne | compte epargne | virement permanent | vir perm | vir de | vir m | vir mme
    Transferencia = transferencia* | transf | transfer emitida | traspaso* | trasp | traspaso cuenta
      | orden permanente | transferencia inmediata | cuenta ahorro | ahorro | transferencia recibida | trf ord
      | transferencia interna
    Bonifico = bonifico* | bonif | bonifico a favore* | giroconto* | giro conto | girofondi | disposizione
      | ordine permanente | bonifico istantaneo | ricarica postepay | ricarica carta | ricarica prepagata
    Overboeking = overboeking* | overschrijving* | naar spaarrekening | van spaarrekening | spaarrekening*
      | oranje spaar* | sepa overboeking | spaaropdracht | periodieke overboeking | doorlopende opdracht
      | periodieke opdracht | internetbankieren overboeking | instantoverschrijving
    Överföring = överföring* | overføring* | overførsel* | girobetaling | nettgiro | straksoverføring | tilisiirto*
      | oma siirto | sparande | opsparing | sparekonto | autogiro sparande
    Przelew = przelew* | przelew wlasny | przelew wewnetrzny | przelew wychodzacy | przelew przychodzacy
      | przelew srodkow | prevod* | odchozi platba | prichozi platba | okamzita platba | trvaly prikaz | atutalas*
      | transferencia mb way | mb way | mbway | trf mb way | trf p | virament
  `
)

export const moneyRules: ReadonlyArray<Rule> = [
  ...salaries,
  ...otherIncome,
  ...feeRules,
  ...cashRules,
  ...transferServices,
  ...people,
  ...rails
]
