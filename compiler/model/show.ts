/** Typed expressions as text, close to how they were written. */
import type { Binder, Dist, DistributionUse, Expr } from './model.ts'

const INFIX: Readonly<Record<string, readonly [string, number]>> = {
  or: ['or', 1], and: ['and', 2], equal: ['==', 3], notEqual: ['!=', 3], less: ['<', 3], lessEqual: ['<=', 3], greater: ['>', 3], greaterEqual: ['>=', 3],
  add: ['+', 4], sub: ['-', 4], mul: ['*', 5], div: ['/', 5], pow: ['^', 7],
}

const list = (items: readonly string[]): string => items.join(', ')

/** `outer`: how tightly the surroundings bind; parentheses where this binds less. */
export function showExpr(expr: Expr, outer = 0): string {
  switch (expr.kind) {
    case 'constant': return expr.name ?? String(expr.value)
    case 'array': return `[${list(expr.items.map((i) => showExpr(i)))}]`
    case 'variable': return expr.name
    case 'equation': {
      const given = Object.entries(expr.given)
      return given.length === 0 ? expr.name : `${expr.name}(${list(given.map(([name, value]) => `${name} = ${showExpr(value)}`))})`
    }
    case 'weight': return expr.name
    case 'parameter': return expr.entry
    case 'clock': return expr.clock
    case 'call': return showCall(expr, outer)
    case 'layer': return showLayer(expr)
    case 'block': return `${expr.id}(${list(expr.bindings.map((b) => showExpr(b.value)))}){ ${[...expr.body.locals.map((l) => `${l.name} = ${showExpr(l.value)}`), ...expr.body.results.map((r) => showExpr(r))].join('; ')} }`
    case 'apply': return `${expr.network}(${list(expr.args.map((a) => showExpr(a)))})${expr.output === null ? '' : `.${expr.output}`}`
    case 'density': return showDensity(expr)
    case 'divergence': return `KL(${showUse(expr.left)} || ${showUse(expr.right)}) by ${expr.method === 'sampled' ? 'sampling' : 'formula'}`
    case 'statistic': return `${expr.which}(${showUse(expr.of)})`
    case 'expectation': return `E[${showExpr(expr.body)}]`
    case 'bind': return `${expr.reducer === 'array' ? '' : expr.reducer}[${list(expr.binders.map(showBinder))}: ${showExpr(expr.body)}]`
    case 'grad': case 'jacobian': return `${expr.kind}(${showExpr(expr.of)}, ${showExpr(expr.wrt)})`
    case 'index': return `${showExpr(expr.object, 9)}[${list(expr.indices.map((i) => (i.kind === 'range' ? `${i.from}..${i.to}` : showExpr(i))))}]`
    case 'row': return `${expr.dataset}.${expr.split}[${expr.row}].${expr.field}`
  }
}

function showCall(expr: Extract<Expr, { kind: 'call' }>, outer: number): string {
  const infix = INFIX[expr.op]
  if (infix !== undefined && expr.args.length === 2) {
    const [sign, strength] = infix
    // The right side of - and / needs its parentheses at equal strength.
    const text = `${showExpr(expr.args[0]!, strength)} ${sign} ${showExpr(expr.args[1]!, strength + 1)}`
    return strength < outer ? `(${text})` : text
  }
  if (expr.op === 'neg') return outer > 4 ? `(-${showExpr(expr.args[0]!, 6)})` : `-${showExpr(expr.args[0]!, 6)}`
  if (expr.op === 'norm') return `||${showExpr(expr.args[0]!)}||`
  const options = Object.entries(expr.options).map(([name, value]) => `${name}: ${typeof value === 'object' ? `[${list(value.map(String))}]` : String(value)}`)
  return `${expr.op}(${list([...expr.args.map((a) => showExpr(a)), ...options])})`
}

function showLayer(expr: Extract<Expr, { kind: 'layer' }>): string {
  const config = Object.entries(expr.config).map(([name, value]) => `${name}: ${typeof value === 'object' ? `[${list(value.map(String))}]` : String(value)}`)
  const tied = Object.entries(expr.weights).flatMap(([role, w]) => (typeof w === 'string' ? [] : [`${role}: ${showExpr(w)}`]))
  const activation = expr.activation === null ? [] : [`${expr.activation.op}${list(Object.values(expr.activation.options).map((o) => `(${o})`))}`]
  const name = expr.id === expr.layer ? '' : ` as ${expr.id}`
  return `${expr.layer}(${list([showExpr(expr.input), ...config, ...activation, ...tied])})${name}`
}

function showDensity(expr: Extract<Expr, { kind: 'density' }>): string {
  const { of, value } = expr
  const log = expr.log ? 'log ' : ''
  return of.kind === 'named' ? `${log}${showUse(of)} at ${showExpr(value)}` : `${log}${showDist(of.value)} at ${showExpr(value)}`
}

export function showUse(use: DistributionUse): string {
  if (use.kind === 'inline') return showDist(use.value)
  const given = Object.entries(use.given)
  return given.length === 0 ? use.key : `${use.key} with ${list(given.map(([name, value]) => `${name} = ${showExpr(value)}`))}`
}

export function showDist(dist: Dist): string {
  switch (dist.family) {
    case 'Normal': return `Normal(${showExpr(dist.loc)}, ${dist.spread.as}: ${showExpr(dist.spread.value)})`
    case 'Laplace': return `Laplace(${showExpr(dist.loc)}, scale: ${showExpr(dist.scale)})`
    case 'Uniform': return `Uniform(${showExpr(dist.low)}, ${showExpr(dist.high)})`
    case 'Bernoulli': return `Bernoulli(${dist.parameter.as}: ${showExpr(dist.parameter.value)})${dist.grey ? ' on grey values' : ''}`
    case 'Categorical': return `Categorical(${dist.parameter.as}: ${showExpr(dist.parameter.value)})`
    case 'Mixture': return `Mixture(${list(dist.components.map(showDist))}${dist.weights === null ? '' : `, weights: [${list(dist.weights.map((w) => showExpr(w)))}]`})`
  }
}

/** Whether values count up by one. */
export const isRun = (values: readonly number[]): boolean => values.every((v, i) => v === values[0]! + i)

export function showBinder(binder: Binder): string {
  const count = (n: number | null): string => (n === null || n === 1 ? '' : `, ${n}`)
  switch (binder.kind) {
    case 'draws': return `${binder.variable} ~ ${showUse(binder.from)}${count(binder.count)}`
    case 'values': return `${binder.variable} in ${isRun(binder.values) ? `${binder.values[0]}..${binder.values.at(-1)}` : `[${list(binder.values.map(String))}]`}`
    case 'path': return `${binder.variable} from ${showExpr(binder.from)} to ${showExpr(binder.to)}${count(binder.count)}`
    case 'rows': {
      const { set } = binder
      const rows = set.rows === null ? '' : `[${set.rows[0]}..${set.rows[1]}${set.per === null ? '' : ` per ${set.per}`}]`
      return `${binder.variable} in ${set.dataset}.${set.split}${rows}${set.where === null ? '' : ` where ${showExpr(set.where)}`}`
    }
  }
}
