/** Starter rules for utilities, housing, health, personal care, gifts and donations. */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const utilities = "utilities"
const housing = "housing"
const rent = "housing/rent"
const health = "health-and-wellness"
const pharmacy = "health-and-wellness/pharmacy"
const care = "personal-care"
const gifts = "gifts-and-donations"

const telecoms = block(
  { category: utilities, priority: priorities.merchant + 15, confidence: 0.95 },
  `
    Verizon = verizon* | vzw* | vzwrlss*
    AT&T = at t | att payment | att bill | att mobility | @at&t | att com | attm
    T-Mobile = t mobile* | tmobile* | metro by t* | metropcs | metro pcs | mint mobile
    US carriers = sprint wireless | us cellular* | cricket wireless* | boost mobile* | xfinity mobile* | visible service* | google fi | tracfone* | straight talk* | consumer cellular* | h2o wireless | ting
    Comcast = comcast* | xfinity*
    Spectrum = spectrum | spectrum mobile | charter comm* | time warner cable | twc
    US internet = cox comm* | cox cable | optimum cable* | optimum | altice usa | centurylink* | century link | lumen tech | frontier comm* | windstream* | mediacom* | rcn cable | wow internet | suddenlink | earthlink | hughesnet | viasat | starlink* | google fiber* | dish network* | directv* | direct tv | dishnetwork | astound* | ziply
    Vodafone = vodafone*
    Telekom = telekom | telekom deutschland* | deutsche telekom* | t mobile deutschland | congstar* | telekom rechnung
    O2 = o2 | telefonica germany* | telefonica deutschland | o2 uk | aldi talk | blau mobilfunk | fonic*
    1&1 = 1 1 telecom* | 1und1* | 1 und 1 | 1 1 mobilfunk | 1 1 internet
    German telecoms = freenet* | mobilcom* | klarmobil* | drillisch* | winsim | unitymedia* | pyur* | tele columbus | netcologne | ewe tel* | m net | mnet | telefonica o2 | otelo | lidl connect | norma connect | sipgate | simon mobile | deutsche glasfaser* | htp gmbh | willy tel
    Austrian and Swiss telecoms = a1 telekom* | a1 rechnung | == a1 | magenta telekom* | drei austria | hutchison drei* | hot telekom | spusu | yesss | swisscom* | sunrise* | salt mobile | upc | wingo | yallo | quickline | init7
    French telecoms = orange sa | orange france | orange mobile | orange internet | orange prlv | == orange | orange fixe | sosh | sfr* | red by sfr | numericable | bouygues tel* | bouyguestelecom | bytel | free mobile* | free telecom* | free haut debit | free adsl | free fibre | freebox | == free | la poste mobile | nrj mobile | prixtel
    Spanish telecoms = movistar* | telefonica de espana | telefonica moviles | telefonica* | orange espagne | orange spain | yoigo* | masmovil* | mas movil | pepephone* | jazztel* | simyo | lowi* | digi spain* | digi mobil | euskaltel | r cable | o2 espana | finetwork
    Italian telecoms = tim spa | tim s p a | telecom italia* | tim bolletta | == tim | windtre* | wind tre* | tre italia | fastweb* | iliad* | ho mobile | kena mobile | postemobile* | poste mobile | tiscali* | eolo | linkem | sky italia* | very mobile | vei srl
    Dutch and Belgian telecoms = kpn* | ziggo* | odido* | tele2* | t mobile nederland | ben nl | lebara* | youfone | hollandsnieuwe | delta fiber | caiway | budget thuis | proximus* | telenet* | orange belgium | voo | base company | scarlet | mobile vikings | edpnet
    British telecoms = bt group | british telecom* | bt bill | bt broadband | == bt | bt plc | ee limited | ee ltd | ee t mobile | == ee | ee mobile | three mobile | hutchison 3g | h3g* | three co uk | == three | o2 mobile | sky digital | sky uk | sky subscribers* | sky broadband | sky mobile | == sky | virgin media* | talktalk* | talk talk | plusnet* | vodafone ltd | giffgaff* | tesco mobile* | id mobile | voxi | smarty | lycamobile* | lyca | hyperoptic* | zen internet | community fibre | kcom | eir ltd | eir | eircom | sky ireland | tv licence* | tv licensing* | tvlicensing
    Nordic telecoms = telia* | telenor* | tele2 sverige | comviq | tre sverige | hi3g | bredbandsbolaget | com hem | bahnhof ab | tdc | yousee | norlys | 3 danmark | oister | cbb mobil | ice norge | altibox | get as | elisa oyj | elisa | dna oyj | dna
    Polish and Czech telecoms = orange polska | play p4 | p4 sp | plus gsm | polkomtel | t mobile polska | upc polska | vectra | netia | inea | o2 czech | t mobile czech | vodafone czech | nej cz
    Portuguese telecoms = meo | nos comunicacoes | nos sa | vodafone portugal | nowo
    Rundfunkbeitrag = rundfunk* | ard zdf* | beitragsservice | gez | obs orf | orf beitrag* | gis gebuhren* | serafe* | billag | canone rai | radiotjanst
  `
)

