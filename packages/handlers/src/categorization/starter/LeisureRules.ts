/** Starter rules for entertainment, streaming, subscriptions, and gyms. */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const entertainment = "entertainment"
const streaming = "entertainment/streaming-services"
const subscriptions = "subscriptions"
const fitness = "health-and-wellness/gym-and-fitness"

const streamingMerchants = block(
  { category: streaming, priority: priorities.merchant + 20, confidence: 0.95 },
  `
    Netflix = netflix*
    Spotify = spotify*
    Hulu = hulu*
    Disney+ = disney plus* | disneyplus* | @disney+ | @disney+
    Max = hbo max | hbomax* | max com | help max com | hbo | hbo now
    YouTube Premium = youtube premium* | youtubepremium* | youtube tv | youtubetv* | youtube music* | google youtube*
      | youtube
    Peacock = peacock tv* | peacock premium* | peacocktv* | ~peacock
    Paramount+ = paramount plus* | paramountplus* | @paramount+ | cbs all access | paramnt*
    Apple TV = apple tv* | apple music* | appletv
    Prime Video = prime video* | amazon video* | primevideo* | amazon prime video* | amazon digital video
    Amazon Music = amazon music*
    Sling = sling tv* | sling com
    Fubo = fubo tv | fubotv* | philo tv | == philo | philo
    Crunchyroll = crunchyroll* | funimation
    Starz = starz* | showtime* | amc plus | shudder | britbox* | acorn tv | mubi* | curiositystream | discovery plus
      | discoveryplus | @discovery+ | espn plus | @espn+ | espnplus
    DAZN = dazn*
    Sky Streaming = sky ticket* | sky deutschland | sky fernsehen | wow tv | sky wow | now tv* | nowtv* | sky now tv
      | wow sky
    RTL+ = rtl plus* | @rtl+ | rtl interactive | tvnow | joyn* | maxdome | waipu* | zattoo* | magenta tv | magentatv
      | wowtv
    Canal+ = canal plus* | canalplus* | @canal+ | @canal+ | molotov* | salto | ocs | mycanal
    Filmin = filmin | movistar plus* | @movistar+ | atresplayer* | mitele | flixole
    NOW Italia = now tv italia | tim vision | timvision | infinity mediaset | mediaset infinity | raiplay
    Videoland = videoland* | npo plus | pathe thuis | streamz
    Viaplay = viaplay* | tv4 play | tv4play | c more | cmore | tv 2 play | tv2 play | ruutu | elisa viihde
      | discovery networks
    Player = player pl | polsat box | canal+ online | cda premium | cda pl | skyshowtime | sky showtime
    Deezer = deezer*
    Tidal = tidal music | tidal | qobuz* | napster | soundcloud* | pandora internet | pandora media | pandora plus
      | == pandora | siriusxm* | sirius xm* | sxm | iheart*
    Rakuten TV = rakuten tv | vudu* | fandango at home | ~plex | videobuster | chili tv
  `
)

const streamingTrade = block(
  { category: streaming, priority: priorities.trade + 20, confidence: 0.75 },
  `
    Streaming = streaming | video on demand | music streaming | vod
  `
)

