/** Starter rules for getting about: fuel, rides, public transit, parking and the car itself. */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const fuel = "transportation/gas-and-fuel"
const rides = "transportation/rideshare"
const transit = "transportation/public-transit"
const transport = "transportation"

const stations = block(
  { category: fuel, priority: priorities.merchant, confidence: 0.95 },
  `
    Shell = shell | shell oil | shell service | shell station | shell deutschland*
    Chevron = chevron*
    ExxonMobil = exxonmobil* | exxon* | == mobil | mobil oil | mobil gas | mobil mart | mobil station | mobil express
    BP = bp | bp petro* | bp oil | bp express | bp connect
    Speedway = speedway*
    Circle K = circle k | circlek | ingo
    Sunoco = sunoco*
    Wawa = wawa*
    QuikTrip = qt | quiktrip*
    Marathon = marathon petro* | marathon gas | marathon oil | == marathon
    Valero = valero
    Phillips 66 = phillips 66 | 76 gas | conoco* | 76 station | 76 united
    Arco = arco | arco ampm
    Texaco = texaco*
    Citgo = citgo*
    Sinclair = sinclair oil | == sinclair
    Gulf = gulf oil | == gulf
    Hess = hess station | hess express
    Sheetz = sheetz*
    RaceTrac = racetrac* | raceway
    Casey's = caseys | casey s
    Kwik Trip = kwik trip* | kwiktrip
    Kum & Go = kum go
    Buc-ee's = buc ees | bucees | buc ee s
    Love's = loves travel* | love s travel | loves country | == loves
    Pilot = ~pilot | pilot flying | pilot travel | flying j
    TA Travel Center = ta travel* | petro stopping
    Murphy USA = murphy usa | murphy express | murphy7*
    Maverik = maverik*
    Cumberland Farms = cumberland farms
    Thorntons = thorntons fuel | thorntons
    GetGo = getgo*
    Royal Farms = royal farms
    Stewart's = stewarts shop*
    Allsup's = allsups
    Holiday Stations = holiday station*
    Cenex = cenex
    Costco Gas = costco gas*
    Sam's Club Fuel = sams club fuel | sams club gas
    Kroger Fuel = kroger fuel*
    Safeway Fuel = safeway fuel*
    Walmart Fuel = walmart fuel | wm fuel
    Tesla Supercharger = tesla supercharg* | supercharger* | tesla charging
    ChargePoint = chargepoint*
    EVgo = evgo*
    Electrify America = electrify america
    Blink Charging = blink charging
    Aral = aral*
    Jet = jet tankstelle* | ~jet | jet tank* | == jet
    Esso = esso*
    Total = total access | total station | totalenergies* | total energies* | == total | total service
      | total tankstelle | relais total | total deutschland | total raffinage | total marketing
    OMV = omv
    Star = star tankstelle* | orlen*
    HEM = hem tankstelle* | ~hem
    Agip = agip
    Eni = eni station* | eni spa | enistation* | eni live* | enilive* | eni 0* | == eni | ~eni
    Q8 = q8 | q8 easy | kuwait petroleum
    IP = ip matic | ip gruppo api | api ip | italiana petroli
    Tamoil = tamoil*
    Repsol = repsol*
    Cepsa = cepsa* | moeve
    Galp = galp*
    Petroprix = petroprix | ballenoil | plenoil | petronor
    Avia = avia | avia tank*
    Westfalen = westfalen tank*
    Raiffeisen Tankstelle = raiffeisen tank*
    Oil! = oil tankstelle* | oil tank
    Elan = elan tank*
    Sprint = sprint tank*
    Turmöl = turmöl*
    Avanti = avanti tank* | avanti station
    Migrol = migrol | ruedi rüssel
    Socar = socar
    Agrola = agrola
    Carrefour Fuel = carrefour station | carrefour carburant* | station carrefour
    Leclerc Fuel = essence leclerc | leclerc essence | leclerc carburant* | station leclerc | leclerc station*
      | lcl carburant
    Intermarché Fuel = intermarche station | intermarche carburant* | station inter
    Système U Fuel = station u | super u station | station super u | hyper u station
    Auchan Fuel = auchan carburant* | auchan station | station auchan
    Tango = tango tank* | tango station | == tango
    TinQ = tinq
    Firezone
    Lukoil = lukoil
    Gulf NL = gulf tank*
    Fastned = fastned*
    Allego = allego charging | == allego
    Shell Recharge = shell recharge | newmotion
    Ionity = ionity*
    EnBW Charging = enbw mobility | enbw hypernetz | enbw ladesaule
    Tesco Fuel = tesco petrol* | tesco pfs | tesco pay at pump | tesco stores pfs | tesco fuel
    Sainsbury's Fuel = sainsburys petrol* | sainsbury s petrol | sainsburys pfs
    Asda Fuel = asda petrol* | asda pfs | asda pay at pump | asda fuel
    Morrisons Fuel = morrisons petrol* | morrison petrol | morrisons pfs
    Gridserve = gridserve | pod point | instavolt | bp pulse | osprey charging
    Applegreen = applegreen*
    Maxol = maxol
    Circle K Nordic = statoil | okq8 | ok q8 | st1 | neste | preem | uno x | yx | din x | teboil | abc asema
    OK Benzin = ok plus | ok benzin
    Orlen = orlen* | pkn orlen | lotos | moya stacja | amic energy
    MOL = mol plc | mol magyar* | mol benzin* | slovnaft | benzina | robin oil
    Petrol = petrol d d | petrom | rompetrol | ina benzinska
  `
)

