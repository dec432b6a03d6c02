/** Drawings to PNG files. Loads the chart library only when there is a chart, and the rasteriser only where there is text. */
import { createRequire } from 'node:module'
import { encode } from 'fast-png'
import type { LoggerInterface } from 'vega'
import type { Caption, ColumnCaption, Drawing } from './drawing.ts'
import type { Raster } from './raster.ts'
import { FONT, type Chart } from './theme.ts'

/** Charts are drawn at twice their nominal size, for sharp type. */
const CHART_SCALE = 2

/** A drawing as a file of pixels, and as lines and text where it is no picture of pixels. */
export interface Rendered { readonly png: Uint8Array; readonly svg: string | null }

export async function renderFigure(drawing: Drawing): Promise<Rendered> {
  if (drawing.kind === 'raster') return { png: await renderPng(drawing), svg: null }
  const svg = await chartSvg(drawing.spec)
  return { png: await rasterise(svg, CHART_SCALE), svg }
}

/** PNG bytes. */
export async function renderPng(drawing: Drawing): Promise<Uint8Array> {
  if (drawing.kind === 'chart') return (await renderFigure(drawing)).png
  const png = encode({ width: drawing.raster.width, height: drawing.raster.height, channels: 3, depth: 8, data: drawing.raster.pixels })
  const columns = drawing.columns ?? []
  return drawing.captions.length === 0 && columns.length === 0 ? png : rasterise(captioned(drawing.raster, png, drawing.captions, columns), 1)
}

/** A Vega-Lite specification as SVG. */
export async function chartSvg(spec: Chart): Promise<string> {
  const [{ parse, View, Warn }, { compile }] = await Promise.all([import('vega'), import('vega-lite')])
  const view = new View(parse(compile(spec as unknown as Parameters<typeof compile>[0], { logger: silent }).spec), { renderer: 'none', logLevel: Warn - 1 })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}

/** Vega-Lite thinks aloud about legends that two panels share. */
const silent = { level: () => silent, error: () => silent, warn: () => silent, info: () => silent, debug: () => silent } as unknown as LoggerInterface

const FONT_SIZE = 16
/** Width of a letter, for the margin: generous, as nothing is measured. */
const LETTER = 0.62

/** The sheet with a line of text beside each of its rows, and above its columns. */
function captioned({ width, height }: Raster, png: Uint8Array, captions: readonly Caption[], columns: readonly ColumnCaption[]): string {
  const wide = (text: string): number => text.length * FONT_SIZE * LETTER
  const margin = captions.length === 0 ? 0 : Math.ceil(Math.max(...captions.map(({ text }) => wide(text)))) + 16
  const above = columns.length === 0 ? 0 : FONT_SIZE + 12
  // Where names do not fit, values do: the first column still says what they are of.
  const tight = columns.some(({ text, width: room }) => wide(text) > room)
  const short = (text: string): string => (tight ? text.replace(/^.* = /, '') : text)
  const lines = captions.map(({ text, top, height: tall }) => `<text x="${margin - 8}" y="${above + top + tall / 2}" dy="0.35em" text-anchor="end">${escapeXml(text)}</text>`)
  const heads = columns.map(({ text, left, width: room }) => `<text x="${margin + left + room / 2}" y="${FONT_SIZE + 2}" text-anchor="middle">${escapeXml(short(text))}</text>`)
  const title = tight && margin > 0 ? [`<text x="${margin - 8}" y="${FONT_SIZE + 2}" text-anchor="end">${escapeXml(columns[0]!.text.replace(/ = .*$/, ''))}</text>`] : []
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width + margin}" height="${height + above}" font-family="${FONT}" font-size="${FONT_SIZE}" fill="#222">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    `<image x="${margin}" y="${above}" width="${width}" height="${height}" style="image-rendering: pixelated" href="data:image/png;base64,${Buffer.from(png).toString('base64')}"/>`,
    ...lines, ...heads, ...title, '</svg>',
  ].join('\n')
}

const escapeXml = (text: string): string => text.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`)

/** With the one typeface that comes along, so that a figure looks the same on every machine. */
async function rasterise(svg: string, scale: number): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js')
  const font = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles: [font], defaultFontFamily: FONT, sansSerifFamily: FONT },
  }).render()
  return image.asPng()
}
