/**
 * Averages over a split, then arithmetic on them: `E[a * b] / E[b]` is a ratio of two averages over all test rows, not
 * the average of ratios of batches. Every `E[…]` of a metric becomes an output of a sweep and a fed value of `finish`.
 */
import type { Program } from '../graph/graph.ts'
import type { Ref } from '../graph/builder.ts'
import type { Expr } from '../model/model.ts'
import type { EvaluationPlan, Sweep } from './plan.ts'
import type { Scope, Target } from './scope.ts'
import type { Setting } from './program.ts'
import type { Value } from './value.ts'
import { productOf } from '../graph/graph.ts'
import { reshape } from '../ops/compose.ts'
import { elementwise } from './call.ts'
import { lower } from './expression.ts'
import { batchScope, datasetsOf, finish, newTarget } from './program.ts'
import { Unsupported, feed, withVariables } from './scope.ts'
import { eventOf, reduceLead, spread } from './value.ts'

/** A result by name: an equation of one number a sample (averaged), or arithmetic on averages. */
export interface Wanted { readonly name: string; readonly value: Expr; readonly negate?: boolean }

export interface Evaluation { readonly programs: readonly Program[]; readonly plan: EvaluationPlan }

/** Without data, this many independent draws stand for the test split. */
const DRAWS_WITHOUT_DATA = 10_000
/** Tensors of a sweep are kept below this many numbers a node by taking fewer rows at once. */
const LARGEST_TENSOR = 8_000_000
const ROWS_AT_ONCE = 500

interface OpenSweep { readonly target: Target; readonly scope: Scope; readonly datasets: readonly string[]; readonly split: 'train' | 'test'; readonly outputs: { name: string; ref: Ref }[] }

/** Null when nothing is wanted. Throws `Unsupported`. */
export function lowerEvaluation(setting: Setting, prefix: string, wanted: readonly Wanted[]): Evaluation | null {
  if (wanted.length === 0) return null
  const sweeps: OpenSweep[] = []
  const evalTarget = (): Target => newTarget(setting, { stream: 'eval' })

  const target = newTarget(setting, { stream: 'eval', average: (body, inside, rows) => average(body, inside, rows) })
  const scope: Scope = { ...batchScope(target, 0), sample: null }

  /** The sweep over what `body` reads, found by lowering it once on trial. */
  const sweepFor = (body: Expr, outer: Scope, rows: Rows): OpenSweep => {
    const trial = evalTarget()
    lowerIn(trial, body, outer, scope)
    const read = datasetsOf(trial)
    const datasets = read.length === 0 && rows ? [rows.dataset] : read
    if (rows && datasets.some((d) => d !== rows.dataset)) throw new Unsupported('an average over one data set of rows of another', body.span)
    const split = rows?.split ?? 'test'
    const known = sweeps.find((s) => s.split === split && s.datasets.join() === datasets.join())
    if (known) return known
    const target = evalTarget()
    const sweep: OpenSweep = { target, scope: batchScope(target, 0), datasets, split, outputs: [] }
    sweeps.push(sweep)
    return sweep
  }

  const average = (body: Expr, inside: Scope, rows: Rows): Value => {
    const sweep = sweepFor(body, inside, rows)
    const take = (value: Value): Value => {
      const { builder } = sweep.target
      const mean = reduceLead(builder, 'mean', spread(builder, value, [sweep.scope.sample!]), sweep.scope.sample!)
      const known = sweep.outputs.find((o) => o.ref.id === mean.ref.id)
      const name = known?.name ?? `mean${sweeps.flatMap((s) => s.outputs).length}`
      if (!known) sweep.outputs.push({ name, ref: mean.ref })
      return feed(inside, { kind: 'value', name, shape: mean.ref.shape, dtype: 'float32' }, mean.lead, eventOf(mean))
    }
    const value = lowerIn(sweep.target, body, inside, scope)
    if (!rows?.where) return take(value)
    const mask = lowerIn(sweep.target, rows.where, inside, scope)
    return elementwise(scope, 'div', [take(elementwise(sweep.scope, 'mul', [value, mask])), take(mask)])
  }

  const results = wanted.flatMap(({ name, value, negate }) => {
    const use = value.type.per === 'sample' ? averaged(value) : value
    const result = target.builder.within({ term: name }, () => lower(scope, use))
    return elements(target, name, negate ? target.builder.add('neg', [result.ref]) : result.ref)
  })
  const plans = sweeps.map((s, i): { program: Program; sweep: Sweep } => {
    const program = finish(s.target, `${prefix}.sweep${i}`, s.outputs)
    return { program, sweep: {
      program: program.name, datasets: s.datasets, split: s.split, outputs: s.outputs.map((o) => o.name),
      rows: s.datasets.length ? null : DRAWS_WITHOUT_DATA, batch: rowsAtOnce(program)
    } }
  })
  const last = finish(target, `${prefix}.finish`, results)
  return {
    programs: [...plans.map((p) => p.program), last],
    plan: { sweeps: plans.map((p) => p.sweep), finish: last.name, results: results.map((r) => r.name) }
  }
}

type Rows = Parameters<NonNullable<Target['average']>>[2]

const averaged = (value: Expr): Expr => ({ kind: 'expectation', body: value, type: { ...value.type, per: 'one' }, span: value.span })

/** `body` over the batch of a sweep, with what the binders around it in the metric put in place of variables. */
function lowerIn(target: Target, body: Expr, outer: Scope, unbound: Scope): Value {
  const replaced = [...outer.variables].filter(([name, binding]) => unbound.variables.get(name) !== binding)
  return lower({ ...withVariables(batchScope(target, 0), replaced), bound: outer.bound }, body)
}

/** A result of one number by its name, an array element by element: `recall[0]`, `recall[1]`, … */
function elements({ builder }: Target, name: string, ref: Ref): { readonly name: string; readonly ref: Ref }[] {
  if (ref.shape.length === 0) return [{ name, ref }]
  const places = ref.shape.reduce<number[][]>((all, size) => all.flatMap((at) => Array.from({ length: size as number }, (_, i) => [...at, i])), [[]])
  return places.map((begin) => ({
    name: `${name}[${begin.join(', ')}]`, ref: reshape(builder, builder.add('slice', [ref], { begin, size: begin.map(() => 1) }), [])
  }))
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