const stationTrade = block(
  { category: fuel, priority: priorities.trade + 90, confidence: 0.9 },
  `
    Filling stations = tankstelle* | *tankstelle | tanken | tankstation* | tanka | tankomat | gas station | gas mart
      | gasoline | petrol* | petrol station | filling station | service station | fuel* | fuels | diesel | benzin*
      | benzina | benzinaio | station service | station essence | carburant* | essence | gasolinera* | carburante*
      | gasoleo | combustible* | estacion de servicio | estacion servicio | area servicio | distributore
      | stazione di servizio | carburanti | stacja paliw | paliwo | cerpaci | posto combustivel | bensin*
      | bensinstasjon | drivmedel | huoltoasema | petroleum | oil co | gas oil | autohof tank | truck stop
      | travel center | charging station | ladestation* | ladesäule* | ladestrom | e charging | ev charging
      | borne recharge | recharge electrique | colonnina
  `
)

const ridesMerchants = block(
  { category: rides, priority: priorities.merchant, confidence: 0.95 },
  `
    Uber = == uber | uber trip* | uber ride* | uber rides | uber help | !uber paypal | uber eu | uber uk
      | uber payments | uber bv | uber b v | uber com | ubertrip | uberbv | uber technologies | uber pending
    Lyft = lyft*
    Bolt = bolt eu* | bolt operations* | bolt ride* | == bolt | bolt taxi
    FreeNow = freenow* | free now | mytaxi* | intelligent apps
    Cabify = cabify* | maxi mobility
    Curb = curb mobility | curb nyc | curb svc
    Via = via transportation | ridewithvia
    Gett = gett
    Addison Lee = addison lee*
    Ola = ola cabs
    Heetch = heetch*
    G7 = g7 | taxis g7
    BlaBlaCar = blablacar* | comuto
    Lime = lime ride* | lime rides | neutron holdings | == lime | limebike
    Bird = bird rides | bird app | == bird
    Voi = voi technology | voi se | voi scooters | == voi
    Tier = tier mobility | tier app | == tier
    Dott = dott emtransit | emtransit | == dott
    Spin = spin scooter
    Nextbike = nextbike*
    Moia = moia
    Miles = miles mobility
    Share Now = share now | sharenow* | car2go | drivenow
    Zipcar = zipcar*
    Getaround = getaround*
    Turo = turo
    Free2Move = free2move | free2
    Emmy = emmy sharing | felyx
    Revel = revel transit
    Yandex Go = yandex taxi | yandex go
    iTaxi = itaxi
    Taxi Stockholm = taxi stockholm | taxi kurir
  `
)

