/** `histogram`: how the members of arrays are spread, in bins that all of them share. */
import { FigureError, type Drawing, type FigureData } from './drawing.ts'
import { rangeOf } from './raster.ts'
import { chart, HEIGHT, legendAbove, WIDTH, round } from './theme.ts'

const BINS = 40

export function histogram(data: FigureData): Drawing {
  const items = data.plan.items.filter((item) => item.group === null)
  if (items.length === 0) throw new FigureError(`${data.plan.name} shows nothing`)
  const arrays = items.map((item) => data.valuesOf(item).filter((value) => Number.isFinite(value)))
  const [low, high] = rangeOf(Float32Array.from(arrays.flatMap((array) => Array.from(array))))
  const width = (high - low || 1) / BINS
  const values = items.flatMap((item, i) => shares(arrays[i]!, low, width).map((share, bin) =>
    ({ name: item.label, from: round(low + bin * width), to: round(low + (bin + 1) * width), share: round(share) })))
  const names = items.map((item) => item.label)
  return { kind: 'chart', spec: chart({
    width: WIDTH, height: HEIGHT,
    data: { values },
    mark: { type: 'bar', opacity: names.length > 1 ? 0.55 : 0.9, binSpacing: 0 },
    encoding: {
      x: { field: 'from', type: 'quantitative', bin: { binned: true }, scale: { nice: false, zero: false }, axis: { title: names.length === 1 ? names[0] : null } }, x2: { field: 'to' },
      y: { field: 'share', type: 'quantitative', stack: null, axis: { title: 'share', format: '~%', grid: true, gridColor: '#eeeeee' } },
      color: { field: 'name', type: 'nominal', scale: { domain: names }, legend: names.length > 1 ? legendAbove(names) : null },
    },
  }) }
}

/** Shares of the members in each bin; the highest number belongs to the last one. */
function shares(array: Float32Array, low: number, width: number): number[] {
  const counts = new Array<number>(BINS).fill(0)
  for (const value of array) counts[Math.min(BINS - 1, Math.floor((value - low) / width))]!++
  return counts.map((count) => (array.length === 0 ? 0 : count / array.length))
}