const energyAndWater = block(
  { category: utilities, priority: priorities.merchant + 15, confidence: 0.95 },
  `
    ConEd = con ed | coned* | conedison* | con edison* | consolidated edison
    PG&E = pg e | pgande | pge | @pg&e | pacific gas elec*
    US electric = so cal edison | socal edison | southern calif edison | sce | sdge | san diego gas | ladwp* | la dwp | smud | socalgas* | so cal gas | duke energy* | dukeenergy* | dominion energy* | dominion power | georgia power* | alabama power | florida power* | fpl | tampa electric | teco | entergy* | comed | commonwealth edison | peoples gas | nicor* | ameren* | dte energy* | dte | consumers energy* | xcel energy* | centerpoint* | txu energy* | txu | reliant energy* | reliant | green mountain energy | oncor | cps energy | austin energy | national grid* | nationalgrid* | eversource* | pseg* | pse g | psegli | jcp l | ppl electric | peco | pepco energy | bge | baltimore gas | delmarva | firstenergy* | ohio edison | aep | american electric power | dayton power | lg e | kentucky utilities | salt river project | srp | aps electric | arizona public service | nv energy | rocky mountain power | pacific power | puget sound energy | pse | portland general | idaho power | avista | oge | og e | pso | evergy* | we energies | alliant energy | midamerican* | black hills energy | atmos energy* | spire energy | spire missouri | piedmont natural gas | piedmont gas | southwest gas | washington gas | nw natural | national fuel | laclede gas | columbia gas* | vectren
    US water and waste = american water* | water dept | water department | water utility | water utilities | water bill | water dist* | water authority | water works | water sewer | sewer* | sanitation | waste management* | wm com | wm waste | republic services* | republicservices | waste connections | waste pro | trash | garbage | recology* | rumpke
    E.ON = e on energie* | e on deutschland | eon energie* | e on next | eon next* | eonnext | e on | eon
    German energy = stadtwerk* | *stadtwerke | stadtwerke* | swm | rheinenergie* | enbw ag | enbw energie* | enbw vertrieb* | == enbw | yello* | vattenfall* | rwe* | innogy* | ewe ag | ewe vertrieb | entega* | mainova* | n ergie | enercity* | lichtblick* | naturstrom* | greenpeace energy | green planet energy | eprimo* | e wie einfach | polarstern* | ostrom | tibber* | octopus energy* | grünwelt | goldgas | gasag* | badenova* | süwag* | lew verteilnetz | lechwerke | mvv energie | drewag | sachsenenergie | envia* | westenergie* | wemag | berliner wasser* | wasserbetriebe* | wasserwerk* | wasserversorgung* | wasserzweckverband* | abwasser* | zweckverband* | hamburg wasser | hamburg energie | berliner stadtreinigung | bsr | awista | awb | abfallwirtschaft* | müllabfuhr* | abfall* | techem* | ista deutschland | ista gmbh | brunata* | minol | fernwärme*
    Austrian and Swiss energy = wien energie* | wienenergie | evn | verbund ag | verbund | energie ag | energie steiermark | tiwag | salzburg ag | kelag | linz ag | illwerke | ewz | ekz | bkw | ckw | axpo | romande energie | sig geneve | services industriels* | iwb | energie wasser bern | ewb
    French energy = edf* | engie* | totalenergies electricite* | total direct energie | direct energie | eni gas | ekwateur | ilek | mint energie | ohm energie | vattenfall france | planete oui | gaz de france | gdf* | gaz de bordeaux | es energies | enercoop | alpiq | veolia* | suez* | saur | eau de paris | lyonnaise des eaux | regie des eaux | sedif
    Spanish energy = iberdrola* | endesa* | naturgy* | gas natural* | repsol electricidad* | repsol luz | repsol comercializadora* | curenergia | energia xxi | holaluz* | total energies espana | edp* | viesgo | lucera | podo energia | aguas de* | canal de isabel* | canal isabel ii | aigues de barcelona | agbar | aqualia* | emasesa | hidralia | emivasa | consorcio de aguas | fenie energia | som energia
    Italian energy = enel* | enel energia* | servizio elettrico* | eni plenitude* | plenitude | eni gas e luce | a2a* | hera spa | hera comm* | iren spa | iren mercato | iren luce | acea* | edison energia | edison spa | sorgenia* | illumia | eon energia | e on italia | engie italia | wekiwi | pulsee | nen energia | estra | duferco | optima italia | smat | mm spa | publiacqua | acquedotto* | abbanoa | tari
    Dutch and Belgian energy = essent* | eneco* | greenchoice* | vandebron* | budget energie | energiedirect* | oxxio | vattenfall klant* | nuon | innova energie | frank energie | zonneplan* | easyenergy | pure energie | vitens* | brabant water | evides* | dunea* | waternet* | pwn waterleiding* | pwn | wml | waterbedrijf* | oasen | waterschap* | hoogheemraadschap* | luminus* | engie electrabel* | electrabel* | eneco belgie | mega energie | bolt energie | fluvius* | sibelga | ores assets | vivaqua | de watergroep | swde | pidpa | farys
    British energy = british gas* | edf energy* | eon energy | octopus energy* | ovo energy* | ovoenergy | ovo | scottish power* | scottishpower* | sse energy* | sse electricity | sse southern | sse airtricity | bulb energy | shell energy* | so energy | utility warehouse* | utilita* | npower* | ecotricity | good energy | utility point | thames water* | anglian water* | severn trent* | united utilities* | yorkshire water* | southern water* | south west water* | wessex water* | northumbrian water* | scottish water* | welsh water* | dwr cymru* | affinity water* | bristol water | south east water | ses water | portsmouth water | electric ireland | bord gais* | energia ireland | irish water | uisce eireann | panda waste | greyhound recycling
    Nordic energy = fortum* | ellevio* | e on sverige | göteborg energi | skellefteå kraft | jämtkraft | telinet | godel | bixia | stockholm vatten | hafslund* | fjordkraft* | lyse | elvia | tensio | bkk as | orsted* | ørsted* | andel energi | ok a m b a | norlys energi | hofor | radius elnet | energi fyn | nrgi | helen oy | helen | caruna | vattenfall oy | hsy | vantaan energia
    Polish and Czech energy = pge obrot | pge sa | tauron* | enea sa | enea | energa* | pgnig* | innogy polska | e on polska | veolia warszawa | mpwik | aquanet | cez prodej | cez | prazska energetika | pre as | innogy energie | prazske vodovody | e on energie cz | mnd energie
    Greek and Portuguese energy = dei | ppc greece | deh | eydap | protergia | elpedison | heron | edp comercial | endesa portugal | galp energia | goldenergy | epal | aguas do porto | aguas de portugal
  `
)

