/**
 * Values over whole splits: averages, arrays with a number or an array for each row, and statistics of those.
 *
 * A program sees one batch, so what needs every row is computed before it and fed to it as a `value`. A pool gathers
 * what the programs of a stage ask for: bodies over the same rows share a *sweep*, a statistic is the runtime's
 * arithmetic on collected arrays, and equal questions have one answer with one name. A body may itself ask for such a
 * value (`E[1 - (joint >= quantile([x in train: joint], 0.05))]`); then its sweep comes a phase later.
 */
import type { Span } from '../../grammar/ast.ts'
import type { Program } from '../graph/graph.ts'
import type { Ref } from '../graph/builder.ts'
import type { Binder, Expr } from '../model/model.ts'
import type { Argument, RowChoice, Statistic, StatisticName, Sweep, ValueStep } from './plan.ts'
import type { Binding, Scope, Target } from './scope.ts'
import type { Setting } from './program.ts'
import type { LeadAxis, Value } from './value.ts'
import { productOf } from '../graph/graph.ts'
import { scalar, transpose } from '../ops/compose.ts'
import { elementwise, select } from './call.ts'
import { draw } from './distribution.ts'
import { lower } from './expression.ts'
import { batchScope, dataField, datasetsOf, finish, newTarget } from './program.ts'
import { Unsupported, bound, equationOf, feed, withVariables } from './scope.ts'
import { eventAxes, eventOf, leadSizes, plain, reduceLead, spread, unionLead } from './value.ts'

type RowsBinder = Extract<Binder, { kind: 'rows' }>
type DrawsBinder = Extract<Binder, { kind: 'draws' }>

/** Whom the samples of a sweep stand for. */
export type Population =
  /** The test split of the data that the body reads; draws where it reads none. */
  | { readonly kind: 'test' }
  | { readonly kind: 'rows'; readonly binder: RowsBinder }
  | { readonly kind: 'draws'; readonly binder: DrawsBinder }
  /** Nobody: something that is the same for all. */
  | { readonly kind: 'nobody' }

export const TEST: Population = { kind: 'test' }

/** An array, a member for each sample of its population for which `where` holds. */
export interface Collection { readonly scope: Scope; readonly population: Population; readonly body: Expr; readonly where: Expr | null }

/** What a scope may ask for. All may throw `Unsupported`. */
export interface WholeSplits {
  readonly average: (scope: Scope, population: Population, body: Expr) => Value
  /** `each`: for every element of the members apart, where the statistic is of single numbers. */
  readonly statistic: (scope: Scope, op: StatisticName, args: readonly Collection[], options: Statistic['options'], each: boolean) => Value
}

export interface Pool extends WholeSplits {
  /** The name under which the runtime has an array, and the name of its condition. */
  readonly array: (collection: Collection) => Argument
  /** Rows of a split, chosen by numbers and condition. */
  readonly choice: (scope: Scope, binder: RowsBinder) => RowChoice
  /** Every sweep asked for so far. */
  readonly programs: () => readonly Program[]
  /** What must be computed, in order, before these names are known. */
  readonly stepsFor: (names: Iterable<string>) => readonly ValueStep[]
}

/** Without data, this many independent draws stand for the test split. */
const DRAWS_WITHOUT_DATA = 10_000
/** Tensors of a sweep are kept below this many numbers a node by taking fewer rows at once. */
const LARGEST_TENSOR = 8_000_000
export const ROWS_AT_ONCE = 500

interface OpenSweep {
  readonly name: string
  readonly target: Target
  readonly key: string
  readonly depth: number
  readonly place: Pick<Sweep, 'datasets' | 'split' | 'rows' | 'draws'>
  readonly outputs: { readonly name: string; readonly ref: Ref; readonly as: 'mean' | 'array' }[]
}