const ridesTrade = block(
  { category: rides, priority: priorities.trade + 60, confidence: 0.9 },
  `
    Taxis = taxi* | *taxi | taxis | cab | cabs | minicab* | taksi* | radiotaxi* | rideshare | ride share | car service
      | limo | limousine | chauffeur | vtc
  `
)

const transitMerchants = block(
  { category: transit, priority: priorities.merchant + 20, confidence: 0.95 },
  `
    MTA = mta | mta nyct* | nyct* | metrocard | omny | mta mnr | mta lirr | lirr | metro north | metronorth
    NJ Transit = nj transit* | njt | nj tran*
    PATH = path tapp | path train | port authority trans
    MBTA = mbta* | charliecard | keolis
    SEPTA = septa*
    WMATA = wmata* | smartrip | metrorail
    CTA = == cta | cta ventra | cta train | ventra* | metra
    BART = ~bart | bart clipper | clipper* | sf muni | muni transit | == muni | sfmta | caltrain | ac transit
    LA Metro = la metro | tap la | tap metro | metrolink | lacmta
    TriMet = trimet | hop fastpass
    ORCA = orca card | == orca | sound transit | king county metro
    MARTA = == marta | breeze marta | marta transit
    DART = dart dallas | dart gopass
    RTD = rtd denver | rtd
    Amtrak = amtrak*
    Greyhound = greyhound*
    Megabus = megabus*
    Brightline = brightline
    Presto = presto fare | presto autoload | ttc
    TfL = tfl* | tfl travel | transport for london | oyster card | == oyster | oyster auto | oyster top* | oyster online
    National Rail = national rail | trainline* | the trainline | thetrainline*
    GWR = gwr | great western rail* | lner | avanti west* | thameslink | southeastern rail* | southeastern train*
      | south western rail* | swr | northern rail* | northern trains | crosscountry | scotrail* | transpennine
      | east midlands rail* | greater anglia | c2c | chiltern rail* | west midlands train* | merseyrail
      | southern rail* | gatwick express | heathrow express | stansted express | translink | irish rail | iarnrod
      | leap card | dublin bus | bus eireann | luas | national express | stagecoach* | arriva* | first bus | go ahead
    Eurostar = eurostar | eurostar com | eurostar international
    Deutsche Bahn = deutsche bahn* | db vertrieb* | db fernverkehr* | db bahn | db regio | db automat | bahn de
      | bahn ticket | bahncard | db ag | dbvertrieb* | db station
    Flix = flixbus* | flixtrain* | flix | flixmobility
    BVG = bvg | bvg app* | berliner verkehrs*
    HVV = hvv | hvv switch | hochbahn
    MVG = mvg* | mvv | mvg automat | münchner verkehrs*
    VRR = vrr | vbb | vrs | kvb | rheinbahn | bogestra | ruhrbahn | rmv | vgf | vvs | ssb | vgn | vag | üstra | dvb
      | lvb | kvg | dsw21 | mvb | evag | rsag | swb bus | avv | rnv | vbk | kvv | vrn | naldo
    Deutschlandticket = deutschlandticket* | d ticket | deutschland ticket | semesterticket | jobticket
    ÖBB = öbb* | obb | westbahn
    Wiener Linien = wiener linien* | wienmobil | klimaticket | linz linien | graz linien | ivb
    SBB = sbb* | sbb cff ffs | sbb mobile | cff | zvv | vbz | bls ag | postauto | tpg | tl lausanne | bvb basel
      | bernmobil | rhb | swisspass
    SNCF = sncf* | sncf connect* | oui sncf | ouigo | tgv | ter sncf | inoui
    RATP = ratp* | navigo* | idf mobilites | ile de france mobilites | comutitres
    French cities = tcl lyon | tcl | sytral | rtm marseille | rtm | tisseo | tbm | tan nantes | star rennes | ilevia
      | cts strasbourg | tam montpellier | keolis*
    Trenitalia = trenitalia* | trenord | italo | italotreno | ntv
    Italian cities = @atm milano | atac | atac roma | gtt torino | anm napoli | actv | tper | atb | arst | amt genova
      | cotral
    Renfe = renfe* | ouigo espana | iryo | cercanias
    Spanish cities = emt madrid | emt valencia | emt | tmb | tmb barcelona | metro de madrid | metro bilbao
      | metrovalencia | crtm | consorcio transportes | consorcio regional | fgc | tussam | avanzabus | avanza | alsa
      | titsa | bonobus
    Portugal = comboios de portugal | cp comboios | carris | metro lisboa | viva viagem | metro do porto | ~andante
      | rede expressos
    NS = ns groep* | ns reizigers | == ns | ns international | ns internation* | ns automaat | ov chipkaart*
      | ovchipkaart* | ovpay | ov fiets | translink systems | trans link systems | gvb | ret rotterdam | == ret | htm
      | qbuzz | connexxion | ebs
    Belgium = sncb* | nmbs* | b rail | stib | mivb | de lijn | tec wallonie | letec
    SJ = sj ab | sj se | == sj | sl storstockholm* | == sl | storstockholms lokal* | västtrafik* | skånetrafiken*
      | östgötatrafiken | öresundståg | mtrx
    Vy = == vy | vygruppen | ruter* | atb trondheim | skyss | kolumbus | flytoget
    DSB = dsb | rejsekort* | rejseplanen | dot mobilbillet* | metroselskabet | movia | midttrafik
    VR = vr yhtyma* | vr group | vr matka | hsl | hsl helsinki | matkahuolto | onnibus
    PKP = pkp* | pkp intercity | koleo | ztm | mpk | mzk | jakdojade | skycash | polregio | koleje
    Czech = ceske drahy | cd cz | regiojet* | dpp | pid litacka | leo express
    Hungary = mav start | bkk zrt | budapestgo
    Greece = oasa | ktel
  `
)