const utilityTrade = block(
  { category: utilities, priority: priorities.trade + 78, confidence: 0.88 },
  `
    Energy = electric | electric co | electric bill | electricity | power light | power co | power company | energy | energie* | *energie | energia* | energi | strom | stromabschlag | stromrechnung | abschlag strom | ökostrom | gasversorgung | natural gas | gas electric | gas company | gas co | gas service | erdgas* | gaz | electricite | elettricita | luce gas | luz y gas | factura luz | recibo luz | recibo gas | electricidad | elektriciteit | elnät | strøm | sähkö* | prad | prąd | gas bill | heating oil | heizöl* | heizkosten* | propane | utility | utilities | utility bill | bolletta | bollette
    Water and waste = water bill | water utilit* | city water | water payment | water pmt | water services | wassergebühr* | wasserrechnung* | facture eau | service des eaux | regie eau | servizio idrico | recibo agua | factura agua | waterbedrijf | waterleiding | afvalstoffenheffing | vatten och avfall | sewage | waste collection | refuse | rubbish | recycling | müllgebühr* | straßenreinigung | abfallgebühr* | ordures menageres | basura
    Phone and internet = telecom* | telecommunications | telekommunikation* | telephone | telefon* | telefono | telefonrechnung | telefonia | wireless | broadband | internet bill | internet service* | internetrechnung | mobilfunk* | mobile bill | mobile phone | handyrechnung | handyvertrag | phone bill | cell phone | cellular | dsl | glasfaser* | cable tv | cable bill | kabelfernsehen | kabelanschluss | forfait mobile | facture mobile | facture internet | linea movil | fibra optica | mobil abonnement | mobilabonnement | mobiel | prepaid mobile | recharge mobile | top up mobile
  `
)

const renting = block(
  { category: rent, priority: priorities.nature + 20, confidence: 0.92 },
  `
    Rent = !rent a | !rent the runway | !rent car | !car rent | rent | rent payment | rent pmt | monthly rent | apartment rent | house rent | room rent | rentpayment* | rent cafe | rentcafe* | web pmts rent
    Miete = miete* | kaltmiete* | warmmiete* | monatsmiete* | wohnungsmiete* | mietzahlung* | mietzins* | mietüberweisung | wg miete | zimmermiete | garagenmiete
    Loyer = loyer* | loyers | quittance loyer
    Alquiler = alquiler* | arrendamiento* | renta piso | pago renta | lloguer*
    Affitto = affitto* | affitti | canone locazione | canone di locazione | locazione | pigione
    Huur = huur | huurpenningen | kamerhuur | huurbetaling | huur*
    Hyra and husleje = hyra | hyresavi | husleje | husleie | huseleie | månedsleie | vuokra* | czynsz* | najem | wynajem | renda casa | renda | arrendamento | aluguel | najem bytu | najemne | lakbér | enoikio | chirie
  `
)

