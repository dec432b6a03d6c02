/** Figures: their binders are the leading axes of a program of fixed size, in the order written. */
import type { Program } from '../graph/graph.ts'
import type { Binder, Figure } from '../model/model.ts'
import type { FigurePlan, FigurePlanItem } from './plan.ts'
import type { LeadAxis, Value } from './value.ts'
import type { Scope } from './scope.ts'
import type { Setting } from './program.ts'
import { enumeration } from './bind.ts'
import { transpose } from '../ops/compose.ts'
import { elementwise } from './call.ts'
import { draw } from './distribution.ts'
import { lower } from './expression.ts'
import { batchScope, finish, newTarget, rowBindings } from './program.ts'
import { Unsupported, bound, feed, newAxis, withVariables } from './scope.ts'
import { eventAxes, spread } from './value.ts'

/** Points a path has when the figure does not say. */
const POINTS: Readonly<Partial<Record<Figure['kind'], number>>> = { heatmap: 64, plot: 200 }
const DEFAULT_POINTS = 10
/** Samples drawn for items beside the main picture (`points: fake`). */
const CLOUD = 1000

export interface LoweredFigure { readonly program: Program | null; readonly plan: FigurePlan }

interface Entered { readonly scope: Scope; readonly axes: readonly LeadAxis[]; readonly path: { from: Value; to: Value; points: number; axes: number } | null }

/** Throws `Unsupported`. */
export function lowerFigure(setting: Setting, figure: Figure, name: string, programName: string): LoweredFigure {
  if (figure.kind === 'histogram') throw new Unsupported('a histogram', figure.span)
  if (figure.kind === 'curves') return { program: null, plan: { name, kind: 'curves', program: null, axes: [], path: null, items: figure.items.map(curve) } }
  const target = newTarget(setting, { stream: 'eval' })
  const outside: Scope = { ...batchScope(target, 0), sample: null }
  const entered = figure.binders.reduce<Entered>((e, binder) => enterFigure(e, binder, figure), { scope: outside, axes: [], path: null })
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
  return { program, plan: {
    name, kind: figure.kind, program: programName, axes: entered.axes.map((a) => a.size as number),
    path: path ? { points: path.points, axes: path.axes } : null,
    items: figure.items.map((item, i): FigurePlanItem => ({
      label: item.label, group: item.group, output: `item${i}`, shape: item.value.type.shape.map((a) => a.size), range: item.value.type.range
    }))
  } }
}

const curve = (item: Figure['items'][number]): FigurePlanItem => ({
  label: item.label, group: item.group, output: item.value.kind === 'equation' ? item.value.name : item.label, shape: [], range: item.value.type.range
})

function enterFigure(entered: Entered, binder: Binder, figure: Figure): Entered {
  const { scope, axes, path } = entered
  const open = (size: number, kind: LeadAxis['kind']): { axis: LeadAxis; inner: Scope } => {
    // The first axis of rows or draws counts the samples: other draws have one value for each of them.
    const first = scope.sample === null && kind !== 'values'
    const axis = { ...newAxis(scope, binder.variable, size, first ? 'sample' : kind) }
    return { axis, inner: { ...scope, bound: [...scope.bound, axis], ...(first && { sample: axis }) } }
  }
  switch (binder.kind) {
    case 'draws': {
      const single = binder.count === 1 && scope.sample !== null
      const { axis, inner } = single ? { axis: null, inner: scope } : open(binder.count, 'draws')
      const site = scope.target.sites.get(binder) ?? binder.variable
      const value = draw(inner, binder.from, site, lower)
      return { scope: withVariables(inner, [[binder.variable, bound(value)]]), axes: axis ? [...axes, axis] : axes, path }
    }
    case 'rows': {
      const { dataset: name, split, rows, per, where } = binder.set
      const dataset = scope.target.model.data.find((d) => d.name === name)
      if (!dataset || per || where) throw new Unsupported('a figure over rows chosen by a condition', binder.span)
      const [from, to] = rows ?? [0, DEFAULT_POINTS - 1]
      const { axis, inner } = open(to - from + 1, 'draws')
      return { scope: withVariables(inner, rowBindings(dataset, split, from, axis)), axes: [...axes, axis], path }
    }
    case 'values': {
      const { axis, inner } = open(binder.values.length, 'values')
      return { scope: withVariables(inner, [[binder.variable, (s) => enumeration(s, binder, axis)]]), axes: [...axes, axis], path }
    }
    case 'path': {
      const points = binder.count ?? POINTS[figure.kind] ?? DEFAULT_POINTS
      const [from, to] = [lower(scope, binder.from), lower(scope, binder.to)]
      // A heat map crosses every axis of the event; anything else walks the straight line.
      const dims = figure.kind === 'heatmap' ? binder.type.shape[0]?.size ?? 1 : 1
      const { axis, inner } = open(points ** dims, 'values')
      const scalarEvent = binder.type.shape.length === 0
      const shape = dims > 1 ? [dims] : scalarEvent ? [] : binder.type.shape.map(() => 1)
      const at = feed(inner, { kind: 'lattice', axes: dims, points, name: `path.${binder.variable}`, shape: [points ** dims, dims], dtype: 'float32' }, [axis], shape)
      const value = elementwise(inner, 'add', [from, elementwise(inner, 'mul', [at, elementwise(inner, 'sub', [to, from])])])
      return { scope: withVariables(inner, [[binder.variable, bound(value)]]), axes: [...axes, axis], path: { from, to, points, axes: dims } }
    }
  }
}

/** Samples beside the main picture: rows of the test split, model-level draws made for each. */
function cloudScope(outside: Scope): Scope {
  const axis: LeadAxis = { name: 'cloud', size: CLOUD, order: 0, kind: 'sample' }
  const rows = outside.target.model.data.flatMap((d) => rowBindings(d, 'test', 0, axis))
  return withVariables({ ...outside, sample: axis }, rows)
}

/** Leading axes as the binders were written, not as they nest. */
function inOrder(scope: Scope, value: Value, axes: readonly LeadAxis[]): Value['ref'] {
  const perm = axes.map((a) => value.lead.findIndex((l) => l.name === a.name))
  return transpose(scope.target.builder, value.ref, [...perm, ...eventAxes(value)])
}
