/** `scatter`: a cloud of points for each expression, on axes of one scale; `color: y` colours them by a label. */
import type { FigurePlanItem } from '../../compiler/lower/plan.ts'
import { FigureError, type Drawing, type FigureData } from './drawing.ts'
import { square } from './square.ts'
import { chart, GUIDE, LABELS, round, type Chart } from './theme.ts'

const SIDE = 420
/** As many labels as have colours and shapes of their own. */
const MOST_LABELS = 20
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down'] as const

interface Dot { readonly x: number; readonly y: number; readonly name: string; readonly label?: string | number }

export function scatter(data: FigureData): Drawing {
  const clouds = data.plan.items.filter((item) => item.group !== 'color')
  const colour = data.plan.items.find((item) => item.group === 'color')
  if (clouds.length === 0) throw new FigureError(`${data.plan.name} shows nothing`)
  for (const cloud of clouds) {
    if (cloud.shape.join() !== '2') throw new FigureError(`${data.plan.name}: a point has two coordinates, ${cloud.label} has ${cloud.shape.join('×') || 'one'}`)
  }
  const labels = colour === undefined ? null : data.valuesOf(colour)
  const named = labels !== null && isNamed(labels)
  const gaussian = (cloud: FigurePlanItem): { readonly mean: number; readonly std: number } | null => data.plan.notes?.gaussians?.[data.plan.items.indexOf(cloud)] ?? null
  const dots = clouds.flatMap((cloud): Dot[] => {
    const numbers = data.valuesOf(cloud)
    return Array.from({ length: numbers.length / 2 }, (_, i) => ({
      x: round(numbers[2 * i]!), y: round(numbers[2 * i + 1]!), name: cloud.label,
      ...(labels === null || cloud.group !== null || gaussian(cloud) !== null ? {} : { label: named ? String(labels[i]!) : labels[i]! }),
    })).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
  })
  const circles = circlesOf(clouds.flatMap((cloud) => gaussian(cloud) ?? []))
  const all = [...dots, ...circles]
  const { x, y } = square(all)
  const names = clouds.map((cloud) => cloud.label)
  const axis = (at: 0 | 1): string => (names.join().length <= 24 ? names.map((name) => `${name}[${at}]`).join(', ') : `[${at}]`)
  const place = {
    x: { field: 'x', type: 'quantitative', scale: { domain: x, nice: false }, axis: { title: axis(0) } },
    y: { field: 'y', type: 'quantitative', scale: { domain: y, nice: false }, axis: { title: axis(1) } },
  }
  const byName = { field: 'name', type: 'nominal', scale: { domain: names }, legend: names.length > 1 ? { title: null, symbolOpacity: 1, symbolSize: 80 } : null }
  const coloured = dots.filter((dot) => dot.label !== undefined)
  const plain = dots.filter((dot) => dot.label === undefined)
  return { kind: 'chart', spec: chart({
    width: SIDE, height: SIDE,
    layer: [
      ...(plain.length === 0 ? [] : [{
        data: { values: plain }, mark: { type: 'point', filled: true, size: 18, opacity: labels === null ? 0.6 : 0.35 },
        encoding: { ...place, ...(labels === null ? { color: byName } : { color: { value: GUIDE } }) },
      }]),
      ...(coloured.length === 0 ? [] : named ? labelLayers(coloured, place, colour!.label) : [{
        data: { values: coloured }, mark: { type: 'point', filled: true, size: 22, opacity: 0.8 },
        encoding: { ...place, color: { field: 'label', type: 'quantitative', scale: { scheme: 'viridis' }, legend: { title: colour!.label } } },
      }]),
      ...circleLayers(circles, place),
    ],
  }) }
}

/** Labels are few whole numbers; anything else is a scale. */
const isNamed = (values: Float32Array): boolean => values.every((value) => Number.isInteger(value)) && new Set(values).size <= MOST_LABELS

/** Colour and shape for each label, and its name in the middle of its points. */
function labelLayers(dots: readonly Dot[], place: Chart, title: string): Chart[] {
  const labels = [...new Set(dots.map((dot) => String(dot.label)))].sort((a, b) => Number(a) - Number(b))
  const scale = (range: readonly string[]): Chart => ({ domain: labels, range: labels.map((label) => range[Number(label) % range.length]!) })
  const middles = labels.map((label) => {
    const own = dots.filter((dot) => dot.label === label)
    return { x: median(own.map((dot) => dot.x)), y: median(own.map((dot) => dot.y)), label }
  })
  const text = (look: Chart): Chart => ({ data: { values: middles }, mark: { type: 'text', fontSize: 19, fontWeight: 'bold', ...look }, encoding: { ...place, text: { field: 'label', type: 'nominal' } } })
  return [
    {
      data: { values: dots }, mark: { type: 'point', filled: true, size: 26, opacity: 0.75 },
      encoding: {
        ...place,
        color: { field: 'label', type: 'nominal', scale: scale(LABELS), legend: { title, symbolOpacity: 1, symbolSize: 90 } },
        shape: { field: 'label', type: 'nominal', scale: scale(SHAPES), legend: { title, symbolOpacity: 1, symbolSize: 90 } },
      },
    },
    text({ stroke: 'white', strokeWidth: 5, strokeJoin: 'round', color: 'white' }),
    text({ color: '#111' }),
  ]
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]!
}

interface CirclePoint { readonly x: number; readonly y: number; readonly name: string; readonly order: number }

const AROUND = 96

/** One and two standard deviations of each Gaussian: where 39 % and 86 % of its points lie. */
function circlesOf(gaussians: readonly { readonly mean: number; readonly std: number }[]): CirclePoint[] {
  const distinct = gaussians.filter((g, i) => gaussians.findIndex((o) => o.mean === g.mean && o.std === g.std) === i)
  return distinct.flatMap(({ mean, std }, g) => [1, 2].flatMap((times) => Array.from({ length: AROUND + 1 }, (_, i) => {
    const angle = (2 * Math.PI * i) / AROUND + Math.PI / 2
    return { x: round(mean + times * std * Math.cos(angle)), y: round(mean + times * std * Math.sin(angle)), name: `${times}σ${g === 0 ? '' : '′'.repeat(g)}`, order: i }
  })))
}

function circleLayers(circles: readonly CirclePoint[], place: Chart): Chart[] {
  if (circles.length === 0) return []
  const name = (look: Chart): Chart => ({
    data: { values: circles.filter((point) => point.order === 0) }, mark: { type: 'text', dy: -9, fontSize: 15, fontWeight: 'bold', color: '#111', ...look },
    encoding: { ...place, text: { field: 'name', type: 'nominal' } },
  })
  return [
    {
      data: { values: circles }, mark: { type: 'line', strokeWidth: 2, strokeDash: [6, 4], color: '#111', clip: true },
      encoding: { ...place, detail: { field: 'name', type: 'nominal' }, order: { field: 'order', type: 'quantitative' } },
    },
    name({ stroke: 'white', strokeWidth: 5, strokeJoin: 'round' }), name({}),
  ]
}