const landlords = block(
  { category: rent, priority: priorities.merchant + 15, confidence: 0.88 },
  `
    Landlords = vonovia* | deutsche wohnen* | leg wohnen* | leg immobilien* | saga unternehmensgruppe | gewobag* | degewo* | howoge* | gesobau* | stadt und land wohnbauten* | wbm wohnungsbau* | gwg | gag immobilien* | nassauische heimstätte | lwb | vivawest* | tag immobilien* | grand city property | grand city | foncia* | nexity* | action logement | cdc habitat | paris habitat | batigere | in li | ymere | eigen haard | de alliantie | woonstad* | portaal | vesteda | staedion | woonbron | heimstaden* | rikshem | akelius* | wallenstam | stena fastigheter | greystar* | equity residential | equity apartments | avalonbay* | avalon communities | camden property* | camden living | uDR | essex property | maa apartments | invitation homes* | american homes 4 rent | amli | bozzuto | lincoln property | irvine company apart* | bilt rent* | bilt rewards* | bilt housing | bilt payment | appfolio* | buildium | avail rent | zillow rent* | rentspree | clickpay* | rentmoola | openrent* | foxtons* | savills lett* | spareroom | wunderflats | housing anywhere | homelike | wg gesucht | studentenwerk* | studierendenwerk*
  `
)

const rentTrade = block(
  { category: rent, priority: priorities.trade + 74, confidence: 0.8 },
  `
    Apartments and lettings = apartments | apartment homes | apts | apt rent | property management | property mgmt | property mgt | realty mgmt | residential mgmt | leasing office | landlord | tenant | tenancy | letting | lettings | letting agent* | estate agent* | realty | townhomes | lofts | hausverwaltung* | wohnungsbau* | wohnbau* | wohnungsgenossenschaft* | wohnungsgesellschaft* | baugenossenschaft* | immobilienverwaltung* | immobilien* | vermieter* | vermietung | gestion locative | agence immobiliere | office hlm | bailleur | inmobiliaria | immobiliare | woningstichting* | wooncorporatie | woningcorporatie | woonstichting | woningbouw* | bostad* | fastighet* | boligforening | boligselskab | utleie | student housing | studentenwohnheim* | residence universitaire | residence etudiante | dormitory
  `
)

const owning = block(
  { category: housing, priority: priorities.nature + 10, confidence: 0.9 },
  `
    Mortgage = mortgage* | mtg | mtge | home loan | home mtg | mortg | loancare | mr cooper | nationstar | rocket mortgage | quicken loans | pennymac* | newrez* | freedom mtg | home point fin* | loandepot* | dovenmuehle | cenlar | caliber home | guild mortgage | flagstar bank | phh mortgage | shellpoint
    Hypothek = hypothek* | baufinanzierung* | immobilienkredit* | immobiliendarlehen* | immobilienfinanz* | baudarlehen* | darlehensrate haus | annuität hauskredit | bausparkasse* | schwäbisch hall | wüstenrot bauspar* | lbs bauspar* | bhw bauspar*
    Prêt immobilier = pret immobilier | credit immobilier | echeance pret immo* | echeance pret habitat | pret habitat | pret immo | remboursement pret immo*
    Hipoteca and mutuo = hipoteca* | prestamo hipotecario | cuota hipoteca | mutuo | rata mutuo | mutui | credito habitacao | prestacao casa
    Hypotheek = hypotheek* | hypotecair* | bolån | boliglån | boliglan | realkredit* | asuntolaina* | kredyt hipoteczny | hypotecni uver | nordea kredit | totalkredit | nykredit | realkredit danmark
    Owners' associations = hoa | hoa dues | hoa payment | homeowners assn | homeowners assoc* | home owners assn | condo assoc* | condo association | condominium* | condo fee* | coop maintenance | hausgeld* | wohngeld weg | weg hausgeld | eigentümergemeinschaft* | wohnungseigentümer* | syndic | copropriete* | charges copro* | comunidad de prop* | comunidad propietarios | comunidad vecinos | cdad prop* | spese condominiali | condominio* | vve | servicekosten | bostadsrättsförening* | brf | ejerforening | andelsbolig* | borettslag* | sameie* | taloyhtiö* | hoitovastike | yhtiövastike | service charge flat | ground rent | wspolnota mieszkaniowa | spoldzielnia mieszkaniowa
    Property tax = property tax* | prop tax | real estate tax* | county tax collector | tax collector | council tax* | grundsteuer* | grundbesitzabgaben* | taxe fonciere | taxe habitation | taxes foncieres | ibi | impuesto bienes inmuebles | recibo ibi | imu | onroerende zaak* | woz | gemeentebelasting* | fastighetsavgift | ejendomsskat* | eiendomsskatt | kiinteistövero | podatek od nieruchomosci | nebenkosten* | nebenkostenabrechnung | betriebskosten*
  `
)

