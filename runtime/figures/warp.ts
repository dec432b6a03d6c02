/** `warp`: a map of the plane, drawn as the grid before it and what becomes of its lines after. */
import { FigureError, type Drawing, type FigureData } from './drawing.ts'
import { square } from './square.ts'
import { chart, GUIDE, PALETTE, round, type Chart } from './theme.ts'

const SIDE = 320
const DOTS = 512

interface Point { readonly x: number; readonly y: number; readonly line: number; readonly order: number; readonly family: string }

export function warp(data: FigureData): Drawing {
  const { plan, from, to } = data
  const item = plan.items.find((candidate) => candidate.group === null)
  if (item === undefined || plan.path === null || from === null || to === null || plan.path.axes !== 2) throw new FigureError(`${plan.name} needs a path of two coordinates: u from [-2, -2] to [2, 2]`)
  if (item.shape.join() !== '2') throw new FigureError(`${plan.name} shows a map of the plane, and ${item.label} has ${item.shape.join('×') || 'one coordinate'}`)
  const { points } = plan.path
  const every = plan.path.every ?? 1
  const values = data.valuesOf(item)
  const source = (i: number): readonly [number, number] => [0, 1].map((axis) => from[axis]! + ((to[axis]! - from[axis]!) * (axis === 0 ? Math.floor(i / points) : i % points)) / (points - 1)) as [number, number]
  const target = (i: number): readonly [number, number] => [values[2 * i]!, values[2 * i + 1]!]
  const variable = plan.notes?.variable ?? 'u'
  const families = [`${variable}[0] constant`, `${variable}[1] constant`]
  const lines = (place: (i: number) => readonly [number, number]): Point[] => families.flatMap((family, axis) => {
    const kept = Array.from({ length: Math.floor((points - 1) / every) + 1 }, (_, n) => n * every)
    return kept.flatMap((fixed) => Array.from({ length: points }, (_, along): Point => {
      const [x, y] = place(axis === 0 ? fixed * points + along : along * points + fixed)
      return { x: round(x), y: round(y), line: axis * points + fixed, order: along, family }
    }))
  }).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
  const before = lines(source)
  const after = lines(target)
  const clouds = plan.items.filter((candidate) => candidate.group === 'points')
  const dots = clouds.flatMap((cloud) => {
    const numbers = data.valuesOf(cloud)
    return Array.from({ length: Math.min(DOTS, numbers.length / 2) }, (_, i) => ({ x: round(numbers[2 * i]!), y: round(numbers[2 * i + 1]!), name: cloud.label }))
  })
  return { kind: 'chart', spec: chart({
    hconcat: [panel(before, [], [], variable, families), panel(after, dots, clouds.map((cloud) => cloud.label), item.label, families)],
    spacing: 26, resolve: { scale: { color: 'shared' }, legend: { color: 'shared' } },
  }) }
}

function panel(points: readonly Point[], dots: readonly { readonly x: number; readonly y: number; readonly name: string }[], clouds: readonly string[], title: string, families: readonly string[]): Chart {
  const { x, y } = square([...points, ...dots])
  const name = title.length <= 20 ? title : ''
  const place = {
    x: { field: 'x', type: 'quantitative', scale: { domain: x, nice: false }, axis: { title: `${name}[0]`, tickCount: 5 } },
    y: { field: 'y', type: 'quantitative', scale: { domain: y, nice: false }, axis: { title: `${name}[1]`, tickCount: 5 } },
  }
  return {
    title, width: SIDE, height: SIDE,
    layer: [
      ...(dots.length === 0 ? [] : [{
        data: { values: dots }, mark: { type: 'circle', size: 14, opacity: 0.6 },
        encoding: { ...place, fill: { field: 'name', type: 'nominal', scale: { domain: clouds, range: [GUIDE, PALETTE[2], PALETTE[3]] }, legend: { title: null, orient: 'right', symbolOpacity: 1, symbolSize: 60 } } },
      }]),
      {
        data: { values: points }, mark: { type: 'line', strokeWidth: 1.4, clip: true },
        encoding: {
          ...place, detail: { field: 'line', type: 'nominal' }, order: { field: 'order', type: 'quantitative' },
          color: { field: 'family', type: 'nominal', scale: { domain: families, range: [PALETTE[0], PALETTE[1]] }, legend: { title: null, orient: 'top', columns: 2 } },
        },
      },
    ],
  }
}
