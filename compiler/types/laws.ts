/** Distribution equations: `sampler q(z | x) = Normal(Enc(x))`. */
import type { Distribution } from '../../grammar/ast.ts'
import { inserting } from '../diagnostics/fixes.ts'
import type { Dist, DistributionEquation } from '../model/model.ts'
import { fail, rootEnv, type World } from './checker.ts'
import { inlineDistribution } from './distributions.ts'
import { freeInUse } from './free.ts'
import { worldOf } from './lookup.ts'
import { eventMismatch, supportChecks } from './support.ts'
import { variableType } from './variables.ts'
import { sameAxes, showShape, showType } from './value.ts'

/** `q(z|x)`, `p(z)` */
export const lawKey = (node: Distribution): string => {
  const list = (names: Distribution['variables']): string => names.map((n) => n.text).join(',')
  return `${node.name.text}(${list(node.variables)}${node.conditions.length === 0 ? '' : `|${list(node.conditions)}`})`
}

/** As written: `q(z | x)` */
export const showLaw = (law: { readonly name: string; readonly variables: readonly string[]; readonly conditions: readonly string[] }): string =>
  `${law.name}(${law.variables.join(', ')}${law.conditions.length === 0 ? '' : ` | ${law.conditions.join(', ')}`})`

export function elaborateLaw(world: World, node: Distribution): DistributionEquation | null {
  const key = lawKey(node)
  const home = worldOf(world, key)
  const known = home.laws.get(key)
  if (known?.state === 'done') return known.law
  if (known?.state === 'busy') return fail(world, 'names/recursion', { name: node.name.text, what: 'distribution' }, node.name.span)
  home.laws.set(key, { state: 'busy' })
  const law = check(home, node, key)
  // Known before its variable is compared: the variable's draw may be from this very distribution.
  home.laws.set(key, { state: 'done', law })
  if (law === null || agreesOnVariable(home, node, law)) return law
  home.laws.set(key, { state: 'done', law: null })
  return null
}

function check(world: World, node: Distribution, key: string): DistributionEquation | null {
  const [variable, ...more] = node.variables
  if (variable === undefined || variable.text === '') return null
  if (more.length > 0) return fail(world, 'distributions/several-variables', { name: node.name.text, variables: node.variables.map((v) => v.text).join(', ') }, more[0]!.span)
  const value = inlineDistribution(rootEnv(world), node.value)
  if (value === null || !conditionsAgree(world, node, value)) return null
  const law = (dist: Dist): DistributionEquation => ({
    name: node.name.text, role: node.role, key, variables: [variable.text], conditions: node.conditions.map((c) => c.text), value: dist, span: node.span,
  })
  const field = world.checker.fields.get(variable.text)
  if (field === null) return law(value)
  if (field !== undefined) {
    if (!sameAxes(field.shape, value.event)) return eventMismatch(world, variable.text, field, value, node.value.span)
    const checked = supportChecks(world, variable.text, field, value, node.value.span)
    return checked === null ? null : law(checked)
  }
  return law(value)
}

/** A variable has one event shape: that of its data, its draw, and every distribution over it. */
function agreesOnVariable(world: World, node: Distribution, law: DistributionEquation): boolean {
  const name = law.variables[0]!
  if (world.checker.fields.has(name) || world.variables.get(name) === 'busy') return true
  const type = variableType(world, name)
  if (type === null || sameAxes(type.shape, law.value.event)) return true
  const other = firstOver(world, name, node)
  fail(world, 'shapes/variable', { name, first: showShape(type.shape), second: showShape(law.value.event) }, node.value.span, {
    related: other === null ? [] : [{ span: other.span, message: `${name} is ${showType(type)} here` }],
  })
  return false
}

function firstOver(world: World, name: string, but: Distribution): Distribution | null {
  const laws = [...world.distributions.values()].flat().filter((law) => law !== but && law.variables.some((v) => v.text === name))
  return laws.find((law) => law.conditions.length === 0) ?? laws[0] ?? null
}

/** What the right side reads stands right of the bar. */
function conditionsAgree(world: World, node: Distribution, value: Dist): boolean {
  const listed = node.conditions.map((c) => c.text)
  const free = freeInUse(world, { kind: 'inline', value, span: node.value.span })
  const missing = [...free].filter((name) => !listed.includes(name))
  const shown = showLaw({ name: node.name.text, variables: node.variables.map((v) => v.text), conditions: listed })
  if (missing.length > 0) {
    fail(world, 'distributions/unlisted-condition', { law: shown, missing: missing.join(', ') }, node.value.span, {
      help: `Write ${showLaw({ name: node.name.text, variables: node.variables.map((v) => v.text), conditions: [...listed, ...missing] })}.`,
      ...(missing.some((name) => node.variables.some((v) => v.text === name)) ? {} : { fix: inserting((node.conditions.at(-1) ?? node.variables.at(-1) ?? node.name).span.end, `${listed.length === 0 ? ' | ' : ', '}${missing.join(', ')}`, `Add ${missing.join(', ')} to its conditions`) }),
    })
    return false
  }
  for (const condition of node.conditions) {
    if (!free.has(condition.text)) fail(world, 'distributions/unused-condition', { law: shown, name: condition.text }, condition.span)
  }
  return true
}
