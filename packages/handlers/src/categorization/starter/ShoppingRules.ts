/** Starter rules for shopping in general: marketplaces, department stores, home and garden, books, toys, sport. */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const shopping = "shopping"

const marketplaces = block(
  { category: shopping, priority: priorities.merchant, confidence: 0.9 },
  `
    Amazon = amazon* | amazon marketplace | amzn* | amz | amzmktp*
    eBay = ebay* | ebay o
    Etsy = etsy*
    AliExpress = aliexpress* | alipay aliexpress | alibaba*
    Temu = temu* | whaleco
    Wish = wish com | contextlogic
    Allegro = allegro | allegro pl
    Bol.com = bol com | bolcom
    Cdiscount = cdiscount*
    Rakuten = rakuten*
    Otto = otto gmbh | otto versand | otto payments | otto de | otto online | otto markt
    Kaufland.de = kaufland de | kaufland e commerce
    Kleinanzeigen = kleinanzeigen* | ebay kleinanzeigen
    Leboncoin = leboncoin*
    Marktplaats = marktplaats*
    Wallapop = wallapop*
    Mercado Libre = mercadolibre* | mercado libre
    QVC = qvc
    HSN = hsn
    Wayfair = wayfair*
    Overstock = overstock*
    Tchibo Versand = tchibo versand
    Baur = baur versand
    Westwing = westwing*
    Manomano = manomano*
    Veepee = veepee | vente privee
    Showroomprivé = showroomprive
    La Redoute Home = la redoute interieurs
    Digital River = digital river
    Walmart.com = walmart com
  `
)

const departmentStores = block(
  { category: shopping, priority: priorities.merchant, confidence: 0.9 },
  `
    Target = target t | target com | == target | target store* | target plus
    Dollar Tree = dollar tree* | dollartree*
    Dollar General = dollar general* | dollar gen | dolgen*
    Family Dollar
    Five Below = five below | 5 below
    Big Lots
    Ollie's = ollies bargain
    Macy's = macys | macy s
    Kohl's = kohls | kohl s
    JCPenney = jcpenney | jc penney | j c penney
    Dillard's = dillards | dillard s
    Sears = ~sears
    Bloomingdale's = bloomingdales
    Neiman Marcus
    Saks = saks fifth | saks com
    Kmart = kmart
    TJ Maxx = tjmaxx | tj maxx | t j maxx
    Marshalls = marshalls
    HomeGoods = homegoods | home goods
    Galeria = galeria karstadt* | galeria kaufhof* | galeria s | karstadt* | kaufhof | == galeria
    Woolworth = woolworth gmbh | == woolworth | woolworth
    KaDeWe = kadewe
    Manor = manor ag | == manor
    Globus = == globus | magazine zum globus
    Loeb = loeb ag
    Jelmoli = jelmoli
    Galeries Lafayette = galeries lafayette | gal lafayette
    Printemps = printemps haussmann | == printemps
    BHV = bhv marais
    El Corte Inglés = el corte ingles | corte ingles | elcorteingles*
    La Rinascente = rinascente
    Coin = coin spa
    Bijenkorf = bijenkorf
    HEMA = hema
    Inno = galeria inno
    John Lewis = john lewis*
    Selfridges = selfridges
    Harrods = harrods
    Harvey Nichols = harvey nichols
    Fortnum & Mason = fortnum mason
    Marks & Spencer = marks spencer* | marks and spencer* | marks spen* | m s plc
    Argos = argos*
    Wilko = wilko*
    Poundland = poundland*
    B&M = b m retail | b m stores | b m bargains | b m home | @b&m
    Home Bargains = home bargains
    The Range = the range
    Arnotts = arnotts
    Åhléns = åhlens
    Magasin = magasin du nord
    Stockmann = stockmann
    Jula = jula
    Biltema = biltema
    Clas Ohlson = clas ohlson
    Rusta = rusta
    Dollarstore
    Europris = europris
    Tokmanni = tokmanni
    Action = action nederland | action deutschland | action france | action polska | action store | == action
    TEDi = tedi | tedi fil*
    Mäc Geiz = mäc geiz | mac geiz
    Pepco = pepco
    Flying Tiger = flying tiger* | tiger copenhagen | tiger stores
    Normal = normal danmark | normal a s
    Søstrene Grene = sostrene grene | søstrene grene
    Nanu-Nana = nanu nana
    Gifi = gifi
    Stokomani = stokomani
    La Foir'Fouille = foir fouille | foirfouille
    Noz = == noz
    Blokker = blokker
    Xenos = ~xenos
    Zeeman = zeeman textiel
    Trekpleister = trekpleister
    Big Bazar = big bazar
    Miniso = miniso
    Muji = muji*
    Ale-Hop = ale hop
    Tiendanimal
  `
)

