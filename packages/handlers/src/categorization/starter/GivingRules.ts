/** Starter rules for gifts and donations. */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const gifts = "gifts-and-donations"

const giving = block(
  { category: gifts, priority: priorities.merchant + 25, confidence: 0.92 },
  `
    Charities = red cross* | croix rouge* | cruz roja* | croce rossa* | rode kruis | rotes kreuz* | drk spende* | drk
      | unicef* | unhcr* | un refugee agency | uno flüchtlingshilfe | oxfam* | save the children*
      | doctors without borders | medecins sans front* | msf | ärzte ohne grenzen* | aerzte ohne grenzen
      | greenpeace ev | greenpeace e v | greenpeace* | wwf* | world wildlife | amnesty* | human rights watch
      | world vision* | plan international* | misereor | brot für die welt* | brot fur die welt | caritas* | diakonie*
      | malteser* | johanniter* | sos kinderdorf* | sos children* | aktion mensch* | welthungerhilfe*
      | kindernothilfe* | deutsche krebshilfe* | dkms | dgzrs | nabu | bund naturschutz | peta | tierschutz*
      | bergwacht | licht für die welt | nachbar in not | glückskette | heks | pro juventute | secours populaire*
      | secours catholique* | restos du coeur | emmaus* | fondation abbe pierre | fondation de france | telethon*
      | afm telethon | action contre la faim | handicap international | ligue contre le cancer | sidaction
      | manos unidas | ayuda en accion | intermon* | accion contra el hambre | medicos sin fronteras | emergency ong
      | emergency onlus | airc | telethon italia | lega del filo | kwf | hartstichting* | natuurmonumenten*
      | cliniclowns | artsen zonder grenzen* | war child | 11 11 11 | kom op tegen kanker | british heart*
      | cancer research* | macmillan cancer* | rspca* | rspb | rnli* | nspcc* | shelter charity | salvation army
      | barnardos | dogs trust | guide dogs | age uk | comic relief | children in need | crisis uk | trussell trust
      | national trust | trocaire | concern worldwide | goal global | svp ireland | cancerfonden | barncancerfonden
      | röda korset | rädda barnen | läkare utan gränser | kreftforeningen | kirkens bymisjon | redd barna
      | kræftens bekæmpelse | red barnet | folkekirkens | dansk flygtning* | punainen risti | wosp | wielka orkiestra
      | polska akcja humanitarna | siepomaga | zrzutka | st jude* | saint jude | alsac st jude | american cancer soc*
      | american heart | habitat for humanity | feeding america | goodwill donation | aspca* | humane society
      | planned parenthood | aclu* | naacp | sierra club | nature conservancy | npr | wnyc | kqed | pbs
      | charity water | charitywater | donorschoose | doctors w o borders | make a wish | march of dimes
      | susan g komen | united way* | wounded warrior | world central kitchen | wikimedia* | wikipedia
      | internet archive | mozilla foundation | eff org | khan academy
    Giving platforms = gofundme* | justgiving* | just giving | kickstarter* | indiegogo* | donorbox* | givebutter*
      | classy org | actblue* | winred* | globalgiving* | every org | betterplace* | helloasso* | leetchi* | ulule
      | lepotcommun | goteo | gofund | tithe ly | tithely* | pushpay* | subsplash | give lively | network for good
      | benevity | cafdonate | caf donate | charities aid | enthuse | donaction | geef nl
    Flowers and gifts = @1 800 flowers* | @1-800-flowers* | 1800flowers* | flowers com | ftd | proflowers | teleflora
      | interflora* | fleurop* | euroflorist | bloom wild | bloom and wild | blume2000* | @blume 2000 | blumen risse
      | monceau fleurs | moonpig* | hallmark* | card factory* | clintons cards | clinton cards | funky pigeon
      | hickory farms | harry david | edible arrangements | edible arr* | topbloemen | euroflorist | greetz*
      | kaartje2go | interrose | mydays | jochen schweizer* | smartbox* | wonderbox* | buyagift | red letter days
      | things remembered | giftcards com | paypal gift card
  `
)

const givingTrade = block(
  { category: gifts, priority: priorities.trade + 76, confidence: 0.88 },
  `
    Donations = donation* | donate* | donated | charity | charities | charitable | fundrais* | tithe | tithes
      | spende* | *spende | spenden* | spendenkonto | kirchgeld | kirchengemeinde* | pfarrei | hilfswerk* | tierheim*
      | förderverein* | don mensuel | don ponctuel | don en ligne | don regulier | denier de l eglise | paroisse*
      | association caritative | donacion* | donativo* | ong | ongd | limosna | donazione* | erogazione liberale
      | onlus | offerta parrocchia | parrocchia | donatie* | gift donatie | stichting vluchteling | goede doel
      | collecte | gåva | donasjon | lahjoitus | darowizna* | donativo | cerkiew | patenschaft*
    Flowers and presents = florist* | flower* | flowers | flower shop | flower delivery | blumen* | *blumen
      | floristik* | blumenladen | fleuriste* | fleurs | floristeria* | fiorista* | fioraio* | bloemen* | bloemist*
      | bloemisterij* | blomster* | blommor | kukka* | kwiaciarnia* | kwiaty | kvetiny | gift card* | giftcard*
      | geschenkgutschein* | gutschein geschenk | geburtstagsgeschenk* | hochzeitsgeschenk* | geschenk | birthday gift
      | wedding gift | baby shower | cadeau anniversaire | cadeau mariage | regalo | regalo cumple* | regalo boda
      | regalo compleanno | verjaardagscadeau
  `
)

/** Said last: streets and quarters are named after churches too. */
const worship = block(
  { category: gifts, priority: priorities.trade + 5, confidence: 0.75 },
  `
    Places of worship = church | baptist | methodist church | lutheran church | parish | diocese | synagogue | mosque
      | temple beth | ministries | ministry | missionary | offering
  `
)

export const givingRules: ReadonlyArray<Rule> = [...giving, ...givingTrade, ...worship]
