/** `curves`: the log of a training. Lines while training, dots on the test split, or on new draws where a model has no data. */
import type { Drawing } from './drawing.ts'
import { chart, GRID, GUIDE, WIDTH, type Chart } from './theme.ts'

/** One line of the log, as far as curves need it. */
export interface CurvePoint {
  readonly stage: string
  /** Rounds since the start of the training, over all stages. */
  readonly round: number
  readonly train: Readonly<Record<string, number>> | null
  readonly test: Readonly<Record<string, number>> | null
  readonly metrics: Readonly<Record<string, number>> | null
}

/** What evaluates, as the legend calls it. */
export type Tested = 'test' | 'new draws'

interface Point { readonly name: string; readonly split: 'training' | Tested; readonly step: number; readonly value: number }

/** A vertical line: a stage begins, or a number is no longer finite. */
interface Mark { readonly step: number; readonly text: string; readonly colour: string }

/** Curves whose levels differ by more than this get panels of their own. */
const COMPARABLE = 8
/** A positive curve that spans more than this has a logarithmic axis. */
const WIDE = 50
/** So much larger than most of its values is a curve that runs away: its axis is logarithmic on both sides of zero. */
const RUNAWAY = 1e3
/** More dots than this are a line of their own. */
const DOTS = 60
/** Pixels between the frame and the first and last step: a dot is shown whole. */
const ROOM = 8

/** All loss terms where no names are given. */
export function curves(log: readonly CurvePoint[], names: readonly string[] = namesOf(log), tested: Tested = 'test'): Drawing {
  const points = names.map((name) => pointsOf(log, name, tested))
  const marks = [...stagesOf(log), ...brokenOf(log, names)]
  const steps = log.map(({ round }) => round)
  const common = { all: names, tested: points.some((list) => list.some((point) => point.split === tested)) ? tested : null, marks, domain: steps.length === 0 ? [0, 1] : [Math.min(...steps), Math.max(...steps)] }
  const panels = comparable(points) ? [panel(points.flat(), { ...common, names, height: 300, last: true, legend: names.length > 1 })]
    : points.map((list, i) => panel(list, { ...common, names: [names[i]!], height: Math.max(110, Math.round(400 / points.length)), last: i === points.length - 1, legend: false }))
  return { kind: 'chart', spec: chart(panels.length === 1 ? panels[0]! : { vconcat: panels, spacing: 14, resolve: { legend: { shape: 'shared' } } }) }
}

const namesOf = (log: readonly CurvePoint[]): readonly string[] => [...new Set(log.flatMap((line) => Object.keys(line.train ?? {})))]

const testOf = (point: CurvePoint, name: string): number | undefined => point.test?.[name] ?? point.metrics?.[name]

function pointsOf(log: readonly CurvePoint[], name: string, split: Tested): Point[] {
  const list: Point[] = []
  for (const point of log) {
    const [trained, tested] = [point.train?.[name], testOf(point, name)]
    if (trained !== undefined && Number.isFinite(trained)) list.push({ name, split: 'training', step: point.round, value: trained })
    if (tested !== undefined && Number.isFinite(tested)) list.push({ name, split, step: point.round, value: tested })
  }
  return list
}

function stagesOf(log: readonly CurvePoint[]): Mark[] {
  const changes = log.filter((point, i) => i > 0 && point.stage !== log[i - 1]!.stage)
  return changes.map((point) => ({ step: log.findLast((before) => before.round <= point.round && before.stage !== point.stage)?.round ?? point.round, text: point.stage, colour: GUIDE }))
}

function brokenOf(log: readonly CurvePoint[], names: readonly string[]): Mark[] {
  return names.flatMap((name) => {
    const first = log.find((point) => [point.train?.[name], testOf(point, name)].some((value) => value !== undefined && !Number.isFinite(value)))
    return first === undefined ? [] : [{ step: first.round, text: `${name} is not finite`, colour: '#b3005e' }]
  })
}

function comparable(points: readonly (readonly Point[])[]): boolean {
  const spans = points.map((list) => Math.max(...list.map((p) => p.value)) - Math.min(...list.map((p) => p.value))).filter((span) => span > 0)
  const levels = points.map((list) => Math.max(...list.map((p) => Math.abs(p.value)))).filter((level) => level > 0)
  return spans.length < 2 || Math.max(...levels) / Math.min(...levels) < COMPARABLE
}

