/** A body's result against the declared output. */
import type { Network as NetworkAst, Output } from '../../grammar/ast.ts'
import { inserting } from '../diagnostics/fixes.ts'
import type { Details } from '../diagnostics/report.ts'
import type { Expr, NumberKind } from '../model/model.ts'
import { fail, type Env } from './checker.ts'
import type { DeclaredType } from './declared.ts'
import { asScalar, withType } from './make.ts'
import { insideRange, isFiniteRange, listSizes, sameAxes, sameKind, sayShape, showKind, showRange, showShape, sizeOf } from './value.ts'

export function fitOutput(env: Env, node: NetworkAst, output: Output, declared: DeclaredType, value: Expr): Expr | null {
  const squeezed = declared.type.shape.length === 0 && sizeOf(value.type.shape) === 1 ? asScalar(value) : value
  if (!sameAxes(squeezed.type.shape, declared.type.shape)) return wrongShape(env, node, output, declared, value)
  const kind = declared.says ? declared.type.kind : squeezed.type.kind
  if (declared.says && !becomes(squeezed, kind)) {
    return fail(env, 'kinds/output', { network: node.name.text, declared: showKind(kind), got: sayKind(squeezed) }, lastSpan(node, value), {
      related: [{ span: output.span, message: `declared ${showKind(kind)} here` }], help: helpForKind(kind, squeezed.type.kind), ...kindFix(node, output, kind, squeezed),
    })
  }
  const range = declared.type.range
  if (isFiniteRange(range) && !insideRange(squeezed.type.range, range)) return wrongRange(env, node, output, range, squeezed)
  // The names of the axes and the bounds are those of the declaration; what is known beyond it stays known.
  return withType(squeezed, { ...squeezed.type, kind, shape: declared.type.shape, range: range ?? squeezed.type.range })
}

const lastSpan = (node: NetworkAst, value: Expr): Expr['span'] => value.span.end > value.span.start ? value.span : node.name.span

const sayKind = (value: Expr): string => (value.type.kind.name === 'real' && isFiniteRange(value.type.range) ? `numbers in ${showRange(value.type.range)}` : value.type.kind.name === 'real' ? 'plain numbers' : showKind(value.type.kind))

/** Whether a value may be declared to be of this kind. */
function becomes(value: Expr, kind: NumberKind): boolean {
  const { kind: from, range } = value.type
  if (sameKind(from, kind)) return true
  switch (kind.name) {
    case 'real': return from.name !== 'label' && from.name !== 'tokens'
    case 'image': return from.name === 'real' || from.name === 'probability'
    case 'probability': return from.name === 'real' && insideRange(range, [0, 1])
    case 'variance': case 'std': return from.name === 'real' && insideRange(range, [0, Infinity])
    case 'logits': case 'score': return (from.name === 'real' || from.name === 'score' || from.name === 'logits') && !isFiniteRange(range)
    case 'logvar': return from.name === 'real'
    case 'label': case 'tokens': return false
  }
}

function helpForKind(kind: NumberKind, from: NumberKind): string {
  switch (kind.name) {
    case 'probability': return 'End the body with sigmoid (or softmax for classes), or declare logits.'
    case 'logits': return from.name === 'probability' ? 'Drop the last sigmoid or softmax, or declare probability.' : 'Logits are unbounded: drop the last activation.'
    case 'score': return 'A score is unbounded: drop the last activation.'
    case 'variance': case 'std': return 'End the body with softplus or exp, or declare logvar.'
    case 'logvar': return `Declare ${showKind(from)}, or take the logarithm.`
    default: return `Declare ${showKind(from)} instead.`
  }
}

function wrongShape(env: Env, node: NetworkAst, output: Output, declared: DeclaredType, value: Expr): null {
  const wanted = declared.type.shape
  const got = value.type.shape
  const count = sizeOf(wanted)
  const help = sizeOf(got) === count
    ? `Add reshape(${listSizes(wanted)}) at the end.`
    : wanted.length === 1 ? `Ending with dense(${count}) would fit.`
      : wanted.length === 0 ? `Declare the shape ${showShape(got)}, or end with dense(1).`
        : `Ending with dense(${count}) -> reshape(${listSizes(wanted)}) would fit.`
  const open = output.type.shape === null && got.length > 0 && !declared.says
  return fail(env, 'shapes/output', { network: node.name.text, output: output.name.text, declared: sayShape(wanted), got: sayShape(got) }, lastSpan(node, value), {
    related: [{ span: output.span, message: `declared ${sayShape(wanted)} here` }],
    help,
    ...(sizeOf(got) === count && wanted.length > 0 ? ending(node, output, `reshape(${listSizes(wanted)})`) : {}),
    ...(open ? { fix: { title: `Declare ${output.name.text}[${listSizes(got)}]`, edits: [{ span: output.name.span, text: `${output.name.text}[${listSizes(got)}]` }] } } : {}),
  })
}

function wrongRange(env: Env, node: NetworkAst, output: Output, range: readonly [number, number], value: Expr): null {
  const got = value.type.range
  const activation = range[0] === 0 && range[1] === 1 ? 'sigmoid' : range[0] === -1 && range[1] === 1 ? 'tanh' : null
  return fail(env, 'ranges/output', { network: node.name.text, declared: showRange(range), got: isFiniteRange(got) ? `in ${showRange(got)}` : 'without bounds' }, lastSpan(node, value), {
    related: [{ span: output.span, message: `declared in ${showRange(range)} here` }],
    help: activation === null ? 'Clamp it, or declare another range.' : `Use ${activation} as the last activation, or declare another range.`,
    ...(activation === null || value.type.range !== null ? {} : ending(node, output, activation)),
  })
}

/** One more layer at the end of what gives an output. */
function ending(node: NetworkAst, output: Output, layer: string): Pick<Details, 'fix'> {
  const statement = node.parenthesised ? node.body.findLast((s) => s.name?.text === output.name.text) : node.body.at(-1)
  return statement === undefined ? {} : { fix: inserting(statement.value.span.end, ` -> ${layer}`, `End with ${layer}`) }
}

/** A probability is made of any number. */
const kindFix = (node: NetworkAst, output: Output, kind: NumberKind, value: Expr): Pick<Details, 'fix'> =>
  (kind.name !== 'probability' || value.type.range !== null || value.type.kind.name === 'label' || value.type.kind.name === 'tokens' ? {}
    : ending(node, output, node.role === 'classifier' && sizeOf(value.type.shape) > 1 ? 'softmax' : 'sigmoid'))
