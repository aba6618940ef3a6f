/** Tables of plain columns, as wide as their content. */

/** A column: its title and on which side its cells are aligned. */
export interface Column {
  readonly title: string
  readonly align?: "left" | "right"
}

// Escape sequences take no room on the screen.
// oxlint-disable-next-line no-control-regex
const escapes = /\u001b\[[0-9;]*m/g

/** Characters that a text takes on a screen. */
export const widthOf = (text: string): number => Array.from(text.replace(escapes, "")).length

/** Lines of a table, the titles first. Nothing where there are no rows. */
export const lines = (
  columns: ReadonlyArray<Column>,
  rows: ReadonlyArray<ReadonlyArray<string>>,
  title: (text: string) => string
): ReadonlyArray<string> => {
  if (rows.length === 0) return []
  const widths = columns.map((column, at) =>
    Math.max(widthOf(column.title), ...rows.map((row) => widthOf(row[at] ?? "")))
  )
  const line = (cells: ReadonlyArray<string>): string =>
    columns
      .map((column, at) => {
        const cell = cells[at] ?? ""
        const room = " ".repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell)))
        return column.align === "right" ? room + cell : cell + room
      })
      .join("  ")
      .trimEnd()
  return [title(line(columns.map((column) => column.title))), ...rows.map(line)]
}
