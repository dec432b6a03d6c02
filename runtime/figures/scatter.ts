/** `scatter`: a cloud of points for each expression, on axes of one scale; `color: y` colours them by a label. */
import { FigureError, type Drawing, type FigureData } from './drawing.ts'
import { rangeOf } from './raster.ts'
import { chart, round } from './theme.ts'

const SIDE = 400

export function scatter(data: FigureData): Drawing {
  const clouds = data.plan.items.filter((item) => item.group === null)
  const colour = data.plan.items.find((item) => item.group === 'color')
  if (clouds.length === 0) throw new FigureError(`${data.plan.name} shows nothing`)
  for (const cloud of clouds) {
    if (cloud.shape.join() !== '2') throw new FigureError(`${data.plan.name}: a point has two coordinates, ${cloud.label} has ${cloud.shape.join('×') || 'one'}`)
  }
  const labels = colour === undefined ? null : data.valuesOf(colour)
  const values = clouds.flatMap((cloud) => {
    const numbers = data.valuesOf(cloud)
    return Array.from({ length: numbers.length / 2 }, (_, i) => ({
      x: round(numbers[2 * i]!), y: round(numbers[2 * i + 1]!), name: cloud.label, ...(labels === null ? {} : { label: labels[i]! }),
    }))
  })
  const { x, y } = square(Float32Array.from(values, (point) => point.x), Float32Array.from(values, (point) => point.y))
  const names = clouds.map((cloud) => cloud.label)
  const byName = { field: 'name', type: 'nominal', scale: { domain: names }, legend: names.length > 1 ? { title: null } : null }
  return { kind: 'chart', spec: chart({
    width: SIDE, height: SIDE,
    data: { values },
    mark: { type: 'point', filled: true, size: 16, opacity: 0.65 },
    encoding: {
      x: { field: 'x', type: 'quantitative', scale: { domain: x, nice: false }, axis: { title: null } },
      y: { field: 'y', type: 'quantitative', scale: { domain: y, nice: false }, axis: { title: null } },
      color: labels === null ? byName : { field: 'label', type: 'nominal', scale: { scheme: 'tableau10' }, legend: { title: colour!.label } },
      ...(labels !== null && names.length > 1 ? { shape: byName } : {}),
    },
  }) }
}

/** Domains of equal length around both ranges, with a margin. */
function square(x: Float32Array, y: Float32Array): { readonly x: readonly number[]; readonly y: readonly number[] } {
  const [x0, x1] = rangeOf(x)
  const [y0, y1] = rangeOf(y)
  const half = (Math.max(x1 - x0, y1 - y0, 1e-6) / 2) * 1.06
  const around = (low: number, high: number): readonly number[] => [(low + high) / 2 - half, (low + high) / 2 + half]
  return { x: around(x0, x1), y: around(y0, y1) }
}