const pharmacies = block(
  { category: pharmacy, priority: priorities.merchant + 10, confidence: 0.95 },
  `
    CVS = cvs* | cvs pharmacy*
    Walgreens = walgreen* | walgreens*
    Rite Aid = rite aid* | riteaid*
    Duane Reade = duane reade
    US pharmacies = kinney drugs | bartell drug* | longs drugs | good neighbor pharm* | health mart | medicine shoppe | express scripts* | optumrx* | caremark* | pillpack* | capsule pharm* | amazon pharmacy* | goodrx* | costco pharmacy | walmart pharmacy | kroger pharmacy
    Boots = boots | boots the chemist | boots uk | boots com
    British pharmacies = lloyds pharm* | lloydspharmacy* | well pharmacy | rowlands pharm* | pharmacy2u* | day lewis pharm* | chemist direct
    Online pharmacies = docmorris* | shop apotheke* | shopapotheke* | redcare* | medpex* | apo discounter* | aponeo* | sanicare* | zur rose | newpharma* | farmaline* | farmae | dosfarma | promofarma* | 1000farmacie | redcare pharmacy
    Nordic pharmacies = apotek hjärtat | apoteket* | kronans apotek | apotea* | vitusapotek* | boots norge | apotek 1 | matas apotek | yliopiston apteekki
    Benelux pharmacies = benu apotheek | service apotheek | mediq | multipharma | goed apotheek | medi market | pharmamarket
    Swiss pharmacies = amavita* | sunstore | coop vitality | topwell | benu pharmacie
    Polish pharmacies = doz apteka | apteka gemini | ziko apteka | super pharm | dr max | drmax | benu lekarna | dr max lekarna
  `
)

const pharmacyTrade = block(
  { category: pharmacy, priority: priorities.trade + 85, confidence: 0.92 },
  `
    Pharmacies = pharmac* | *pharmacy | drug store* | drugstore* | drugs | drug mart | rx | chemist | chemists | dispensing chemist | apotheke* | *apotheke | apotheken* | *apotheek | apotheek* | apotek* | pharmacie* | *pharmacie | parapharmacie* | grande pharmacie | phie | pharm | farmacia* | *farmacia | farmacie | parafarmacia* | farmacias | ldo farmacia | apteka* | lekarna* | lekaren* | gyogyszertar* | patika* | apteekki* | apteek* | ljekarna* | lekarna | farmakeio | sanitätshaus* | prescription*
  `
)

const healthMerchants = block(
  { category: health, priority: priorities.merchant + 10, confidence: 0.92 },
  `
    Kaiser Permanente = kaiser perm* | kaiser found* | kp scal | kp ncal
    US health = quest diag* | labcorp* | lab corp | one medical* | cityMD | minuteclinic* | minute clinic | urgent care* | carenow | concentra | aspen dental* | western dental | smile direct | invisalign | teladoc* | betterhelp* | talkspace* | cerebral inc | hims | forhims | for hims | ro co | roman health | lenscrafters* | warby parker* | visionworks | america s best | americas best contact* | pearle vision | @1 800 contacts | 1800contacts | contactsdirect | zenni* | gnc | vitamin shoppe* | vitacost | iherb* | athletic greens | ag1 | mychart | sutter health | mayo clinic | cleveland clinic* | mass general | hca | dignity health | providence health | nyu langone | mount sinai | unitedhealth* | uhc | cigna* | aetna* | anthem bcbs | anthem blue | blue cross* | blue shield* | bcbs* | humana* | oscar health | delta dental | vsp vision | medicare
    German health insurance = techniker krankenkasse* | aok* | barmer* | dak gesundheit* | dak | ikk* | bkk* | knappschaft* | kkh | hek | debeka kranken* | dkv* | allianz private kranken* | signal iduna kranken* | hallesche kranken* | krankenkasse* | krankenversicherung* | pvs | privatärztliche* | mediserv | büdingen med* | dr güldener | ögk | svs gesundheit | css versicherung | css kranken* | helsana* | swica* | sanitas kranken* | concordia kranken* | visana* | kpt kranken* | assura sa | == assura | groupe mutuel
    Opticians = fielmann* | apollo optik* | mister spex* | misterspex | eyes more | brille24 | pro optik | afflelou* | alain afflelou | @optic 2000 | krys | atol | optical center | grand optical | general optica | multiopticas | vision y co | opticalia | salmoiraghi* | grandvision | nau optica | pearle* | hans anders* | specsavers* | spec savers | eyewish | vision express* | boots opticians | synoptik | synsam | profil optik | louis nielsen | instrumentarium | silmäasema | vision opticians
    French health = mgen* | mutuelle* | harmonie mutuelle* | alan assurance | alan sa | doctolib* | cpam* | ameli | laboratoire* | biogroup | cerballiance | eurofins bio* | dentego
    Spanish and Italian health = sanitas* | adeslas* | segurcaixa adeslas | asisa* | dkv seguros | quiron* | quironsalud | vitaldent | dentix | humanitas | synlab* | santagostino | unisalute | affidea | cup ticket | asl ticket | san raffaele
    Dutch health = zilveren kruis* | vgz* | cz groep* | cz zorg* | menzis* | dsw zorg* | ohra zorg* | fbto zorg* | ditzo zorg | zorgverzekering* | infomedics* | famed | netvrm | vecozo | christelijke mutualiteit | solidaris | partena ziekenfonds | helan
    British health = bupa* | axa health* | axa ppp* | vitality health* | simplyhealth* | nhs* | denplan* | mydentist | my dentist | bupa dental | laya healthcare | vhi healthcare | vhi | irish life health
    Nordic health = folktandvården* | capio | kry | min doktor | praktikertjänst | terveystalo* | mehiläinen* | pihlajalinna | volvat | aleris | medicover* | luxmed | lux med | enel med | znanylekarz | hedvig health
    Sleep and massage aids = withings | oral b | hearing aid* | amplifon* | kind hörgeräte | geers | audika | audibene
  `
)

