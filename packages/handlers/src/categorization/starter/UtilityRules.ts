/** Starter rules for utilities: telephone and internet, energy, water and waste. */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const utilities = "utilities"

const telecoms = block(
  { category: utilities, priority: priorities.merchant + 15, confidence: 0.95 },
  `
    Verizon = verizon* | vzw* | vzwrlss*
    AT&T = at t | att payment | att bill | att mobility | @at&t | att com | attm
    T-Mobile = t mobile* | tmobile* | metro by t* | metropcs | metro pcs | mint mobile
    US carriers = sprint wireless | us cellular* | cricket wireless* | boost mobile* | xfinity mobile*
      | visible service* | google fi | tracfone* | straight talk* | consumer cellular* | h2o wireless | ~ting
    Comcast = comcast* | xfinity*
    Spectrum = ~spectrum | spectrum mobile | charter comm* | time warner cable | twc
    US internet = cox comm* | cox cable | optimum cable* | ~optimum | altice usa | centurylink* | century link
      | lumen tech | frontier comm* | windstream* | mediacom* | rcn cable | wow internet | suddenlink | earthlink
      | hughesnet | viasat | starlink* | google fiber* | dish network* | directv* | direct tv | dishnetwork | astound*
      | ziply
    Vodafone = vodafone*
    Telekom = telekom | telekom deutschland* | deutsche telekom* | t mobile deutschland | congstar* | telekom rechnung
    O2 = o2 | telefonica germany* | telefonica deutschland | o2 uk | aldi talk | blau mobilfunk | fonic*
    1&1 = 1 1 telecom* | 1und1* | 1 und 1 | 1 1 mobilfunk | 1 1 internet
    German telecoms = freenet* | mobilcom* | klarmobil* | drillisch* | winsim | unitymedia* | pyur* | tele columbus
      | netcologne | ewe tel* | m net | mnet | telefonica o2 | otelo | lidl connect | norma connect | sipgate
      | simon mobile | deutsche glasfaser* | htp gmbh | willy tel
    Austrian and Swiss telecoms = a1 telekom* | a1 rechnung | == a1 | magenta telekom* | drei austria
      | hutchison drei* | hot telekom | spusu | yesss | swisscom* | sunrise* | salt mobile | upc | ~wingo | yallo
      | quickline | init7
    French telecoms = orange sa | orange france | orange mobile | orange internet | orange prlv | == orange
      | orange fixe | sosh | sfr* | red by sfr | numericable | bouygues tel* | bouyguestelecom | bytel | free mobile*
      | free telecom* | free haut debit | free adsl | free fibre | freebox | == free | la poste mobile | nrj mobile
      | prixtel
    Spanish telecoms = movistar* | telefonica de espana | telefonica moviles | telefonica* | orange espagne
      | orange spain | yoigo* | masmovil* | mas movil | pepephone* | jazztel* | simyo | lowi* | digi spain*
      | digi mobil | euskaltel | r cable | o2 espana | finetwork
    Italian telecoms = tim spa | tim s p a | telecom italia* | tim bolletta | == tim | windtre* | wind tre*
      | tre italia | fastweb* | iliad* | ho mobile | kena mobile | postemobile* | poste mobile | tiscali* | eolo
      | linkem | sky italia* | very mobile | vei srl
    Dutch and Belgian telecoms = kpn* | ziggo* | odido* | tele2* | t mobile nederland | ben nl | lebara* | youfone
      | hollandsnieuwe | delta fiber | caiway | budget thuis | proximus* | telenet* | orange belgium | voo
      | base company | ~scarlet | mobile vikings | edpnet
    British telecoms = bt group | british telecom* | bt bill | bt broadband | == bt | bt plc | ee limited | ee ltd
      | ee t mobile | == ee | ee mobile | three mobile | hutchison 3g | h3g* | three co uk | == three | o2 mobile
      | sky digital | sky uk | sky subscribers* | sky broadband | sky mobile | == sky | virgin media* | talktalk*
      | talk talk | plusnet* | vodafone ltd | giffgaff* | tesco mobile* | id mobile | voxi | smarty | lycamobile*
      | lyca | hyperoptic* | zen internet | community fibre | kcom | eir ltd | eir | eircom | sky ireland
      | tv licence* | tv licensing* | tvlicensing
    Nordic telecoms = telia* | telenor* | tele2 sverige | comviq | tre sverige | hi3g | bredbandsbolaget | com hem
      | bahnhof ab | tdc | yousee | norlys | 3 danmark | oister | cbb mobil | ice norge | altibox | get as | elisa oyj
      | elisa | dna oyj | dna
    Polish and Czech telecoms = orange polska | play p4 | p4 sp | plus gsm | polkomtel | t mobile polska | upc polska
      | vectra | netia | inea | o2 czech | t mobile czech | vodafone czech | nej cz
    Portuguese telecoms = meo | nos comunicacoes | nos sa | vodafone portugal | nowo
    Rundfunkbeitrag = rundfunk* | ard zdf* | beitragsservice | gez | obs orf | orf beitrag* | serafe* | billag
      | canone rai | radiotjanst
  `
)

