/** Figures: what each kind shows, and of what shape its items must be. */
import type { CallExpr, Figures as FiguresAst } from '../../grammar/ast.ts'
import { inserting, replacing } from '../diagnostics/fixes.ts'
import type { Binder, Figure, FigureItem, ValueType } from '../model/model.ts'
import { nearest } from '../names/suggest.ts'
import { bindAll, checkReached } from './binders.ts'
import { fail, rootEnv, textAt, type Env, type World } from './checker.ts'
import { elaborate } from './elaborate.ts'
import { boundBy, freeVariables } from './free.ts'
import { isLabelled, showType } from './value.ts'
import { checkArrays } from './whole.ts'

export interface FigureRow {
  readonly name: Figure['kind']
  readonly doc: string
  /** Items that may stand under a name (`points: fake`). */
  readonly groups: readonly string[]
  /** What an item must be, in words, or null when it is. */
  misfit(type: ValueType): string | null
  readonly needsBinder: boolean
}

const isPicture = ({ shape, kind }: ValueType): boolean =>
  (shape.length === 3 && (shape[2]!.size === 1 || shape[2]!.size === 3)) || (shape.length === 2 && (isLabelled(kind) || kind.name !== 'logits'))

const picture = (type: ValueType): string | null => (isPicture(type) ? null : 'a picture, [height, width] or with 1 or 3 channels')
const number = (type: ValueType): string | null => (type.shape.length === 0 && !isLabelled(type.kind) ? null : 'one number')
const point = (type: ValueType): string | null => (type.shape.length === 1 && type.shape[0]!.size === 2 ? null : 'a point, [2]')
const signal = (type: ValueType): string | null =>
  ((type.shape.length === 1 || (type.shape.length === 2 && type.shape[1]!.size === 1)) && !isLabelled(type.kind) ? null : 'a signal, [steps] or [steps, 1]')
const series = (type: ValueType): string | null => (type.shape.length <= 1 && !isLabelled(type.kind) ? null : 'an array of numbers: [x in test: score]')

const rows: readonly FigureRow[] = [
  { name: 'compare', doc: 'Pictures side by side, a column for each row of the data.', groups: [], misfit: picture, needsBinder: true },
  { name: 'grid', doc: 'A sheet of pictures; with two binders rows and columns.', groups: [], misfit: picture, needsBinder: true },
  { name: 'strip', doc: 'Pictures along a path.', groups: [], misfit: picture, needsBinder: true },
  { name: 'heatmap', doc: 'One number over a plane, with points on top.', groups: ['points'], misfit: number, needsBinder: true },
  { name: 'warp', doc: 'A map of the plane, as the grid that it makes of a straight one.', groups: ['points'], misfit: point, needsBinder: true },
  { name: 'scatter', doc: 'Points of the plane.', groups: ['color', 'points'], misfit: point, needsBinder: true },
  { name: 'curves', doc: 'Loss terms and metrics over the training.', groups: [], misfit: number, needsBinder: false },
  { name: 'plot', doc: 'Numbers along a path, as lines.', groups: [], misfit: number, needsBinder: true },
  { name: 'signal', doc: 'Signals over their steps, a panel for each expression.', groups: [], misfit: signal, needsBinder: true },
  { name: 'histogram', doc: 'How the numbers of arrays are spread.', groups: [], misfit: series, needsBinder: false },
]

export const FIGURES: ReadonlyMap<string, FigureRow> = new Map(rows.map((row) => [row.name, row]))

export const elaborateFigures = (world: World, ast: FiguresAst): readonly Figure[] => ast.figures.flatMap((call) => figure(world, call) ?? [])

