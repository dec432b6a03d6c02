/** Uses of distributions: after `~`, inside KL, mean and mode, and as densities. */
import type { Arg, CallExpr, Distribution, Expr as Ast } from '../../grammar/ast.ts'
import type { Dist, DistributionEquation, DistributionUse, Expr, ValueType } from '../model/model.ts'
import { findCallee } from './callee.ts'
import { barFix } from './bar-fix.ts'
import { fail, textAt, type Env } from './checker.ts'
import { partsOfDist } from '../model/walk.ts'
import { inlineDistribution, notADistribution } from './distributions.ts'
import { elaborate } from './elaborate.ts'
import { elaborateLaw, showLaw } from './laws.ts'
import { givenMember } from './lookup.ts'
import { resolveName } from './resolve.ts'
import { joined, sameAxes, showType, type Range } from './value.ts'
import { eventType, variableType } from './variables.ts'

export interface Use {
  readonly use: DistributionUse
  readonly dist: Dist
  readonly per: 'sample' | 'one'
  readonly coupled: boolean
  /** The variable it is over; null when written in place. */
  readonly variable: string | null
  readonly conditions: readonly string[]
  readonly label: string
  readonly range: Range
}

/** The distribution at `ast`, or null after a mistake. */
export function distributionUse(env: Env, ast: Ast, where: string): Use | null {
  if (ast.kind === 'error') return null
  const call = ast.kind === 'call' ? ast : null
  const callee = call === null ? null : findCallee(env, call.callee)
  if (call !== null && (callee?.kind === 'laws' || callee?.kind === 'given-laws')) return namedUse(env, call)?.use ?? null
  const isInline = callee?.kind === 'family' || (ast.kind === 'index' && ast.object.kind === 'call' && findCallee(env, ast.object.callee)?.kind === 'family')
  if (!isInline) {
    return call !== null && callee === null ? notADistribution(env, ast) : fail(env, 'distributions/expected', { where }, ast.span)
  }
  const dist = inlineDistribution(env, ast)
  if (dist === null) return null
  const marks = joined(partsOfDist(dist).map((e) => e.type))
  return { use: { kind: 'inline', value: dist, span: ast.span }, dist, ...marks, variable: null, conditions: [], label: textAt(env, ast.span), range: null }
}

/** A named use with what stands for its variable (`p(x = xhat | z)`), or null for the variable itself. */
export interface NamedUse { readonly use: Use; readonly at: Expr | null }

type Law = { readonly node: Distribution; readonly given: null } | { readonly node: null; readonly given: DistributionEquation }

export function namedUse(env: Env, call: CallExpr): NamedUse | null {
  const callee = findCallee(env, call.callee)
  if (callee?.kind !== 'laws' && callee?.kind !== 'given-laws') return null
  if (call.bar === 'versus') return fail(env, 'distributions/versus', { name: callee.name }, call.span, barFix(env, call, ' | ', 'Write one bar'))
  const laws: readonly Law[] = callee.kind === 'laws' ? callee.laws.map((node) => ({ node, given: null })) : callee.laws.map((given) => ({ node: null, given }))
  const written = call.args.map((arg) => arg.name?.text ?? (arg.value.kind === 'name' ? arg.value.text : null))
  const law = laws.find((l) => variablesOf(l).length === written.length && variablesOf(l).every((v) => written.includes(v)))
  if (law === undefined) return unknownVariables(env, callee.name, laws, call)
  const equation = law.given ?? elaborateLaw(env.world, law.node)
  const left = call.args[0]
  if (equation === null || left === undefined) {
    call.barArgs.forEach((arg) => elaborate(env, arg.value))
    return null
  }
  const at = left.name === null ? null : elaborate(env, left.value)
  if (left.name !== null && at === null) return null
  const given = conditionsOf(env, equation, call)
  return given === null ? null : { use: useOf(env, equation, given, call), at }
}

const variablesOf = (law: Law): readonly string[] => law.given?.variables ?? law.node!.variables.map((v) => v.text)
const showAny = (law: Law): string => showLaw(law.given ?? { name: law.node.name.text, variables: variablesOf(law), conditions: law.node.conditions.map((c) => c.text) })

