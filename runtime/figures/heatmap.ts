/** `heatmap`: a number as a colour over a rectangle, with clouds of points on it. */
import { encode } from 'fast-png'
import { FigureError, type Drawing, type FigureData } from './drawing.ts'
import { rangeOf } from './raster.ts'
import { BROKEN, chart, PALETTE, round, type Chart } from './theme.ts'

const SIDE = 400
/** From paper to ink. */
const SHADES = ['#ffffff', '#9ecae1', '#3182bd', '#08306b'] as const
/** More dots than this hide what they lie on. */
const DOTS = 512

export function heatmap(data: FigureData): Drawing {
  const { plan, from, to } = data
  const item = plan.items.find((candidate) => candidate.group === null)
  if (item === undefined || plan.path === null || from === null || to === null) throw new FigureError(`${plan.name} needs a rectangle and a number on it`)
  if (plan.path.axes !== 2 || item.shape.some((size) => size !== 1)) {
    throw new FigureError(`${plan.name} shows one number over a plane: the path needs two coordinates, and ${item.label} one number`)
  }
  const { points } = plan.path
  const values = data.valuesOf(item)
  const [x0, x1, y0, y1] = [from[0]!, to[0]!, from[1]!, to[1]!]
  // A cell reaches half a step to all sides of its point.
  const [stepX, stepY] = [(x1 - x0) / (points - 1), (y1 - y0) / (points - 1)]
  const domainX = [x0 - stepX / 2, x1 + stepX / 2]
  const domainY = [y0 - stepY / 2, y1 + stepY / 2]
  const range = item.range ?? rangeOf(values)
  const variable = plan.notes?.variable
  const aspect = Math.abs((domainY[1]! - domainY[0]!) / (domainX[1]! - domainX[0]!))
  const axis = (at: 0 | 1, low: number, high: number): Chart => ({ title: variable === undefined ? null : `${variable}[${at}]`, values: ticks(low, high), format: '.6~g' })
  const clouds = plan.items.filter((candidate) => candidate.group === 'points')
  return { kind: 'chart', spec: chart({
    width: aspect > 1 ? Math.round(SIDE / aspect) : SIDE, height: aspect > 1 ? SIDE : Math.round(SIDE * aspect),
    layer: [
      {
        data: { values: [{ x: domainX[0], x2: domainX[1], y: domainY[1], y2: domainY[0], url: picture(values, points, range) }] },
        mark: { type: 'image', aspect: false },
        encoding: {
          x: { field: 'x', type: 'quantitative', scale: { domain: domainX, nice: false }, axis: axis(0, x0, x1) }, x2: { field: 'x2' },
          y: { field: 'y', type: 'quantitative', scale: { domain: domainY, nice: false }, axis: axis(1, y0, y1) }, y2: { field: 'y2' },
          url: { field: 'url', type: 'nominal' },
        },
      },
      // Nothing is seen of this layer but its legend.
      {
        data: { values: [{ value: range[0] }, { value: range[1] }] },
        mark: { type: 'point', opacity: 0 },
        encoding: {
          x: { datum: domainX[0] }, y: { datum: domainY[0] },
          color: { field: 'value', type: 'quantitative', scale: { range: SHADES, interpolate: 'rgb', domain: range }, legend: { title: item.label, gradientLength: 160, gradientOpacity: 1, tickCount: 5 } },
        },
      },
      ...(clouds.length > 0 ? [cloudLayer(data, domainX, domainY)] : []),
    ],
  }) }
}

/** Cells as pixels of a PNG, the first coordinate to the right and the second upwards: one picture has no seams. */
function picture(values: Float32Array, points: number, [low, high]: readonly [number, number]): string {
  const scale = Math.max(1, Math.ceil((2 * SIDE) / points))
  const side = points * scale
  const pixels = new Uint8Array(side * side * 3)
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const value = values[Math.floor(column / scale) * points + (points - 1 - Math.floor(row / scale))]!
      pixels.set(shade(high > low ? (value - low) / (high - low) : 0), (row * side + column) * 3)
    }
  }
  return `data:image/png;base64,${base64(encode({ width: side, height: side, channels: 3, depth: 8, data: pixels }))}`
}

function shade(share: number): readonly number[] {
  if (!Number.isFinite(share)) return BROKEN
  const at = Math.max(0, Math.min(1, share)) * (SHADES.length - 1)
  const first = Math.min(SHADES.length - 2, Math.floor(at))
  const [a, b] = [rgb(SHADES[first]!), rgb(SHADES[first + 1]!)]
  return a.map((value, i) => Math.round(value + (b[i]! - value) * (at - first)))
}

const rgb = (colour: string): number[] => [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16))

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}

function cloudLayer(data: FigureData, domainX: readonly number[], domainY: readonly number[]): Chart {
  const clouds = data.plan.items.filter((item) => item.group === 'points')
  for (const cloud of clouds) if (cloud.shape.join() !== '2') throw new FigureError(`${data.plan.name}: points have two coordinates, ${cloud.label} has ${cloud.shape.join('×') || 'one'}`)
  const inside = (at: number, [low, high]: readonly number[]): boolean => at >= Math.min(low!, high!) && at <= Math.max(low!, high!)
  const values = clouds.flatMap((cloud) => {
    const numbers = data.valuesOf(cloud)
    const dots = Array.from({ length: Math.min(DOTS, numbers.length / 2) }, (_, i) => ({ x: round(numbers[2 * i]!), y: round(numbers[2 * i + 1]!), name: cloud.label }))
    return dots.filter(({ x, y }) => inside(x, domainX) && inside(y, domainY))
  })
  return {
    data: { values },
    mark: { type: 'circle', size: 16, opacity: 0.9, stroke: 'white', strokeWidth: 0.4 },
    encoding: {
      x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' },
      fill: {
        field: 'name', type: 'nominal', scale: { domain: clouds.map((cloud) => cloud.label), range: PALETTE.slice(1) },
        legend: { title: null, symbolOpacity: 1, symbolSize: 60 },
      },
    },
  }
}

/** Five marks from end to end. */
const ticks = (from: number, to: number): number[] => Array.from({ length: 5 }, (_, i) => round(from + ((to - from) * i) / 4))