const healthTrade = block(
  { category: health, priority: priorities.trade + 80, confidence: 0.88 },
  `
    Doctors and hospitals = doctor | doctors | physician* | md pc | medical* | medical center | med ctr | clinic* | clinics | hospital | hospitals | health center | health centre | healthcare | health care | health system | health svcs | family practice | internal medicine | pediatric* | dermatolog* | cardiolog* | orthop* | radiolog* | surgery | surgeon* | obgyn | ob gyn | urology | oncology | copay | arzt* | ärzte* | aerzte | *arzt | hausarzt* | facharzt* | kinderarzt* | frauenarzt* | arztpraxis* | praxis dr | *praxis | praxis | gemeinschaftspraxis* | hautarzt* | augenarzt* | orthopäd* | krankenhaus* | klinik* | *klinik | klinikum* | uniklinik* | spital* | kantonsspital* | mvz | labor dr | laborgemeinschaft | medecin* | docteur | dr med | cabinet medical* | cab medical | cabinet medic* | clinique* | hopital* | hopitaux | chu | centre hospitalier | centre medical | medico* | doctora | clinica* | centro medico* | policlinic* | poliambulator* | ambulatorio | ospedale* | studio medico | analisi cliniche | analisis clinicos | laboratorio analis* | huisarts* | huisartsenpraktijk | ziekenhuis* | kliniek | lege | legekontor | legesenter | lääkäri* | läkare | vårdcentral* | sjukhus | lekarz | przychodnia* | szpital* | gabinet lekarski | ordinace | nemocnice | consulta medica
    Dentists and opticians = dental* | dentist* | *dental | dds | dmd | d d s | orthodont* | endodont* | zahnarzt* | zahnärzt* | *zahnarzt | zahnmedizin* | kieferorthop* | kfo | dentiste* | chirurgien dentiste | cab dentaire | cabinet dentaire | dentista* | clinica dental | odontolog* | studio dentistico | tandarts* | tandartspraktijk* | mondzorg | orthodontie* | tandlæge* | tandlege* | tandläkare* | hammaslääkäri* | stomatolog* | dentysta | zubar | optik* | *optik | optiker* | augenoptik* | optician* | optometr* | eye care | eyecare | vision care | eye clinic | eyewear | opticien* | optique | optica* | ottica* | opticiens | optiek | optometrist* | kontaktlinsen* | contact lens* | hörgeräte* | hörakustik* | audiolog* | audioprothes* | hearing
    Therapy and wellbeing = physio* | physical therapy | physiotherap* | kinesitherap* | kine | fisioterap* | fysio* | osteopath* | ostéopathe* | chiropract* | podolog* | podiatr* | logopäd* | ergotherap* | psychother* | psycholog* | psychiatr* | counseling | counselling | therapist* | therapy | therapie | heilpraktiker* | acupunct* | akupunktur* | naturopath* | homeopath* | nutrition* | vitamin* | supplements | dietitian | midwife | hebamme* | sage femme | infirmier* | krankengymnastik* | rehazentrum | reha | ambulance* | pflegedienst* | thuiszorg | mutuelle sante | mutualite* | health insurance | assurance sante | seguro salud | krankenvers* | zorgpremie
  `
)

