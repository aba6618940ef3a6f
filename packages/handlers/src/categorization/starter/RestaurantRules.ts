/** Starter rules for restaurants, bars and take-away. */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const restaurants = "food-and-drink/restaurants"

const american = block(
  { category: restaurants, priority: priorities.merchant, confidence: 0.95 },
  `
    McDonald's = mcdonald* | mc donald* | mcd | macdonalds | mc do | mcdo
    Burger King = burger king* | burgerking*
    Wendy's = wendys* | wendy s
    Taco Bell = taco bell* | tacobell*
    Chipotle = chipotle*
    Subway = == subway | subway restaurant* | subway sandwich* | subway fil* | subway store | subway 1 | subway 2
      | subway 3 | subway 4 | subway 5
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
    Outback Steakhouse = outback steak* | ~outback
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
    Carrabba's = carrabba* | carrabbas
    Bonefish Grill
    Joe's Crab Shack = joes crab*
    Bubba Gump
    Maggiano's = maggianos | maggiano s
    Pappadeaux = pappadeaux | pappasito*
    Saltgrass
    Logan's Roadhouse = logans road*
    O'Charley's = ocharleys | o charleys
    Golden Corral
    Sizzler
    Black Bear Diner = black bear
    Village Inn = village inn rest*
    Friendly's = friendlys
    Big Boy = big boy rest* | frischs
    Charleys = charleys philly | charleys cheese*
    Sbarro
    Pei Wei = pei wei
    El Pollo Loco = pollo loco
    Pollo Tropical
    Taco Cabana
    Taco Bueno
    Taco John's = taco john*
    Rubio's = rubios
    Baja Fresh
    On the Border = on the border
    Chuy's = chuys
    Torchy's = torchys*
    Cheddar's = cheddars*
    Bahama Breeze
    Seasons 52 = seasons 52
    Capital Grille
    Ruth's Chris = ruths chris
    Morton's = mortons steak*
    Fleming's = flemings prime | flemings steak*
    Fogo de Chão = fogo de chao
    Texas de Brazil
    Nobu
    Hard Rock Cafe = hard rock cafe
    Rainforest Cafe = rainforest cafe
    Twin Peaks = twin peaks rest*
    Famous Dave's = famous dave*
    Dickey's = dickeys | dickey s
    Sonny's BBQ = sonnys bbq | sonny s bbq
    Mission BBQ
    City Barbeque
    Boston Market
    Church's Chicken = churchs | church s chicken
    Krystal = krystal
    Checkers = checkers drive* | rallys | == checkers
    Long John Silver's = long john silver*
    Captain D's = captain ds | captain d s
    Jollibee = jollibee*
    The Habit = habit burger*
    Smashburger = smashburger*
    Fatburger
    Freddy's = freddys frozen | freddys steak* | freddys
    Cook Out = cook out | cookout
    Braum's = braums
    Portillo's = portillo*
    Wienerschnitzel
    Schlotzsky's = schlotzsky*
    McAlister's = mcalister*
    Jason's Deli = jasons deli
    Corner Bakery = corner bakery
    Au Bon Pain = au bon pain
    Le Pain Quotidien = pain quotidien
    Chopt = chopt | just salad | dig inn | freshii | honeygrow | saladworks
    Pieology = pieology | uno pizzeria | cicis | hungry howie* | jets pizza | godfathers pizza | donatos | papa ginos
      | bertuccis | peter piper | mountain mikes | pizza ranch | giordanos | lou malnati* | toppers pizza
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
    Canteen Vending = canteen vend*
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
    Raststätte = raststätte* | rastanlage
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
    VIPS = ~vips | ginos
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
    Restaurants = restaurant* | *restaurant | *restaurants | ristorante* | restaurante* | restauracja* | restauracia
      | restaurace | ravintola* | restaurang* | *restauration | ristor* | rest | trattoria* | osteria* | taverna*
      | taberna* | tavern | taverne* | bistro* | bistrot* | brasserie* | gasthaus* | gaststätte* | gasthof*
      | gastwirtschaft* | wirtshaus* | *wirtshaus | gastronomie* | *gastronomie | gastro | ratskeller* | brauhaus*
      | *brauhaus | brauerei* | biergarten* | beisl | heuriger | buschenschank | weinstube* | weinstuben | steakhouse*
      | steakhaus* | steak house | eatery | dining | diner | dinner | kitchen | canteen | kantine* | *kantine | mensa
      | mensen | cantine | cantina | rosticceria* | asador | meson | marisqueria* | cerveceria* | bodega | tapas*
      | arroceria* | hamburgueseria* | chiringuito | churreria* | gastrobar | eetcafe* | eethuis* | eetkamer
      | estaminet* | chez | le comptoir | friterie* | frituur* | friture | snackbar* | snack* | cafetaria | grill*
      | *grill | grillroom* | bbq | barbecue | barbeque | smokehouse | buffet | bodeguita | tasca | churrasqueira
      | marisqueira | konoba | karczma | gospoda | bar mleczny | jadlodajnia | krog | kro | spisehus | hostinec
      | etterem
    Kinds of food = pizza* | *pizza | pizzas | pizzeria* | *pizzeria | pizzaria | piadin* | burger* | *burger
      | burgers | hamburger* | kebab* | kebap* | *kebab | döner* | dönerhaus | doner | gyros | shawarma* | falafel*
      | sushi* | ramen* | noodle* | noodles | wok | *wok | thai* | dim sum | dumpling* | pho | teriyaki | hibachi
      | bento | poke | pokebowl | poke bowl | tandoori | curry* | curry house | biryani | taco | tacos | taqueria*
      | burrito* | mexican | cantina mexicana | wings | wing | chicken | fried chicken | pollo | pollos | polleria
      | rotisserie* | crêperie* | creperie* | galettes | pancake* | waffle* | sandwich* | sandwicherie* | subs | deli
      | delicatessen | hot dog* | hotdog* | fish chips | fish and chips | chippy | fish bar | oyster bar | seafood
      | steak* | bagel* | donut* | doughnut* | ice cream* | frozen yogurt | froyo | gelato* | gelateria* | heladeria*
      | eisdiele* | eiscafe* | eissalon | glacier | ijssalon | ijs | lodziarnia | imbiss* | *imbiss | *imbiß
      | schnellimbiss | bratwurst* | currywurst* | grillhähnchen | pasta | spaghetti* | lasagne* | mezze | salad
      | salads | chinese | china restaurant | asia | asian | asiatique | indian | korean | vietnamese | vietnam
      | japanese | italian | greek | lebanese | libanais | mediterranean | catering | caterer | lunch | brunch
      | food truck | foodtruck | street food | smoothie* | juice bar | brewpub | friterie | traiteur | dhaba
    Bars and pubs = pub | pubs | bar | bars | bar grill | sports bar | wine bar | weinbar | winebar | cocktail*
      | cocktailbar | taproom* | tap room | brewery | brewing | brewhouse | beer | beerhouse | birreria* | birrificio
      | pivnice | pivovar | kneipe* | schänke* | schenke | bierstube | saloon | ale house | alehouse | arms pub
      | public house | irish pub | red lion | white hart | royal oak | kings arms | queens head | rose crown
      | fox hounds | slug lettuce | bodegon | vinoteca | bar a vin | night club | nightclub | discoteca
  `
)

const deliTrade = block(
  { category: restaurants, priority: priorities.trade + 20, confidence: 0.65 },
  `
    Food services = food | foodservice | food court | food hall | concessions | vending | tavola calda | dining hall
      | speisen | comidas
    Toast tills = @tst
  `
)

export const restaurantRules: ReadonlyArray<Rule> = [
  ...american,
  ...delivery,
  ...european,
  ...restaurantTrade,
  ...deliTrade
]
