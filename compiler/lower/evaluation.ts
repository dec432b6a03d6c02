/**
 * Arithmetic on what is known of whole splits: `E[a * b] / E[b]` is a ratio of two averages over all test rows, not the
 * average of ratios of batches. `E[…]`, statistics and conditions come from a pool and are fed to one last program.
 */
import type { Program } from '../graph/graph.ts'
import type { Ref } from '../graph/builder.ts'
import type { Expr } from '../model/model.ts'
import type { EvaluationPlan } from './plan.ts'
import type { Scope, Target } from './scope.ts'
import type { Setting } from './program.ts'
import type { Pool } from './whole.ts'
import { reshape } from '../ops/compose.ts'
import { lower } from './expression.ts'
import { batchScope, finish, newTarget } from './program.ts'
import { TEST, valueFeeds } from './whole.ts'

/** A result by name: an equation of one number a sample (averaged), or arithmetic on values over whole splits. */
export interface Wanted { readonly name: string; readonly value: Expr; readonly negate?: boolean }

/** `plan` is asked for when the pool has been given all it gets. */
export interface Evaluation { readonly program: Program; readonly plan: () => EvaluationPlan }

/** Null when nothing is wanted. Throws `Unsupported`. */
export function lowerEvaluation(setting: Setting, pool: Pool, name: string, wanted: readonly Wanted[]): Evaluation | null {
  if (wanted.length === 0) return null
  const target = newTarget(setting, { stream: 'eval', whole: pool })
  const scope: Scope = { ...batchScope(target, 0, TEST), sample: null }
  const results = wanted.flatMap(({ name, value, negate }) => {
    const use = value.type.per === 'sample' ? averaged(value) : value
    const result = target.builder.within({ term: name }, () => lower(scope, use))
    return elements(target, name, negate ? target.builder.add('neg', [result.ref]) : result.ref)
  })
  const program = finish(target, name, results)
  return { program, plan: () => ({ steps: pool.stepsFor(valueFeeds(program.feeds)), finish: name, results: results.map((r) => r.name) }) }
}

const averaged = (value: Expr): Expr => ({ kind: 'expectation', body: value, type: { ...value.type, per: 'one' }, span: value.span })

/** A result of one number by its name, an array element by element: `recall[0]`, `recall[1]`, … */
function elements({ builder }: Target, name: string, ref: Ref): { readonly name: string; readonly ref: Ref }[] {
  if (ref.shape.length === 0) return [{ name, ref }]
  const places = ref.shape.reduce<number[][]>((all, size) => all.flatMap((at) => Array.from({ length: size as number }, (_, i) => [...at, i])), [[]])
  return places.map((begin) => ({
    name: `${name}[${begin.join(', ')}]`, ref: reshape(builder, builder.add('slice', [ref], { begin, size: begin.map(() => 1) }), [])
  }))
}
