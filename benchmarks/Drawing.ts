/**
 * Draws growth: for each series one panel of processor time and one of peak memory, against the size on a logarithmic axis. Time is
 * logarithmic too, so that what is linear lies along the dashed line; memory begins at nothing, so that what is flat looks so.
 */
type Row = Readonly<Record<string, string | number>>

const panel = { width: 320, height: 220, left: 56, top: 34, right: 16, bottom: 38 }

const numberOf = (row: Row, column: string): number => Number(row[column] ?? Number.NaN)

interface Axis {
  readonly at: (value: number) => number
  readonly ticks: ReadonlyArray<number>
}

const powersBetween = (least: number, most: number): ReadonlyArray<number> => {
  const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))]
  return Array.from({ length: Math.max(1, to - from) + 1 }, (_, index) => 10 ** (from + index))
}

const logarithmic = (values: ReadonlyArray<number>, length: number): Axis => {
  const ticks = powersBetween(Math.min(...values), Math.max(...values))
  const [low, high] = [Math.log10(ticks[0] ?? 1), Math.log10(ticks.at(-1) ?? 10)]
  return { at: (value) => ((Math.log10(value) - low) / (high - low)) * length, ticks }
}

const linear = (values: ReadonlyArray<number>, length: number): Axis => {
  const step = 10 ** Math.floor(Math.log10(Math.max(...values)))
  const most = Math.ceil(Math.max(...values) / step) * step
  const every = most / step > 4 ? step * 2 : step
  const ticks = Array.from({ length: Math.floor(most / every) + 1 }, (_, index) => index * every)
  return { at: (value) => (value / most) * length, ticks }
}

const label = (value: number): string =>
  value >= 1_000_000 ? `${value / 1_000_000}M` : value >= 1000 ? `${value / 1000}k` : String(value)

const round = (value: number): string => value.toFixed(1)

const drawPanel = (options: {
  readonly title: string
  readonly unit: string
  readonly points: ReadonlyArray<readonly [size: number, value: number]>
  readonly isTime: boolean
  readonly x: number
  readonly y: number
}): string => {
  const { isTime, points, title, unit } = options
  const [width, height] = [panel.width - panel.left - panel.right, panel.height - panel.top - panel.bottom]
  const across = logarithmic(
    points.map(([size]) => size),
    width
  )
  const values = points.map(([, value]) => value)
  const up = isTime ? logarithmic(values, height) : linear(values, height)
  const place = ([size, value]: readonly [number, number]): string =>
    `${round(across.at(size))},${round(height - up.at(value))}`
  const [first] = points
  const last = points.at(-1)
  const straight =
    isTime && first !== undefined && last !== undefined
      ? `<path class="linear" d="M${place(first)} L${place([last[0], (first[1] * last[0]) / first[0]])}"/>`
      : ""
  return [
    `<g transform="translate(${options.x + panel.left},${options.y + panel.top})">`,
    `<text class="title" x="0" y="-14">${title}, ${unit}</text>`,
    ...across.ticks.map(
      (tick) =>
        `<path class="grid" d="M${round(across.at(tick))},0 V${height}"/><text x="${round(across.at(tick))}" y="${height + 16}" text-anchor="middle">${label(tick)}</text>`
    ),
    ...up.ticks.map(
      (tick) =>
        `<path class="grid" d="M0,${round(height - up.at(tick))} H${width}"/><text x="-8" y="${round(height - up.at(tick) + 4)}" text-anchor="end">${label(tick)}</text>`
    ),
    straight,
    `<path class="line" d="M${points.map(place).join(" L")}"/>`,
    ...points.map((point) => {
      const [x, y] = place(point).split(",")
      return `<circle cx="${x}" cy="${y}" r="3"/>`
    }),
    "</g>"
  ].join("\n")
}

/** The drawing of the growth benchmark's rows, as SVG. */
export const drawing = (rows: ReadonlyArray<Row>): string => {
  const series = [...Map.groupBy(rows, (row) => String(row["what"]))].filter(([, points]) => points.length > 1)
  const panels = series.flatMap(([what, points], index) =>
    [
      { column: "seconds of processor", unit: "seconds of processor", isTime: true },
      { column: "peak MiB", unit: "peak MiB", isTime: false }
    ].map(({ column, isTime, unit }, position) =>
      drawPanel({
        title: what,
        unit,
        isTime,
        points: points.map((row) => [numberOf(row, "size"), numberOf(row, column)] as const),
        x: position * panel.width,
        y: index * panel.height
      })
    )
  )
  const [width, height] = [panel.width * 2, panel.height * Math.max(1, series.length)]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Processor time and peak memory against rows and files">
<style>
  text { font: 11px system-ui, sans-serif; fill: #57606a } .title { font-size: 12px; font-weight: 600; fill: #24292f }
  .grid { stroke: #d0d7de; stroke-width: 0.5; fill: none } .line { stroke: #0969da; stroke-width: 1.5; fill: none }
  .linear { stroke: #8c959f; stroke-dasharray: 4 3; fill: none } circle { fill: #0969da }
</style>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${panels.join("\n")}
</svg>
`
}