const subscriptionMerchants = block(
  { category: subscriptions, priority: priorities.merchant + 10, confidence: 0.9 },
  `
    Apple Services = apple com bill | apple com b | itunes* | itunes com | apple services | apple one | icloud*
      | app store | apple com
    Google Services = google one | google storage* | google gsuite* | google workspace* | google cloud* | google play*
      | google apps | google google | google services | google domains | google svcs | google llc | google payment*
    Amazon Prime = amazon prime* | amazonprime* | amzn prime | prime membership | amazon prime member*
      | amazon digital | amz digital | kindle unltd | kindle unlimited | kindle svcs | amazon kindle*
    Audible = audible* | audible com
    Microsoft = microsoft family | microsoft office | microsoft subscr* | microsoft personal | microsoft onedrive
      | microsoft m | msft* | @msbill | @office 365 | @microsoft 365 | @microsoft*365 | == microsoft
    Adobe = adobe*
    Dropbox = dropbox*
    OpenAI = openai* | chatgpt* | anthropic* | claude ai* | claude ai | midjourney* | perplexity* | cursor ai
      | == cursor | github* | gitlab* | jetbrains* | copilot
    Notion = notion labs | notion* | evernote* | todoist | doist | airtable | asana com | trello | atlassian* | slack*
      | zoom us | zoom com | zoom video | zoom* | figma* | canva* | grammarly* | 1password* | agilebits | lastpass*
      | dashlane* | bitwarden* | nordvpn* | nord vpn | nordsec | expressvpn* | express vpn | surfshark* | protonmail*
      | proton ag | proton me | private internet access | mullvad | cyberghost* | norton lifelock | @norton 360
      | norton antivirus | norton com | == norton | mcafee* | kaspersky* | avast* | malwarebytes* | eset
    Web hosting = godaddy* | namecheap* | squarespace* | wix com* | wordpress* | automattic | weebly | shopify*
      | digitalocean* | linode* | heroku* | cloudflare* | hetzner* | ionos* | strato ag | strato | ovh* | gandi*
      | all inkl | netcup | hostinger* | siteground* | bluehost* | dreamhost* | amazon web services | aws emea | aws
      | mailchimp* | infomaniak | one com | transip | combell | aruba spa
    Newspapers = nytimes* | nyt digital | nyt | new york times | ny times | wsj* | wall street journal | dow jones*
      | washington post | washpost | the athletic | the economist | economist | bloomberg com | bloomberg
      | financial times | ft com | the guardian | guardian news | guardian media | the times | telegraph media
      | telegraph | new yorker | conde nast* | the atlantic | medium com | medium monthly | substack* | la times
      | boston globe | chicago tribune | usa today | gannett* | spiegel verlag | der spiegel | spiegel | zeitverlag
      | zeit verlag | die zeit | faz | frankfurter allgemeine | süddeutsche* | sueddeutsche* | handelsblatt*
      | welt digital | axel springer | bild plus | bildplus | stern abo | taz verlag | tagesspiegel | nzz
      | tages anzeiger | tamedia | der standard | kurier abo | kurier zeitung | le monde | lemonde | le figaro
      | figaro | mediapart* | liberation | les echos | l equipe | lequipe | ouest france | el pais | el mundo
      | la vanguardia | ediciones el pais | corriere* | la repubblica | gedi | il sole 24 | nrc | de volkskrant
      | dpg media | mediahuis* | de standaard | de telegraaf | fd mediagroep | dagens nyheter | svenska dagbladet
      | aftonbladet | aftenposten | schibsted | politiken | berlingske | jyllands posten | helsingin sanomat
      | gazeta wyborcza | wyborcza | rzeczpospolita | readly* | blendle | pressreader | cafeyn | scribd* | everand
      | blinkist* | headspace | calm com | duolingo* | babbel* | lesson nine | rosetta stone | masterclass*
      | skillshare* | coursera* | udemy* | linkedin* | xing | patreon* | onlyfans* | ko fi | twitch subs | strava*
      | komoot* | myfitnesspal | noom | ancestry* | 23andme | myheritage | tinder* | bumble* | ~hinge | match com
      | parship* | elitepartner | zeit abo | x corp | twitter* | discord* | telegram premium | snapchat | reddit gold
      | meta verified | dashpass | uber one | ubr one | @instacart+ | @walmart+ | walmart plus | costco membership*
      | costco annual | sams membership* | consumer reports | times of london
  `
)

const subscriptionTrade = block(
  { category: subscriptions, priority: priorities.trade + 15, confidence: 0.75 },
  `
    Subscriptions = subscription* | subscr | abo | abonnement* | abonnements | abonament* | abonnent | abbonamento*
      | suscripcion* | subscripcion | assinatura | prenumeration* | abonnementsgebühr | tilaus | predplatne | zeitung*
      | zeitschrift | magazine subscription | newspaper* | verlag* | *verlag | presseverlag | membership | cloud
      | hosting | domain | saas | software | vpn | antivirus
  `
)

