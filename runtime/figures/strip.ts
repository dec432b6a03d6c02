/** `strip`: a walk from one point to another, a line for each expression. */
import type { Drawing, FigureData } from './drawing.ts'
import { rowHeight, sheet } from './raster.ts'
import { picturesOf } from './tiles.ts'

export function strip(data: FigureData): Extract<Drawing, { kind: 'raster' }> {
  const items = picturesOf(data)
  const height = rowHeight(items[0]!.shape)
  const captions = items.length === 1 ? [] : items.map((item, row) => ({ text: item.label, top: row * height, height }))
  return { kind: 'raster', raster: sheet(items.map((item) => item.tiles), items[0]!.shape), captions }
}
