/** Figures: their binders are the leading axes of a program of fixed size, in the order written. */
import type { Program } from '../graph/graph.ts'
import type { Binder, DataSet, Figure, Model } from '../model/model.ts'
import type { Argument, FigurePlan, FigurePlanItem } from './plan.ts'
import type { LeadAxis, Value } from './value.ts'
import type { Scope } from './scope.ts'
import type { Setting } from './program.ts'
import type { Pool } from './whole.ts'
import { figureNotes } from './figure-notes.ts'
import { enumeration } from './bind.ts'
import { transpose } from '../ops/compose.ts'
import { elementwise } from './call.ts'
import { draw } from './distribution.ts'
import { lower } from './expression.ts'
import { batchScope, finish, newTarget, rowBindings, sampleAxis } from './program.ts'
import { Unsupported, bound, feed, newAxis, withEnumeration, withVariables } from './scope.ts'
import { eventAxes, spread } from './value.ts'
import { TEST, collectionOf, rowsOf, valueFeeds } from './whole.ts'

/** Points a path has when the figure does not say. */
const POINTS: Readonly<Partial<Record<Figure['kind'], number>>> = { heatmap: 64, warp: 21, plot: 200 }
const DEFAULT_POINTS = 10
/** Points from one line of a warped grid to the next, so that lines bend smoothly. */
const BETWEEN = 4
/** Rows of a split where no numbers stand: of a cloud of points, and of rows chosen by a condition. */
const ROWS: Readonly<Partial<Record<Figure['kind'], number>>> = { scatter: 1000 }
const CHOSEN = 20
/** Samples drawn for items beside the main picture (`points: fake`). */
const CLOUD = 1000

/** `plan` is asked for when the pool has been given all it gets. */
export interface LoweredFigure { readonly program: Program | null; readonly plan: () => FigurePlan }

interface Entered {
  readonly scope: Scope
  readonly axes: readonly LeadAxis[]
  readonly path: { from: Value; to: Value; points: number; axes: number; axis: LeadAxis } | null
  readonly rows: NonNullable<FigurePlan['rows']> | null
}

/** Throws `Unsupported`. */
export function lowerFigure(setting: Setting, pool: Pool, figure: Figure, name: string, programName: string): LoweredFigure {
  if (figure.kind === 'curves') return { program: null, plan: () => ({ name, kind: 'curves', program: null, axes: [], path: null, items: figure.items.map(curve) }) }
  const target = newTarget(setting, { stream: 'eval', whole: pool })
  const outside: Scope = { ...batchScope(target, 0, TEST), sample: null }
  if (figure.kind === 'histogram') return histogram(outside, pool, figure, name)
  const entered = figure.binders.reduce<Entered>((e, binder) => enterFigure(e, binder, figure), { scope: outside, axes: [], path: null, rows: null })
  const cloud = cloudScope(outside)
  const outputs = figure.items.map((item, i) => {
    // Only points lie beside the main picture; a colour belongs to the rows that are drawn.
    const inside = item.group !== 'points'
    const value = spread(target.builder, lower(inside ? entered.scope : cloud, item.value), inside ? entered.axes : [cloud.sample!])
    return { name: `item${i}`, ref: inOrder(entered.scope, value, inside ? entered.axes : [cloud.sample!]) }
  })
  const path = entered.path
  const ends = path ? [{ name: 'path.from', ref: path.from.ref }, { name: 'path.to', ref: path.to.ref }] : []
  const program = finish(target, programName, [...outputs, ...ends])
  const { rows } = entered
  const notes = figureNotes(outside.target.model, figure)
  return { program, plan: () => {
    const steps = pool.stepsFor([...valueFeeds(program.feeds), ...(rows?.where ? [rows.where] : [])])
    return {
      name, kind: figure.kind, program: programName, axes: entered.axes.map((a) => (typeof a.size === 'number' ? a.size : mostRows(figure, rows!, outside.target.model))),
      path: path ? { points: path.points, axes: path.axes, ...(figure.kind === 'warp' && { every: BETWEEN }) } : null,
      items: figure.items.map((item, i): FigurePlanItem => ({
        label: item.label, group: item.group, output: `item${i}`, shape: item.value.type.shape.map((a) => a.size), range: item.value.type.range
      })),
      ...(steps.length > 0 && { steps }), ...(rows && { rows }), ...(notes && { notes })
    }
  } }
}