const fun = block(
  { category: entertainment, priority: priorities.merchant, confidence: 0.95 },
  `
    AMC Theatres = amc theatre* | amc theater* | amc online | amc 0* | == amc | amc
    Regal = regal cinema* | regal ent* | ~regal | edwards cinema
    Cinemark = cinemark*
    Alamo Drafthouse = alamo drafthouse*
    Marcus Theatres = marcus theatre*
    Fandango = fandango*
    Ticketmaster = ticketmaster* | tm ticketmaster | live nation* | livenation*
    Ticket agents = stubhub* | seatgeek* | vivid seats* | axs com | axs tickets | axs | eventbrite* | dice fm
      | see tickets | ticketweb | gametime | tickpick | viagogo* | eventim* | cts eventim | oeticket | reservix
      | ticketone | ticketcorner | starticket | tickets com | fever labs | feverup | todaytix | ticketek
      | entradas com | digitick | billetreduc | weezevent | paylogic | ticketswap* | billetto | billetlugen | tickster
      | ticnet | lippu fi | lippupiste | ebilet | goout
    Cinemas of Europe = cinemaxx* | cinestar* | uci kino* | uci cinema* | kinopolis | cineplex | cinedom | cineplexx
      | hollywood megaplex | pathe* | gaumont* | ugc* | mk2 | cgr cinema* | kinepolis* | cinesa* | yelmo*
      | the space cinema | odeon* | vue cinema* | vue bsl | vue entertainment | cineworld* | picturehouse
      | everyman cinema* | curzon | showcase cinema* | omniplex | filmstaden | sf bio | nordisk film* | finnkino
      | multikino | cinema city | kino helios
    Steam = steamgames* | steam games | steam purchase* | steampowered* | valve corp* | wl steam | steam
    PlayStation = playstation* | sony interactive* | sonyinteractive* | psn
    Xbox = xbox* | microsoft xbox* | microsoft game*
    Nintendo = nintendo*
    Games = epic games* | epicgames* | blizzard* | battle net | activision* | electronic arts | ea com | origin com
      | riot games* | riotgames | ubisoft* | gog com | humble bundle* | roblox* | fortnite | minecraft | mojang
      | supercell* | king com | zynga* | twitch* | g2a | instant gaming | itch io | wargaming | rockstar games
      | bandai namco | square enix | niantic | mobile legends | mihoyo | cognosphere
    Google Games = google gaming | google games
    Theme parks = disneyland* | disney world | walt disney world | wdw | disney parks | universal studios*
      | universal orlando | six flags* | seaworld* | cedar point | cedar fair | knotts berry | legoland*
      | busch gardens | hersheypark | dollywood | europa park | phantasialand | heide park | movie park | tripsdrill
      | hansa park | parc asterix | disneyland paris | puy du fou | futuroscope | portaventura* | parque warner
      | isla magica | gardaland | mirabilandia | efteling | walibi* | plopsaland | bobbejaanland | alton towers
      | thorpe park | chessington | merlin entertainment* | liseberg | grona lund | tivoli gardens | == tivoli
      | energylandia | prater
    Bowling and arcades = topgolf* | bowlero* | bowlmor | amf bowling | main event ent* | chuck e cheese* | round1
      | round 1 | urban air | sky zone | skyzone | escape game* | jump house | lasertag | laser quest | hollywood bowl
      | tenpin
    Lotteries = lotto* | lotto24* | westlotto | eurojackpot | eurolotto | toto lotto | faber lotto | lottoland*
      | win2day | admiral | swisslos | loterie romande | fdj* | francaise des jeux | pmu | loteria* | loterias
      | once cupon | sisal | lottomatica | snai | nationale loterij | staatsloterij | postcode loterij | toto nl
      | national lottery* | camelot lottery | health lottery | svenska spel | norsk tipping | danske spil | veikkaus
      | totalizator sportowy | bet365* | betfair* | bwin* | tipico* | william hill* | ladbrokes* | coral racing
      | paddy power* | unibet* | pokerstars* | draftkings* | fanduel* | betmgm | caesars sports | winamax* | betclic*
      | codere | sky bet | skybet | @888 casino | mr green | leovegas | betway
    Entertainment others = billboard live | madison square garden | msg tickets | barclays center
      | hollywood bowl tickets | red rocks | kennedy center | metropolitan opera | lincoln center | carnegie hall
      | elbphilharmonie | friedrichstadtpalast | stage entertainment | mehr bb entertainment | semperoper
      | burgtheater | wiener staatsoper | ~louvre | musee du louvre | musee d orsay | centre pompidou | museo del prado | guggenheim*
      | uffizi | rijksmuseum | van gogh museum | tate modern | tate gallery | british museum | national gallery
      | smithsonian*
  `
)

