/** Optimizers: one row each, with Keras's defaults. */
import type { Expr as Ast } from '../../grammar/ast.ts'
import type { Optimizer } from '../model/model.ts'
import { nearest } from '../names/suggest.ts'
import { fail, rootEnv, textAt, type World } from './checker.ts'
import { elaborate } from './elaborate.ts'
import { constantExpr } from './make.ts'
import { isSchedule } from './schedule.ts'
import { matchArguments, showSignature, type Param, type Signature } from './signature.ts'
import { readOptions } from './options.ts'

export interface OptimizerRow extends Signature { readonly name: Optimizer['name'] }

const rate = (value: number): Param => ({ name: 'learningRate', kind: 'value', default: value, doc: 'the step size: a number, or an expression in step, epoch, progress' })
const number = (name: string, value: number, doc: string): Param => ({ name, kind: 'number', default: value, named: true, doc })
const adamParams: readonly Param[] = [
  rate(1e-3), number('beta1', 0.9, 'decay of the average gradient'), number('beta2', 0.999, 'decay of the average square'), number('epsilon', 1e-7, 'added to the root'),
]

const rows: readonly OptimizerRow[] = [
  { name: 'sgd', doc: 'Gradient descent, with momentum if asked.', params: [rate(1e-2), number('momentum', 0, 'share of the last step that is kept')] },
  { name: 'adam', doc: 'Adam: steps scaled by running averages of the gradient.', params: adamParams },
  { name: 'adamw', doc: 'Adam with decoupled weight decay.', params: [...adamParams, number('decay', 4e-3, 'how much every weight shrinks a step')] },
  {
    name: 'rmsprop', doc: 'Steps divided by the running root mean square of the gradient.',
    params: [rate(1e-3), number('rho', 0.9, 'decay of the average square'), number('momentum', 0, 'share of the last step that is kept'), number('epsilon', 1e-7, 'added to the root')],
  },
]

export const OPTIMIZERS: ReadonlyMap<string, OptimizerRow> = new Map(rows.map((row) => [row.name, row]))

/** `adam(1e-3, beta1: 0.5)`, or null after a mistake. */
export function readOptimizer(world: World, ast: Ast): Optimizer | null {
  const env = rootEnv(world)
  if (ast.kind === 'error') return null
  const call = ast.kind === 'call' && ast.callee.kind === 'name' ? ast : null
  const name = ast.kind === 'name' ? ast.text : call?.callee.kind === 'name' ? call.callee.text : null
  const row = name === null ? undefined : OPTIMIZERS.get(name)
  if (row === undefined) {
    const near = name === null ? null : nearest(name, OPTIMIZERS.keys())
    const span = call?.callee.span ?? ast.span
    return fail(world, 'training/optimizer', { name: name ?? textAt(world, ast.span), known: [...OPTIMIZERS.keys()].join(', ') }, span, near === null ? {} : {
      help: `Did you mean ${near}?`, fix: { title: `Write ${near}`, edits: [{ span, text: near }] },
    })
  }
  const matched = matchArguments(env, row, null, call?.args ?? [], ast.span)
  if (matched === null) return null
  const options = readOptions(env, row, matched)
  const item = matched.get('learningRate')?.[0]
  const learningRate = item?.ast == null ? constantExpr(row.params[0]!.default as number, ast.span) : elaborate(env, item.ast)
  if (options === null || learningRate === null) return null
  if (!isSchedule(world, learningRate)) {
    return fail(world, 'training/learning-rate', { text: textAt(world, learningRate.span), signature: showSignature(row) }, learningRate.span)
  }
  const { range } = learningRate.type
  if (range !== null && (range[1] <= 0 || !Number.isFinite(range[0]))) fail(world, 'ranges/learning-rate', { text: textAt(world, learningRate.span) }, learningRate.span)
  return { name: row.name, learningRate, options: options as Readonly<Record<string, number>> }
}
