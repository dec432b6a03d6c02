/** `signal`: a panel for each expression under one another, a column for each row of data: what a signal is and what becomes of it. */
import { FigureError, type Drawing, type FigureData } from './drawing.ts'
import { rangeOf } from './raster.ts'
import { chart, PALETTE, round, WIDTH, type Chart } from './theme.ts'

/** Columns beyond this would be too narrow to read. */
const COLUMNS = 4
const HEIGHT = 90

export function signal(data: FigureData): Drawing {
  const { plan } = data
  const items = plan.items.filter((item) => item.group === null)
  const count = plan.axes.reduce((n, size) => n * size, 1)
  if (count > COLUMNS) throw new FigureError(`${plan.name} shows up to ${COLUMNS} signals side by side, and has ${count}`)
  const signals = items.map((item) => {
    if (item.shape.length === 0 || item.shape.slice(1).some((size) => size !== 1)) {
      throw new FigureError(`${plan.name} shows signals, [steps] or [steps, 1], and ${item.label} is [${item.shape.join(', ')}]`)
    }
    return data.valuesOf(item)
  })
  // One scale for all, so that loud and quiet can be told apart.
  const [least, most] = rangeOf(Float32Array.from(signals.flatMap((values) => [...values])))
  const width = count === 1 ? WIDTH : Math.floor((1.6 * WIDTH) / count)
  const panel = (item: number, column: number): Chart => {
    const steps = items[item]!.shape[0]!
    const values = Array.from(signals[item]!.subarray(column * steps, (column + 1) * steps), (value, at) => ({ at, value: Number.isFinite(value) ? round(value) : null }))
    return {
      width, height: HEIGHT,
      data: { values },
      ...(column === 0 && { title: items[item]!.label }),
      mark: { type: 'line', strokeWidth: 1, color: PALETTE[item % PALETTE.length] },
      encoding: {
        x: { field: 'at', type: 'quantitative', scale: { nice: false, zero: false }, axis: { title: null, labels: item === items.length - 1 } },
        y: { field: 'value', type: 'quantitative', scale: { domain: [least, most], nice: false }, axis: { title: null, tickCount: 3, labels: column === 0 } },
      },
    }
  }
  // One grid, so that columns stay below each other whatever stands at the axes.
  const panels = items.flatMap((_, item) => Array.from({ length: count }, (_, column) => panel(item, column)))
  return { kind: 'chart', spec: chart({ concat: panels, columns: count, spacing: { row: 8, column: 10 } }) }
}
