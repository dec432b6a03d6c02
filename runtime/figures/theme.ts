/** How charts look: one family of type, quiet axes, colours that people with colour-blindness tell apart (Okabe and Ito's). */

export const PALETTE = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#f0e442'] as const

export const FONT = 'DejaVu Sans'

/** A Vega-Lite specification: plain JSON. */
export type Chart = Record<string, unknown>

export const WIDTH = 460
export const HEIGHT = 300

/** Six digits are more than a picture shows, and keep it small. */
export const round = (value: number): number => Number(value.toPrecision(6))

/** A legend above the chart, one name a line where they are long. */
export const legendAbove = (names: readonly string[]): Chart => ({ title: null, orient: 'top', columns: names.some((name) => name.length > 20) ? 1 : names.length })

/** The frame of every chart. `parts`: data, layers, encodings. */
export const chart = (parts: Chart): Chart => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: 'white',
  padding: 12,
  config: {
    font: FONT,
    view: { stroke: '#d0d0d0' },
    axis: { grid: false, labelFontSize: 11, titleFontSize: 12, titleFontWeight: 'normal', labelColor: '#444', titleColor: '#222', domain: false, tickColor: '#c8c8c8', labelFlush: false },
    axisQuantitative: { tickCount: 6 },
    legend: { labelFontSize: 11, titleFontSize: 11, titleFontWeight: 'normal', symbolStrokeWidth: 2, labelLimit: 440 },
    title: { fontSize: 13, fontWeight: 'normal', anchor: 'start', color: '#222' },
    range: { category: PALETTE },
  },
  ...parts,
})
