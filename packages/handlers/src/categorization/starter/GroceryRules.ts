/** Starter rules for groceries: supermarkets, discounters, convenience and speciality shops. */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const category = "food-and-drink/groceries"

const unitedStates = block(
  { category, priority: priorities.merchant, confidence: 0.95 },
  `
    Kroger
    Whole Foods = whole foods | wholefds | wholefoods | wfm
    Trader Joe's = trader joe s | trader joes
    Safeway
    Albertsons
    Publix = publix*
    H-E-B = h e b | heb | heb online | heb grocery
    Aldi = aldi
    Costco = costco whse | costco wholesale | costco | www costco
    Sam's Club = sams club | samsclub | sam s club
    BJ's Wholesale = bjs wholesale | bjs whse | bj s wholesale
    Wegmans
    Stop & Shop = stop shop | stop and shop
    Sprouts = sprouts farmers | ~sprouts
    Giant Eagle = giant eagle | gianteagle
    Giant Food = giant food | giant foods | giant martins | giant store
    Food Lion
    Food 4 Less = food 4 less | food4less
    Meijer
    Winn-Dixie = winn dixie
    Harris Teeter
    Hy-Vee = hy vee | hyvee
    ShopRite = shoprite | shop rite
    Acme Markets = acme markets | acme mkt | acme store
    Ralphs = ~ralphs
    Vons
    Fred Meyer = fred meyer | fred m fuel | fredmeyer
    King Soopers
    Smith's Food = smiths food | smith s food | smiths fd
    Fry's Food = frys food | fry s food
    Dillons = dillons
    QFC = qfc
    Jewel-Osco = jewel osco
    Mariano's = marianos
    Pick 'n Save = pick n save
    Piggly Wiggly
    Food City
    Ingles Markets = ingles markets | ingles market
    Lowes Foods = lowes foods
    Weis Markets = weis markets | weis mkts | weis
    Price Chopper
    Hannaford = hannaford*
    Market Basket
    Big Y = big y foods | big y
    Shaw's = shaws | shaws supermarket
    Star Market
    Stater Bros = stater bros
    Smart & Final = smart final | smart and final
    WinCo = winco*
    Grocery Outlet
    Save A Lot = save a lot | savealot
    Food Bazaar
    Key Food
    C-Town = ctown
    Fairway Market
    Fresh Market = fresh market | the fresh market
    Fresh Thyme
    Natural Grocers
    Lucky Supermarket = lucky supermarket*
    Raley's = raleys
    Gelson's = gelsons
    Bristol Farms
    Vallarta = vallarta supermarket*
    El Super
    Cardenas = cardenas market*
    Northgate Market = northgate gonzalez | northgate market
    H Mart = h mart | hmart
    99 Ranch = 99 ranch
    Schnucks
    Dierbergs
    Pavilions = pavilions store | == pavilions
    New Seasons = new seasons
    Lucky's Market = luckys market
    Patel Brothers = patel bros | patel brothers
    Bashas = bashas
    Marc's = marcs stores
    Fareway
    County Market
    Harps = harps food*
    Super One = super one foods
    Coborn's = coborns
    Lunds & Byerlys = lunds byerlys
    Haggen
    Uwajimaya
    Zabar's = zabars
    Gristedes = gristedes
    D'Agostino = dagostino
    Westside Market
    Morton Williams
    Foodland
    Times Supermarket
    Erewhon
    Seafood City
    Mitsuwa
    Weee = weee inc | sayweee
    Boxed = boxed com
    Shipt = shipt*
    Peapod = peapod*
    Cub Foods = cub foods
    Festival Foods
    Woodman's = woodmans
    Brookshire's = brookshire*
    Tom Thumb
    Randalls
    Central Market
    Fiesta Mart
    Rouses = rouses*
    Food Town = foodtown
    Bi-Lo = bi lo
    Lidl = lidl*
    Instacart = instacart*
    Amazon Fresh = amazon fresh | amazon grocery | amazon groce | amazonfresh | amazon go
    FreshDirect = freshdirect | fresh direct
    Thrive Market
    Misfits Market
    Imperfect Foods
    HelloFresh = hellofresh | hello fresh
    Blue Apron
    Gopuff = gopuff*
    Gorillas = gorillas technologies | gorillas*
    Flink = flink se | flink gmbh | == flink
    Getir = getir*
    Picnic = picnic gmbh | picnic b v | picnic bv | picnic online | == picnic
    Ocado = ocado*
    Gousto
    Marley Spoon
    Total Wine = total wine*
    BevMo = bevmo*
    ABC Fine Wine = abc fine wine*
  `
)

