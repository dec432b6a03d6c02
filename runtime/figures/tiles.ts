/** The tiles of an item of a figure. */
import type { FigurePlanItem } from '../../compiler/lower/plan.ts'
import { FigureError, type FigureData } from './drawing.ts'
import { rangeOf, tileShape, type Tile, type TileShape } from './raster.ts'

export interface Tiles { readonly shape: TileShape; readonly tiles: readonly Tile[] }

/** Throws a FigureError for an item that is no picture. */
export function tilesOf(data: FigureData, item: FigurePlanItem): Tiles {
  const shape = tileShape(item.shape)
  if (shape === null) {
    const found = item.shape.length === 0 ? 'one number' : `[${item.shape.join(', ')}]`
    throw new FigureError(`${data.plan.name} shows pictures, and ${item.label} is ${found}: use scatter, plot or histogram`)
  }
  const values = data.valuesOf(item)
  const range = item.range ?? rangeOf(values)
  const size = shape.height * shape.width * shape.channels
  return { shape, tiles: Array.from({ length: values.length / size }, (_, i) => ({ values: values.subarray(i * size, (i + 1) * size), range })) }
}

/** Items that are not named arguments; at least one, all of one shape. */
export function picturesOf(data: FigureData): readonly (Tiles & { readonly label: string })[] {
  const pictures = data.plan.items.filter((item) => item.group === null).map((item) => ({ ...tilesOf(data, item), label: item.label }))
  const [first, ...rest] = pictures
  if (first === undefined) throw new FigureError(`${data.plan.name} shows nothing`)
  const other = rest.find(({ shape }) => shape.height !== first.shape.height || shape.width !== first.shape.width || shape.channels !== first.shape.channels)
  if (other) {
    const show = ({ height, width, channels }: TileShape): string => [height, width, channels].join('×')
    throw new FigureError(`${data.plan.name} lays pictures side by side: ${first.label} is ${show(first.shape)}, ${other.label} is ${show(other.shape)}`)
  }
  return pictures
}