const transitTrade = block(
  { category: transit, priority: priorities.trade + 65, confidence: 0.85 },
  `
    Public transit = public transit | public transport | transit | transit auth* | transportation auth*
      | regional transit | metro | metrobus | metro rail | subway station | light rail | railway* | railways | rail
      | railroad | train | trains | train ticket* | tramway* | tram | trams | bus | buses | bus ticket | bus lines
      | autobus* | stadtbus* | bus company | verkehrsbetrieb* | *verkehrsbetriebe | verkehrsverbund* | *verkehrsverbund
      | verkehrsgesellschaft* | *verkehrsgesellschaft | verkehrs ag | nahverkehr* | *bahn ticket | fahrkarte*
      | fahrkarten | fahrschein* | busfahrschein | bahnticket | transports publics | transport urbain
      | transports en commun | billet de train | titre de transport | trasporti pubblici | trasporto | ferrovie*
      | ferrovia* | autolinee | biglietto bus | transportes publicos | transportes urbanos | autobuses | ferrocarril*
      | billete tren | openbaar vervoer | vervoerbewijs | trein | treinkaartje | lokaltrafik* | kollektivtrafik*
      | busskort | komunikacja miejska | bilet | bilety | ferry | ferries | fähre* | traghetti* | wasserstrassen
      | vaporetto
  `
)