export function newPool(setting: Setting, prefix: string): Pool {
  const sweeps: OpenSweep[] = []
  const statistics: (Statistic & { readonly key: string; readonly depth: number })[] = []
  /** In which phase a named value is known, from 1. */
  const phases = new Map<string, number>()
  const phaseOf = (names: Iterable<string>): number => Math.max(0, ...[...names].map((name) => phases.get(name)!))

  /** The sweep in which `bodies` can be computed, found by lowering them once on trial. */
  const sweepFor = (outer: Scope, population: Population, bodies: readonly Expr[], span: Span): OpenSweep => {
    const trial = newTarget(setting, { stream: 'eval', whole: pool })
    for (const body of bodies) lower(within(trial, outer, population, span), body)
    const read = datasetsOf(trial)
    const set = population.kind === 'rows' ? population.binder.set : null
    const rows = population.kind === 'rows' && set!.rows !== null ? pool.choice(outer, population.binder) : null
    const place: OpenSweep['place'] = {
      datasets: set === null ? read : [set.dataset, ...read.filter((d) => d !== set.dataset)],
      split: set?.split ?? 'test', rows,
      draws: population.kind === 'nobody' ? 1 : population.kind === 'draws' ? population.binder.count
        : set === null && read.length === 0 ? DRAWS_WITHOUT_DATA : null
    }
    const depth = 1 + phaseOf([...valueFeeds(trial.builder.feeds), ...(rows?.where ? [rows.where] : [])])
    const key = JSON.stringify([place, depth, population.kind === 'nobody'])
    const known = sweeps.find((sweep) => sweep.key === key)
    if (known) return known
    const sweep = { name: `${prefix}.sweep${sweeps.length}`, target: newTarget(setting, { stream: 'eval', whole: pool }), key, depth, place, outputs: [] }
    sweeps.push(sweep)
    return sweep
  }

  const output = (sweep: OpenSweep, as: 'mean' | 'array', ref: Ref): string => {
    const known = sweep.outputs.find((o) => o.as === as && o.ref.id === ref.id)
    if (known) return known.name
    const name = `${as}${sweeps.flatMap((s) => s.outputs).filter((o) => o.as === as).length}`
    sweep.outputs.push({ name, ref, as })
    phases.set(name, sweep.depth)
    return name
  }

  const average: Pool['average'] = (outer, population, body) => {
    const set = population.kind === 'rows' ? population.binder.set : null
    // Counted rows are chosen before the sweep; all that satisfy a condition are weighed in it.
    const where = set?.rows === null ? set.where : null
    const sweep = sweepFor(outer, population, where ? [body, where] : [body], body.span)
    const { builder } = sweep.target
    const scope = within(sweep.target, outer, population, body.span)
    const take = (value: Value): Value => {
      const mean = reduceLead(builder, 'mean', spread(builder, value, [scope.sample!]), scope.sample!)
      return feed(outer, { kind: 'value', name: output(sweep, 'mean', mean.ref), shape: mean.ref.shape, dtype: 'float32' }, mean.lead, eventOf(mean))
    }
    const value = lower(scope, body)
    if (!where) return take(value)
    const holds = lower(scope, where)
    const condition = { ...holds, ref: builder.add('cast', [holds.ref], { dtype: 'bool' }) }
    const [total, share] = [take(select(scope, condition, asFloat(scope, value), plain(scalar(builder, 0)))), take(holds)]
    return elementwise(outer, 'div', [total, share])
  }

  /** The lowered array, with its condition where it has one. */
  const gather = ({ scope: outer, population, body, where }: Collection): { readonly sweep: OpenSweep; readonly scope: Scope; readonly value: Value; readonly holds: Value | null } => {
    const sweep = sweepFor(outer, population, where ? [body, where] : [body], body.span)
    const scope = within(sweep.target, outer, population, body.span)
    return { sweep, scope, value: asFloat(scope, lower(scope, body)), holds: where ? asFloat(scope, lower(scope, where)) : null }
  }

  /** Arrays over one lead, so that a statistic can go through its positions. */
  const argumentsOf = (collections: readonly Collection[], each: boolean): { readonly args: readonly Argument[]; readonly lead: readonly LeadAxis[]; readonly event: readonly number[] } => {
    const gathered = collections.map(gather)
    const lead = unionLead(...gathered.flatMap(({ value, holds }) => [value.lead, ...(holds ? [holds.lead] : [])])).filter((axis) => axis.kind !== 'sample')
    const positions = lead.reduce((n, axis) => n * (axis.size as number), 1)
    const event = each ? memberShape(gathered[0]!) : []
    const args = gathered.map(({ sweep, scope, value, holds }): Argument => {
      const size = memberShape({ scope, value }).reduce((n, length) => n * length, 1)
      return {
        array: output(sweep, 'array', membersFirst(scope, value, lead)),
        where: holds && output(sweep, 'array', membersFirst(scope, holds, lead)),
        positions: each ? positions * size : positions, size: each ? 1 : size
      }
    })
    return { args, lead, event }
  }

  const statistic: Pool['statistic'] = (scope, op, collections, options, each) => {
    const { args, lead, event } = argumentsOf(collections, each)
    const key = JSON.stringify([op, args, options])
    let known = statistics.find((s) => s.key === key)
    if (!known) {
      known = { kind: 'statistic', name: `${op}${statistics.length}`, op, args, options, key, depth: phaseOf(args.flatMap((a) => [a.array, ...(a.where ? [a.where] : [])])) }
      statistics.push(known)
      phases.set(known.name, known.depth)
    }
    return feed(scope, { kind: 'value', name: known.name, shape: [...leadSizes(lead), ...event], dtype: 'float32' }, lead, event)
  }

  const choice: Pool['choice'] = (scope, binder) => {
    const { rows, per, where } = binder.set
    if (where === null) return { rows, per, where: null }
    const every: RowsBinder = { ...binder, set: { ...binder.set, rows: null, per: null, where: null } }
    const { args: [mask], lead } = argumentsOf([{ scope, population: { kind: 'rows', binder: every }, body: where, where: null }], false)
    if (lead.length > 0) throw new Unsupported('a choice of numbered rows by a condition that reads another binder', where.span)
    return { rows, per, where: mask!.array }
  }

  const programs = (): readonly Program[] => sweeps.filter((s) => s.outputs.length > 0).map(programOf)

  const stepsFor: Pool['stepsFor'] = (names) => {
    const needed = new Set<string>()
    const steps: { readonly step: ValueStep; readonly depth: number }[] = []
    const need = (name: string): void => {
      if (needed.has(name)) return
      needed.add(name)
      const known = statistics.find((s) => s.name === name)
      if (known) {
        const { key: _, depth, ...step } = known
        for (const { array, where } of known.args) for (const arg of [array, where]) if (arg !== null) need(arg)
        steps.push({ step, depth })
        return
      }
      const sweep = sweeps.find((s) => s.outputs.some((o) => o.name === name))!
      if (steps.some(({ step }) => step.kind === 'sweep' && step.program === sweep.name)) return
      const program = programOf(sweep)
      for (const fed of [...valueFeeds(program.feeds), ...(sweep.place.rows?.where ? [sweep.place.rows.where] : [])]) need(fed)
      const outputs = (as: 'mean' | 'array'): string[] => sweep.outputs.filter((o) => o.as === as).map((o) => o.name)
      steps.push({ depth: sweep.depth, step: { kind: 'sweep', program: sweep.name, ...sweep.place, means: outputs('mean'), arrays: outputs('array'), batch: rowsAtOnce(program) } })
    }
    for (const name of names) need(name)
    // Within a phase, sweeps come before what is computed from their arrays.
    const rank = ({ step, depth }: (typeof steps)[number]): number => 2 * depth + Number(step.kind === 'statistic')
    return steps.sort((a, b) => rank(a) - rank(b)).map(({ step }) => step)
  }

  const pool: Pool = { average, statistic, array: (collection) => argumentsOf([collection], false).args[0]!, choice, programs, stepsFor }
  return pool
}

