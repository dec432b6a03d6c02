/** `histogram`: how the members of arrays are spread, in bins that all of them share. */
import { FigureError, type Drawing, type FigureData } from './drawing.ts'
import { rangeOf } from './raster.ts'
import { chart, GRID, HEIGHT, legendAbove, WIDTH, round } from './theme.ts'

const BINS = 40

export function histogram(data: FigureData): Drawing {
  const items = data.plan.items.filter((item) => item.group === null)
  if (items.length === 0) throw new FigureError(`${data.plan.name} shows nothing`)
  const arrays = items.map((item) => data.valuesOf(item).filter((value) => Number.isFinite(value)))
  const [low, high] = rangeOf(Float32Array.from(arrays.flatMap((array) => Array.from(array))))
  const width = (high - low || 1) / BINS
  // Steps: the height at a place holds up to the next; the last bin needs its right end.
  const values = items.flatMap((item, i) => {
    const heights = shares(arrays[i]!, low, width)
    return [...heights, heights.at(-1)!].map((share, edge) => ({ name: item.label, at: round(low + edge * width), share: round(share) }))
  })
  const names = items.map((item) => item.label)
  const [only] = names
  return { kind: 'chart', spec: chart({
    width: WIDTH, height: HEIGHT,
    data: { values },
    // Outlines in full colour stay readable where areas lie over one another.
    mark: { type: 'area', interpolate: 'step-after', opacity: names.length > 1 ? 0.3 : 0.6, line: { interpolate: 'step-after', strokeWidth: 2.5, opacity: 1 } },
    encoding: {
      x: { field: 'at', type: 'quantitative', scale: { nice: false, zero: false }, axis: { title: data.plan.notes?.variable ?? (names.length === 1 ? only : null) } },
      y: { field: 'share', type: 'quantitative', stack: null, axis: { title: 'share', format: '~%', grid: true, gridColor: GRID } },
      color: { field: 'name', type: 'nominal', scale: { domain: names }, legend: names.length > 1 ? { ...legendAbove(names), symbolOpacity: 1, symbolType: 'square' } : null },
    },
  }) }
}

/** Shares of the members in each bin; the highest number belongs to the last one. */
function shares(array: Float32Array, low: number, width: number): number[] {
  const counts = new Array<number>(BINS).fill(0)
  for (const value of array) counts[Math.min(BINS - 1, Math.floor((value - low) / width))]!++
  return counts.map((count) => (array.length === 0 ? 0 : count / array.length))
}
