/** Starter rules for restaurants, take-away and coffee shops. */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const restaurants = "food-and-drink/restaurants"
const coffeeShops = "food-and-drink/coffee-shops"

const american = block(
  { category: restaurants, priority: priorities.merchant, confidence: 0.95 },
  `
    McDonald's = mcdonald* | mc donald* | mcd | macdonalds | mc do | mcdo
    Burger King = burger king* | burgerking*
    Wendy's = wendys* | wendy s
    Taco Bell = taco bell* | tacobell*
    Chipotle = chipotle*
    Subway = == subway | subway restaurant* | subway sandwich* | subway fil* | subway store | subway 1 | subway 2 | subway 3 | subway 4 | subway 5
    KFC = kfc | kentucky fried*
    Chick-fil-A = chick fil a | chick fil | chickfila
    Popeyes = popeyes*
    Five Guys
    Shake Shack
    In-N-Out = in n out*
    Sonic Drive-In = sonic drive*
    Arby's = arbys | arby s
    Dairy Queen = dairy queen* | dq grill
    Jack in the Box
    Whataburger = whataburger*
    White Castle
    Culver's = culvers | culver s
    Carl's Jr = carls jr | carl s jr
    Hardee's = hardees | hardee s
    Raising Cane's = raising cane* | raising canes
    Zaxby's = zaxbys | zaxby s
    Bojangles = bojangles*
    Wingstop = wingstop*
    Buffalo Wild Wings = buffalo wild wings | bww
    Panda Express
    Qdoba
    Del Taco
    Moe's = moes southwest | moes sw
    Panera = panera*
    Jimmy John's = jimmy john* | jimmy johns
    Jersey Mike's = jersey mike* 
    Firehouse Subs
    Potbelly = potbelly*
    Quiznos
    Sweetgreen = sweetgreen*
    Cava = cava grill | cava mezze | == cava
    Noodles & Company = noodles company | noodles co | noodles and co
    Domino's = dominos* | domino s | dominos pizza
    Pizza Hut
    Papa John's = papa john* | papa johns
    Papa Murphy's = papa murphy*
    Little Caesars = little caesar*
    Marco's Pizza = marcos pizza
    Blaze Pizza
    MOD Pizza = mod pizza
    Round Table Pizza
    Olive Garden
    Applebee's = applebee* | applebees
    Chili's = chilis | chili s
    TGI Fridays = tgi friday* | tgif | tgi fridays
    Red Lobster
    Outback Steakhouse = outback steak* | outback
    Texas Roadhouse
    LongHorn Steakhouse = longhorn steak*
    Cheesecake Factory
    Cracker Barrel
    IHOP = ihop
    Denny's = dennys | denny s
    Waffle House
    Bob Evans = bob evans rest*
    Red Robin
    Ruby Tuesday
    P.F. Chang's = p f chang* | pf chang*
    Benihana
    Hooters
    First Watch
    Perkins = perkins restaurant*
    Steak 'n Shake = steak n shake
    Dave & Buster's = dave busters
    Cooper's Hawk = coopers hawk
    Yard House
    BJ's Restaurants = bjs restaurant* | bjs rest
    California Pizza Kitchen
    Nando's = nandos* | nando s
    Krispy Kreme = krispy kreme*
    Auntie Anne's = auntie anne*
    Cinnabon
    Baskin-Robbins = baskin robbins
    Ben & Jerry's = ben jerry*
    Cold Stone = cold stone*
    Jamba = jamba juice | jamba
    Smoothie King
    Tropical Smoothie
    Crumbl = crumbl*
    Insomnia Cookies
    Sodexo = sodexo*
    Aramark = aramark*
    Eurest = eurest*
    Compass Canteen = compass group*
    Canteen Vending = canteen vend* | canteen
  `
)

const delivery = block(
  { category: restaurants, priority: priorities.merchant + 10, confidence: 0.95 },
  `
    DoorDash = doordash* | dd doordash*
    Uber Eats = uber eats* | ubereats* | uber eat | uber * eats | ubr eats | @uber *eats
    Grubhub = grubhub*
    Postmates = postmates*
    Seamless = seamless*
    Caviar = trycaviar | caviar delivery
    ezCater = ezcater*
    Toast = toasttab* | toast tab
    Deliveroo = deliveroo*
    Just Eat = just eat* | justeat* | just eat co uk
    Lieferando = lieferando* | takeaway com | yd yourdelivery | yourdelivery
    Thuisbezorgd = thuisbezorgd*
    Wolt = wolt*
    Foodora = foodora*
    Glovo = glovo* | glovoapp
    Bolt Food = bolt food | boltfood
    Delivery Hero = delivery hero | pizza de
    Mjam = mjam
    Eat.ch = eat ch
    Smood = smood
    Pyszne.pl = pyszne pl | pyszne
    Too Good To Go = too good to go | toogoodtogo* | toogoodtog*
  `
)

