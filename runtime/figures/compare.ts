/** `compare`: a column for each row of data, a line for each expression. */
import type { Drawing, FigureData } from './drawing.ts'
import { rowHeight, sheet } from './raster.ts'
import { picturesOf } from './tiles.ts'

/** Columns side by side at most; what is left goes below. */
const COLUMNS = 20

export function compare(data: FigureData): Drawing {
  const items = picturesOf(data)
  const { shape, tiles } = items[0]!
  const bands = Math.ceil(tiles.length / COLUMNS)
  const rows = Array.from({ length: bands }, (_, band) => items.map((item) => item.tiles.slice(band * COLUMNS, (band + 1) * COLUMNS))).flat()
  const height = rowHeight(shape)
  const captions = items.length === 1 ? [] : rows.map((_, row) => ({ text: items[row % items.length]!.label, top: row * height, height }))
  return { kind: 'raster', raster: sheet(rows, shape), captions }
}
