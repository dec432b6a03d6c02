/** A mean over pixels beside a sum over them: the two weigh differently than they look. */
import type { DistributionUse, Expr } from '../model/model.ts'
import { fail, textAt, type World } from './checker.ts'
import type { Addend } from './addends.ts'
import { lawByKey } from './lookup.ts'
import { showShape, sizeOf } from './value.ts'

/** Warns once an objective, with the weight that the sums really get. */
export function mixedReductions(world: World, addends: readonly Addend[]): void {
  const mean = addends.map((a) => a.expr).find((e) => meanSize(e) > 1)
  const sum = addends.map((a) => a.expr).find((e) => isSum(world, e))
  if (mean === undefined || sum === undefined) return
  const size = meanSize(mean)
  const shape = mean.kind === 'call' ? showShape(mean.args[0]!.type.shape) : ''
  fail(world, 'reductions/mixed', { mean: textAt(world, mean.span), sum: textAt(world, sum.span), shape, beta: String(size) }, mean.span, {
    related: [{ span: sum.span, message: 'this one is a sum' }],
  })
}

/** How many numbers of a sample are averaged. */
const meanSize = (e: Expr): number => (e.kind === 'call' && e.op === 'mean' && e.args[0]!.kind !== 'bind' ? sizeOf(e.args[0]!.type.shape) : 0)

function isSum(world: World, e: Expr): boolean {
  if (e.kind === 'divergence') return eventSize(world, e.left) > 1
  if (e.kind === 'density') return eventSize(world, e.of) > 1
  if (e.kind !== 'call') return false
  if (e.op === 'sum') return ofValues(e.args[0]!)
  return e.op === 'pow' && isNorm(e.args[0]!)
}

/** A sum over derivatives is a penalty with a scale of its own. */
const ofValues = (e: Expr): boolean => e.kind !== 'grad' && e.kind !== 'jacobian' && sizeOf(e.type.shape) > 1

function eventSize(world: World, use: DistributionUse): number {
  const dist = use.kind === 'inline' ? use.value : lawByKey(world, use.key)?.value
  return dist === undefined ? 0 : sizeOf(dist.event)
}

const isNorm = (e: Expr): boolean => e.kind === 'call' && e.op === 'norm' && ofValues(e.args[0]!)
