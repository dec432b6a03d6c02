/** `heatmap`: a number as a colour over a rectangle, with clouds of points on it. */
import { FigureError, type Drawing, type FigureData } from './drawing.ts'
import { rangeOf } from './raster.ts'
import { chart, PALETTE, round, type Chart } from './theme.ts'

const SIDE = 400
/** From paper to ink. */
const SHADES = ['#ffffff', '#9ecae1', '#3182bd', '#08306b']
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
  const stepX = (x1 - x0) / (points - 1)
  const stepY = (y1 - y0) / (points - 1)
  const cells = Array.from(values, (value, i) => {
    const x = x0 + Math.floor(i / points) * stepX
    const y = y0 + (i % points) * stepY
    // Cells that merely touch would let the paper shine through: each reaches a little under the next.
    return { x: round(x - stepX / 2), x2: round(x + stepX * 0.55), y: round(y - stepY / 2), y2: round(y + stepY * 0.55), value: round(value) }
  })
  const domainX = [x0 - stepX / 2, x1 + stepX / 2]
  const domainY = [y0 - stepY / 2, y1 + stepY / 2]
  const clouds = plan.items.filter((candidate) => candidate.group === 'points')
  const aspect = Math.abs((domainY[1]! - domainY[0]!) / (domainX[1]! - domainX[0]!))
  return { kind: 'chart', spec: chart({
    width: aspect > 1 ? Math.round(SIDE / aspect) : SIDE, height: aspect > 1 ? SIDE : Math.round(SIDE * aspect),
    layer: [
      {
        data: { values: cells },
        mark: { type: 'rect', clip: true },
        encoding: {
          x: { field: 'x', type: 'quantitative', scale: { domain: domainX, nice: false }, axis: { title: null, values: ticks(x0, x1) } }, x2: { field: 'x2' },
          y: { field: 'y', type: 'quantitative', scale: { domain: domainY, nice: false }, axis: { title: null, values: ticks(y0, y1) } }, y2: { field: 'y2' },
          color: { field: 'value', type: 'quantitative', scale: { range: SHADES, interpolate: 'lab', domain: item.range ?? rangeOf(values) }, legend: { title: item.label, gradientLength: 160 } },
        },
      },
      ...(clouds.length > 0 ? [cloudLayer(data, domainX, domainY)] : []),
    ],
  }) }
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
    mark: { type: 'circle', size: 14, opacity: 0.85, stroke: 'white', strokeWidth: 0.4 },
    encoding: {
      x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' },
      fill: {
        field: 'name', type: 'nominal', scale: { domain: clouds.map((cloud) => cloud.label), range: PALETTE.slice(1) },
        legend: { title: null, symbolOpacity: 1 },
      },
    },
  }
}

/** Five marks from end to end. */
const ticks = (from: number, to: number): number[] => Array.from({ length: 5 }, (_, i) => round(from + ((to - from) * i) / 4))