const careMerchants = block(
  { category: care, priority: priorities.merchant, confidence: 0.92 },
  `
    Sephora = sephora*
    Ulta = ulta*
    Sally Beauty = sally beauty*
    Bath & Body Works = bath body works | bath and body works | bathandbody* | bbw
    Great Clips = great clips*
    Supercuts = supercuts*
    Sport Clips = sport clips*
    US salons = fantastic sams | hair cuttery | cost cutters | smartstyle | ratner | drybar | floyd s barber* | floyds barber* | european wax* | massage envy* | hand stone | hand and stone | elements massage | regis salon | toni guy | toni and guy | dollar shave club | harrys com | harrys razor | glossier | fenty beauty | bluemercury | sallys | lush | kiehls | kiehl s | aveda | estee lauder | loreal | mac cosmetics | m a c | the body shop | body shop | yves rocher | rituals | rituals cosmetics | l occitane | loccitane | aesop | mary kay | avon | dry bar | curology | function of beauty | prose hair
    dm = dm drogerie* | dm drogeriemarkt | == dm | dm markt | dm fil* | dm sagt danke | dm de | dm online
    Rossmann = rossmann* | dirk rossmann*
    Müller Drogerie = müller drogerie* | drogerie müller | müller gmbh co | müller handels* | müller ltd | @mueller sagt danke | @müller sagt danke
    Budni = budni* | iwan budnikowsky
    Bipa = bipa
    Douglas = douglas parf* | parfümerie douglas | douglas de | douglas gmbh | == douglas | douglas deutschland | douglas fil*
    Flaconi = flaconi* | notino* | parfumdreams* | lookfantastic* | feelunique* | cultbeauty | cult beauty | beauty bay | easycosmetic
    Marionnaud = marionnaud* | nocibe* | april beaute | beauty success | aroma zone | une heure pour soi | typology
    French hair = jean louis david | franck provost | dessange | camille albane | saint algue | jean claude biguine | tchip coiffure | body minute | bodyminute | esthetic center
    Primor = primor | perfumerias primor | druni* | arenal perfumer* | bodybell | perfumerias if | clarel | perfumeria*
    Italian beauty = acqua e sapone | tigota* | caddy s | limoni | la gardenia | kiko milano | kiko | wycon | l erbolario | bottega verde
    Kruidvat = kruidvat*
    Etos = etos*
    Dutch beauty = ici paris | ici paris xl | brainwash kappers | cosmo hairstyling | rituals nederland | holland barrett beauty | di beauty | planet parfum | skins cosmetics
    Superdrug = superdrug*
    Savers = savers health
    British beauty = space nk | beauty kitchen | rush hair | headmasters | regis uk | treatwell* | the perfume shop | perfume shop | fragrance direct | bodycare | semichem | hair salons direct | supercuts uk
    Nordic beauty = matas | kicks | normal no | vita as | h m beauty | lyko | cutters | sokos emotion | sayso
    Polish beauty = hebe | super pharm drog* | drogeria natura | dm drogerie markt | teta drogerie | rossmann sdp
    Treatwell = treatwell | fresha* | booksy* | planity* | vagaro* | styleseat* | squire tech | mindbody spa
  `
)

const careTrade = block(
  { category: care, priority: priorities.trade + 45, confidence: 0.88 },
  `
    Hairdressers = hair | hair salon | hairdress* | haircut* | hairstyl* | haircare | barber* | barbers | *barber | barbershop* | barber shop | salon* | coiff* | coiffeur* | coiffure | friseur* | *friseur | frisör* | frisor* | frisør* | haarstudio* | haarstyl* | haarwerk* | haarscharf | haarsalon | hairlounge | peluquer* | perruquer* | estilistas | barberia* | parrucchier* | acconciatur* | barbiere* | kapper* | *kapper | kapsalon* | kappers | haarmode | parturi* | kampaamo* | fryzjer* | kadernictvi | fodrasz* | cabeleireir* | kommotirio
    Beauty and spa = beauty* | beautysalon | nail* | nails | nagel studio | nageldesign* | nagelstudio* | manicure* | pedicure* | lash* | lashes | brow bar | brows | wax* | waxing | sugaring | tanning* | sonnenstudio* | solarium* | day spa | nail spa | nails spa | hair spa | spa salon | beauty spa | spa massage | massage spa | med spa | medspa | massage* | sauna | hammam | wellness* | kosmetik* | *kosmetik | kosmetikstudio* | cosmetic* | cosmetics | cosmetique* | institut de beaute | institut beaute | esthetique* | estheticienne | onglerie | estetica* | centro estetico | centre estetica | depilacion | schoonheid* | huidverzorging | skincare | skin care | skin clinic | makeup | make up | parfum* | parfümerie* | perfume* | profumeria* | perfumer* | drogerie* | *drogerie | drogist* | drogheria | droguerie | tattoo* | piercing* | esthetician | aesthetics | botox | laser hair | haarentfernung* | fußpflege* | kosmetyka | kosmetyczny
    Laundry = laundry* | laundromat* | dry clean* | drycleaner* | cleaners | dry cleaning | coin laundry | wäscherei* | textilreinigung* | reinigung | waschsalon* | blanchisserie* | pressing | laverie* | tintoreria* | lavanderia* | lavasecco | wasserette | stomerij* | pesula | pralnia
  `
)

