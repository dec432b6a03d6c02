/**
 * Logarithms of probabilities from their logits: log σ(x) = −softplus(−x), log(1 − σ(x)) = −softplus(x), the difference of the
 * two x itself, log softmax(x) = logSoftmax(x). It runs before differentiation, so that gradients are safe as well. Layout ops between the
 * probability and its logarithm do not hide it.
 */
import type { Program } from '../graph/graph.ts'
import type { Ref } from '../graph/builder.ts'
import type { GuardedBuilder } from './guarded.ts'
import { numberAttr } from '../ops/attrs.ts'
import { rebuildGuarded } from './guarded.ts'

export const stableLogs = (program: Program): Program => rebuildGuarded(program, (b, node, inputs) =>
  (node.op === 'log' ? logOf(b, inputs[0]!) : node.op === 'sub' ? logOdds(b, inputs[0]!, inputs[1]!) : null) ?? b.add(node.op, inputs, node.attrs))

const movers = new Set(['reshape', 'transpose', 'slice', 'broadcastTo', 'reverse'])

/** log x by its logit, `null` where x does not come from one. */
function logOf(b: GuardedBuilder, x: Ref): Ref | null {
  const node = b.look(x)
  const [first, second] = node.inputs.map((i) => b.nodes[i]!)
  if (node.op === 'sigmoid') return b.add('neg', [b.add('softplus', [b.add('neg', [first!])])])
  if (node.op === 'softmax') return b.add('logSoftmax', [first!])
  if (movers.has(node.op)) {
    const below = logOf(b, first!)
    return below && b.add(node.op, [below], node.attrs)
  }
  // 1 − p, also written −p + 1.
  if (node.op === 'sub' && isOne(b, first!)) return logOfComplement(b, second!)
  if (node.op !== 'add') return null
  const minus = b.look(isOne(b, first!) ? second! : isOne(b, second!) ? first! : x)
  return minus.op === 'neg' ? logOfComplement(b, b.nodes[minus.inputs[0]!]!) : null
}

/** log(1 − p) by the logit of p. */
function logOfComplement(b: GuardedBuilder, p: Ref): Ref | null {
  const node = b.look(p)
  const below = b.nodes[node.inputs[0] ?? -1]
  if (node.op === 'sigmoid') return b.add('neg', [b.add('softplus', [below!])])
  if (!movers.has(node.op)) return null
  const inner = logOfComplement(b, below!)
  return inner && b.add(node.op, [inner], node.attrs)
}

/** log p − log(1 − p), both from the logit, which it is. */
function logOdds(b: GuardedBuilder, log: Ref, logOfRest: Ref): Ref | null {
  const below = (ref: Ref | null, op: string): Ref | null => (ref && b.look(ref).op === op ? b.nodes[b.look(ref).inputs[0]!]! : null)
  const logit = below(below(below(log, 'neg'), 'softplus'), 'neg')
  return logit && below(below(logOfRest, 'neg'), 'softplus') === logit ? logit : null
}

const isOne = (b: GuardedBuilder, x: Ref): boolean => {
  const node = b.look(x)
  return x.shape.length === 0 && node.op === 'constant' && numberAttr(node.attrs, 'value') === 1
}
