/** Starter rules for travel: airlines, hotels, agencies and rental cars. */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const flights = "travel/flights"
const hotels = "travel/hotels"
const travel = "travel"

const airlines = block(
  { category: flights, priority: priorities.merchant + 10, confidence: 0.95 },
  `
    Delta = delta air* | delta airlines | deltaair* | delta com | == delta
    United = united air* | unitedair* | united airlines | united 0* | == united | united com
    American Airlines = american air* | americanair* | aa com | american airlines
    Southwest = southwes | southwest air* | southwestair* | == southwest
    JetBlue = jetblue* | jet blue
    Alaska Airlines = alaska air* | alaskaair*
    Spirit = spirit air* | spirit airl*
    Frontier = frontier air* | frontier ai* | flyfrontier
    Allegiant = allegiant*
    Hawaiian = hawaiian air*
    Sun Country = sun country
    Breeze = breeze airways | breeze aviation
    Air Canada = air canada | aircanada* | westjet | porter airlines
    Ryanair = ryanair*
    easyJet = easyjet* | easy jet
    Wizz Air = wizz air* | wizzair*
    Lufthansa = lufthansa* | dt lufthansa
    Eurowings = eurowings*
    Condor = condor flug* | condor air* | == condor
    TUIfly = tuifly* | tui fly
    Germanwings = germanwings
    Austrian = austrian air* | austrian airlines
    Swiss = swiss international* | swiss air* | swiss int air*
    Edelweiss = edelweiss air*
    Air France = air france* | airfrance* | @air france
    Transavia = transavia*
    French bee = french bee | air caraibes | corsair
    KLM = klm*
    Brussels Airlines = brussels airlines | brusselsair*
    British Airways = british airways* | british a* | britishairways | ba com
    Virgin Atlantic = virgin atlantic*
    Jet2 = jet2*
    Aer Lingus = aer lingus* | aerlingus*
    Iberia = iberia lae* | iberia lineas* | iberia express | iberia com | == iberia | iberia l a e | iberia airlines
    Vueling = vueling*
    Volotea = volotea*
    Air Europa = air europa | aireuropa | binter | binter canarias
    ITA Airways = ita airways | alitalia | ita spa aereo
    TAP = tap air* | tap portugal | tap air portugal | tap transportes
    SAS = sas airlines | sas scandinavian | scandinavian airlines | flysas* | sas se
    Norwegian = norwegian air* | norwegian com | == norwegian | norwegian airl* | norwegian shuttle
    Finnair = finnair*
    LOT = lot polish* | pll lot | polskie linie lotnicze | lot com
    airBaltic = airbaltic* | air baltic
    Aegean = aegean air* | aegeanair* | olympic air
    Turkish Airlines = turkish air* | turkishair* | thy turk* | pegasus air* | flypgs | sunexpress
    Emirates = emirates air* | emirates com | == emirates | etihad* | qatar air* | qatar airways
    Singapore Airlines = singapore air* | cathay pacific | qantas* | japan airlines | ana air | korean air | air india
      | air china | avianca | latam air* | aeromexico | volaris | copa air* | icelandair* | play airlines
      | ethiopian air* | royal air maroc | egyptair | el al
    Kiwi.com = kiwi com | skypicker
    Google Flights = skyscanner | edreams* | opodo* | go voyages | fluege de | flüge de | flug de | cheapoair
      | justfly | flightnetwork | mytrip | gotogate | bravofly | volagratis
  `
)

const flightTrade = block(
  { category: flights, priority: priorities.trade + 75, confidence: 0.85 },
  `
    Air travel = airline* | airlines | airways* | air lines | airfare | flight | flights | flugticket* | flug | flüge
      | flugreise* | fluggesellschaft* | billet avion | vols | vuelo* | vuelos | aerolineas* | lineas aereas | voli
      | volo aereo | biglietto aereo | compagnia aerea | vliegticket* | vlucht* | flygresa | lentoyhtiö
      | bilet lotniczy | bagagem aerea | baggage fee | aviation
  `
)

