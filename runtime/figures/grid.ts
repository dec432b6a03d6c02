/** `grid`: a sheet of pictures; with several binders the last gives the columns. Lines and columns that stand for a value say which. */
import { FigureError, type Caption, type ColumnCaption, type Drawing, type FigureData } from './drawing.ts'
import { columnWidth, rowHeight, sheet, type Tile, type TileShape } from './raster.ts'
import { picturesOf } from './tiles.ts'

export function grid(data: FigureData): Drawing {
  const [item, ...others] = picturesOf(data)
  if (others.length > 0) throw new FigureError(`${data.plan.name} shows one expression, and there are ${others.length + 1}: use compare`)
  const { axes } = data.plan
  const columns = axes.length > 1 ? axes.at(-1)! : Math.ceil(Math.sqrt(item!.tiles.length))
  const positions = axes.length > 1 ? data.plan.notes?.positions ?? [] : []
  return {
    kind: 'raster', raster: sheet(inRows(item!.tiles, columns), item!.shape),
    captions: lineCaptions(axes.slice(0, -1), positions.slice(0, -1), item!.shape), columns: columnCaptions(positions.at(-1) ?? null, item!.shape),
  }
}

export const inRows = (tiles: readonly Tile[], columns: number): readonly (readonly Tile[])[] =>
  Array.from({ length: Math.ceil(tiles.length / columns) }, (_, row) => tiles.slice(row * columns, (row + 1) * columns))

/** Every combination of the named positions of the axes that give the lines. */
function lineCaptions(axes: readonly number[], positions: readonly (readonly string[] | null)[], shape: TileShape): readonly Caption[] {
  if (positions.every((names) => names === null)) return []
  const texts = axes.reduce<string[]>((all, size, axis) => {
    const names = positions[axis] ?? null
    return all.flatMap((before) => Array.from({ length: size }, (_, i) => [before, names?.[i] ?? ''].filter((text) => text !== '').join(', ')))
  }, [''])
  const height = rowHeight(shape)
  return texts.map((text, row) => ({ text, top: row * height, height }))
}

/** What columns stand for. */
export const columnCaptions = (names: readonly string[] | null, shape: TileShape): readonly ColumnCaption[] =>
  (names ?? []).map((text, column) => ({ text, left: column * columnWidth(shape), width: columnWidth(shape) }))