/** Drawn from arrays as they are, without a program of its own. */
function histogram(scope: Scope, pool: Pool, figure: Figure, name: string): LoweredFigure {
  const parts = figure.items.map(partsOfArray)
  // Arrays of the same over different rows: the axis says what, the legend which rows.
  const same = parts.every((part) => part !== null && part.body === parts[0]!.body) ? parts[0]!.body : null
  const items = figure.items.map(({ label, group, value }, i): FigurePlanItem & { readonly array: Argument } => ({
    label: same === null ? label : parts[i]!.rows, group, output: '', shape: [], range: value.type.range, array: pool.array(collectionOf(scope, value))
  }))
  const names = items.flatMap(({ array }) => [array.array, ...(array.where ? [array.where] : [])])
  return { program: null, plan: () => ({
    name, kind: 'histogram', program: null, axes: [], path: null, items, steps: pool.stepsFor(names), ...(same !== null && { notes: { variable: same } })
  }) }
}

/** `[x in test: score]` as it is written: `x in test` and `score`. */
function partsOfArray({ label, value }: Figure['items'][number]): { readonly rows: string; readonly body: string } | null {
  if (value.kind !== 'bind' || value.reducer !== 'array') return null
  const at = value.body.span.start - value.span.start
  const found = /^\[(.*):\s*$/s.exec(label.slice(0, at))
  return found === null ? null : { rows: found[1]!.trim(), body: label.slice(at).replace(/\s*\]$/, '') }
}

/** Rows that are chosen when the figure is drawn: at most so many. */
function mostRows(figure: Figure, { rows, per, dataset }: NonNullable<Entered['rows']>, model: Model): number {
  if (rows === null) return ROWS[figure.kind] ?? CHOSEN
  const label = model.data.find((d) => d.name === dataset)!.fields.find((f) => f.name === per)?.type.kind
  return (rows[1] - rows[0] + 1) * (label?.name === 'label' ? label.classes : label?.name === 'tokens' ? label.vocabulary : 1)
}

const curve = (item: Figure['items'][number]): FigurePlanItem => ({
  label: item.label, group: item.group, output: item.value.kind === 'equation' ? item.value.name : item.label, shape: [], range: item.value.type.range
})

