/** Drawings as files that a page shows as they are: pixels as PNG, lines and letters as SVG. Loads the chart library only when there is a chart. */
import { encode } from 'fast-png'
import type { LoggerInterface } from 'vega'
import type { Caption, ColumnCaption, Drawing } from './drawing.ts'
import type { Raster } from './raster.ts'
import { FONTS, type Chart } from './theme.ts'

export type Image = { readonly type: 'image/png'; readonly bytes: Uint8Array } | { readonly type: 'image/svg+xml'; readonly text: string }

export async function imageOf(drawing: Drawing): Promise<Image> {
  if (drawing.kind === 'chart') return { type: 'image/svg+xml', text: await chartSvg(drawing.spec) }
  const bytes = sheetPng(drawing.raster)
  const columns = drawing.columns ?? []
  return drawing.captions.length === 0 && columns.length === 0 ? { type: 'image/png', bytes } : { type: 'image/svg+xml', text: captioned(drawing.raster, bytes, drawing.captions, columns) }
}

/** A sheet without its captions. */
export const sheetPng = ({ width, height, pixels }: Raster): Uint8Array => encode({ width, height, channels: 3, depth: 8, data: pixels })

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
export function captioned({ width, height }: Raster, png: Uint8Array, captions: readonly Caption[], columns: readonly ColumnCaption[]): string {
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
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width + margin}" height="${height + above}" font-family="${FONTS}" font-size="${FONT_SIZE}" fill="#222">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    `<image x="${margin}" y="${above}" width="${width}" height="${height}" style="image-rendering: pixelated" href="data:image/png;base64,${base64(png)}"/>`,
    ...lines, ...heads, ...title, '</svg>',
  ].join('\n')
}

const escapeXml = (text: string): string => text.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`)

function base64(bytes: Uint8Array): string {
  let text = ''
  // A call takes only so many arguments.
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return btoa(text)
}