const hotelMerchants = block(
  { category: hotels, priority: priorities.merchant + 10, confidence: 0.95 },
  `
    Marriott = marriott* | courtyard by* | courtyard marriott | fairfield inn* | residence inn* | springhill*
      | towneplace* | ritz carlton* | sheraton* | westin | w hotel* | st regis | le meridien | aloft | moxy*
      | ac hotel* | autograph collection | renaissance hotel* | jw marriott*
    Hilton = hilton* | hampton inn* | hampton by* | doubletree* | embassy suites* | homewood suites* | home2 suites*
      | tru by hilton | waldorf astoria | conrad hotel* | curio collection | garden inn
    IHG = ihg | holiday inn* | crowne plaza* | intercontinental* | candlewood* | staybridge* | kimpton* | hotel indigo
      | even hotel*
    Hyatt = hyatt*
    Best Western = best western* | bestwestern*
    Wyndham = wyndham* | la quinta* | days inn* | super 8* | ramada* | microtel* | baymont* | travelodge*
      | howard johnson* | hawthorn suites
    Choice Hotels = comfort inn* | comfort suites* | comfort hotel | quality inn* | sleep inn* | clarion*
      | econo lodge | rodeway inn | ~cambria | choice hotels | mainstay
    Motel 6 = motel 6* | studio 6 | motel6
    Red Roof = red roof*
    Extended Stay = extended stay* | extendedstay*
    Drury = drury inn* | drury plaza
    Omni = omni hotel* | loews hotel* | kempton | four seasons* | fairmont | rosewood hotel*
    Accor = accor* | ibis* | novotel* | mercure* | sofitel* | pullman hotel* | adagio* | f1 hotel | hotel f1 | hotelf1
      | mgallery | mama shelter | movenpick* | mövenpick hotel
    B&B Hotels = b b hotel* | b b hotels | bb hotel | @b&b hotel
    Campanile = campanile* | kyriad* | premiere classe* | golden tulip* | louvre hotels
    Center Parcs = center parcs* | pierre vacances | belambra | vvf | huttopia | club med | landal* | roompot*
      | eurocamp | haven holiday*
    Motel One = motel one*
    A&O = a o hostel* | a o hotel*
    Meininger = meininger*
    Leonardo = leonardo hotel* | leonardo royal
    Maritim = maritim hotel* | == maritim | dorint* | steigenberger* | lindner hotel* | intercityhotel* | ghotel*
      | achat hotel* | h hotels | h hotel* | arcotel | falkensteiner* | premier inn*
    Travelodge UK = travelodge*
    Britannia = britannia hotel* | jurys inn* | malmaison* | hotel du vin | macdonald hotel* | village hotel*
      | point a hotel* | hub by premier | z hotel*
    NH Hotels = nh hotel* | nh hoteles | nh collection | nhow
    Meliá = melia hotel* | melia | sol melia | ~barcelo | barcelo hotel* | riu hotel* | iberostar* | eurostars*
      | catalonia hotel* | h10 hotel* | ac hoteles | silken | parador* | paradores* | room mate hotel* | petit palace
      | hoteles
    Van der Valk = van der valk* | valk exclusief | fletcher hotel* | bastion hotel* | citizenm* | postillion
      | hampshire hotel*
    Scandic = scandic* | clarion hotel* | elite hotel* | thon hotel* | strawberry hotel* | radisson* | park inn*
      | cabinn | sokos hotel* | comfort hotel* | quality hotel*
    Pestana = pestana* | vila gale | pousada*
    Airbnb = airbnb*
    Vrbo = vrbo* | homeaway* | fewo direkt | abritel | holidu | casamundo | novasol | interhome | dancenter
      | gites de france | hometogo
    Booking.com = booking com* | bookingcom* | bkg booking | bkg hotel* | booking b v | booking bv | hotel booking*
      | hotel at booking
    Hotels.com = hotels com* | hotelscom* | hotel com
    HRS = hrs hotel* | hotel de | agoda* | hostelworld* | trivago
    Sonder = sonder | vacasa* | evolve vacation
    Great Wolf = great wolf | gaylord | disney resort*
  `
)

const hotelTrade = block(
  { category: hotels, priority: priorities.trade + 70, confidence: 0.9 },
  `
    Hotels = hotel* | *hotel | hotels | hotell* | *hotell | motel* | hostel* | hostal* | hostels | inn suites | inns
      | inn | lodge | lodging | resort | resorts | guesthouse* | guest house | bed breakfast | bed and breakfast | b b
      | albergo* | alberghi | agriturismo* | locanda | pension | pensao | pensjonat* | gästehaus* | gasthof pension
      | ferienwohnung* | ferienhaus* | ferienpark* | jugendherberge* | djh | auberge de jeunesse | auberge | gite*
      | gîte* | chambre d hotes | chambres d hotes | residence hoteliere | camping* | campingplatz* | campground*
      | koa campground* | rv park | vakantiepark* | vakantiehuis* | casa rural | apartamentos turisticos
      | apartamento turistico | aparthotel* | appartement vacances | casa vacanze | bb casa | villaggio turistico
      | vandrarhem* | vandrehjem | noclegi | ubytovani | szallas | szalloda | zimmervermittlung | berghütte
      | alpenhotel | parador | suites | vacation rental* | holiday rental* | holiday cottage*
  `
)

