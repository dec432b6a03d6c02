/** Drawings to PNG files, with the one typeface that comes along. Loads the rasteriser only where there is text. */
import { createRequire } from 'node:module'
import type { Drawing } from './drawing.ts'
import { imageOf } from './svg.ts'
import { FONT } from './theme.ts'

/** Charts are drawn at twice their nominal size, for sharp type. */
const CHART_SCALE = 2

/** A drawing as a file of pixels, and as lines and text where it is no picture of pixels. */
export interface Rendered { readonly png: Uint8Array; readonly svg: string | null }

export async function renderFigure(drawing: Drawing): Promise<Rendered> {
  const image = await imageOf(drawing)
  if (image.type === 'image/png') return { png: image.bytes, svg: null }
  const chart = drawing.kind === 'chart'
  return { png: await rasterise(image.text, chart ? CHART_SCALE : 1), svg: chart ? image.text : null }
}

/** PNG bytes. */
export const renderPng = async (drawing: Drawing): Promise<Uint8Array> => (await renderFigure(drawing)).png

/** The typeface is the same on every machine, and so is the figure. */
async function rasterise(svg: string, scale: number): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js')
  const font = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles: [font], defaultFontFamily: FONT, sansSerifFamily: FONT },
  }).render()
  return image.asPng()
}