const general = block(
  { category, priority: priorities.merchant, confidence: 0.65 },
  `
    Walmart = walmart* | wal mart* | wm supercenter | wal wal mart | wm superc | wmt
    7-Eleven = 7 eleven | 7eleven | seven eleven
    Ampm Convenience = ampm mini
    Spätkauf = spätkauf* | spaeti | späti
  `
)

const german = block(
  { category, priority: priorities.merchant, confidence: 0.95 },
  `
    Rewe = rewe | rewe*
    Edeka = edeka* | e center | e neukauf | marktkauf | nah und gut | e aktiv markt
    Kaufland = kaufland*
    Netto = netto marken* | netto markendiscount | netto filiale | netto
    Penny = penny markt | penny sagt | penny mkt | == penny | penny dankt | penny markt*
    Norma = == norma | norma lebensmittel* | norma rechnung
    Globus = globus handelshof* | globus sb* | globus warenhaus | globus markthallen | globus fachmaerkte
    Real = real sb* | real warenhaus | real gmbh sb
    Tegut = tegut*
    Hit = hit markt | hit verbrauchermarkt | hit handelsgruppe
    Famila = famila*
    Combi = combi verbrauchermarkt* | combi markt
    Alnatura = alnatura*
    denns = denns | denns biomarkt | denn s
    Bio Company = bio company
    Basic Bio = basic ag | basic bio
    Wasgau = wasgau*
    Feneberg = feneberg*
    V-Markt = v markt
    Nahkauf = nahkauf*
    Mein Markt = mein markt
    Getränke Hoffmann = getränke hoffmann | getränke* | *getränkemarkt | fristo
    Flaschenpost = flaschenpost*
    Metro Wholesale = metro cash | metro deutschland | metro gmbh | metro cc
    Reformhaus = reformhaus*
    Knuspr = knuspr*
    Mpreis = mpreis*
    Billa = billa
    Spar = spar | eurospar | interspar | despar | spar dankt | spar express | spar markt
    Hofer = == hofer | hofer kg | hofer filiale | @hofer dankt
    Unimarkt = unimarkt*
    Migros = migros* | m migros | migrolino
    Coop = coop | coop pronto
    Denner = denner*
    Volg = volg | volg laden
    Manor Food = manor food*
    Globus Delicatessa = globus delicatessa
    Konsum = konsum dresden | konsum leipzig
  `
)

const french = block(
  { category, priority: priorities.merchant, confidence: 0.95 },
  `
    Carrefour = carrefour* | carref*
    E.Leclerc = leclerc | e leclerc | leclerc drive
    Intermarché = intermarche* | inter marche | itm
    Monoprix = monoprix* | monop | monop daily
    Auchan = auchan*
    Franprix = franprix*
    Casino = casino supermarche* | casino shop* | geant casino | petit casino | supermarche casino | casino hyper*
      | hyper casino
    Système U = super u | hyper u | u express | marche u | systeme u | == utile
    Biocoop = biocoop*
    Naturalia = naturalia*
    La Vie Claire
    Picard = picard surgeles | == picard
    Match = supermarche match | match supermarche*
    Cora = == cora | cora hyper* | hypermarche cora
    Grand Frais
    Leader Price
    Simply Market
    Vival = vival
    Proxi = proxi super
    Houra = houra*
    Nicolas = nicolas vins | caves nicolas
    Colruyt = colruyt* | okay compact
    Delhaize = delhaize* | ad delhaize | proxy delhaize
    Cactus = cactus sa | cactus shoppi | cactus bascharage
  `
)