const agencies = block(
  { category: travel, priority: priorities.merchant + 10, confidence: 0.9 },
  `
    Expedia = expedia*
    Priceline = priceline*
    Orbitz = orbitz* | travelocity* | hotwire* | kayak | trip com | ctrip
    Tripadvisor = tripadvisor* | viator* | getyourguide* | klook* | tiqets | musement | civitatis
    TUI = tui | tui deutschland* | tui com | tui uk | tui france | tui nederland | tui cruises | first choice holiday*
    DER Touristik = der touristik* | dertour* | its reisen | fti touristik* | alltours* | schauinsland*
      | check24 reise* | check24 reisen | holidaycheck* | ab in den urlaub* | weg de | lastminute* | l tur
      | hofer reisen | lidl reisen | aldi reisen | berge meer | neckermann reisen | thomas cook* | secret escapes
      | travelzoo | urlaubsguru | urlaubspiraten
    Voyage Privé = voyage prive* | promovacances* | lastminute com | karavel | fram voyages | havas voyages
    Corendon = corendon* | sunweb* | d reizen | anwb reizen | eliza was here | d rt reizen
    Logitravel = logitravel* | viajes el corte ingles | halcon viajes | atrapalo | destinia | b the travel brand
      | nautalia | viajes*
    On the Beach = on the beach | loveholidays* | jet2holidays* | jet2 holiday* | hays travel | trailfinders
      | virgin holidays | kuoni*
    Ving = ving sverige | == ving | apollo resor | tui sverige | spies rejser | tjareborg | aurinkomatkat | itaka
      | rainbow tours | coral travel
    Hertz = hertz*
    Avis = avis rent* | avis budget | == avis | avis autovermiet* | avis car | avis location
    Enterprise Rent-A-Car = enterprise rent* | enterprise car* | ehi rental | enterprise autoverm*
    Budget = budget rent* | budget car*
    National Car Rental = national car* | alamo rent*
    Dollar Rent A Car = dollar rent* | thrifty car* | dollar rac | payless car*
    Sixt = sixt*
    Europcar = europcar* | goldcar* | ok mobility | centauro rent | record go | firefly car
    Ada = ada location | rent a car france | leasys | drivalia | sicily by car | locauto | maggiore rent* | ~maggiore
    Starcar = starcar | buchbinder* | rentalcars* | billiger mietwagen* | check24 mietwagen | discovercars
      | economybookings
    U-Haul = u haul* | uhaul* | penske truck | ryder truck
    Carnival = carnival cruise* | royal caribbean* | norwegian cruise* | princess cruise* | aida cruises | == aida
      | aida kreuzfahrt* | costa crociere | costa kreuzfahrt* | msc cruise* | msc crociere | msc kreuzfahrt*
      | p o cruise* | cunard | celebrity cruise* | holland america
    Ferries = stena line* | dfds* | color line | viking line* | tallink* | brittany ferries | p o ferries
      | irish ferries | corsica ferries | moby lines | grimaldi lines | balearia* | trasmediterranea | scandlines
      | fjord line | eurotunnel* | getlink
    Global Entry = global entry | tsa precheck | clear me | clearme | esta application | esta usa | priority pass
      | dragonpass | loungekey | sbtravel | duty free* | dufry | heinemann duty*
  `
)

const travelTrade = block(
  { category: travel, priority: priorities.trade + 72, confidence: 0.8 },
  `
    Travel agencies and rental cars = travel | travel agency | travels | city tours | boat tours | bus tours
      | tour operator | touristik* | reisebüro* | *reisebüro | reisen | reise | *reisen | pauschalreise* | kreuzfahrt*
      | agence de voyage* | voyages | viajes | agencia de viajes | agenzia viaggi | viaggi | reisbureau* | reizen
      | resebyrå | rejser | biuro podrozy | cruise* | cruises | crociere | rent a car | rentacar* | car rental*
      | car hire | rental car* | autovermietung* | mietwagen* | location voiture | location de voiture
      | alquiler coche* | alquiler de coches | autonoleggio* | noleggio auto | autoverhuur | biluthyrning | bilutleie
      | airport | flughafen | aeroport | aeropuerto | aeroporto | lufthavn
  `
)

export const travelRules: ReadonlyArray<Rule> = [
  ...airlines,
  ...flightTrade,
  ...hotelMerchants,
  ...hotelTrade,
  ...agencies,
  ...travelTrade
]