const european = block(
  { category: restaurants, priority: priorities.merchant, confidence: 0.95 },
  `
    Nordsee = nordsee gmbh | nordsee fil* | == nordsee
    Vapiano = vapiano*
    L'Osteria = losteria | l osteria | fr losteria
    Hans im Glück = hans im glück
    Block House = block house | blockhouse
    Maredo = maredo
    Burgermeister = burgermeister
    Peter Pane = peter pane
    Dean & David = dean david | deananddavid
    Subway Deutschland = subway deutschland
    BackWerk = backwerk*
    Le Crobag = crobag*
    Ditsch = brezelbäckerei ditsch | ditsch
    Kamps = kamps backstube | kamps gmbh
    Yorma's = yormas
    Kochlöffel = kochlöffel
    Call a Pizza = call a pizza
    Smiley's Pizza = smileys pizza
    Joey's Pizza = joeys pizza
    Haferkater = haferkater
    Swing Kitchen
    Figlmüller = figlmüller
    Rosenberger = rosenberger raststätte
    Autogrill = autogrill*
    Serways = serways* | tank rast
    Raststätte = raststätte* | autohof | rastanlage
    Quick = quick restaurant* | quick burger | resto quick
    Flunch = flunch
    Hippopotamus = hippopotamus
    Buffalo Grill
    Courtepaille
    Léon de Bruxelles = leon de bruxelles
    La Boucherie Restaurant = restaurant la boucherie
    Big Fernand
    Sushi Shop = sushi shop
    Class'Croute = class croute
    Pomme de Pain = pomme de pain
    Brioche Dorée = brioche doree
    La Mie Câline = mie caline
    Marie Blachère = marie blachere
    Cojean = cojean
    Exki = exki
    O'Tacos = o tacos | otacos
    Del Arte = del arte | pizza del arte
    Telepizza = telepizza*
    100 Montaditos = montaditos
    VIPS = vips | ginos
    Foster's Hollywood = fosters hollywood | foster s hollywood
    Goiko = goiko*
    Rodilla = rodilla
    Pans & Company = pans company | pans and company
    La Tagliatella = la tagliatella | tagliatella
    Lizarrán = lizarran
    Old Wild West
    Roadhouse = roadhouse grill | roadhouse
    La Piadineria = la piadineria | piadineria
    Spizzico = spizzico
    Rossopomodoro = rossopomodoro
    Alice Pizza = alice pizza
    FEBO = febo
    New York Pizza = new york pizza
    La Place = la place rest*
    Smullers = smullers
    Kwalitaria = kwalitaria
    De Beren = de beren
    Greggs = greggs*
    Wagamama = wagamama*
    Wetherspoon = wetherspoon* | jd wetherspoon* | j d wetherspoon | wetherspoons
    Pizza Express = pizza express | pizzaexpress
    Zizzi = zizzi
    ASK Italian = ask italian
    Prezzo = prezzo rest* | == prezzo
    Bella Italia = bella italia
    Franco Manca = franco manca
    Honest Burgers = honest burger*
    Itsu = itsu
    Yo! Sushi = yo sushi
    Leon = leon restaurant* | leon london
    Harvester = harvester
    Toby Carvery = toby carvery
    Beefeater = beefeater
    Brewers Fayre
    Hungry Horse
    Greene King = greene king*
    Mitchells & Butlers = mitchells butlers
    Stonegate = stonegate pub
    Frankie & Benny's = frankie benny*
    Wimpy
    Tortilla = tortilla london
    Supermac's = supermacs
    Apache Pizza
    Max Burgers = max burgers | max hamburgare*
    Sibylla = sibylla
    Hesburger = hesburger*
    Burger Boost = jensens bofhus
    Peppes Pizza = peppes pizza
    Vapiano Norge = egon restaurant
    North Fish = north fish
    Pizza Dominium = da grasso | pizza dominium
    Sphinx = restauracja sphinx
    Bobby's Burger = bobby burger
    Goody's = goodys
  `
)

