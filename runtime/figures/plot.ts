/** `plot`: curves over a number. */
import { FigureError, type Drawing, type FigureData } from './drawing.ts'
import { chart, GRID, HEIGHT, legendAbove, WIDTH, round } from './theme.ts'

export function plot(data: FigureData): Drawing {
  const { plan, from, to } = data
  const items = plan.items.filter((item) => item.group === null)
  if (plan.path === null || from === null || to === null || from.length !== 1) throw new FigureError(`${plan.name} needs a path of one number: v from 0 to 1`)
  const { points } = plan.path
  for (const item of items) {
    if (item.shape.some((size) => size !== 1)) throw new FigureError(`${plan.name} shows numbers, and ${item.label} is [${item.shape.join(', ')}]`)
  }
  const values = items.flatMap((item) => Array.from(data.valuesOf(item)).flatMap((value, i) =>
    Number.isFinite(value) ? [{ x: round(from[0]! + ((to[0]! - from[0]!) * (i % points)) / Math.max(1, points - 1)), y: round(value), name: item.label, line: Math.floor(i / points) }] : []))
  const names = items.map((item) => item.label)
  return { kind: 'chart', spec: chart({
    width: WIDTH, height: HEIGHT,
    data: { values },
    mark: { type: 'line', strokeWidth: 2 },
    encoding: {
      x: { field: 'x', type: 'quantitative', scale: { nice: false, zero: false }, axis: { title: plan.notes?.variable ?? null } },
      y: { field: 'y', type: 'quantitative', scale: { zero: false }, axis: { title: names.length === 1 ? names[0] : null, grid: true, gridColor: GRID } },
      color: { field: 'name', type: 'nominal', scale: { domain: names }, legend: names.length > 1 ? legendAbove(names) : null },
      detail: { field: 'line', type: 'nominal' },
    },
  }) }
}