const energyAndWater = block(
  { category: utilities, priority: priorities.merchant + 15, confidence: 0.95 },
  `
    ConEd = con ed | coned* | conedison* | con edison* | consolidated edison
    PG&E = pg e | pgande | pge | @pg&e | pacific gas elec*
    US electric = so cal edison | southern california edison | calif edison | socal edison | southern calif edison
      | sce | sdge | san diego gas | ladwp* | smud | socalgas* | so cal gas | duke energy* | dukeenergy*
      | dominion energy* | dominion power | georgia power* | alabama power | florida power* | fpl | tampa electric
      | teco | entergy* | comed | commonwealth edison | peoples gas | nicor* | ameren* | dte energy* | dte
      | consumers energy* | xcel energy* | centerpoint* | txu energy* | txu | reliant energy* | reliant
      | green mountain energy | oncor | cps energy | austin energy | national grid* | nationalgrid* | eversource*
      | pseg* | pse g | psegli | jcp l | ppl electric | peco | pepco energy | bge | baltimore gas | delmarva
      | firstenergy* | ohio edison | aep | american electric power | dayton power | lg e | kentucky utilities
      | salt river project | srp | aps electric | arizona public service | nv energy | rocky mountain power
      | pacific power | puget sound energy | pse | portland general | idaho power | avista | oge | og e | pso
      | evergy* | we energies | alliant energy | midamerican* | black hills energy | atmos energy* | spire energy
      | spire missouri | piedmont natural gas | piedmont gas | southwest gas | washington gas | nw natural
      | national fuel | laclede gas | columbia gas* | vectren
    US water and waste = american water* | water dept | water department | water utility | water utilities
      | water bill | water dist* | water authority | water works | water sewer | sewer* | sanitation
      | waste management* | wm com | wm waste | republic services* | republicservices | waste connections | waste pro
      | ~trash | ~garbage | recology* | rumpke
    E.ON = e on energie* | e on deutschland | eon energie* | e on next | eon next* | eonnext | e on | eon
    German energy = stadtwerk* | *stadtwerke | gemeindewerk* | gaswerk* | elektrizitätswerk* | wasserwerk* | swm | rheinenergie* | enbw ag | enbw energie*
      | enbw vertrieb* | == enbw | yello | yello strom | vattenfall* | rwe* | innogy* | ewe ag | ewe vertrieb
      | entega* | mainova* | n ergie | enercity* | lichtblick* | naturstrom* | green planet energy | eprimo*
      | e wie einfach | polarstern* | ostrom | tibber* | octopus energy* | grünwelt | goldgas | gasag* | badenova*
      | süwag* | lew verteilnetz | lechwerke | drewag | sachsenenergie | envia* | westenergie* | wemag
      | berliner wasser* | wasserbetriebe* | wasserwerk* | wasserversorgung* | wasserzweckverband* | abwasser*
      | zweckverband* | hamburg wasser | hamburg energie | berliner stadtreinigung | bsr | awista | awb
      | abfallwirtschaft* | müllabfuhr* | abfall* | techem* | ista deutschland | ista gmbh | brunata* | minol
      | fernwärme*
    Austrian and Swiss energy = wien energie* | wienenergie | evn | verbund ag | verbund | energie ag
      | energie steiermark | tiwag | salzburg ag | kelag | linz ag | illwerke | ewz | ekz | bkw | ckw | axpo
      | romande energie | sig geneve | services industriels* | iwb | energie wasser bern | ewb
    French energy = edf* | engie* | totalenergies electricite* | total direct energie | direct energie | eni gas
      | ekwateur | ilek | mint energie | ohm energie | vattenfall france | planete oui | gaz de france | gdf*
      | gaz de bordeaux | es energies | enercoop | alpiq | veolia* | suez* | saur | eau de paris | lyonnaise des eaux
      | regie des eaux | sedif
    Spanish energy = iberdrola* | endesa* | naturgy* | gas natural* | repsol electricidad* | repsol luz
      | repsol comercializadora* | curenergia | energia xxi | holaluz* | total energies espana | edp* | viesgo
      | lucera | podo energia | aguas de* | canal de isabel* | canal isabel ii | aigues de barcelona | agbar
      | aqualia* | emasesa | hidralia | emivasa | consorcio de aguas | fenie energia | som energia
    Italian energy = enel* | enel energia* | servizio elettrico* | eni plenitude* | plenitude | eni gas e luce | a2a*
      | hera spa | hera comm* | iren spa | iren mercato | iren luce | acea* | edison energia | edison spa | sorgenia*
      | illumia | eon energia | e on italia | engie italia | wekiwi | pulsee | nen energia | estra | duferco
      | optima italia | smat | mm spa | publiacqua | acquedotto* | abbanoa | tari
    Dutch and Belgian energy = essent* | eneco* | greenchoice* | vandebron* | budget energie | energiedirect* | oxxio
      | vattenfall klant* | nuon | innova energie | frank energie | zonneplan* | easyenergy | pure energie | vitens*
      | brabant water | evides* | dunea* | waternet* | pwn waterleiding* | pwn | wml | waterbedrijf* | oasen
      | waterschap* | hoogheemraadschap* | luminus* | engie electrabel* | electrabel* | eneco belgie | mega energie
      | bolt energie | fluvius* | sibelga | ores assets | vivaqua | de watergroep | swde | pidpa | farys
    British energy = british gas* | edf energy* | eon energy | octopus energy* | ovo energy* | ovoenergy | ovo
      | scottish power* | scottishpower* | sse energy* | sse electricity | sse southern | sse airtricity | bulb energy
      | shell energy* | so energy | utility warehouse* | utilita* | npower* | ecotricity | good energy | utility point
      | thames water* | anglian water* | severn trent* | united utilities* | yorkshire water* | southern water*
      | south west water* | wessex water* | northumbrian water* | scottish water* | welsh water* | dwr cymru*
      | affinity water* | bristol water | south east water | ses water | portsmouth water | electric ireland
      | bord gais* | energia ireland | irish water | uisce eireann | panda waste
    Nordic energy = fortum* | ellevio* | e on sverige | göteborg energi | skellefteå kraft | jämtkraft | telinet
      | godel | bixia | stockholm vatten | hafslund* | fjordkraft* | lyse | elvia | tensio | bkk as | orsted*
      | ørsted* | andel energi | ok a m b a | norlys energi | hofor | radius elnet | energi fyn | nrgi | helen oy
      | helen | caruna | vattenfall oy | hsy | vantaan energia
    Polish and Czech energy = pge obrot | pge sa | tauron* | enea sa | enea | energa* | pgnig* | innogy polska
      | e on polska | veolia warszawa | mpwik | aquanet | cez prodej | cez | prazska energetika | pre as
      | innogy energie | prazske vodovody | e on energie cz | mnd energie
    Greek and Portuguese energy = dei | ppc greece | deh | eydap | protergia | elpedison | ~heron | edp comercial
      | endesa portugal | galp energia | goldenergy | epal | aguas do porto | aguas de portugal
  `
)

