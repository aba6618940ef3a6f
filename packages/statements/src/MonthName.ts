/**
 * Month names and their abbreviations, as statements in European and some other languages write them.
 *
 * A name that means different months in two languages ("listopad" is October in Croatian and November in Polish and
 * Czech) is left out: a date in the wrong month is worse than a rejected row. Names are compared without case and
 * without diacritics.
 */

const names: ReadonlyArray<string> = [
  // January
  "january jan januar januari janvier janv enero ene gennaio gen genn janeiro styczen stycznia sty leden ledna led januara " +
    "ianuarie ian tammikuu tammikuuta tammik tam jaanuar jaan janvaris sausis sausio saus sijecanj sijecnja sij gener ocak oca " +
    "январь января янв січень січня січ януари ιανουαριος ιανουαριου ιαν enara",
  // February
  "february feb febr februar februari fevrier fevr fev febrero febbraio febb fevereiro luty lutego lut unor unora uno " +
    "februara februarie helmikuu helmikuuta helmik hel veebruar veebr februaris vasaris vasario vas veljaca veljace velj " +
    "subat sub февраль февраля фев февр лютий лютого лют φεβρουαριος φεβρουαριου φεβ februárius februarius",
  // March
  "march mar mars marz maerz maart mrt marzo marco marzec marca brezen brezna bre marec martie maaliskuu maaliskuuta " +
    "maalisk maa marts martius marcius marc kovas kovo ozujak ozujka ozu mart марта март мар березень березня бер " +
    "μαρτιος μαρτιου μαρ",
  // April
  "april apr avril avr abril abr aprile kwiecien kwietnia kwi duben dubna dub apríl aprila aprilie huhtikuu huhtikuuta " +
    "huhtik huh aprillis aprilis aprill balandis balandzio bal travanj travnja tra nisan nis апрель апреля апр квітень квітня " +
    "квіт кві април απριλιος απριλιου απρ",
  // May
  "may mai mayo maggio mag maio mei maj maja kveten kvetna kve majus toukokuu toukokuuta toukok tou maijs geguze geguzes " +
    "geg svibanj svibnja svi maig mayis май мая травень травня трав тра маи μαιος μαιου μαι",
  // June
  "june jun juni juin junio jun giugno giu junho czerwiec czerwca cze cerven cervna cvn juna junius iunie iun kesakuu " +
    "kesakuuta kesak kes juuni junijs birzelis birzelio birz lipanj lipnja juny haziran haz июнь июня июн червень червня черв " +
    "чер юни ιουνιος ιουνιου ιουν",
  // July
  "july jul juli juillet juil julio luglio lug julho lipiec lipca cervenec cervence cvc jula julius iulie iul heinakuu " +
    "heinakuuta heinak hei juuli julijs liepa liepos srpanj srpnja juliol temmuz tem июль июля июл липень липня лип юли " +
    "ιουλιος ιουλιου ιουλ",
  // August
  "august aug augusti aout agosto ago augustus sierpien sierpnia sie srpen augusta augusztus elokuu elokuuta elok elo " +
    "augusts rugpjutis rugpjucio rugp kolovoz kolovoza kol agost agustos agu август августа авг серпень серпня серп сер " +
    "αυγουστος αυγουστου αυγ avgust avg",
  // September
  "september sep sept septembre septiembre setiembre settembre set sett setembro wrzesien wrzesnia wrz zari zar septembra " +
    "szeptember szept septembrie syyskuu syyskuuta syysk syy septembris rugsejis rugsejo rugs rujan rujna ruj setembre eylul " +
    "eyl сентябрь сентября сен сент вересень вересня вер септември септ сеп σεπτεμβριος σεπτεμβριου σεπ σεπτ",
  // October
  "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika paz rijen rijna rij oktobra " +
    "octombrie lokakuu lokakuuta lokak lok oktoober oktobris spalis spalio spal ekim eki октябрь октября окт жовтень жовтня " +
    "жовт жов октомври οκτωβριος οκτωβριου οκτ",
  // November
  "november nov novembre noviembre novembro novembra noiembrie noi marraskuu marraskuuta marrask novembris lapkritis " +
    "lapkricio lapkr studeni studenoga stu kasim kas ноябрь ноября ноя нояб листопада листопад лист ноември ное νοεμβριος " +
    "νοεμβριου νοε",
  // December
  "december dec decembre decembrie diciembre dic dicembre dezembro dez dezember grudzien grudnia gru prosinec prosince " +
    "pro decembra desember des joulukuu joulukuuta jouluk jou detsember dets decembris gruodis gruodzio gruod prosinac prosinca " +
    "desembre aralik ara декабрь декабря дек грудень грудня груд гру декември δεκεμβριος δεκεμβριου δεκ"
]

// Combining marks go, and the letters that decomposition leaves whole are mapped by hand.
const fold = (word: string): string =>
  word
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/ı/g, "i")
    .replace(/ł/g, "l")
    .replace(/đ/g, "d")
    .replace(/ø/g, "o")
    .replace(/ς/g, "σ")

const months: ReadonlyMap<string, number> = (() => {
  const found = new Map<string, number>()
  const disputed = new Set<string>()
  names.forEach((line, index) => {
    for (const name of line.split(" ")) {
      const key = fold(name)
      const known = found.get(key)
      if (known !== undefined && known !== index + 1) disputed.add(key)
      found.set(key, index + 1)
    }
  })
  for (const key of disputed) found.delete(key)
  return found
})()

const separators: ReadonlySet<string> = new Set([
  "年",
  "月",
  "日",
  "년",
  "월",
  "일",
  "de",
  "del",
  "of",
  "the",
  "st",
  "nd",
  "rd",
  "th",
  "er",
  "º",
  "ª",
  "r",
  "г",
  "року"
])

const weekdays: ReadonlySet<string> = new Set(
  (
    "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday mo di mi do fr sa so " +
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lun mar mer jeu ven sam dim lundi mardi mercredi jeudi " +
    "vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo mie jue vie dom seg ter qua qui sex sab segunda " +
    "terca quarta quinta sexta mar gio sabato domenica lunedi martedi mercoledi giovedi venerdi ma di wo do vr za zo maandag dinsdag " +
    "woensdag donderdag vrijdag zaterdag zondag pon wt sr czw pt sob nd niedz man tir ons tor lor son"
  ).split(" ")
)

/** The month, 1–12, that the word names in full or short, or null. */
export const month = (word: string): number | null => (word.length > 14 ? null : (months.get(fold(word)) ?? null))

/** Whether the word stands between the parts of a date without meaning anything: `de`, `of`, `年`. */
export const isSeparator = (word: string): boolean => separators.has(word.toLowerCase())

/** Whether the word names a day of the week, full or short. */
export const isWeekday = (word: string): boolean => weekdays.has(fold(word))
