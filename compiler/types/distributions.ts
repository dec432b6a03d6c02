/** Distributions written out: `Normal(Enc(x))`, `Normal(0, 1)[64]`, `Mixture(…, …)`. */
import type { Arg, CallExpr, Expr as Ast } from '../../grammar/ast.ts'
import { inserting, replacing } from '../diagnostics/fixes.ts'
import type { Details } from '../diagnostics/report.ts'
import type { Axis, Dist, Expr } from '../model/model.ts'
import { applicationAt, outputExpr } from './apply.ts'
import { findCallee } from './callee.ts'
import { addHint, fail, textAt, type Env } from './checker.ts'
import { elaborate } from './elaborate.ts'
import type { FamilyRow } from './families.ts'
import { asScalar, constantExpr } from './make.ts'
import { origins } from './origin.ts'
import { broadcast } from './shape.ts'
import { matchArguments } from './signature.ts'
import { spreadOf } from './spread.ts'
import { axesFrom } from './static.ts'
import { isLabelled, sameAxes, showKind, showShape, showType } from './value.ts'

/** The distribution that `ast` writes out, or null after a mistake. */
export function inlineDistribution(env: Env, ast: Ast): Dist | null {
  if (ast.kind === 'error') return null
  if (ast.kind === 'index') {
    const dist = inlineDistribution(env, ast.object)
    const sizes = ast.indices.flatMap((i) => (i.kind === 'range' ? [] : [i]))
    const event = sizes.length === ast.indices.length ? axesFrom(env, sizes, 'an axis of the event') : null
    return dist === null || event === null ? null : expanded(env, dist, event, ast)
  }
  if (ast.kind !== 'call') return notADistribution(env, ast)
  const callee = findCallee(env, ast.callee)
  if (callee?.kind !== 'family') return notADistribution(env, ast)
  const dist = build(env, callee.row, ast)
  if (dist !== null) addHint(env, ast.span, { type: `${dist.family} over ${showShape(dist.event)}`, shape: showShape(dist.event) })
  return dist
}

/** Says that a distribution is wanted, with the family that was probably meant. */
export function notADistribution(env: Env, ast: Ast): null {
  if (ast.kind === 'call' && findCallee(env, ast.callee) === null) return elaborate(env, ast) as null
  return fail(env, 'distributions/expected', { where: textAt(env, ast.span) }, ast.span)
}

/** `[64]` after a distribution of single numbers. */
function expanded(env: Env, dist: Dist, event: readonly Axis[], ast: Ast): Dist | null {
  if (broadcast(dist.event, event) === null || (dist.event.length > 0 && !sameAxes(dist.event, event))) {
    return fail(env, 'shapes/distribution-event', { family: dist.family, own: showShape(dist.event), written: showShape(event) }, ast.span)
  }
  return { ...dist, event, span: ast.span }
}

type Named = ReadonlyMap<string, Expr>

function build(env: Env, row: FamilyRow, ast: CallExpr): Dist | null {
  if (ast.bar !== null) return fail(env, 'distributions/bar', { name: row.name }, ast.span)
  if (row.name === 'Mixture') return mixture(env, row, ast)
  const values = parameters(env, row, ast)
  if (values === null) return null
  const { span } = ast
  for (const value of values.values()) {
    if (isLabelled(value.type.kind)) return fail(env, 'kinds/label-as-number', { what: row.name, type: showType(value.type) }, value.span)
  }
  switch (row.name) {
    case 'Normal': {
      const loc = values.get('loc')!
      if (refusedLocation(env, loc)) return null
      const spread = spreadOf(env, values, ast)
      const event = spread === null ? null : meet(env, row.name, loc, spread.value)
      return spread === null || event === null ? null : { family: 'Normal', loc, spread, event, span }
    }
    case 'Laplace': {
      const [loc, scale] = [values.get('loc')!, values.get('scale')!]
      if (refusedLocation(env, loc)) return null
      const event = meet(env, row.name, loc, scale)
      return event === null ? null : { family: 'Laplace', loc, scale, event, span }
    }
    case 'Uniform': {
      const [low, high] = [values.get('low')!, values.get('high')!]
      const [a, b] = [low.type.range, high.type.range]
      if (a !== null && b !== null && a[0] >= b[1]) return fail(env, 'ranges/order', { low: String(a[0]), high: String(b[1]) }, span)
      const event = meet(env, row.name, low, high)
      return event === null ? null : { family: 'Uniform', low, high, event, span }
    }
    case 'Bernoulli': {
      const parameter = chances(env, row.name, values, ast)
      return parameter === null ? null : { family: 'Bernoulli', parameter, grey: false, event: parameter.value.type.shape, span }
    }
    case 'Categorical': {
      const parameter = chances(env, row.name, values, ast)
      if (parameter === null) return null
      const { shape } = parameter.value.type
      const classes = shape.at(-1)?.size
      if (classes === undefined) return fail(env, 'shapes/argument', { callee: 'Categorical', needs: 'one number for each class', got: 'one number' }, parameter.value.span)
      return { family: 'Categorical', parameter, classes, event: shape.slice(0, -1), span }
    }
  }
}