const restaurantTrade = block(
  { category: restaurants, priority: priorities.trade + 40, confidence: 0.9 },
  `
    Restaurants = restaurant* | *restaurant | *restaurants | ristorante* | restaurante* | restauracja* | restauracia | restaurace | ravintola* | restaurang* | *restauration | ristor* | rest | trattoria* | osteria* | taverna* | taberna* | tavern | taverne* | bistro* | bistrot* | brasserie* | auberge du | gasthaus* | gaststätte* | gasthof* | gastwirtschaft* | wirtshaus* | *wirtshaus | gastronomie* | *gastronomie | gastro | ratskeller* | brauhaus* | *brauhaus | brauerei* | biergarten* | beisl | heuriger | buschenschank | weinstube* | weinstuben | steakhouse* | steakhaus* | steak house | eatery | dining | diner | dinner | kitchen | canteen | kantine* | *kantine | mensa | mensen | cantine | cantina | rosticceria* | asador | meson | marisqueria* | cerveceria* | bodega | tapas* | arroceria* | hamburgueseria* | chiringuito | churreria* | gastrobar | eetcafe* | eethuis* | eetkamer | estaminet* | friterie* | frituur* | friture | snackbar* | snack* | cafetaria | grill* | *grill | grillroom* | bbq | barbecue | barbeque | smokehouse | buffet | bodeguita | tasca | churrasqueira | marisqueira | konoba | karczma | gospoda | bar mleczny | jadlodajnia | krog | kro | spisehus | hostinec | etterem
    Kinds of food = pizza* | *pizza | pizzas | pizzeria* | *pizzeria | pizzaria | piadin* | burger* | *burger | burgers | hamburger* | kebab* | kebap* | *kebab | döner* | dönerhaus | doner | gyros | shawarma* | falafel* | sushi* | ramen* | noodle* | noodles | wok | *wok | thai* | dim sum | dumpling* | pho | teriyaki | hibachi | bento | poke | pokebowl | poke bowl | tandoori | curry* | curry house | biryani | taco | tacos | taqueria* | burrito* | mexican | cantina mexicana | wings | wing | chicken | fried chicken | pollo | pollos | polleria | rotisserie* | crêperie* | creperie* | galettes | pancake* | waffle* | sandwich* | sandwicherie* | subs | deli | delicatessen | hot dog* | hotdog* | fish chips | fish and chips | chippy | fish bar | oyster bar | seafood | steak* | bagel* | donut* | doughnut* | ice cream* | frozen yogurt | froyo | gelato* | gelateria* | heladeria* | eisdiele* | eiscafe* | eissalon | glacier | ijssalon | ijs | lodziarnia | imbiss* | *imbiss | *imbiß | schnellimbiss | bratwurst* | currywurst* | grillhähnchen | pasta | spaghetti* | lasagne* | mezze | salad | salads | chinese | china restaurant | asia | asian | asiatique | indian | korean | vietnamese | vietnam | japanese | italian | greek | lebanese | libanais | mediterranean | catering | caterer | lunch | brunch | food truck | foodtruck | street food | smoothie* | juice bar | brewpub | friterie | traiteur | dhaba
    Bars and pubs = pub | pubs | bar | bars | bar grill | sports bar | wine bar | weinbar | winebar | cocktail* | cocktailbar | taproom* | tap room | brewery | brewing | brewhouse | beer | beerhouse | birreria* | birrificio | pivnice | pivovar | kneipe* | schänke* | schenke | bierstube | saloon | ale house | alehouse | inn pub | arms pub | public house | irish pub | red lion | white hart | royal oak | crown inn | kings arms | queens head | rose crown | fox hounds | slug lettuce | bodegon | vinoteca | bar a vin | night club | nightclub | discoteca
  `
)

const deliTrade = block(
  { category: restaurants, priority: priorities.trade + 20, confidence: 0.65 },
  `
    Food services = foods | food | foodservice | food court | food hall | concessions | vending | tavola calda | dining hall | speisen | comidas
  `
)

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
    Pret A Manger = pret a manger | pret manger | == pret | pret
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

const coffeeTrade = block(
  { category: coffeeShops, priority: priorities.trade + 30, confidence: 0.85 },
  `
    Coffee shops = coffee* | *coffee | coffeehouse* | coffeeshop | kaffee* | *kaffee | kaffeehaus* | kaffeerösterei* | kaffebar* | kaffe* | caffe* | cafe | cafes | *cafe | café* | cafeteria* | cafè | espresso* | *espresso | espressobar* | koffie* | koffiehuis | kahvila* | kawiarnia* | kavarna | kafeteria | kafe | konditori | konditorei cafe | pastelaria cafe | salon de the | tea room | tearoom | tea house | teahouse | teestube | tee haus | boba | bubble tea | matcha | roasters | roastery | rösterei* | roasting | torrefazione* | torrefazione | torrefacteur | barista | latte | cappuccino | granja cafe
  `
)

export const restaurantRules: ReadonlyArray<Rule> = [
  ...american,
  ...delivery,
  ...european,
  ...restaurantTrade,
  ...deliTrade,
  ...coffee,
  ...coffeeTrade
]