const programOf = ({ name, target, outputs }: OpenSweep): Program => finish(target, name, outputs)

export const valueFeeds = (feeds: Program['feeds']): string[] => feeds.filter((f) => f.kind === 'value').map((f) => f.name)

/**
 * The scope of a body in the sweep of its population. Enumerations around it go along; what belongs to one sample of
 * the program that asks cannot.
 */
function within(target: Target, outer: Scope, population: Population, span: Span): Scope {
  const base = batchScope(target, 0, population.kind === 'nobody' ? TEST : population)
  const rows = population.kind === 'rows' ? rowsOf(target, population.binder) : []
  const rebound = new Set(population.kind === 'draws' ? [population.binder.variable] : rows.map(([name]) => name))
  const carried = new Map([...outer.carried].filter(([name]) => !rebound.has(name)))
  // The same samples once more: `E[s - E[s]]`.
  const again = population === outer.population
  const foreign = [...outer.own, ...(again ? [] : sampledBy(outer))].filter((name) => !rebound.has(name) && !carried.has(name))
  const refused = foreign.map((name): readonly [string, Binding] => [name, () => {
    throw new Unsupported(`a value over a whole split that differs from one ${name} to the next`, span)
  }])
  const scope: Scope = {
    ...base, variables: new Map([...base.variables, ...refused, ...carried, ...rows]), carried,
    bound: outer.bound.filter((axis) => axis.kind === 'values'), sample: population.kind === 'nobody' ? null : base.sample
  }
  if (population.kind !== 'draws') return scope
  const { binder } = population
  const drawn = target.builder.within({ local: binder.variable }, () => draw(scope, binder.from, target.sites.get(binder) ?? binder.variable, lower))
  return withVariables(scope, [[binder.variable, bound(drawn)]])
}