const funTrade = block(
  { category: entertainment, priority: priorities.trade + 58, confidence: 0.85 },
  `
    Cinema and theatre = cinema* | cinemas | cine | cines | cinéma | kino* | *kino | lichtspiel* | filmtheater*
      | bioscoop* | biograf | movie* | movies | theater | theaters | theatre* | theatres | teatro* | théâtre*
      | schauspielhaus* | stadttheater* | staatsoper | opera house | opernhaus | opéra | philharmonie* | philharmonic
      | symphony | konzert* | konzerthaus | concert* | concierto* | concerti | comedy club | kabarett* | cabaret
      | playhouse | performing arts | arena | stadium | stadion | amphitheat* | event | events | festival*
      | ticket office | box office | ticketshop | tickets | billetterie | taquilla | biglietteria | vorverkauf
    Museums and outings = museum* | *museum | musée* | musee* | museo* | museet | muzeum | gallery | galerie nationale
      | kunsthalle* | ausstellung* | exhibition* | zoo | zoos | zoologico | tierpark* | wildpark* | aquarium*
      | acquario | oceanario | oceanografic | sea life | planetarium | botanical garden | botanischer | theme park*
      | amusement* | freizeitpark* | parc d attractions | parque de atracciones | parco divertimenti | pretpark
      | erlebnisbad | therme* | *therme | thermen | terme | water park | waterpark | aquapark | parque acuatico
      | schwimmbad* | freibad | hallenbad | stadtbad | schloss | chateau de | castle | national park* | state park*
      | parks recreation | bowling* | billard* | billiard* | minigolf | mini golf | golf* | golf course | golf club
      | golfclub | ski | skipass* | skilift* | skischule* | bergbahn* | seilbahn* | lift ticket | remontees mecaniques
      | forfait ski | funivia* | karting* | kartbahn | go kart | paintball | lasertag | laser tag | escape room*
      | trampolin* | trampoline* | arcade | arcades | eissporthalle | ice rink | eislaufhalle | patinoire | lottery
      | loterij | lotterie | casino | casinos | spielbank | spielhalle | betting | sportwetten | wettbüro | apuestas
      | scommesse | bingo | gaming | games | videospiele | circus | zirkus | cirque | circo | club deportivo entradas
      | disco | diskothek | nachtclub | karaoke
  `
)