const home = block(
  { category: shopping, priority: priorities.merchant, confidence: 0.9 },
  `
    IKEA = ikea*
    Home Depot = home depot* | homedepot* | the home depot
    Lowe's = lowes | lowe s | lowes com
    Menards = menards*
    Ace Hardware = ace hardware* | ace hdwe | ace hdw
    Harbor Freight = harbor freight*
    True Value = true value
    Tractor Supply = tractor supply*
    Sherwin-Williams = sherwin williams
    Floor & Decor = floor decor
    Bed Bath & Beyond = bed bath* | bedbath*
    Crate & Barrel = crate barrel | crate and barrel
    Pottery Barn = pottery barn*
    West Elm = west elm
    Williams-Sonoma = williams sonoma
    Ashley = ashley furniture* | ashley homestore
    Rooms To Go = rooms to go
    Container Store = container store
    At Home = at home store
    Mattress Firm = mattress firm
    Casper = casper sleep
    Michaels = michaels stores | michaels com | == michaels
    Hobby Lobby = hobby lobby* | hobbylobby
    Joann = joann stores | jo ann | joann fabric*
    Party City = party city
    OBI = obi bau* | obi markt | obi gmbh | == obi | obi heimwerker* | obi
    Bauhaus = bauhaus*
    Hornbach = hornbach*
    Toom = toom | toom baumarkt*
    Hagebau = hagebau*
    Globus Baumarkt = globus baumarkt
    Hellweg = hellweg*
    Raiffeisen Markt = raiffeisen markt*
    XXXLutz = xxxlutz* | xxxl*
    Höffner = höffner*
    Roller = roller gmbh | roller möbel*
    POCO = poco einrichtung* | == poco
    Mömax = mömax | mobelix | möbelix | möbel*
    Segmüller = segmüller*
    Jysk = jysk* | danisches bettenlager | dänisches bettenlager
    Butlers = butlers gmbh | butlers
    Depot = depot gries | depot handels* | == depot
    Dehner = dehner*
    Pflanzen-Kölle = pflanzen kölle
    Leroy Merlin = leroy merlin* | leroymerlin*
    Castorama = castorama*
    Brico Dépôt = brico depot | bricodepot
    Bricomarché = bricomarche
    Brico = brico | bricoman | bricocenter | brico plan it
    Weldom = weldom
    Mr.Bricolage = mr bricolage
    Jardiland = jardiland
    Truffaut = ~truffaut
    Gamm Vert = gamm vert
    Conforama = conforama*
    But = but magasin | but international | but sas
    Maisons du Monde = maisons du monde | maison du monde
    Alinéa = alinea
    Zodio = zodio
    Nature & Découvertes = nature decouvertes | nature et decouvertes
    Mondo Convenienza = mondo convenienza
    OBI Italia = obi italia
    Zara Home = zara home
    Kave Home = kave home
    Gamma = gamma bouwmarkt | == gamma | gamma nederland
    Praxis = praxis bouwmarkt | praxis doe
    Karwei = karwei
    Intratuin = intratuin
    Leen Bakker = leen bakker
    Kwantum = kwantum
    B&Q = b q | @b&q | diy com
    Wickes = wickes
    Screwfix = screwfix*
    Toolstation = toolstation*
    Homebase = homebase
    Dunelm = dunelm*
    DFS Furniture = dfs furniture
    Dobbies = dobbies
    Robert Dyas = robert dyas
    Woodie's = woodies diy
    Silvan = ~silvan
    XL-BYG = xl byg
    Byggmax = byggmax
    Plantagen = plantagen
    K-Rauta = k rauta
    Castorama Polska = leroy merlin polska
    Black Red White = black red white
  `
)

