/** Whether a value may be scored by a distribution: shape, sort of number, bounds. */
import type { Span } from '../../grammar/ast.ts'
import type { Dist, ValueType } from '../model/model.ts'
import { rangeHelp } from './arithmetic.ts'
import { declaringField } from './range-fix.ts'
import { fail, type World } from './checker.ts'
import { originOf } from './origin.ts'
import { insideRange, isFiniteRange, isLabelled, listSizes, sameRange, showKind, showRange, showShape, showType, sizeOf } from './value.ts'

/** `name` is the variable, or the text of the value in its place. */
export function eventMismatch(world: World, name: string, type: ValueType, dist: Dist, span: Span): null {
  const same = sizeOf(type.shape) === sizeOf(dist.event)
  const symbol = world.symbols.get(name)
  const parameter = dist.family === 'Normal' || dist.family === 'Laplace' ? dist.loc : dist.family === 'Bernoulli' || dist.family === 'Categorical' ? dist.parameter.value : null
  const made = parameter === null ? null : originOf(world, parameter)
  const related = [...(symbol === undefined ? [] : [{ span: symbol.node.span, message: `${name} is ${showType(type)}` }]), ...(made === null ? [] : [made])]
  return fail(world, 'shapes/event', { name, type: showType(type), family: dist.family, event: showShape(dist.event) }, span, {
    related, help: same ? `End the network with reshape(${listSizes(type.shape)}).` : `The parameters must come in the shape of ${name}: ${showShape(type.shape)}.`,
  })
}

/** The distribution, marked `grey` where it is; null after a mistake. */
export function supportChecks(world: World, name: string, type: ValueType, dist: Dist, span: Span): Dist | null {
  const labelled = isLabelled(type.kind)
  const symbol = world.symbols.get(name)
  const related = symbol === undefined ? [] : [{ span: symbol.node.span, message: `${name} is ${showType(type)}` }]
  if (dist.family === 'Categorical') {
    const classes = type.kind.name === 'label' ? type.kind.classes : type.kind.name === 'tokens' ? type.kind.vocabulary : null
    if (classes === null) return fail(world, 'distributions/support', { name, type: showType(type), family: 'Categorical', support: `label(${dist.classes})` }, span, { related })
    if (classes !== dist.classes) {
      return fail(world, 'shapes/classes', { name, type: showKind(type.kind), classes: String(dist.classes) }, span, {
        related, help: `The last axis of the parameter must be ${classes}, for example dense(${classes}).`,
      })
    }
    return dist
  }
  if (labelled) return fail(world, 'distributions/support', { name, type: showType(type), family: dist.family, support: 'numbers' }, span, { related, help: `Use Categorical for ${name}.` })
  const { range } = type
  if (dist.family === 'Bernoulli') {
    if (range !== null && !insideRange(range, [0, 1])) {
      return fail(world, 'ranges/bernoulli', { name, range: showRange(range) }, span, { related, help: 'Declare the data in [0, 1], or use Normal.', ...declaringField(world, name, [0, 1]) })
    }
    if (range === null && symbol?.kind === 'field') {
      return fail(world, 'ranges/bernoulli', { name, range: 'unbounded' }, span, { related, help: `Declare ${name} in [0, 1] if it is.`, ...declaringField(world, name, [0, 1]) })
    }
    fail(world, 'distributions/grey', { name }, span)
    return { ...dist, grey: true }
  }
  if (dist.family === 'Normal' || dist.family === 'Laplace') {
    const loc = dist.loc.type.range
    if (isFiniteRange(loc) && isFiniteRange(range) && loc[0] !== loc[1] && !sameRange(loc, range)) {
      const made = originOf(world, dist.loc)
      return fail(world, 'ranges/likelihood', { name, data: showRange(range), made: showRange(loc) }, span, {
        related: [...related, ...(made === null ? [] : [made])], help: rangeHelp(range, loc), ...declaringField(world, name, loc),
      })
    }
  }
  return dist
}