/** Fields of a row, and the variable of the binder, which may have a name of its own. */
export function rowsOf(target: Target, binder: RowsBinder): (readonly [string, Binding])[] {
  const dataset = target.model.data.find((d) => d.name === binder.set.dataset)!
  const field = (name: string): Binding => (scope) => dataField(scope, dataset, dataset.fields.find((f) => f.name === name)!)
  return [...dataset.fields.map((f) => [f.name, field(f.name)] as const), [binder.variable, field(binder.field)]]
}

/** Names that have a value for each sample of a sweep: of a body inside it, another sweep knows nothing of them. */
function sampledBy({ sample, population, target }: Scope): string[] {
  if (sample === null || population === null) return []
  if (population.kind === 'rows') return rowsOf(target, population.binder).map(([name]) => name)
  // Draws are among the scope's own.
  return population.kind === 'test' ? target.model.data.flatMap((d) => d.fields.map((f) => f.name)) : []
}

/** Follows names of equations to the array that they stand for. */
export function collectionOf(scope: Scope, expr: Expr): Collection {
  if (expr.kind === 'equation') {
    const given = Object.entries(expr.given).map(([name, value]) => [name, bound(lower(scope, value))] as const)
    return collectionOf(given.length ? withVariables(scope, given) : scope, equationOf(scope, expr.name).value)
  }
  if (expr.kind !== 'bind' || expr.reducer !== 'array') return { scope, population: { kind: 'nobody' }, body: expr, where: null }
  const [first, ...rest] = expr.binders
  const body: Expr = rest.length === 0 ? expr.body : { ...expr, binders: rest, type: { ...expr.type, shape: expr.type.shape.slice(1), per: 'sample' } }
  if (first!.kind === 'rows') return { scope, population: { kind: 'rows', binder: first! }, body, where: first!.set.rows === null ? first!.set.where : null }
  if (first!.kind === 'draws' && first!.count > 1) return { scope, population: { kind: 'draws', binder: first! }, body, where: null }
  return { scope, population: { kind: 'nobody' }, body: expr, where: null }
}

/** Sizes of one member's axes: of an array that no sample makes, the first axis counts the members. */
function memberShape({ scope, value }: { readonly scope: Scope; readonly value: Value }): readonly number[] {
  const event = eventOf(value) as readonly number[]
  return scope.sample ? event : event.slice(1)
}

/** As the runtime wants it: members first, then the positions of `lead`, then the numbers of one member. */
function membersFirst(scope: Scope, value: Value, lead: readonly LeadAxis[]): Ref {
  const { builder } = scope.target
  const full = spread(builder, value, [...lead, ...(scope.sample ? [scope.sample] : [])])
  const members = scope.sample ? full.lead.findIndex((axis) => axis.name === scope.sample!.name) : full.lead.length
  const inOrder = lead.map((axis) => full.lead.findIndex((other) => other.name === axis.name))
  return transpose(builder, full.ref, [members, ...inOrder, ...eventAxes(full).filter((axis) => axis !== members)])
}

function asFloat(scope: Scope, value: Value): Value {
  return value.ref.dtype === 'float32' ? value : { ref: scope.target.builder.add('cast', [value.ref], { dtype: 'float32' }), lead: value.lead }
}

/** How many rows fit, judging by the widest tensor a row needs. */
function rowsAtOnce(program: Program): number {
  const perRow = Math.max(1, ...program.nodes.map((n) => {
    const count = productOf(n.shape.filter((d) => typeof d === 'number'))
    const batch = n.shape.find((d) => typeof d !== 'number')
    return batch === undefined || typeof batch === 'number' || typeof count !== 'number' ? 1 : count * batch.times
  }))
  return Math.max(1, Math.min(ROWS_AT_ONCE, Math.floor(LARGEST_TENSOR / perRow)))
}
