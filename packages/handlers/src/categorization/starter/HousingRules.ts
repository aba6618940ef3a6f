/** Starter rules for rent, and for what owning a home costs. */
import type { Rule } from "../Rule.ts"
import { block, priorities } from "./StarterRule.ts"

const housing = "housing"
const rent = "housing/rent"

const renting = block(
  { category: rent, priority: priorities.nature + 20, confidence: 0.92 },
  `
    Rent = !rent a | !rent the runway | !rent car | !car rent | !enterprise rent | !avis rent | !budget rent
      | !alamo rent | !dollar rent | !thrifty rent | !centauro rent | rent | rent payment | rent pmt | monthly rent
      | apartment rent | house rent | room rent | rentpayment* | rent cafe | rentcafe* | web pmts rent
    Miete = miete* | kaltmiete* | warmmiete* | monatsmiete* | wohnungsmiete* | mietzahlung* | mietzins*
      | mietüberweisung | wg miete | zimmermiete | garagenmiete
    Loyer = loyer* | loyers | quittance loyer
    Alquiler = !alquiler coche* | !alquiler de coche* | !alquiler vehiculo* | !alquiler de vehiculo* | alquiler*
      | arrendamiento* | renta piso | pago renta | lloguer*
    Affitto = affitto* | affitti | canone locazione | canone di locazione | locazione | pigione
    Huur = huur | huurpenningen | kamerhuur | huurbetaling | huur*
    Hyra and husleje = hyra | hyresavi | husleje | husleie | huseleie | månedsleie | vuokra* | czynsz* | najem
      | wynajem | renda casa | renda | arrendamento | aluguel | najem bytu | najemne | lakbér | enoikio | chirie
  `
)

const landlords = block(
  { category: rent, priority: priorities.merchant + 15, confidence: 0.88 },
  `
    Landlords = vonovia* | deutsche wohnen* | leg wohnen* | leg immobilien* | saga unternehmensgruppe | gewobag*
      | degewo* | howoge* | gesobau* | stadt und land wohnbauten* | wbm wohnungsbau* | gwg | gag immobilien*
      | nassauische heimstätte | lwb | vivawest* | tag immobilien* | grand city property | grand city | foncia*
      | nexity* | action logement | cdc habitat | paris habitat | batigere | in li | ymere | eigen haard
      | de alliantie | woonstad* | portaal | vesteda | staedion | woonbron | heimstaden* | rikshem | akelius*
      | wallenstam | stena fastigheter | greystar* | equity residential | equity apartments | avalonbay*
      | avalon communities | camden property* | camden living | uDR | essex property | maa apartments
      | invitation homes* | american homes 4 rent | amli | bozzuto | lincoln property | irvine company apart*
      | bilt rent* | bilt rewards* | bilt housing | bilt payment | appfolio* | buildium | avail rent | zillow rent*
      | rentspree | clickpay* | rentmoola | openrent* | foxtons* | savills lett* | spareroom | wunderflats
      | housing anywhere | homelike | wg gesucht | studentenwerk* | studierendenwerk*
  `
)

const rentTrade = block(
  { category: rent, priority: priorities.trade + 74, confidence: 0.8 },
  `
    Apartments and lettings = apartments | apartment homes | apts | apt rent | property management | property mgmt
      | property mgt | realty mgmt | residential mgmt | leasing office | landlord | tenant | tenancy | letting
      | lettings | letting agent* | estate agent* | realty | townhomes | lofts | hausverwaltung* | wohnungsbau*
      | wohnbau* | wohnungsgenossenschaft* | wohnungsgesellschaft* | baugenossenschaft* | immobilienverwaltung*
      | immobilien* | vermieter* | vermietung | gestion locative | agence immobiliere | office hlm | bailleur
      | inmobiliaria | immobiliare | woningstichting* | wooncorporatie | woningcorporatie | woonstichting
      | woningbouw* | bostad* | fastighet* | boligforening | boligselskab | utleie | student housing
      | studentenwohnheim* | residence universitaire | residence etudiante | dormitory
  `
)

const owning = block(
  { category: housing, priority: priorities.nature + 10, confidence: 0.9 },
  `
    Mortgage = mortgage* | mtg | mtge | home loan | home mtg | mortg | loancare | mr cooper | nationstar
      | rocket mortgage | quicken loans | pennymac* | newrez* | freedom mtg | home point fin* | loandepot*
      | dovenmuehle | cenlar | caliber home | guild mortgage | flagstar bank | phh mortgage | shellpoint
    Hypothek = hypothek* | baufinanzierung* | immobilienkredit* | immobiliendarlehen* | immobilienfinanz*
      | baudarlehen* | darlehensrate haus | annuität hauskredit | bausparkasse* | schwäbisch hall | wüstenrot bauspar*
      | lbs bauspar* | bhw bauspar*
    Prêt immobilier = pret immobilier | credit immobilier | echeance pret immo* | echeance pret habitat | pret habitat
      | pret immo | remboursement pret immo*
    Hipoteca and mutuo = hipoteca* | prestamo hipotecario | cuota hipoteca | mutuo | rata mutuo | mutui
      | credito habitacao | prestacao casa
    Hypotheek = hypotheek* | hypotecair* | bolån | boliglån | boliglan | realkredit* | asuntolaina*
      | kredyt hipoteczny | hypotecni uver | nordea kredit | totalkredit | nykredit | realkredit danmark
    Owners' associations = hoa | hoa dues | hoa payment | homeowners assn | homeowners assoc* | home owners assn
      | condo assoc* | condo association | condominium* | condo fee* | coop maintenance | hausgeld* | weg hausgeld
      | eigentümergemeinschaft* | wohnungseigentümer* | syndic | copropriete* | charges copro* | comunidad de prop*
      | comunidad propietarios | comunidad vecinos | cdad prop* | spese condominiali | condominio* | vve
      | servicekosten | bostadsrättsförening* | brf | ejerforening | andelsbolig* | borettslag* | sameie* | taloyhtiö*
      | hoitovastike | yhtiövastike | wspolnota mieszkaniowa | spoldzielnia mieszkaniowa
    Property tax = property tax* | prop tax | real estate tax* | county tax collector | tax collector | council tax*
      | grundsteuer* | grundbesitzabgaben* | taxe fonciere | taxe habitation | taxes foncieres | ibi
      | impuesto bienes inmuebles | recibo ibi | imu | onroerende zaak* | woz | gemeentebelasting* | fastighetsavgift
      | ejendomsskat* | eiendomsskatt | kiinteistövero | podatek od nieruchomosci | nebenkosten*
      | nebenkostenabrechnung | betriebskosten*
  `
)

export const housingRules: ReadonlyArray<Rule> = [...renting, ...landlords, ...rentTrade, ...owning]