const leisureGoods = block(
  { category: shopping, priority: priorities.merchant, confidence: 0.9 },
  `
    Barnes & Noble = barnes noble | barnes and noble | barnesnoble
    Half Price Books = half price books
    Books-A-Million = books a million
    Powell's = powells books
    Waterstones = waterstones*
    WHSmith = whsmith* | wh smith* | w h smith
    Foyles = foyles
    Blackwell's = blackwells
    Thalia = thalia*
    Hugendubel = hugendubel*
    Weltbild = weltbild*
    Mayersche = mayersche*
    Osiander = osiander*
    Dussmann = dussmann
    Fnac = fnac*
    Cultura = cultura | cultura com
    Gibert = gibert joseph | gibert jeune
    Decitre = decitre
    Casa del Libro = casa del libro
    Feltrinelli = feltrinelli*
    Mondadori = mondadori*
    IBS = ibs it
    Bruna = bruna bv | == bruna | ~bruna
    Empik = empik
    GameStop = gamestop* | gamestop
    GAME = game retail
    Toys R Us = toys r us | toysrus
    Smyths = smyths toys | smyths
    LEGO = lego | lego store
    Hamleys = hamleys
    King Jouet = king jouet
    JouéClub = joueclub
    Intertoys = intertoys
    Build-A-Bear = build a bear
    PetSmart = petsmart*
    Petco = petco*
    Chewy = chewy com | chewy*
    Pet Supplies Plus = pet supplies plus
    Fressnapf = fressnapf*
    Das Futterhaus = futterhaus*
    Zooplus = zooplus*
    Maxi Zoo = maxi zoo | maxizoo
    Zooroyal = zooroyal
    Pets at Home = pets at home | petsathome
    Arcaplanet = arcaplanet
    Kiwoko = kiwoko
    Dick's Sporting Goods = dicks sporting* | dick s sporting
    REI = rei com | == rei | rei 1
    Academy Sports = academy sports
    Bass Pro = bass pro | cabelas | cabela s
    Big 5 = big 5 sporting
    Decathlon = decathlon*
    Intersport = intersport*
    Sport 2000 = @sport 2000 | sport2000
    SportScheck = sportscheck*
    Go Sport = go sport
    Cisalfa = cisalfa
    Sprinter = sprinter tiendas
    Bergfreunde = bergfreunde
    Globetrotter = globetrotter*
    XXL = xxl sport*
    Stadium = stadium ab
    Wiggle = wiggle | chain reaction
    Evans Cycles = evans cycles
    Bicycles online = fahrrad* | rose bikes | canyon bicycles
    Guitar Center = guitar center | sam ash
    Medpets = medpets
    World Market = world market | cost plus world
    PriceMinister = priceminister*
    Tuesday Morning
    Goodwill = goodwill
    Michaels Crafts = michaels craft*
    Blick Art = blick art
    Paper Source = paper source
    Tiger Direct = tigerdirect
    Furniture stores = kirklands | pier 1 | arhaus | restoration hardware | cb2 | la z boy | ethan allen | raymour*
      | bobs discount | nebraska furniture | american freight | sleep number | tempur* | purple mattress | ruggable
    Garden Centers = armstrong garden | lowes garden | bakers nursery
    Thomann = thomann*
    Staples = staples*
    Office Depot = office depot* | officedepot* | officemax
    Ryman = ryman
    Paperchase = paperchase
    Bureau Vallée = bureau vallee
    McPaper = mcpaper
    Vistaprint = vistaprint*
    Shutterfly = shutterfly*
    CEWE = cewe*
    Yankee Candle = yankee candle
    Pandora = pandora jewel* | pandora store | pandora a s
    Swarovski = swarovski*
    Christ = christ juwelier*
    Kay Jewelers = kay jewelers | jared galleria | jared jewel* | == jared | zales
    Tiffany = tiffany co | tiffany
    Claire's = ~claires | claire s
    Baby shops = buybuy baby | babymarkt | babywalz | baby walz | mothercare
    Timpson = timpson
    CeX = cex
    The Works = theworks co uk
  `
)