function enterFigure(entered: Entered, binder: Binder, figure: Figure): Entered {
  const { scope, axes } = entered
  const open = (size: number, kind: LeadAxis['kind']): { axis: LeadAxis; inner: Scope } => {
    // The first axis of rows or draws counts the samples: other draws have one value for each of them.
    const first = scope.sample === null && kind !== 'values'
    const axis = { ...newAxis(scope, binder.variable, size, first ? 'sample' : kind) }
    // From here on `E` is the mean over what is drawn.
    return { axis, inner: { ...scope, bound: [...scope.bound, axis], ...(first && { sample: axis, population: null }) } }
  }
  switch (binder.kind) {
    case 'draws': {
      const single = binder.count === 1 && scope.sample !== null
      const { axis, inner } = single ? { axis: null, inner: scope } : open(binder.count, 'draws')
      const site = scope.target.sites.get(binder) ?? binder.variable
      const value = draw(inner, binder.from, site, lower)
      return { ...entered, scope: withVariables(inner, [[binder.variable, bound(value)]]), axes: axis ? [...axes, axis] : axes }
    }
    case 'rows': {
      const { dataset: name, split, rows: numbers, per, where } = binder.set
      const dataset = scope.target.model.data.find((d) => d.name === name)!
      if (per || where) return chosenRows(entered, binder, dataset)
      const [from, to] = numbers ?? [0, (ROWS[figure.kind] ?? DEFAULT_POINTS) - 1]
      const { axis, inner } = open(to - from + 1, 'draws')
      const fields = rowBindings(dataset, split, from, axis)
      const own = fields.find(([field]) => field === binder.field)!
      return { ...entered, scope: withVariables(inner, [...fields, [binder.variable, own[1]]]), axes: [...axes, axis] }
    }
    case 'values': {
      const { axis, inner } = open(binder.values.length, 'values')
      return { ...entered, scope: withEnumeration(inner, binder.variable, (s) => enumeration(s, binder, axis)), axes: [...axes, axis] }
    }
    case 'path': {
      // A strip's paths are walked together: a code and the pixels beside it.
      const shared = figure.kind === 'strip' ? entered.path : null
      const asked = figure.kind === 'strip' ? figure.binders.findLast((b) => b.kind === 'path' && b.count !== null) : binder
      const count = (asked?.kind === 'path' ? asked.count : null) ?? POINTS[figure.kind] ?? DEFAULT_POINTS
      const points = figure.kind === 'warp' ? (count - 1) * BETWEEN + 1 : count
      const [from, to] = [lower(scope, binder.from), lower(scope, binder.to)]
      // A heat map and a warped grid cross every axis of the event; anything else walks the straight line.
      const dims = figure.kind === 'heatmap' || figure.kind === 'warp' ? binder.type.shape[0]?.size ?? 1 : 1
      const { axis, inner } = shared ? { axis: shared.axis, inner: scope } : open(points ** dims, 'values')
      const scalarEvent = binder.type.shape.length === 0
      const shape = dims > 1 ? [dims] : scalarEvent ? [] : binder.type.shape.map(() => 1)
      const at = (s: Scope): Value => feed(s, { kind: 'lattice', axes: dims, points, name: `path.${binder.variable}`, shape: [points ** dims, dims], dtype: 'float32' }, [axis], shape)
      const between = (s: Scope): Value => {
        const [low, high] = s.target === scope.target ? [from, to] : [lower(s, binder.from), lower(s, binder.to)]
        return elementwise(s, 'add', [low, elementwise(s, 'mul', [at(s), elementwise(s, 'sub', [high, low])])])
      }
      // Between ends that differ from row to row it is the row's own.
      const fixed = from.lead.length === 0 && to.lead.length === 0
      const next = fixed ? withEnumeration(inner, binder.variable, between) : withVariables(inner, [[binder.variable, bound(between(inner))]])
      return { ...entered, scope: next, axes: shared ? axes : [...axes, axis], path: shared ?? { from, to, points, axes: dims, axis } }
    }
  }
}

/** Rows that are known when the figure is drawn: they are the batch of its program. */
function chosenRows(entered: Entered, binder: Extract<Binder, { kind: 'rows' }>, { name: dataset }: DataSet): Entered {
  const { scope, axes } = entered
  if (scope.sample !== null) throw new Unsupported('a figure over rows chosen by a condition, behind other rows or draws', binder.span)
  const choice = (scope.target.whole as Pool).choice(scope, binder)
  const axis = sampleAxis(0)
  const inner = withVariables({ ...scope, bound: [...scope.bound, axis], sample: axis, population: null }, rowsOf(scope.target, binder))
  return { ...entered, scope: inner, axes: [...axes, axis], rows: { ...choice, dataset, split: binder.set.split, axis: axes.length } }
}

/** Samples beside the main picture: rows of the test split, model-level draws made for each. */
function cloudScope(outside: Scope): Scope {
  const axis: LeadAxis = { name: 'cloud', size: CLOUD, order: 0, kind: 'sample' }
  const rows = outside.target.model.data.flatMap((d) => rowBindings(d, 'test', 0, axis))
  return withVariables({ ...outside, sample: axis, population: null }, rows)
}

/** Leading axes as the binders were written, not as they nest. */
function inOrder(scope: Scope, value: Value, axes: readonly LeadAxis[]): Value['ref'] {
  const perm = axes.map((a) => value.lead.findIndex((l) => l.name === a.name))
  return transpose(scope.target.builder, value.ref, [...perm, ...eventAxes(value)])
}