const gyms = block(
  { category: fitness, priority: priorities.merchant + 10, confidence: 0.95 },
  `
    Planet Fitness = planet fitness* | planet fit* | pf planet | plnt fitness
    LA Fitness = la fitness*
    24 Hour Fitness = 24 hour fitness* | 24hour fitness | 24hr fitness
    Equinox = equinox*
    Anytime Fitness = anytime fit*
    Gold's Gym = golds gym* | gold s gym
    Crunch = crunch fit* | crunch gym | == crunch | crunch
    Life Time = life time fitness | lifetime fitness | life time athletic | life time inc | lifetime inc
    YMCA = ymca* | ywca
    Orangetheory = orangetheory* | orange theory
    F45 = f45*
    CrossFit = crossfit* | cross fit
    Barry's = barrys bootcamp | barry s bootcamp | barrys
    SoulCycle = soulcycle* | soul cycle | club pilates | pure barre | corepower* | cyclebar | solidcore | corepower yoga
    Peloton = peloton*
    ClassPass = classpass*
    Mindbody = mindbody* | glofox
    McFit = mcfit* | rsg group
    FitX = fitx*
    clever fit = clever fit | cleverfit
    FitnessFirst = fitness first* | fitnessfirst
    John Reed = john reed
    Easy Sports = easyfitness* | easy fitness | injoy | kieser training* | kieser | mrs sporty | fit one | fitone
      | ai fitness | fitness king | sportpark | holmes place* | aspria | bodystreet | superfit | fit star
      | all inclusive fitness | high5 gym | jumpers fitness | bestfit
    Urban Sports Club = urban sports* | wellpass | egym wellpass | gympass* | wellhub* | qualitrain | hansefit
    Basic-Fit = basic fit* | basicfit*
    Fitness Park = fitness park | l orange bleue | orange bleue | neoness | keep cool | keepcool | magic form
      | on air fitness | cercle de la forme | vita liberte
    Sports World = mcfit españa | altafit | vivagym* | viva gym | dreamfit | dir club | clubs dir | metropolitan gym
      | go fit | gofit | forus | synergym | anytime fitness espana
    Virgin Active = virgin active* | mcfit italia | fitactive | 20hours club | get fit | getfit
    PureGym = puregym* | pure gym
    The Gym = the gym | the gym group | thegym | tgg
    David Lloyd = david lloyd* | nuffield health | bannatyne* | better gym | better leisure | gll better
      | everlast gym* | jd gyms | energie fitness | snap fitness* | fitness4less | xercise4less | dw fitness
      | third space | 1rebel | psycle
    Nordic gyms = sats | sats norge | sats sverige | nordic wellness | friskis svettis | actic | evo fitness
      | fresh fitness | fitness world | fitness dk | elixia | elixia finland | easyfit | liikku
    Swiss and Austrian gyms = activ fitness | activfitness | let s go fitness | migros fitness* | john harris | fitinn
      | fit inn | clever fit wien | manhattan fitness
    Benelux gyms = sportcity | trainmore | fit for free | fitforfree | big gym | jims fitness | ~jims
      | david lloyd nederland | healthcity
    Polish gyms = zdrofit | calypso fitness | just gym | mygym | fitness platinium | ok system | multisport
      | benefit systems | medicover sport
    Zwift = zwift* | freeletics* | les mills* | whoop | fitbit premium | oura ring
    Climbing gyms = urban climb | boulderwelt | boulderhalle* | kletterhalle* | kletterzentrum | climbing gym
      | climbing | bouldering | boulder gym | boulderado | movement climbing | touchstone climbing | rocodromo
  `
)

const gymTrade = block(
  { category: fitness, priority: priorities.trade + 68, confidence: 0.88 },
  `
    Gyms and studios = gym | gyms | fitness* | *fitness | fitnessstudio* | fitness center | fitnesscenter
      | fitnesscentre | fit club | health club | athletic club | sports club | sportclub* | sportverein* | turnverein*
      | tennisclub* | tennis club | tennisverein | padel* | squash | bootcamp | boot camp | yoga* | *yoga
      | yogastudio* | hot yoga | pilates* | barre | spin studio | cycling studio | personal train* | martial arts
      | karate | judo | jiu jitsu | bjj | boxing* | boxclub | kickbox* | taekwondo | muay thai | dance studio
      | tanzschule* | tanzstudio | ballet school | swim school | swim club | leisure centre | leisure center
      | recreation center | rec center | salle de sport | salle de gym | musculation | club de sport | gimnasio*
      | gimnas | polideportivo | centro deportivo | palestra* | palestre | sportschool* | sportstudio* | siłownia
      | silownia | silownie | ginasio | kuntosali | treningssenter | traningscenter | posilovna | fitnes | turnen
      | crossbox | wod | calisthenics
  `
)

export const leisureRules: ReadonlyArray<Rule> = [
  ...streamingMerchants,
  ...streamingTrade,
  ...subscriptionMerchants,
  ...subscriptionTrade,
  ...fun,
  ...funTrade,
  ...gyms,
  ...gymTrade
]