/** `log` for positive values over several powers of ten, `symlog` for what runs away with a sign. */
function scaleOf(points: readonly Point[]): Chart {
  const sizes = points.map(({ value }) => Math.abs(value)).sort((a, b) => a - b)
  const [least, middle, most] = [sizes[0] ?? 0, sizes[sizes.length >> 1] ?? 0, sizes.at(-1) ?? 0]
  if (points.every(({ value }) => value > 0) && most > WIDE * least) return { type: 'log' }
  if (most > RUNAWAY * Math.max(middle, 1e-12)) return { type: 'symlog', constant: Math.max(middle, 1e-12) }
  return { type: 'linear', zero: false }
}

interface PanelOptions {
  readonly names: readonly string[]
  readonly all: readonly string[]
  /** Null where nothing was evaluated. */
  readonly tested: Tested | null
  readonly marks: readonly Mark[]
  readonly domain: readonly number[]
  readonly height: number
  readonly last: boolean
  readonly legend: boolean
}

function panel(points: readonly Point[], { names, all, tested: split, marks, domain, height, last, legend }: PanelOptions): Chart {
  const trained = points.filter((point) => point.split === 'training')
  const tested = points.filter((point) => point.split !== 'training')
  const scale = scaleOf(points)
  const many = tested.length > DOTS * names.length
  const x = {
    field: 'step', type: 'quantitative', scale: { nice: false, zero: false, padding: ROOM, domain: domain[0] === domain[1] ? [domain[0]! - 0.5, domain[1]! + 0.5] : domain },
    axis: { title: last ? 'step' : null, labels: last, format: domain[1]! >= 100_000 ? '~s' : ',d', tickMinStep: 1 },
  }
  const y = {
    field: 'value', type: 'quantitative', scale,
    axis: { title: names.length === 1 ? names[0] : null, grid: true, gridColor: GRID, tickCount: height < 160 ? 4 : 6, ...(scale['type'] === 'linear' ? {} : { format: points.some(({ value }) => Math.abs(value) >= 1e5) ? '.0e' : '.6~g', labelOverlap: 'greedy' }) },
  }
  const color = { field: 'name', type: 'nominal', scale: { domain: all }, legend: legend ? { title: null, orient: 'top', symbolType: 'stroke' } : null }
  const shape = { field: 'split', type: 'nominal', scale: { domain: ['training', split ?? 'test'], range: ['stroke', 'circle'] }, legend: split !== null ? { title: null, orient: 'top', symbolStrokeColor: '#222', symbolFillColor: '#222', symbolSize: 70 } : null }
  const here = marks.filter(({ text, colour }) => colour === GUIDE || names.some((name) => text.startsWith(`${name} `)))
  return {
    width: WIDTH, height,
    layer: [
      { data: { values: trained }, mark: { type: 'line', strokeWidth: 2, point: trained.length <= names.length ? { size: 40 } : false }, encoding: { x, y, color } },
      // Metrics have no training side: their dots are joined.
      { data: { values: tested.filter(({ name }) => many || !trained.some((point) => point.name === name)) }, mark: { type: 'line', strokeWidth: 1.5, strokeDash: [5, 3] }, encoding: { x, y, color } },
      { data: { values: many ? tested.filter((_, i) => i % Math.ceil(tested.length / DOTS) === 0) : tested }, mark: { type: 'point', filled: true, size: 38, opacity: 1 }, encoding: { x, y, color, shape } },
      ...(here.length === 0 ? [] : [
        { data: { values: here }, mark: { type: 'rule', strokeDash: [4, 3] }, encoding: { x, color: { field: 'colour', type: 'nominal', scale: null } } },
        // A stage lies to the right of its line, what led to a number that is none to the left.
        ...[true, false].map((stage) => ({
          data: { values: here.filter(({ colour }) => (colour === GUIDE) === stage) }, mark: { type: 'text', align: stage ? 'left' : 'right', baseline: 'top', dx: stage ? 5 : -5, y: 4, fontSize: 12 },
          encoding: { x, text: { field: 'text', type: 'nominal' }, color: { field: 'colour', type: 'nominal', scale: null } },
        })),
      ]),
    ],
  }
}
