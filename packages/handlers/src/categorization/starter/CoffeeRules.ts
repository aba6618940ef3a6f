/** Starter rules for coffee shops. */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const coffeeShops = "food-and-drink/coffee-shops"

const coffee = block(
  { category: coffeeShops, priority: priorities.merchant, confidence: 0.95 },
  `
    Starbucks = starbucks* | *starbucks | sbux
    Dunkin' = dunkin | dunkin donut* | dunkin donuts | dunkin*
    Tim Hortons = tim horton* | tim hortons
    Peet's Coffee = peets* | peet s
    Dutch Bros = dutch bros
    Caribou Coffee = caribou coffee
    Blue Bottle = blue bottle
    Philz = philz
    Scooter's Coffee = scooters coffee
    Black Rifle Coffee = black rifle coffee
    Biggby = biggby*
    The Human Bean = human bean
    Intelligentsia = intelligentsia
    Stumptown = stumptown
    La Colombe = la colombe
    Bluestone Lane = bluestone lane
    Gregorys Coffee = gregorys coffee
    Coffee Bean & Tea Leaf = coffee bean tea | coffee bean
    Costa Coffee = costa coffee* | costa ltd | == costa | costacoffee
    Caffè Nero = caffe nero | cafe nero | nero coffee
    Pret A Manger = pret a manger | pret manger | == pret
    Black Sheep Coffee = black sheep coffee
    Gail's = gails bakery | gails | gail s
    Insomnia Coffee = insomnia coffee
    Esquires = esquires coffee
    Starbucks Europe = amrest coffee
    Einstein Kaffee = einstein kaffee
    Balzac Coffee = balzac coffee
    Coffee Fellows = coffee fellows
    Tchibo = tchibo*
    Segafredo = segafredo*
    Illy = illycaffe | illy caffe
    Nespresso = nespresso*
    McCafé = mccafe
    Aida = aida cafe* | aida konditorei
    Columbus Café = columbus cafe
    French Coffee Shop = french coffee shop
    Coffee Company = coffeecompany | coffee company
    Bagels & Beans = bagels beans
    Espresso House = espresso house*
    Wayne's Coffee = waynes coffee
    Joe & The Juice = joe the juice | joe juice
    Baresso = baresso
    Kaffebrenneriet = kaffebrenneriet
    Robert's Coffee = roberts coffee
    Costa Polska = coffeeheaven
    Green Caffè Nero = green caffe nero
    Coffee Island = coffee island
    Mikel = mikel coffee
    Gregory's = gregorys greece
    Gong Cha = gong cha
    Kung Fu Tea = kung fu tea
  `
)

const coffeeBars = block(
  { category: coffeeShops, priority: priorities.trade + 45, confidence: 0.85 },
  `
    Coffee bars = coffee bar | espresso bar | kaffee bar | koffie bar | caffe bar | bar caffe
  `
)

const coffeeTrade = block(
  { category: coffeeShops, priority: priorities.trade + 30, confidence: 0.85 },
  `
    Coffee shops = coffee* | *coffee | coffeehouse* | coffeeshop | kaffee* | *kaffee | kaffeehaus* | kaffeerösterei*
      | kaffebar* | kaffe* | caffe* | cafe | cafes | *cafe | café* | cafeteria* | cafè | espresso* | *espresso
      | espressobar* | koffie* | koffiehuis | kahvila* | kawiarnia* | kavarna | kafeteria | kafe | konditori
      | konditorei cafe | pastelaria cafe | salon de the | tea room | tearoom | tea house | teahouse | teestube
      | tee haus | boba | bubble tea | matcha | roasters | roastery | rösterei* | roasting | torrefazione*
      | torrefazione | torrefacteur | barista | latte | cappuccino | granja cafe
  `
)

export const coffeeRules: ReadonlyArray<Rule> = [...coffee, ...coffeeBars, ...coffeeTrade]