const utilityTrade = block(
  { category: utilities, priority: priorities.trade + 78, confidence: 0.88 },
  `
    Energy = electric | electric co | electric bill | electricity | power light | power co | power company | energy
      | energie* | *energie | energia* | energi | strom | stromabschlag | stromrechnung | abschlag strom | ökostrom
      | gasversorgung | natural gas | gas electric | gas company | gas co | gas service | erdgas* | gaz | electricite
      | elettricita | luce gas | luz y gas | factura luz | recibo luz | recibo gas | electricidad | elektriciteit
      | elnät | strøm | sähkö* | prad | prąd | gas bill | heating oil | heizöl* | heizkosten* | propane | utility
      | utilities | utility bill | bolletta | bollette
    Water and waste = water bill | water utilit* | city water | water payment | water pmt | water services
      | wassergebühr* | wasserrechnung* | facture eau | service des eaux | regie eau | servizio idrico | recibo agua
      | factura agua | waterbedrijf | waterleiding | afvalstoffenheffing | vatten och avfall | sewage
      | waste collection | refuse | rubbish | recycling | müllgebühr* | straßenreinigung | abfallgebühr*
      | ordures menageres | basura
    Phone and internet = telecom* | telecommunications | telekommunikation* | telephone | telefon* | telefono
      | telefonrechnung | telefonia | wireless | broadband | internet bill | internet service* | internetrechnung
      | mobilfunk* | mobile bill | mobile phone | handyrechnung | handyvertrag | phone bill | cell phone | cellular
      | dsl | glasfaser* | cable tv | cable bill | kabelfernsehen | kabelanschluss | forfait mobile | facture mobile
      | facture internet | linea movil | mobil abonnement | mobilabonnement | mobiel | prepaid mobile
      | recharge mobile | top up mobile
  `
)

export const utilityRules: ReadonlyArray<Rule> = [...telecoms, ...energyAndWater, ...utilityTrade]
