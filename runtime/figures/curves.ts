/** `curves`: the log of a training. Solid while training, dashed on the test split. */
import type { Drawing } from './drawing.ts'
import { chart, WIDTH, type Chart } from './theme.ts'

/** One line of the log, as far as curves need it. */
export interface CurvePoint {
  readonly stage: string
  /** Rounds since the start of the training, over all stages. */
  readonly round: number
  readonly train: Readonly<Record<string, number>> | null
  readonly test: Readonly<Record<string, number>> | null
  readonly metrics: Readonly<Record<string, number>> | null
}

interface Point { readonly name: string; readonly split: 'training' | 'test'; readonly step: number; readonly value: number }

/** Curves whose spans differ by more than this get panels of their own. */
const COMPARABLE = 8

/** All loss terms where no names are given. */
export function curves(log: readonly CurvePoint[], names: readonly string[] = namesOf(log)): Drawing {
  const points = names.map((name) => pointsOf(log, name))
  const together = comparable(points)
  const tests = points.some((list) => list.some((point) => point.split === 'test'))
  const panels = together ? [panel(points.flat(), { names, all: names, tests, height: 280, last: true, legend: names.length > 1 })]
    : points.map((list, i) => panel(list, { names: [names[i]!], all: names, tests, height: Math.max(90, Math.round(340 / points.length)), last: i === points.length - 1, legend: false }))
  return { kind: 'chart', spec: chart(panels.length === 1 ? panels[0]! : { vconcat: panels, spacing: 14, resolve: { legend: { strokeDash: 'shared' } } }) }
}

const namesOf = (log: readonly CurvePoint[]): readonly string[] => [...new Set(log.flatMap((line) => Object.keys(line.train ?? {})))]

function pointsOf(log: readonly CurvePoint[], name: string): Point[] {
  const list: Point[] = []
  for (const { round, train, test, metrics } of log) {
    const trained = train?.[name]
    if (trained !== undefined && Number.isFinite(trained)) list.push({ name, split: 'training', step: round, value: trained })
    const tested = test?.[name] ?? metrics?.[name]
    if (tested !== undefined && tested !== null && Number.isFinite(tested)) list.push({ name, split: 'test', step: round, value: tested })
  }
  return list
}

function comparable(points: readonly (readonly Point[])[]): boolean {
  const spans = points.map((list) => Math.max(...list.map((p) => p.value)) - Math.min(...list.map((p) => p.value))).filter((span) => span > 0)
  const levels = points.map((list) => Math.max(...list.map((p) => Math.abs(p.value)))).filter((level) => level > 0)
  return spans.length < 2 || Math.max(...levels) / Math.min(...levels) < COMPARABLE
}

interface PanelOptions { readonly names: readonly string[]; readonly all: readonly string[]; readonly tests: boolean; readonly height: number; readonly last: boolean; readonly legend: boolean }

function panel(points: readonly Point[], { names, all, tests, height, last, legend }: PanelOptions): Chart {
  const alone = points.every((point) => point.step === points[0]?.step)
  return {
    width: WIDTH, height,
    data: { values: points },
    mark: { type: 'line', strokeWidth: 2, point: alone || points.length <= 2 * names.length ? { size: 40 } : false, clip: true },
    encoding: {
      x: {
        field: 'step', type: 'quantitative', scale: { nice: false, zero: false },
        axis: { title: last ? 'step' : null, labels: last, format: points.some((point) => point.step >= 100_000) ? '~s' : ',d', tickMinStep: 1 },
      },
      y: { field: 'value', type: 'quantitative', scale: { zero: false }, axis: { title: names.length === 1 ? names[0] : null, grid: true, gridColor: '#eeeeee', tickCount: height < 150 ? 4 : 6 } },
      color: { field: 'name', type: 'nominal', scale: { domain: all }, legend: legend ? { title: null, orient: 'top' } : null },
      strokeDash: {
        field: 'split', type: 'nominal', scale: { domain: ['training', 'test'], range: [[1, 0], [5, 3]] },
        legend: tests ? { title: null, orient: 'top', symbolStrokeColor: '#222' } : null,
      },
    },
  }
}
