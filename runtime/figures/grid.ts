/** `grid`: a sheet of pictures; with several binders the last gives the columns. */
import { FigureError, type Drawing, type FigureData } from './drawing.ts'
import { sheet, type Tile } from './raster.ts'
import { picturesOf } from './tiles.ts'

export function grid(data: FigureData): Drawing {
  const [item, ...others] = picturesOf(data)
  if (others.length > 0) throw new FigureError(`${data.plan.name} shows one expression, and there are ${others.length + 1}: use compare`)
  const { axes } = data.plan
  const columns = axes.length > 1 ? axes.at(-1)! : Math.ceil(Math.sqrt(item!.tiles.length))
  return { kind: 'raster', raster: sheet(inRows(item!.tiles, columns), item!.shape), captions: [] }
}

export const inRows = (tiles: readonly Tile[], columns: number): readonly (readonly Tile[])[] =>
  Array.from({ length: Math.ceil(tiles.length / columns) }, (_, row) => tiles.slice(row * columns, (row + 1) * columns))