const meet = (env: Env, family: string, a: Expr, b: Expr): readonly Axis[] | null =>
  broadcast(a.type.shape, b.type.shape)
  ?? fail(env, 'shapes/parameters', { family, first: showType(a.type), second: showType(b.type) }, b.span, { related: origins(env.world, [a, b], b.span) })

function refusedLocation(env: Env, loc: Expr): boolean {
  const { name } = loc.type.kind
  if (name !== 'logvar' && name !== 'variance' && name !== 'std') return false
  fail(env, 'kinds/location', { got: showKind(loc.type.kind) }, loc.span, { related: origins(env.world, [loc], loc.span) })
  return true
}

/** Arguments by parameter; a network's outputs are spread out by their names. */
function parameters(env: Env, row: FamilyRow, ast: CallExpr): Named | null {
  const named = new Map<string, Expr>()
  const rest: Arg[] = []
  let right = true
  for (const arg of ast.args) {
    const application = arg.name === null ? applicationAt(env, arg.value) : undefined
    if (application === null) { right = false; continue }
    if (application === undefined || application.network.outputs.length < 2) { rest.push(arg); continue }
    const spread = new Set(['std', 'variance', 'logvar', 'scale', 'logits', 'probability'])
    const known = new Set(row.params.map((p) => p.name))
    const { outputs } = application.network
    const sole = outputs.filter((o) => !spread.has(o.name))
    for (const output of outputs) {
      const isCentre = ['mu', 'μ', 'loc', 'mean'].includes(output.name) || (sole.length === 1 && sole[0] === output)
      const param = isCentre ? 'loc' : output.name
      if (!known.has(param)) {
        right = false
        fail(env, 'distributions/output', { family: row.name, network: application.name, output: output.name, params: [...known].join(', ') }, arg.span)
        break
      }
      named.set(param, outputExpr(application, output, arg.value.span))
    }
  }
  if (!right) return null
  const second = rest.filter((a) => a.name === null)[named.size > 0 ? 0 : 1]
  if (row.name === 'Normal' && second !== undefined) {
    const [first] = rest
    const literal = first?.value.kind === 'number' && first.value.value === 0 && second.value.kind === 'number' && second.value.value === 1
    if (!literal) {
      return fail(env, 'distributions/unnamed-spread', { text: textAt(env, second.span) }, second.span, {
        fix: inserting(second.span.start, 'std: ', 'Name it std:'),
      })
    }
    named.set('std', elaborate(env, second.value)!)
    rest.splice(rest.indexOf(second), 1)
  }
  const open = { ...row, params: row.params.filter((p) => !named.has(p.name)) }
  const matched = matchArguments(env, open, null, rest, ast.span)
  if (matched === null) return null
  for (const param of open.params) {
    const item = matched.get(param.name)?.[0]
    if (item === undefined) continue
    const value = item.ast === null ? null : elaborate(env, item.ast)
    if (value === null) right = false
    else named.set(param.name, value)
  }
  return right ? named : null
}

type Chances = Extract<Dist, { family: 'Bernoulli' }>['parameter']

