/** Starter rules for pharmacies, doctors, and personal care. */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const health = "health-and-wellness"
const pharmacy = "health-and-wellness/pharmacy"
const care = "personal-care"

const pharmacies = block(
  { category: pharmacy, priority: priorities.merchant + 10, confidence: 0.95 },
  `
    CVS = cvs* | cvs pharmacy*
    Walgreens = walgreen* | walgreens*
    Rite Aid = rite aid* | riteaid*
    Duane Reade = duane reade
    US pharmacies = kinney drugs | bartell drug* | longs drugs | good neighbor pharm* | health mart | medicine shoppe
      | express scripts* | optumrx* | caremark* | pillpack* | capsule pharm* | amazon pharmacy* | goodrx*
      | costco pharmacy | walmart pharmacy | kroger pharmacy
    Boots = !boots optic* | boots | boots the chemist | boots uk | boots com
    British pharmacies = lloyds pharm* | lloydspharmacy* | well pharmacy | rowlands pharm* | pharmacy2u*
      | day lewis pharm* | chemist direct
    Online pharmacies = docmorris* | shop apotheke* | shopapotheke* | redcare* | medpex* | apo discounter* | aponeo*
      | sanicare* | zur rose | newpharma* | farmaline* | farmae | dosfarma | promofarma* | 1000farmacie
      | redcare pharmacy
    Nordic pharmacies = apotek hjärtat | apoteket* | kronans apotek | apotea* | vitusapotek* | boots norge | apotek 1
      | matas apotek | yliopiston apteekki
    Benelux pharmacies = benu apotheek | service apotheek | mediq | multipharma | goed apotheek | medi market
      | pharmamarket
    Swiss pharmacies = amavita* | sunstore | coop vitality | topwell | benu pharmacie
    Polish pharmacies = doz apteka | apteka gemini | ziko apteka | super pharm | dr max | drmax | benu lekarna
      | dr max lekarna
  `
)

const pharmacyTrade = block(
  { category: pharmacy, priority: priorities.trade + 85, confidence: 0.92 },
  `
    Pharmacies = pharmac* | *pharmacy | drug store* | drugstore* | drugs | drug mart | rx | chemist | chemists
      | dispensing chemist | apotheke* | *apotheke | apotheken* | *apotheek | apotheek* | apotek* | pharmacie*
      | *pharmacie | parapharmacie* | grande pharmacie | phie | pharm | farmacia* | *farmacia | farmacie
      | parafarmacia* | farmacias | ldo farmacia | apteka* | lekarna* | lekaren* | gyogyszertar* | patika* | apteekki*
      | apteek* | ljekarna* | lekarna | farmakeio | sanitätshaus* | prescription*
  `
)

const healthMerchants = block(
  { category: health, priority: priorities.merchant + 10, confidence: 0.92 },
  `
    Kaiser Permanente = kaiser perm* | kaiser found* | kp scal | kp ncal
    US health = quest diag* | labcorp* | lab corp | one medical* | cityMD | minuteclinic* | minute clinic
      | urgent care* | carenow | concentra | aspen dental* | western dental | smile direct | invisalign | teladoc*
      | betterhelp* | talkspace* | cerebral inc | hims | forhims | for hims | ro co | roman health | lenscrafters*
      | warby parker* | visionworks | america s best | americas best contact* | pearle vision | @1 800 contacts
      | 1800contacts | contactsdirect | zenni* | gnc | vitamin shoppe* | vitacost | iherb* | athletic greens | ag1
      | mychart | sutter health | mayo clinic | cleveland clinic* | mass general | hca | dignity health
      | providence health | nyu langone | mount sinai | unitedhealth* | uhc | cigna* | aetna* | anthem bcbs
      | anthem blue | blue cross* | blue shield* | bcbs* | humana* | oscar health | delta dental | vsp vision
      | medicare
    German health insurance = techniker krankenkasse* | aok* | barmer* | dak gesundheit* | dak | ikk* | bkk*
      | knappschaft* | kkh | hek | debeka kranken* | dkv* | allianz private kranken* | signal iduna kranken*
      | hallesche kranken* | krankenkasse* | krankenversicherung* | pvs | privatärztliche* | mediserv | büdingen med*
      | dr güldener | ögk | svs gesundheit | css versicherung | css kranken* | helsana* | swica* | sanitas kranken*
      | concordia kranken* | visana* | kpt kranken* | assura sa | == assura | groupe mutuel
    Opticians = fielmann* | apollo optik* | mister spex* | misterspex | eyes more | brille24 | pro optik | afflelou*
      | alain afflelou | @optic 2000 | krys | atol | optical center | grand optical | general optica | multiopticas
      | vision y co | opticalia | salmoiraghi* | grandvision | nau optica | pearle* | hans anders* | specsavers*
      | spec savers | eyewish | vision express* | boots opticians | synoptik | synsam | profil optik | louis nielsen
      | instrumentarium | silmäasema | vision opticians
    French health = mgen* | mutuelle* | harmonie mutuelle* | alan assurance | alan sa | doctolib* | cpam* | ameli
      | laboratoire* | biogroup | cerballiance | eurofins bio* | dentego
    Spanish and Italian health = sanitas* | adeslas* | segurcaixa adeslas | asisa* | dkv seguros | quiron*
      | quironsalud | vitaldent | dentix | humanitas | synlab* | santagostino | unisalute | affidea | cup ticket
      | asl ticket | san raffaele
    Dutch health = zilveren kruis* | vgz* | cz groep* | cz zorg* | menzis* | dsw zorg* | ohra zorg* | fbto zorg*
      | ditzo zorg | zorgverzekering* | infomedics* | famed | netvrm | vecozo | christelijke mutualiteit | solidaris
      | partena ziekenfonds | helan
    British health = bupa* | axa health* | axa ppp* | vitality health* | simplyhealth* | nhs* | denplan* | mydentist
      | my dentist | bupa dental | laya healthcare | vhi healthcare | vhi | irish life health
    Nordic health = folktandvården* | capio | kry | min doktor | praktikertjänst | terveystalo* | mehiläinen*
      | pihlajalinna | volvat | aleris | medicover* | luxmed | lux med | znanylekarz | hedvig health
    Sleep and massage aids = withings | oral b | hearing aid* | amplifon* | kind hörgeräte | geers | audika | audibene
  `
)

