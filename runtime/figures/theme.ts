/** How charts look: one family of type, quiet axes, colours that people with colour-blindness tell apart (Okabe and Ito's). */

export const PALETTE = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#f0e442'] as const

/** Ten colours for ten labels: Paul Tol's "muted", and black. */
export const LABELS = ['#332288', '#cc6677', '#ddaa33', '#117733', '#88ccee', '#882255', '#44aa99', '#000000', '#aa4499', '#999933'] as const

/** Where a number is not finite: no colour of the palettes. */
export const BROKEN = [230, 0, 126] as const

export const FONT = 'DejaVu Sans'
/** For who reads SVG without it: Verdana has its widths. */
export const FONTS = `${FONT}, Verdana, sans-serif`

/** A Vega-Lite specification: plain JSON. */
export type Chart = Record<string, unknown>

export const WIDTH = 460
export const HEIGHT = 300

export const GRID = '#eeeeee'
/** Lines that explain and are not data. */
export const GUIDE = '#666666'

/** Six digits are more than a picture shows, and keep it small. */
export const round = (value: number): number => Number(value.toPrecision(6))

/** A legend above the chart, one name a line where they are long. */
export const legendAbove = (names: readonly string[]): Chart => ({ title: null, orient: 'top', columns: names.some((name) => name.length > 20) ? 1 : names.length })

/** The frame of every chart. `parts`: data, layers, encodings. Type is large enough for the last row of a lecture hall. */
export const chart = (parts: Chart): Chart => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: 'white',
  padding: 12,
  config: {
    font: FONTS,
    // A description of every dot would be most of the file.
    aria: false,
    view: { stroke: '#d0d0d0' },
    axis: { grid: false, labelFontSize: 13, titleFontSize: 14, titleFontWeight: 'normal', labelColor: '#333', titleColor: '#222', domain: false, tickColor: '#c8c8c8', labelFlush: false, titlePadding: 6 },
    axisQuantitative: { tickCount: 6 },
    legend: { labelFontSize: 13, titleFontSize: 13, titleFontWeight: 'normal', labelColor: '#222', titleColor: '#222', symbolStrokeWidth: 2, labelLimit: 440 },
    title: { fontSize: 14, fontWeight: 'normal', anchor: 'start', color: '#222' },
    range: { category: PALETTE },
  },
  ...parts,
})
