/**
 * Writes statements for measuring: `generate-statements.ts <folder> <files> <rows>`. Deterministic: the same arguments are the
 * same bytes. Files are spread over accounts and months, as those of many people are.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const [folder = "", files = "1000", rows = "50"] = process.argv.slice(2)
const shops = [
  "TESCO STORES 3012",
  "SHELL OIL 5744",
  "NETFLIX.COM",
  "REWE MARKT KOELN",
  "UBER *TRIP",
  "WALGREENS #4471",
  "XK-99812"
]

mkdirSync(folder, { recursive: true })
for (let file = 0; file < Number(files); file++) {
  const account = file % 50
  const month = Math.floor(file / 50)
  const year = 2000 + Math.floor(month / 12)
  const lines = ["Account,Date,Description,Amount,Reference"]
  for (let row = 0; row < Number(rows); row++) {
    const day = String(1 + Math.floor((row * 28) / Number(rows))).padStart(2, "0")
    const date = `${year}-${String(1 + (month % 12)).padStart(2, "0")}-${day}`
    const amount = `-${1 + ((file * 31 + row * 7) % 90)}.${String((file + row) % 100).padStart(2, "0")}`
    lines.push(`ACC-${account},${date},${shops[(file + row) % shops.length]},${amount},R${file}-${row}`)
  }
  writeFileSync(join(folder, `f${String(file).padStart(6, "0")}.csv`), `${lines.join("\n")}\n`)
}