const healthTrade = block(
  { category: health, priority: priorities.trade + 80, confidence: 0.88 },
  `
    Doctors and hospitals = doctor | doctors | physician* | md pc | medical* | medical center | med ctr | clinic*
      | clinics | hospital | hospitals | health center | health centre | healthcare | health care | health system
      | health svcs | family practice | internal medicine | pediatric* | dermatolog* | cardiolog* | orthop*
      | radiolog* | surgery | surgeon* | obgyn | ob gyn | urology | oncology | copay | arzt* | ärzte* | aerzte | *arzt
      | hausarzt* | facharzt* | kinderarzt* | frauenarzt* | arztpraxis* | praxis dr | *praxis | praxis
      | gemeinschaftspraxis* | hautarzt* | augenarzt* | orthopäd* | krankenhaus* | klinik* | *klinik | klinikum*
      | uniklinik* | spital* | kantonsspital* | mvz | labor dr | laborgemeinschaft | medecin* | docteur | dr med
      | cabinet medical* | cab medical | cabinet medic* | clinique* | hopital* | hopitaux | chu | centre hospitalier
      | centre medical | medico* | doctora | clinica* | centro medico* | policlinic* | poliambulator* | ambulatorio
      | ospedale* | studio medico | analisi cliniche | analisis clinicos | laboratorio analis* | huisarts*
      | huisartsenpraktijk | ziekenhuis* | kliniek | lege | legekontor | legesenter | lääkäri* | läkare | vårdcentral*
      | sjukhus | lekarz | przychodnia* | szpital* | gabinet lekarski | ordinace | nemocnice | consulta medica
    Dentists and opticians = dental* | dentist* | *dental | dds | dmd | d d s | orthodont* | endodont* | zahnarzt*
      | zahnärzt* | *zahnarzt | zahnmedizin* | kieferorthop* | kfo | dentiste* | chirurgien dentiste | cab dentaire
      | cabinet dentaire | dentista* | clinica dental | odontolog* | studio dentistico | tandarts* | tandartspraktijk*
      | mondzorg | orthodontie* | tandlæge* | tandlege* | tandläkare* | hammaslääkäri* | stomatolog* | dentysta
      | zubar | optik* | *optik | optiker* | augenoptik* | optician* | optometr* | eye care | eyecare | vision care
      | eye clinic | eyewear | opticien* | optique | optica* | ottica* | opticiens | optiek | optometrist*
      | kontaktlinsen* | contact lens* | hörgeräte* | hörakustik* | audiolog* | audioprothes* | hearing
    Therapy and wellbeing = physio* | physical therapy | physiotherap* | kinesitherap* | kine | fisioterap* | fysio*
      | osteopath* | ostéopathe* | chiropract* | podolog* | podiatr* | logopäd* | ergotherap* | psychother*
      | psycholog* | psychiatr* | counseling | counselling | therapist* | therapy | therapie | heilpraktiker*
      | acupunct* | akupunktur* | naturopath* | homeopath* | nutrition* | vitamin* | supplements | dietitian | midwife
      | hebamme* | sage femme | infirmier* | krankengymnastik* | rehazentrum | reha | ambulance* | pflegedienst*
      | thuiszorg | mutuelle sante | mutualite* | health insurance | assurance sante | seguro salud | krankenvers*
      | zorgpremie
  `
)