const southern = block(
  { category, priority: priorities.merchant, confidence: 0.95 },
  `
    Mercadona = mercadona*
    Dia = dia retail | supermercados dia | dia supermercado* | dia maxi | == dia | tienda dia | dia go
    Eroski = eroski*
    Consum = consum | consum cooperativa
    Alcampo = alcampo*
    Hipercor = hipercor*
    Supercor = supercor*
    Bonpreu = bonpreu* | bon preu | esclat
    Caprabo = caprabo*
    Condis = condis*
    Ahorramas = ahorramas | ahorra mas
    Froiz = froiz
    Gadis = gadis
    Masymas = masymas | mas y mas
    Hiperdino = hiperdino*
    BM Supermercados = bm supermercados | bm urban
    La Sirena = la sirena
    Herbolario Navarro = herbolario*
    Veritas = supermercats veritas
    Esselunga = esselunga*
    Conad = conad*
    Eurospin = eurospin*
    Pam = pam panorama | pam supermercat* | pam local
    Carrefour Italia = gs carrefour
    Iper = iper montebello | iper la grande i | iperal | ipercoop | iper coop
    Unes = unes | u2 supermercato
    MD Discount = md discount | md spa | md market
    Penny Italia = penny market
    Tigros = tigros*
    Bennet = bennet spa | == bennet
    Famila Italia = famila superstore
    Todis = todis
    Sigma = supermercato sigma | sigma supermercat*
    Crai = crai
    Simply Italia = supermercati simply
    In's Mercato = ins mercato | in s mercato
    Tuodì = tuodi
    Eataly = eataly*
    NaturaSì = naturasi
    Continente = continente bom dia | continente modelo | continente hiper* | continente online | == continente
      | modelo continente
    Pingo Doce
    Minipreço = minipreco
    Intermarché Portugal = intermarche
    Mercadão = mercadao
    Sklavenitis = sklavenitis*
    AB Vassilopoulos = ab vassilopoulos | vasilopoulos
    My Market = my market
    Konzum = konzum*
    Mercator = mercator poslovni* | == mercator | mercator center
  `
)

const benelux = block(
  { category, priority: priorities.merchant, confidence: 0.95 },
  `
    Albert Heijn = albert heijn* | ah to go | ah togo | appie | ah xl | ah online | == ah
    Jumbo = ~jumbo | jumbo supermarkt* | jumbo city
    Plus = plus supermarkt* | plus retail | == plus
    Dirk = dirk vdbroek | dirk van den broek | dirk vd broek | == dirk
    Dekamarkt = dekamarkt
    Vomar = vomar*
    Hoogvliet = hoogvliet
    Coop Nederland = coop supermarkt*
    Spar Nederland = spar city
    Ekoplaza = ekoplaza | eko plaza
    Nettorama = nettorama
    Poiesz = poiesz
    Boni = boni supermarkt
    Marqt = marqt
    Crisp = crisp bv | crisp b v
    Gall & Gall = gall gall
    Louis Delhaize
    Makro = makro*
  `
)

const british = block(
  { category, priority: priorities.merchant, confidence: 0.95 },
  `
    Tesco = tesco*
    Sainsbury's = sainsbury* | sainsburys* | jsainsbury
    Asda = asda*
    Morrisons = morrisons* | wm morrison*
    Waitrose = waitrose*
    M&S Food = m s simply food | m s food | m s foodhall | m s simply | marks spencer food | marks spencer simply
      | marks spen simply
    Co-op Food = co op group | co op food | coop food | co operative food | the co operative | co op | southern coop
      | midcounties co op
    Iceland = iceland foods | == iceland | iceland frozen | iceland warehouse
    Farmfoods = farmfoods
    Booths = booths supermarket* | e h booth
    Budgens = budgens
    Londis = londis
    Nisa = nisa local | nisa
    Costcutter = costcutter
    McColl's = mccolls
    Holland & Barrett = holland barrett
    Abel & Cole = abel cole
    Riverford
    Majestic Wine = majestic wine
    Dunnes Stores = dunnes* 
    SuperValu = supervalu*
    Centra = centra
  `
)

