/**
 * Places that banks append to a merchant's name: what `Normalization` may cut from the end of a description. Folded
 * words. Towns whose names are everyday words or famous brands (Reading, Bath, Nice, Orange, Mobile, Essen) are left out:
 * keeping a town costs nothing, cutting half a name does.
 */

const spaceSeparated = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))
const commaSeparated = (text: string): ReadonlySet<string> => new Set(text.split(",").map((place) => place.trim()))

/** US states, Canadian provinces and ISO country codes (two and three letters) as they stand after a town. */
export const regionCodes: ReadonlySet<string> = spaceSeparated(`
  al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc
  sd tn tx ut vt va wa wv wi wy dc pr on qc bc ab mb sk ns nb
  us usa gb gbr uk deu at aut ch che fr fra es esp it ita nl nld be bel lu lux ie irl pt prt se swe no nor dk dnk fi
  fin pl pol cz cze sk svk hu hun ro rou gr grc bg bgr hr hrv si svn ee est lv lva lt ltu
`)

/** Countries by name, in the languages they are usually printed in. */
export const countries: ReadonlySet<string> = commaSeparated(
  "deutschland, germany, osterreich, oesterreich, austria, schweiz, suisse, switzerland, france, frankreich, espana, spain, " +
    "italia, italy, nederland, netherlands, belgique, belgie, belgium, luxembourg, ireland, united kingdom, great britain, " +
    "england, scotland, portugal, sverige, sweden, norge, norway, danmark, denmark, suomi, finland, polska, poland, united states"
)

/** Larger towns, one to three words each. */
export const towns: ReadonlySet<string> = commaSeparated(
  [
    "new york, new york city, brooklyn, queens, bronx, staten island, los angeles, chicago, houston, phoenix, philadelphia",
    "san antonio, san diego, dallas, san jose, austin, jacksonville, fort worth, columbus, charlotte, indianapolis",
    "san francisco, seattle, denver, washington, nashville, oklahoma city, el paso, boston, portland, las vegas, detroit",
    "memphis, louisville, baltimore, milwaukee, albuquerque, tucson, fresno, sacramento, kansas city, mesa, atlanta, omaha",
    "colorado springs, raleigh, long beach, virginia beach, miami, oakland, minneapolis, tulsa, bakersfield, wichita",
    "arlington, aurora, tampa, new orleans, cleveland, honolulu, anaheim, lexington, stockton, irvine, orlando, newark",
    "cincinnati, pittsburgh, st louis, saint louis, greensboro, plano, lincoln, anchorage, durham, jersey city, chandler",
    "buffalo, madison, lubbock, scottsdale, reno, glendale, norfolk, winston salem, fremont, boise, richmond, baton rouge",
    "des moines, spokane, tacoma, san bernardino, modesto, fontana, rochester, oxnard, fayetteville, little rock, amarillo",
    "grand rapids, salt lake city, huntsville, knoxville, worcester, brownsville, santa clarita, providence, fort lauderdale",
    "chattanooga, sioux falls, palo alto, mountain view, menlo park, redwood city, sunnyvale, cupertino, santa monica",
    "santa clara, santa barbara, santa cruz, berkeley, bellevue, redmond, cambridge, ann arbor, boulder, savannah, charleston",
    "burbank, los gatos, pasadena, san mateo, hoboken, cherry hill, st paul, st petersburg, salt lake, toronto, montreal",
    "vancouver, ottawa, calgary, london, birmingham, manchester, leeds, glasgow, liverpool, bristol, sheffield, edinburgh",
    "cardiff, belfast, leicester, nottingham, newcastle, brighton, oxford, york, croydon, southampton, plymouth, milton keynes",
    "dublin, cork, galway, limerick, berlin, hamburg, munchen, muenchen, munich, koln, koeln, cologne, frankfurt",
    "frankfurt am main, stuttgart, dusseldorf, duesseldorf, leipzig, dortmund, bremen, dresden, hannover, nurnberg, nuernberg",
    "duisburg, bochum, wuppertal, bielefeld, bonn, munster, muenster, karlsruhe, mannheim, augsburg, wiesbaden",
    "monchengladbach, gelsenkirchen, aachen, braunschweig, kiel, chemnitz, magdeburg, freiburg, krefeld, mainz, lubeck",
    "luebeck, erfurt, rostock, kassel, potsdam, saarbrucken, heidelberg, darmstadt, regensburg, wurzburg, wuerzburg, ulm",
    "heilbronn, ingolstadt, konstanz, passau, wien, vienna, graz, linz, salzburg, innsbruck, klagenfurt, zurich, zuerich",
    "geneve, geneva, genf, basel, bern, lausanne, luzern, winterthur, st gallen, lugano, paris, marseille, lyon, toulouse",
    "nantes, strasbourg, montpellier, bordeaux, lille, rennes, reims, toulon, grenoble, dijon, angers, nimes, villeurbanne",
    "le mans, clermont ferrand, brest, limoges, amiens, metz, besancon, nancy, rouen, caen, vannes, madrid, barcelona",
    "valencia, sevilla, zaragoza, malaga, murcia, palma, bilbao, alicante, cordoba, valladolid, vigo, gijon, granada, toledo",
    "salamanca, san sebastian, roma, rome, milano, milan, napoli, torino, palermo, genova, bologna, firenze, bari, catania",
    "venezia, verona, messina, padova, trieste, brescia, parma, modena, reggio emilia, perugia, rimini, amsterdam, rotterdam",
    "den haag, s gravenhage, utrecht, eindhoven, groningen, tilburg, almere, breda, nijmegen, arnhem, haarlem, enschede",
    "zwolle, maastricht, leiden, delft, gouda, bruxelles, brussel, brussels, antwerpen, antwerp, gent, charleroi, liege",
    "brugge, namur, leuven, luxembourg, lisboa, lisbon, porto, braga, coimbra, faro, stockholm, goteborg, malmo, uppsala",
    "oslo, bergen, trondheim, stavanger, kobenhavn, koebenhavn, copenhagen, aarhus, odense, aalborg, helsinki, espoo, tampere",
    "turku, warszawa, warsaw, krakow, lodz, wroclaw, poznan, gdansk, szczecin, katowice, lublin, praha, prague, brno, ostrava",
    "bratislava, budapest, bucuresti, athens, athina, thessaloniki, zagreb, ljubljana, tallinn, riga, vilnius"
  ].join(", ")
)