const shopTrade = block(
  { category: shopping, priority: priorities.trade - 20, confidence: 0.75 },
  `
    Books = book* | books | bookshop* | bookstore* | buchhandlung* | *buchhandlung | bücher* | bücherei | buchladen
      | librairie* | libreria* | boekhandel* | *boekhandel | bokhandel* | boghandel* | kirjakauppa | ksiegarnia*
      | livraria* | comics | antiquariat*
    Home and garden = hardware | baumarkt* | *baumarkt | heimwerker* | gartencenter* | garten center | gartenmarkt
      | gartner* | garden center | garden centre | nursery garden | jardinerie* | bricolage | quincaillerie
      | ferreteria* | ferramenta | bricolaje | bouwmarkt* | tuincentrum* | *tuincentrum | vivaio | vivero | furniture
      | möbelhaus* | einrichtungshaus* | einrichtungen | meubles | muebles | mobili | arredamenti* | meubel*
      | woonwinkel | decor | homeware* | lampen* | teppich* | matratzen* | rakennus* | rautakauppa | byggmarked
      | trädgård* | plants | lumber | building supply | diy store
    Toys, hobby and sport = toys | toy store | spielwaren* | spielzeug* | jouets | juguetes* | jugueteria*
      | giocattoli | speelgoed* | leksaker | zabawki | hobby* | crafts | fabrics | stoffe | bastel* | yarn | wolle
      | sporting goods | sport shop | sporthaus* | sportgeschäft* | deportes | articoli sportivi | sportzaak
      | bike shop | bicycles | cycles | fietsen* | fietswinkel | bicicletas | zweirad* | velo | fishing tackle
      | angel shop | musikhaus | record store | vinyl
    Pets = pet shop | pet store | pet supply* | pet supplies | pets | zoohandlung | tierbedarf | tiernahrung*
      | animalerie* | mascotas | dierenwinkel* | dierenspeciaalzaak | dyrehandel
    Gifts, jewellery and paper = gift shop | gifts | giftshop | geschenke* | souvenir* | regalos | cadeaux | cadeau*
      | jeweler* | jeweller* | jewelry | jewellery | juwelier* | bijouterie* | joyeria* | gioielleria* | papeterie*
      | papeleria* | cartoleria* | schreibwaren* | papierwaren | stationery | stationers | tabak* | tabac
      | tabaccheria | tabacchi | estanco | kiosk* | kiosque | kiosko | quiosco | edicola | presse
      | maison de la presse | relay france | zeitschriften* | tobacco | smoke shop | vape*
    General shops = department store | warenhaus* | kaufhaus* | *kaufhaus | grand magasin | grandes almacenes | bazar
      | bazaar | mall | outlet | thrift | goodwill store* | savers | second hand | secondhand | antiques | antik*
      | flea market | flohmarkt* | brocante | vide grenier | variety store | discount store | versandhaus*
      | online shop | onlineshop | webshop | boutique | boutiques | store | stores | negozio | tienda | magasin
      | winkel | butik | sklep | kauppa | obchod
  `
)

export const shoppingRules: ReadonlyArray<Rule> = [
  ...marketplaces,
  ...departmentStores,
  ...home,
  ...leisureGoods,
  ...shopTrade
]