function figure(world: World, call: CallExpr): Figure | null {
  if (call.callee.kind !== 'name') return null
  const name = call.callee.text
  const row = FIGURES.get(name)
  if (row === undefined) {
    if (name === '') return null
    const near = nearest(name, FIGURES.keys())
    return fail(world, 'data/figure', { name, known: [...FIGURES.keys()].join(', ') }, call.callee.span, near === null ? {} : {
      help: `Did you mean ${near}?`, fix: { title: `Write ${near}`, edits: [{ span: call.callee.span, text: near }] },
    })
  }
  const env = rootEnv(world)
  const { env: inner, bound } = bindAll(env, call.binders)
  // `points: fake, x`: what follows a name without one of its own stands under it too. Points lie beside what is drawn over the binders, not in it.
  let group: CallExpr['args'][number]['name'] = null
  const items = call.args.map((arg) => {
    group = arg.name ?? group
    return item(group?.text === 'points' ? env : inner, row, arg, group)
  })
  if (bound === null || items.some((i) => i === null)) return null
  const whole = items as FigureItem[]
  if (whole.length === 0) return fail(world, 'data/figure-empty', { name }, call.span)
  if (row.needsBinder && bound.binders.length === 0) return fail(world, 'data/figure-binder', { name }, call.span)
  if (!checkReached(env, bound.binders, whole.map((i) => i.value), false)) return null
  if (name === 'strip' && !agree(world, bound.binders)) return null
  if (row.needsBinder && whole.some((i) => i.group === null && !isBound(world, i, bound.binders, call))) return null
  return { kind: row.name, binders: bound.binders, items: whole, span: call.span }
}

function item(env: Env, row: FigureRow, arg: CallExpr['args'][number], under: CallExpr['args'][number]['name']): FigureItem | null {
  const group = under?.text ?? null
  if (group !== null && !row.groups.includes(group)) {
    const near = nearest(group, row.groups)
    return fail(env, 'names/unknown-argument', { callee: row.name, name: group, signature: `${row.name}(binders: items${row.groups.map((g) => `, ${g}:`).join('')})` }, under!.span, near === null ? {} : { help: `Did you mean ${near}:?`, fix: replacing(under!.span, near, `Write ${near}:`) })
  }
  const value = elaborate(env, arg.value)
  if (value === null || !checkArrays(env.world, value, row.name === 'histogram')) return null
  const label = textAt(env, arg.value.span)
  // A colour is a number or a label; other groups are what the figure's items are, points for a heat map.
  const needs = group === 'color' ? (value.type.shape.length === 0 ? null : 'one number or label') : group === 'points' ? point(value.type) : row.misfit(value.type)
  if (needs !== null) return fail(env, 'data/figure-item', { figure: row.name, label, needs, got: showType(value.type) }, arg.span)
  if (row.name === 'curves' && (value.kind !== 'equation' || env.world.symbols.get(value.name)?.kind !== 'equation')) return fail(env, 'data/curves', { label }, arg.span)
  return { group, label, value }
}

/** The paths of a strip are walked together, so that they have one number of points. */
function agree(world: World, binders: readonly Binder[]): boolean {
  const counted = binders.flatMap((b) => (b.kind === 'path' && b.count !== null ? [{ ...b, count: b.count }] : []))
  const [first] = counted
  const other = counted.find(({ count }) => count !== first!.count)
  if (other === undefined) return true
  fail(world, 'data/strip-points', { first: first!.variable, count: String(first!.count), second: other.variable, other: String(other.count) }, other.span)
  return false
}

/** Data that an item shows must come from a binder: a figure has no batch. */
function isBound(world: World, { value, label }: FigureItem, binders: readonly Binder[], call: CallExpr): boolean {
  const names = new Set(binders.flatMap((b) => boundBy(world, b)))
  const averaged = value.type.per === 'one' && binders.every((b) => b.kind === 'path' || b.kind === 'values')
  for (const name of freeVariables(world, value)) {
    const kind = world.symbols.get(name)?.kind
    // Where neither rows nor draws are shown, `E[…]` goes over the whole test split.
    if (names.has(name) || kind === 'draw' || (kind === 'field' && averaged)) continue
    const example = kind === 'field' ? `${name} in test[0..9]` : `${name} ~ p(${name})`
    const [first, last] = [call.args[0], call.binders.at(-1)]
    fail(world, 'data/figure-unbound', { name, label, example }, value.span, kind !== 'field' || first === undefined ? {} : {
      fix: last === undefined ? inserting(first.span.start, `${example}: `, `Bind ${example}`) : inserting(last.span.end, `, ${example}`, `Bind ${example}`),
    })
    return false
  }
  return true
}
