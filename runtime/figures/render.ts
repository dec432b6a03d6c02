/** Drawings to PNG files. Loads the chart library only when there is a chart, and the rasteriser only where there is text. */
import { createRequire } from 'node:module'
import { encode } from 'fast-png'
import type { LoggerInterface } from 'vega'
import type { Caption, Drawing } from './drawing.ts'
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
  return drawing.captions.length === 0 ? png : rasterise(captioned(drawing.raster, png, drawing.captions), 1)
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

const FONT_SIZE = 13
/** Width of a letter, for the margin: generous, as nothing is measured. */
const LETTER = 0.62

/** The sheet with a line of text beside each of its rows. */
function captioned({ width, height }: Raster, png: Uint8Array, captions: readonly Caption[]): string {
  const margin = Math.ceil(Math.max(...captions.map(({ text }) => text.length)) * FONT_SIZE * LETTER) + 16
  const lines = captions.map(({ text, top, height: tall }) =>
    `<text x="${margin - 8}" y="${top + tall / 2}" dy="0.35em" text-anchor="end">${escapeXml(text)}</text>`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width + margin}" height="${height}" font-family="${FONT}" font-size="${FONT_SIZE}" fill="#222">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    `<image x="${margin}" y="0" width="${width}" height="${height}" style="image-rendering: pixelated" href="data:image/png;base64,${Buffer.from(png).toString('base64')}"/>`,
    ...lines, '</svg>',
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
