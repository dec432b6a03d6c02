/** Sheets of small pictures: tiles side by side, enlarged without smoothing, thin lines between them. */
import { BROKEN } from './theme.ts'

/** RGB, 8 bits a channel. */
export interface Raster { readonly width: number; readonly height: number; readonly pixels: Uint8Array }

/** One tile's numbers: [height, width, channels], row-major, over `range`. */
export interface Tile { readonly values: Float32Array; readonly range: readonly [number, number] }

export interface TileShape { readonly height: number; readonly width: number; readonly channels: 1 | 3 }

const SEPARATOR = 2
const PAPER = 255
/** Tiles are enlarged to about this many pixels. */
const COMFORTABLE = 84

/** Pixels of one number of a tile. */
export const enlargement = ({ height, width }: TileShape): number => Math.max(1, Math.min(42, Math.round(COMFORTABLE / Math.max(height, width))))

/** Height of one row of a sheet with the separator above it; the sheet ends with one more separator. */
export const rowHeight = (shape: TileShape): number => shape.height * enlargement(shape) + SEPARATOR

/** Width of one column of a sheet with the separator before it. */
export const columnWidth = (shape: TileShape): number => shape.width * enlargement(shape) + SEPARATOR

/** Lays rows of tiles out on white paper; rows may differ in length. */
export function sheet(rows: readonly (readonly Tile[])[], shape: TileShape): Raster {
  const scale = enlargement(shape)
  const columns = Math.max(...rows.map((row) => row.length))
  const width = columns * (shape.width * scale + SEPARATOR) + SEPARATOR
  const height = rows.length * rowHeight(shape) + SEPARATOR
  const raster: Raster = { width, height, pixels: new Uint8Array(width * height * 3).fill(PAPER) }
  rows.forEach((row, r) => row.forEach((tile, c) => {
    drawTile(raster, tile, shape, scale, SEPARATOR + c * (shape.width * scale + SEPARATOR), SEPARATOR + r * rowHeight(shape))
  }))
  return raster
}

function drawTile(raster: Raster, { values, range: [low, high] }: Tile, { height, width, channels }: TileShape, scale: number, left: number, top: number): void {
  const stretch = high > low ? 255 / (high - low) : 0
  for (let y = 0; y < height * scale; y++) {
    const row = Math.floor(y / scale) * width
    for (let x = 0; x < width * scale; x++) {
      const from = (row + Math.floor(x / scale)) * channels
      const at = ((top + y) * raster.width + left + x) * 3
      for (let c = 0; c < 3; c++) {
        const value = values[from + (channels === 3 ? c : 0)]!
        raster.pixels[at + c] = Number.isFinite(value) ? Math.max(0, Math.min(255, Math.round((value - low) * stretch))) : BROKEN[c]!
      }
    }
  }
}

/** The shape of a picture: [h, w], [h, w, 1] or [h, w, 3]; null for anything else. */
export function tileShape(shape: readonly number[]): TileShape | null {
  const [height, width, channels = 1] = shape
  if (height === undefined || width === undefined || shape.length > 3) return null
  return channels === 1 || channels === 3 ? { height, width, channels } : null
}

/** Lowest and highest finite number; [0, 1] where there is none. */
export function rangeOf(values: Float32Array): readonly [number, number] {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  return low <= high ? [low, high] : [0, 1]
}