const car = block(
  { category: transport, priority: priorities.merchant, confidence: 0.9 },
  `
    ParkMobile = parkmobile* | park mobile
    SpotHero = spothero*
    PayByPhone = paybyphone* | pay by phone
    RingGo = ringgo*
    JustPark = justpark*
    EasyPark = easypark*
    Parkster = parkster*
    Passport Parking = passport parking | ppoint parking
    LAZ Parking = laz parking | lazparking | abm parking | sp plus | sp parking | ace parking | propark | impark
      | premium parking
    NCP = ncp | ncp ltd | euro car parks | parkingeye | apcoa* | q park* | contipark* | indigo park* | parkindigo
      | effia | saba parking | saemes | interparking | empark | yellowbrick | contipark | goldbeck parking
      | vinci park | telpark | elparking
    E-ZPass = e zpass* | ezpass* | e z pass* | ez pass | sunpass* | fastrak* | txtag | ntta | ipass | i pass
      | peach pass | pikepass | good to go | ktag | tolls by mail | illinois tollway
    Autoroutes = vinci autoroutes | autoroute* | aprr | sanef | cofiroute | escota | area autoroute | bip and go
      | bipandgo | ulys | fulli | atmb | asf autoroute
    Italian tolls = autostrade* | autostrada* | telepass* | autobrennero | pedaggio | autostradale
    Spanish tolls = autopista* | peaje* | via t | abertis | viat | acesa
    Via Verde = via verde | brisa
    Asfinag = asfinag* | vignette*
    Dartford Crossing = dart charge | dartford | m6 toll | congestion charge | ulez | eflow
    Jiffy Lube = jiffy lube*
    Valvoline = valvoline*
    Midas = midas
    Meineke = meineke
    Firestone = firestone
    Goodyear = goodyear
    Discount Tire = discount tire | americas tire | les schwab | ntb | mavis | big o tires | pep boys
    AutoZone = autozone* | auto zone
    O'Reilly = o reilly auto* | oreilly auto* | o reilly
    Advance Auto Parts = advance auto*
    NAPA = napa auto* | napa store
    CarMax = carmax
    DMV = dmv | dept of motor* | dvla*
    ATU = a t u | atu auto* | atu | auto teile unger
    Vergölst = vergölst | pitstop | euromaster | reifen com | premio reifen
    ADAC = adac* | öamtc | oamtc | tcs touring | aaa membership | anwb | automobile club
    TÜV = tüv | dekra | küs | gtü | controle technique | revision auto | itv inspeccion
    Norauto = norauto* | feu vert | speedy france | == speedy | carglass | point s | oscaro
    Halfords = halfords*
    Kwik Fit = kwik fit* | kwikfit | ats euromaster
    Safelite = safelite*
    Mister Car Wash = mister car wash | imo car wash | mr wash | elephant bleu
    Bike sharing = capital bikeshare | citi bike | citibike | divvy | santander cycles | velib* | bicing | swapfiets
      | call a bike | bluebikes | bay wheels | lyft bike
  `
)

const carTrade = block(
  { category: transport, priority: priorities.trade + 55, confidence: 0.85 },
  `
    Parking = parking* | *parking | parkhaus* | *parkhaus | parkplatz* | parkschein* | parkgebühr* | parkraum*
      | tiefgarage* | parkgarage* | park house | car park* | carpark* | parkeren | parkeer* | parcheggio*
      | aparcamiento* | estacionamiento* | estacionamento | parcmetre | horodateur | stationnement | parkometer
      | parkomat | parkering* | pysäköinti* | parkir | garage parking | parkservice | p r
    Tolls = toll | tolls | tollway | turnpike | toll road | maut | mautstelle | peage* | péage* | bompenger
      | bridge toll
    Car care = auto repair | auto parts | autoteile* | auto body | auto service | auto center | auto glass
      | automotive | car repair | car wash* | carwash* | autowäsche* | waschpark | waschstraße* | waschanlage*
      | lavage auto | station lavage | lavado coches | autolavado* | autolavaggio* | lavaggio auto | wasstraat
      | carrosserie* | garage | garages | autohaus* | autowerkstatt* | kfz | kfz werkstatt* | werkstatt | reifen*
      | reifenservice | reifendienst | tire | tires | tyre | tyres | pneus | pneumatici | neumaticos | gomme
      | gommista* | banden* | bandenservice | taller | talleres | officina | autofficina* | autobedrijf* | mechanic
      | mechanics | oil change | lube | smog check | inspection auto | bilverkstad* | bilservice | vulcanizadora
      | mot centre | kfz steuer | kraftfahrzeugsteuer | motorrad* | motor vehicle | driving school | fahrschule*
      | autoecole | auto ecole | autoescuela
  `
)

export const transportRules: ReadonlyArray<Rule> = [
  ...stations,
  ...stationTrade,
  ...ridesMerchants,
  ...ridesTrade,
  ...transitMerchants,
  ...transitTrade,
  ...car,
  ...carTrade
]