/** Logits or probabilities, by name or by kind. */
function chances(env: Env, family: string, values: Named, ast: CallExpr): Chances | null {
  const given = (['logits', 'probability', 'parameter'] as const).filter((name) => values.has(name))
  if (given.length !== 1) return fail(env, 'distributions/parameter-count', { family, names: 'logits or probability', count: String(given.length) }, ast.span)
  const written = values.get(given[0]!)!
  const value = family === 'Bernoulli' && written.type.shape.length === 1 && written.type.shape[0]!.size === 1 && written.kind === 'layer' ? asScalar(written) : written
  const { kind, range } = value.type
  const label = ast.args.find((a) => a.name?.text === given[0])?.name
  const named = (right: string): Pick<Details, 'fix'> => (label ? { fix: replacing(label.span, right, `Write ${right}:`) } : {})
  if (given[0] === 'logits') {
    return kind.name === 'probability' ? fail(env, 'kinds/parameter', { family, name: 'logits', got: showKind(kind) }, value.span, { related: origins(env.world, [value], value.span), ...named('probability') }) : { as: 'logits', value }
  }
  if (given[0] === 'probability') {
    const fits = kind.name !== 'logits' && kind.name !== 'score' && (range === null || (range[0] >= 0 && range[1] <= 1))
    return fits ? { as: 'probability', value } : fail(env, 'kinds/parameter', { family, name: 'probability', got: showKind(kind) }, value.span, { related: origins(env.world, [value], value.span), ...(kind.name === 'logits' ? named('logits') : {}) })
  }
  if (kind.name === 'logits') return { as: 'logits', value }
  if (kind.name === 'probability' || (range !== null && range[0] >= 0 && range[1] <= 1)) return { as: 'probability', value }
  return fail(env, 'kinds/chances', { family, got: showType(value.type) }, value.span, {
    related: origins(env.world, [value], value.span), help: `Declare the output logits, or write ${family}(logits: …).`,
    ...(ast.args[0]?.name === null ? { fix: inserting(ast.args[0].span.start, 'logits: ', 'Write logits:') } : {}),
  })
}

function mixture(env: Env, row: FamilyRow, ast: CallExpr): Dist | null {
  const weights = ast.args.find((a) => a.name?.text === 'weights')
  const odd = ast.args.find((a) => a.name !== null && a !== weights)
  if (odd !== undefined) {
    matchArguments(env, row, null, [odd], odd.span)
    return null
  }
  const components = ast.args.filter((a) => a.name === null).map((a) => inlineDistribution(env, a.value))
  if (components.some((c) => c === null)) return null
  const [first, ...others] = components as Dist[]
  if (first === undefined) return fail(env, 'names/missing-argument', { callee: 'Mixture', name: 'components', doc: 'distributions of one event shape', signature: 'Mixture(components…, weights:)' }, ast.span)
  const differs = others.find((o) => !sameAxes(o.event, first.event))
  if (differs !== undefined) return fail(env, 'shapes/parameters', { family: 'Mixture', first: showShape(first.event), second: showShape(differs.event) }, differs.span)
  const shares = weights === undefined ? null : shareList(env, weights.value, components.length)
  return shares === undefined ? null : { family: 'Mixture', components: components as Dist[], weights: shares, event: first.event, span: ast.span }
}

/** One weight a component, written out or a vector; undefined after a mistake. */
function shareList(env: Env, ast: Ast, count: number): readonly Expr[] | undefined {
  const value = elaborate(env, ast)
  if (value === null) return undefined
  const { kind, shape } = value.type
  if (isLabelled(kind) || shape.length !== 1 || shape[0]!.size !== count) {
    fail(env, 'shapes/argument', { callee: 'weights of Mixture', needs: `${count} numbers, one for each component`, got: showType(value.type) }, value.span)
    return undefined
  }
  if (value.kind !== 'array') {
    const one = { ...value.type, shape: [] }
    return Array.from({ length: count }, (_, i): Expr => ({ kind: 'index', object: value, indices: [constantExpr(i, value.span)], type: one, span: value.span }))
  }
  const known = value.items.flatMap(({ type: { range } }) => (range !== null && range[0] === range[1] ? [range[0]] : []))
  const total = known.reduce((sum, share) => sum + share, 0)
  if (known.some((share) => share < 0) || (known.length === count && Math.abs(total - 1) > 1e-6)) {
    fail(env, 'ranges/weights', { weights: textAt(env, value.span), total: String(Number(total.toPrecision(6))) }, value.span)
    return undefined
  }
  return value.items
}