function unknownVariables(env: Env, name: string, laws: readonly Law[], call: CallExpr): null {
  const written = call.args.map((a) => textAt(env, a.span)).join(', ')
  const [only] = laws
  const sole = laws.length === 1 && call.args.length === 1 && call.args[0]!.name === null
  return fail(env, 'distributions/variables', { name, written, known: laws.map(showAny).join(', ') }, call.span, sole ? {
    help: `For another value of ${variablesOf(only!)[0]!}, write ${name}(${variablesOf(only!)[0]!} = ${written}${call.barArgs.length > 0 ? ' | …' : ''}).`,
  } : {})
}

/** Conditions given by name (`z = a`), by being the variable itself, or in order (`p(y | t)` for `p(y | x)`). */
function conditionsOf(env: Env, law: DistributionEquation, call: CallExpr): Readonly<Record<string, Expr>> | null {
  const written = call.bar === 'given' ? call.barArgs : []
  if (written.length !== law.conditions.length) {
    return fail(env, 'distributions/conditions', { law: showLaw(law), count: String(written.length), needed: String(law.conditions.length) }, call.span)
  }
  const byName = new Map<string, Arg>()
  const inOrder: Arg[] = []
  for (const arg of written) {
    const own = arg.name?.text ?? (arg.value.kind === 'name' && law.conditions.includes(arg.value.text) ? arg.value.text : null)
    if (own === null) inOrder.push(arg)
    else if (!law.conditions.includes(own) || byName.has(own)) return fail(env, 'distributions/condition-name', { law: showLaw(law), name: own }, arg.span)
    else byName.set(own, arg)
  }
  const given: Record<string, Expr> = {}
  let right = true
  for (const condition of law.conditions) {
    const arg = byName.get(condition) ?? inOrder.shift()
    if (arg === undefined) return null
    const value = elaborate(env, arg.value)
    if (value === null) { right = false; continue }
    const wanted = conditionType(env, law, condition)
    if (wanted !== null && !sameAxes(wanted.shape, value.type.shape)) {
      right = false
      fail(env, 'shapes/condition', { law: showLaw(law), name: condition, wanted: showType(wanted), got: showType(value.type) }, arg.span)
    }
    // A condition that stands for itself is left to the environment, where a binder may replace it.
    const isItself = value.kind === 'variable' && value.name === condition
    if (!isItself) given[condition] = value
  }
  return right ? given : null
}

/** The type of a condition in the model that states the distribution. */
function conditionType(env: Env, law: DistributionEquation, condition: string): ValueType | null {
  const model = givenMember(env.world, law.name)?.model
  if (model === undefined) return variableType(env.world, condition)
  const field = model.data.flatMap((d) => d.fields).find((f) => f.name === condition)
  const over = model.distributions.find((d) => d.variables.includes(condition))
  return field?.type ?? (over === undefined ? null : eventType(over.value))
}

function useOf(env: Env, law: DistributionEquation, given: Readonly<Record<string, Expr>>, call: CallExpr): Use {
  const types = law.conditions.flatMap((name) => {
    const value = given[name]
    if (value !== undefined) return [value.type]
    const bound = env.bound.get(name)?.type
    const type = bound ?? variableType(env.world, name)
    return type === null || type === undefined ? [] : [type]
  })
  const own = joined(partsOfDist(law.value).map((e) => e.type))
  return {
    use: { kind: 'named', key: law.key, given, span: call.span }, dist: law.value,
    per: joined(types).per, coupled: own.coupled, variable: law.variables[0] ?? null, conditions: law.conditions, label: showLaw(law),
    range: variableType(env.world, law.variables[0] ?? '')?.range ?? null,
  }
}

/** The variable of a named distribution as a value here. */
export const ownVariable = (env: Env, call: CallExpr, name: string): Expr | null =>
  resolveName(env, { kind: 'name', text: name, span: call.args[0]?.span ?? call.span })