const careMerchants = block(
  { category: care, priority: priorities.merchant, confidence: 0.92 },
  `
    Sephora = sephora*
    Ulta = ulta*
    Sally Beauty = sally beauty*
    Bath & Body Works = bath body works | bath and body works | bathandbody* | bbw
    Great Clips = great clips*
    Supercuts = supercuts*
    Sport Clips = sport clips*
    US salons = fantastic sams | hair cuttery | cost cutters | smartstyle | ratner | drybar | floyd s barber*
      | floyds barber* | european wax* | massage envy* | hand stone | hand and stone | elements massage | regis salon
      | toni guy | toni and guy | dollar shave club | harrys com | harrys razor | glossier | fenty beauty
      | bluemercury | sallys | ~lush | kiehls | kiehl s | aveda | estee lauder | loreal | mac cosmetics | m a c
      | the body shop | body shop | yves rocher | rituals | rituals cosmetics | l occitane | loccitane | aesop
      | mary kay | avon | dry bar | curology | function of beauty | prose hair
    dm = dm drogerie* | dm drogeriemarkt | == dm | dm markt | dm fil* | dm sagt danke | dm de | dm online
    Rossmann = rossmann* | dirk rossmann*
    Müller Drogerie = müller drogerie* | drogerie müller | müller gmbh co | müller handels* | müller ltd
      | @mueller sagt danke | @müller sagt danke
    Budni = budni* | iwan budnikowsky
    Bipa = bipa
    Douglas = douglas parf* | parfümerie douglas | douglas de | douglas gmbh | == douglas | douglas deutschland
      | douglas fil*
    Flaconi = flaconi* | notino* | parfumdreams* | lookfantastic* | feelunique* | cultbeauty | cult beauty
      | beauty bay | easycosmetic
    Marionnaud = marionnaud* | nocibe* | april beaute | beauty success | aroma zone | une heure pour soi | typology
    French hair = jean louis david | franck provost | dessange | camille albane | saint algue | jean claude biguine
      | tchip coiffure | body minute | bodyminute | esthetic center
    Primor = primor | perfumerias primor | druni* | arenal perfumer* | bodybell | perfumerias if | clarel | perfumeria*
    Italian beauty = acqua e sapone | tigota* | caddy s | limoni | la gardenia | kiko milano | ~kiko | wycon
      | l erbolario | bottega verde
    Kruidvat = kruidvat*
    Etos = etos*
    Dutch beauty = ici paris | ici paris xl | brainwash kappers | cosmo hairstyling | rituals nederland | di beauty
      | planet parfum | skins cosmetics
    Superdrug = superdrug*
    Savers = savers health
    British beauty = space nk | beauty kitchen | rush hair | headmasters | regis uk | treatwell* | the perfume shop
      | perfume shop | fragrance direct | bodycare | semichem | hair salons direct | supercuts uk
    Nordic beauty = matas | ~kicks | normal no | vita as | h m beauty | lyko | cutters | sokos emotion | sayso
    Polish beauty = hebe | drogeria natura | dm drogerie markt | teta drogerie | rossmann sdp
    Treatwell = treatwell | fresha* | booksy* | planity* | vagaro* | styleseat* | squire tech
  `
)

const careTrade = block(
  { category: care, priority: priorities.trade + 45, confidence: 0.88 },
  `
    Hairdressers = !salon de the | hair | hair salon | hairdress* | haircut* | hairstyl* | haircare | barber*
      | barbers | *barber | barbershop* | barber shop | salon* | coiff* | coiffeur* | coiffure | friseur* | *friseur
      | frisör* | frisor* | frisør* | haarstudio* | haarstyl* | haarwerk* | haarscharf | haarsalon | hairlounge
      | peluquer* | perruquer* | estilistas | barberia* | parrucchier* | acconciatur* | barbiere* | kapper* | *kapper
      | kapsalon* | kappers | haarmode | parturi* | kampaamo* | fryzjer* | kadernictvi | fodrasz* | cabeleireir*
      | kommotirio
    Beauty and spa = beauty* | beautysalon | nail* | nails | nagel studio | nageldesign* | nagelstudio* | manicure*
      | pedicure* | lash* | lashes | brow bar | brows | wax* | waxing | sugaring | tanning* | sonnenstudio*
      | solarium* | day spa | nail spa | nails spa | hair spa | spa salon | beauty spa | spa massage | massage spa
      | med spa | medspa | massage* | sauna | hammam | wellness* | kosmetik* | *kosmetik | kosmetikstudio* | cosmetic*
      | cosmetics | cosmetique* | institut de beaute | institut beaute | esthetique* | estheticienne | onglerie
      | estetica* | centro estetico | centre estetica | depilacion | schoonheid* | huidverzorging | skincare
      | skin care | makeup | make up | parfum* | parfümerie* | perfume* | profumeria* | perfumer* | drogerie*
      | *drogerie | drogist* | drogheria | droguerie | tattoo* | piercing* | esthetician | aesthetics | botox
      | laser hair | haarentfernung* | fußpflege* | kosmetyka | kosmetyczny
    Laundry = laundry* | laundromat* | dry clean* | drycleaner* | cleaners | dry cleaning | coin laundry | wäscherei*
      | textilreinigung* | reinigung | waschsalon* | blanchisserie* | pressing | laverie* | tintoreria* | lavanderia*
      | lavasecco | wasserette | stomerij* | pesula | pralnia
  `
)

export const healthRules: ReadonlyArray<Rule> = [
  ...pharmacies,
  ...pharmacyTrade,
  ...healthMerchants,
  ...healthTrade,
  ...careMerchants,
  ...careTrade
]