const northernAndEastern = block(
  { category, priority: priorities.merchant, confidence: 0.95 },
  `
    ICA = ica supermarket* | ica maxi | maxi ica | ica nara | ica kvantum | ica
    Hemköp = hemköp*
    Willys = willys*
    City Gross = city gross
    Lidl Sverige = lidl sverige
    Coop Forum = coop forum | stora coop
    Systembolaget = systembolaget*
    Rema 1000 = rema | rema1000
    Føtex = føtex*
    Bilka = bilka*
    Irma = == irma
    Fakta = == fakta
    SuperBrugsen = superbrugsen | kvickly | dagli brugsen | 365discount
    Meny = == meny | meny dagligvare
    Kiwi = ~kiwi
    Bunnpris = bunnpris
    Joker = joker dagligvare
    Extra Coop = coop extra | extra coop
    Vinmonopolet = vinmonopolet*
    K-Market = k market* | k supermarket* | k citymarket | citymarket
    Prisma = ~prisma
    S-Market = s market* | alepa
    Alko = alko
    Biedronka = biedronka*
    Żabka = zabka*
    Dino = dino polska | == dino
    Stokrotka = stokrotka
    Polomarket = polomarket*
    Lewiatan = lewiatan
    Freshmarket = freshmarket
    Frisco = frisco pl
    Albert = albert hypermarket* | albert supermarket* | albert ceska | == albert
    Rohlík = rohlik*
    Košík = kosik
    CBA = cba
    Maxima = maxima lt | maxima lv | maxima eesti | maxima x
    Rimi = rimi
    Mega Image = mega image
    Profi = profi rom
  `
)

const trade = block(
  { category, priority: priorities.trade + 50, confidence: 0.85 },
  `
    Supermarkets = supermarket* | supermarkt* | supermarche* | supermercat* | supermercad* | hypermarket*
      | hipermercad* | hypermarche* | ipermercat* | *supermarkt | super market* | superette | sklep spozywczy
      | dagligvare* | livsmedel* | elintarvike* | potraviny | minimarket* | mini market* | mini mart | minimart*
      | superstore
    Grocers = asia markt | asiamarkt | asia shop | asia supermarkt | oriental market | grocery | groceries | grocer
      | grocers | greengrocer* | food mart | foodmart | food market | foods market | farmers market | farmers mkt
      | farm stand | farm market | farm shop | international market | produce market | natural foods | organic market
      | co op market | food co op | food coop | mercado | mercat | mercato | marché | épicerie* | alimentari
      | alimentacion | ultramarinos | colmado | lebensmittel* | *lebensmittel | wochenmarkt* | feinkost* | hofladen*
      | bioladen | biomarkt | bio markt | naturkost* | dorfladen | epicerie | alimentation generale | primeur*
      | avondwinkel | delikatesy | spozywczy | mercearia
    Fruit and vegetables = obst | gemüse | obst gemüse | fruteria* | frutas | fruits legumes | frutta | ortofrutta*
      | groenten* | groenteboer | verduras | verdureria | warzywa
    Butchers and fishmongers = metzgerei* | fleischerei* | *metzgerei | *fleischerei | landmetzgerei | fleisch wurst
      | boucherie* | charcuterie* | carniceria* | charcuteria | macelleria* | slagerij* | *slagerij | keurslager*
      | butcher | butchers | slager | meat market | meats | fischhandel | poissonnerie* | pescaderia* | pescheria* | viswinkel
      | vishandel | fishmonger* | seafood market | wedliny | talho | slagter
    Cheese, wine and delicatessen = fromagerie* | käserei* | kaashandel | kaaswinkel | cave a vin | cavavin | caviste
      | weinhandlung* | weinhandel | vinothek | wine shop | wine spirits | wines | liquor* | liquors | bottle shop
      | enoteca | slijterij | slijterijen | off licence | vinmonopol*
  `
)

/** Bakers sell bread and serve breakfast: said with less confidence, and after cafés and restaurants had their turn. */
const bakers = block(
  { category, priority: priorities.trade + 10, confidence: 0.65 },
  `
    Bakeries = bakery | bakehouse | bakers | bäckerei* | *bäckerei | backshop | backhaus | backstube | *backstube
      | landbäckerei | boulangerie* | boul | patisserie* | panaderia* | pasteleria* | panificio* | pasticceria*
      | forno | bakkerij* | *bakkerij | bakker | bageri* | bakeri* | leipomo | piekarnia* | cukiernia* | padaria*
      | pastelaria* | konditorei* | brotladen
  `
)

/** A market is a grocer more often than not; every other trade is asked first. */
const markets = block(
  { category, priority: priorities.trade - 40, confidence: 0.6 },
  `
    Markets = market | markets | mart | foods
  `
)

export const groceryRules: ReadonlyArray<Rule> = [
  ...unitedStates,
  ...general,
  ...german,
  ...french,
  ...southern,
  ...benelux,
  ...british,
  ...northernAndEastern,
  ...trade,
  ...bakers,
  ...markets
]