const giving = block(
  { category: gifts, priority: priorities.merchant + 25, confidence: 0.92 },
  `
    Charities = red cross* | croix rouge* | cruz roja* | croce rossa* | rode kruis | rotes kreuz* | drk spende* | drk | unicef* | unhcr* | un refugee agency | uno flüchtlingshilfe | oxfam* | save the children* | doctors without borders | medecins sans front* | msf | ärzte ohne grenzen* | aerzte ohne grenzen | greenpeace ev | greenpeace e v | greenpeace* | wwf* | world wildlife | amnesty* | human rights watch | world vision* | plan international* | misereor | brot für die welt* | brot fur die welt | caritas* | diakonie* | malteser* | johanniter* | sos kinderdorf* | sos children* | aktion mensch* | welthungerhilfe* | kindernothilfe* | deutsche krebshilfe* | dkms | dgzrs | nabu | bund naturschutz | peta | tierschutz* | bergwacht | licht für die welt | nachbar in not | glückskette | heks | pro juventute | secours populaire* | secours catholique* | restos du coeur | emmaus* | fondation abbe pierre | fondation de france | telethon* | afm telethon | action contre la faim | handicap international | ligue contre le cancer | sidaction | manos unidas | ayuda en accion | intermon* | accion contra el hambre | medicos sin fronteras | emergency ong | emergency onlus | airc | telethon italia | lega del filo | kwf | hartstichting* | natuurmonumenten* | cliniclowns | artsen zonder grenzen* | war child | 11 11 11 | kom op tegen kanker | british heart* | cancer research* | macmillan cancer* | rspca* | rspb | rnli* | nspcc* | shelter charity | salvation army | barnardos | dogs trust | guide dogs | age uk | comic relief | children in need | crisis uk | trussell trust | national trust | trocaire | concern worldwide | goal global | svp ireland | cancerfonden | barncancerfonden | röda korset | rädda barnen | läkare utan gränser | kreftforeningen | kirkens bymisjon | redd barna | kræftens bekæmpelse | red barnet | folkekirkens | dansk flygtning* | punainen risti | wosp | wielka orkiestra | polska akcja humanitarna | siepomaga | zrzutka | st jude* | saint jude | alsac st jude | american cancer soc* | american heart | habitat for humanity | feeding america | goodwill donation | aspca* | humane society | planned parenthood | aclu* | naacp | sierra club | nature conservancy | npr | wnyc | kqed | pbs | charity water | charitywater | donorschoose | doctors w o borders | make a wish | march of dimes | susan g komen | united way* | wounded warrior | world central kitchen | wikimedia* | wikipedia | internet archive | mozilla foundation | eff org | khan academy
    Giving platforms = gofundme* | justgiving* | just giving | kickstarter* | indiegogo* | donorbox* | givebutter* | classy org | actblue* | winred* | globalgiving* | every org | betterplace* | helloasso* | leetchi* | ulule | lepotcommun | goteo | gofund | tithe ly | tithely* | pushpay* | subsplash | give lively | network for good | benevity | cafdonate | caf donate | charities aid | enthuse | donaction | geef nl | tikkie donatie
    Flowers and gifts = @1 800 flowers* | @1-800-flowers* | 1800flowers* | flowers com | ftd | proflowers | teleflora | interflora* | fleurop* | euroflorist | bloom wild | bloom and wild | blume2000* | @blume 2000 | blumen risse | monceau fleurs | moonpig* | hallmark* | card factory* | clintons cards | clinton cards | funky pigeon | hickory farms | harry david | edible arrangements | edible arr* | topbloemen | euroflorist | greetz* | kaartje2go | interrose | mydays | jochen schweizer* | smartbox* | wonderbox* | buyagift | red letter days | things remembered | giftcards com | paypal gift card
  `
)

const givingTrade = block(
  { category: gifts, priority: priorities.trade + 76, confidence: 0.88 },
  `
    Donations = donation* | donate* | donated | charity | charities | charitable | fundrais* | tithe | tithes | spende* | *spende | spenden* | spendenkonto | kirchgeld | kirchengemeinde* | pfarrei | hilfswerk* | tierheim* | förderverein* | don mensuel | don ponctuel | don en ligne | don regulier | denier de l eglise | paroisse* | association caritative | donacion* | donativo* | ong | ongd | limosna | donazione* | erogazione liberale | onlus | offerta parrocchia | parrocchia | donatie* | gift donatie | stichting vluchteling | goede doel | collecte | gåva | donasjon | lahjoitus | darowizna* | donativo | cerkiew | patenschaft*
    Flowers and presents = florist* | flower* | flowers | flower shop | flower delivery | blumen* | *blumen | floristik* | blumenladen | fleuriste* | fleurs | floristeria* | fiorista* | fioraio* | bloemen* | bloemist* | bloemisterij* | blomster* | blommor | kukka* | kwiaciarnia* | kwiaty | kvetiny | gift card* | giftcard* | geschenkgutschein* | gutschein geschenk | geburtstagsgeschenk* | hochzeitsgeschenk* | geschenk | birthday gift | wedding gift | baby shower | cadeau anniversaire | cadeau mariage | regalo | regalo cumple* | regalo boda | regalo compleanno | verjaardagscadeau
  `
)

/** Said last: streets and quarters are named after churches too. */
const worship = block(
  { category: gifts, priority: priorities.trade + 5, confidence: 0.75 },
  `
    Places of worship = church | baptist | methodist church | lutheran church | parish | diocese | synagogue | mosque | temple beth | ministries | ministry | missionary | offering
  `
)

export const livingRules: ReadonlyArray<Rule> = [
  ...telecoms,
  ...energyAndWater,
  ...utilityTrade,
  ...renting,
  ...landlords,
  ...rentTrade,
  ...owning,
  ...pharmacies,
  ...pharmacyTrade,
  ...healthMerchants,
  ...healthTrade,
  ...careMerchants,
  ...careTrade,
  ...giving,
  ...givingTrade,
  ...worship
]
