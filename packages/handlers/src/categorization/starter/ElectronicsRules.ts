/** Starter rules for electronics and computers. */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const electronics = "shopping/electronics"

const devices = block(
  { category: electronics, priority: priorities.merchant, confidence: 0.95 },
  `
    Best Buy = best buy* | bestbuy*
    Apple Store = apple store* | apple retail | apple online | apple r | apple distribution | == apple
    Micro Center = micro center | microcenter
    Newegg = newegg*
    B&H Photo = b h photo | bhphoto*
    Adorama = adorama
    Fry's Electronics = frys electronics
    Dell = ~dell | dell com | dell inc | dell marketing
    HP Store = hp com store | hp store | hp inc
    Lenovo = lenovo*
    Samsung = samsung*
    Microsoft Store = microsoft store
    Bose = bose
    Sonos = sonos
    Logitech = logitech
    Anker = ~anker
    Back Market = back market* | backmarket*
    Refurbed = refurbed | rebuy
    Media Markt = media markt* | mediamarkt* | mediaworld | media world
    Saturn = saturn electro* | saturn online | saturn tech* | == saturn | saturn
    Expert = expert de | expert klein | expert techno* | expert spa | expert elektro*
    Euronics = euronics*
    Conrad = conrad electronic* | conrad com
    Cyberport = cyberport*
    Notebooksbilliger = notebooksbilliger*
    Alternate = alternate
    Mindfactory = mindfactory
    Medion = medion
    Gravis = ~gravis
    MediMax = medimax
    Digitec = digitec* | galaxus*
    Interdiscount = interdiscount
    Brack = brack ch
    Darty = darty*
    Boulanger = boulanger
    LDLC = ldlc*
    Rue du Commerce = rue du commerce
    Electro Dépôt = electro depot
    PcComponentes = pccomponentes*
    Worten = worten*
    K-tuin = k tuin
    Unieuro = unieuro*
    Trony = trony
    ePrice = eprice
    Coolblue = coolblue*
    BCC = bcc elektro* | bcc nl
    Azerty = azerty nl
    Megekko = megekko
    Vanden Borre = vanden borre | krefel
    Currys = currys* | pc world | dixons
    Carphone Warehouse = carphone warehouse
    Richer Sounds = richer sounds
    Ebuyer = ebuyer | scan computers | overclockers
    Maplin = maplin
    Harvey Norman = harvey norman
    Elgiganten = elgiganten* | elkjop | gigantti
    Power = power norge | power danmark | power electronics | powernorge
    Komplett = komplett
    Webhallen = webhallen | inet ab | netonnet
    Proshop = proshop
    Verkkokauppa = verkkokauppa*
    RTV Euro AGD = rtv euro* | euro net
    x-kom = x kom
    Media Expert = media expert
    Morele = morele net
    Alza = alza cz | alza sk | alza
    eMAG = emag*
    Plaisio = plaisio
    Kotsovolos = kotsovolos
    Ring = ring com
    GoPro = gopro
  `
)

const devicesTrade = block(
  { category: electronics, priority: priorities.trade - 5, confidence: 0.8 },
  `
    Electronics = electronics | elektronik* | *elektronik | electronique | electronica | elettronica | elektro
      | elektrofachmarkt* | *elektro | computer* | computers | informatique | informatica | electromenager
      | electrodomesticos | elettrodomestici | hifi | hi fi | camera | foto | fotofachgeschäft | photo video
      | handy shop | handyshop* | phone shop | phone repair | phone store | mobile shop | pc repair | iphone repair
  `
)

export const electronicsRules: ReadonlyArray<Rule> = [...devices, ...devicesTrade]
