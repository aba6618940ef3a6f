/** Starter rules for clothes and shoes. */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const clothing = "shopping/clothing"

const clothes = block(
  { category: clothing, priority: priorities.merchant, confidence: 0.95 },
  `
    H&M = h m | h m hennes | hennes mauritz | @h&m | hm com | h m online | h m 0
    Zara = zara | zara com
    Uniqlo = uniqlo*
    Gap = == gap | gap us | gap online | gap outlet | gap factory | gap com | gap kids | gap store*
    Old Navy = old navy* | oldnavy*
    Banana Republic = banana republic
    Athleta = athleta
    Nike = nike* | nikepos*
    Adidas = adidas*
    Puma = puma se | puma store | puma outlet | == puma
    Reebok = reebok
    New Balance = new balance
    Under Armour = under armour
    Lululemon = lululemon*
    Patagonia = patagonia
    North Face = north face
    Columbia = columbia sportswear
    Levi's = ~levis | levi s | levi strauss
    Foot Locker = foot locker* | footlocker*
    Finish Line = finish line
    JD Sports = jd sports* | jdsports*
    DSW = dsw
    Famous Footwear = famous footwear
    Payless = payless shoe*
    Skechers = skechers*
    Crocs = crocs
    Vans = == vans | vans store
    Converse = ~converse
    Ross = ross stores | ross dress* | == ross | ross dress for less
    Burlington = burlington coat | burlington store* | == burlington | burlington
    Nordstrom = nordstrom*
    Saks Off 5th = off 5th
    Forever 21 = forever 21 | forever21
    American Eagle = american eagle out* | american eagle | aerie | ae outfitters
    Abercrombie = abercrombie* | hollister*
    Aeropostale = aeropostale
    Urban Outfitters = urban outfitters* | urban outfitter | anthropologie | free people
    J.Crew = j crew | jcrew*
    Express = express fashion | express factory | == express
    Victoria's Secret = victorias secret | victoria s secret | victoriassecret
    Calzedonia = intimissimi | calzedonia | tezenis | yamamay
    Ann Taylor = ann taylor | ~loft
    Chico's = chicos | white house black market
    Lane Bryant = lane bryant | torrid
    Hot Topic = hot topic
    Zumiez = zumiez | tillys | pacsun
    Men's Wearhouse = mens wearhouse | jos a bank
    Brooks Brothers = brooks brothers
    Children's Place = childrens place | carters | carter s | oshkosh | gymboree
    Shein = shein*
    Fashion Nova = fashion nova
    Boohoo = boohoo* | prettylittlething*
    ASOS = asos*
    Stitch Fix = stitch fix
    Rent the Runway = rent the runway
    Poshmark = poshmark*
    ThredUp = thredup
    Depop = depop*
    Vinted = vinted*
    Zalando = zalando* | zalandose | zalando lounge | zln*
    About You = about you | aboutyou*
    C&A = @c&a | c a mode | c a fashion | c und a
    Primark = primark*
    Peek & Cloppenburg = peek cloppenburg | peek und cloppenburg | p c düsseldorf
    s.Oliver = s oliver
    Esprit = esprit
    Tom Tailor = tom tailor
    Jack & Jones = jack jones | bestseller | vero moda
    Only = only stores
    Takko = takko*
    KiK = kik textil* | kik fil* | == kik | kik
    NKD = nkd
    Ernsting's = ernstings* | ernsting s
    Deichmann = deichmann*
    Reno = reno schuhe
    Görtz = görtz schuhe | ludwig görtz
    Snipes = snipes
    Breuninger = breuninger*
    Engelhorn = engelhorn
    Wöhrl = wöhrl
    Bonprix = bonprix*
    Adler = adler modemarkt* | adler mode
    Orsay = ~orsay
    Best Secret = best secret | bestsecret
    Limango = limango
    Humanic = humanic
    Kiabi = kiabi*
    Celio = ~celio
    Jules = jules sas | jules magasin
    Camaïeu = camaieu
    Promod = promod
    Etam = etam
    Gémo = gemo | la halle
    Zeeman = zeeman
    Okaïdi = okaidi | jacadi | petit bateau | vertbaudet
    Sézane = sezane
    Eram = eram | san marina | besson chaussures
    La Redoute = la redoute | laredoute
    Mango = ~mango | mango com | mango outlet | punto fa
    Bershka = bershka
    Pull & Bear = pull bear | pull and bear | pullandbear
    Stradivarius = stradivarius
    Massimo Dutti = massimo dutti
    Oysho = oysho
    Desigual = desigual
    Cortefiel = == springfield | cortefiel | women secret | tendam
    Lefties = lefties
    Inditex = inditex
    Benetton = benetton
    OVS = ovs | ovs spa
    Terranova = terranova | calliope
    Piazza Italia = piazza italia
    Alcott = alcott
    Geox = geox
    Bata = ~bata | pittarosso | scarpe scarpe
    WE Fashion = we fashion
    Scotch & Soda = scotch soda
    G-Star = g star
    Wehkamp = wehkamp*
    Van Haren = van haren
    Next = == next | next retail | next directory | next online | next plc | next co uk
    River Island = river island
    Topshop = topshop | topman | miss selfridge
    New Look = new look
    TK Maxx = tk maxx* | tkmaxx*
    Matalan = matalan
    Peacocks = ~peacocks
    Dorothy Perkins = dorothy perkins
    Superdry = superdry
    Clarks = clarks | clarks shoes
    Schuh = schuh ltd | schuh
    Office Shoes = office shoes
    Sports Direct = sports direct | sportsdirect*
    Fat Face = fat face | white stuff | seasalt
    Penneys = penneys
    Lindex = lindex
    KappAhl = kappahl
    Gina Tricot = gina tricot
    Dressmann = dressmann
    Cubus = cubus
    Boozt = boozt
    Nelly = nelly com
    Reserved = ~reserved | lpp
    CCC = ccc shoes | ccc s a | == ccc
    Sinsay = sinsay | cropp | mohito
    eobuwie = eobuwie
    Farfetch = farfetch | net a porter | mytheresa | ssense
    Designers = == coach | coach outlet | coach store | gucci | prada | louis vuitton | hermes paris | burberry
      | hugo boss | ralph lauren | tommy hilfiger | calvin klein | michael kors | lacoste | ~guess | diesel store
  `
)

const clothesTrade = block(
  { category: clothing, priority: priorities.trade - 10, confidence: 0.8 },
  `
    Clothing = clothing | clothes | clothier* | apparel | fashion* | mode | moda | modehaus* | bekleidung* | kleidung
      | textil* | herrenmode | damenmode | kindermode | vetement* | pret a porter | ropa | abbigliamento* | kleding*
      | klader | klær | tøj | vaatteet | odziez | menswear | womenswear | kidswear | outfitter* | lingerie | hosiery
      | denim | jeans* | boutique mode | trachten* | tailor | tailors | schneiderei* | sastreria | sartoria | bridal
    Shoes = shoe* | shoes | schuh* | *schuhe | footwear | sneaker* | chaussure* | zapateria* | zapatos | calzature*
      | scarpe | schoenen* | sko | skobutik | kengät | buty | obuwie
  `
)

export const clothingRules: ReadonlyArray<Rule> = [...clothes, ...clothesTrade]
