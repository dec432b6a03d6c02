/** What `genc sample`, `reconstruct`, `interpolate` and `perturb` show: found from roles, so that no spec has to say it. */
import type { Span } from '../../grammar/ast.ts'
import type { Program } from '../graph/graph.ts'
import type { DistributionEquation, DistributionUse, Expr, Model, Network, ValueType } from '../model/model.ts'
import type { CodePlan, PicturePlan } from './plan.ts'
import type { Scope } from './scope.ts'
import type { Setting } from './program.ts'
import { draw, statistic } from './distribution.ts'
import { lower } from './expression.ts'
import { batchScope, finish, newTarget } from './program.ts'
import { bound, feed, withVariables } from './scope.ts'
import type { Value } from './value.ts'
import { spread } from './value.ts'

export interface Picture { readonly program: Program; readonly plan: PicturePlan }

const real: ValueType = { kind: { name: 'real' }, shape: [], range: null, per: 'sample', coupled: false }
const nowhere: Span = { start: 0, end: 0 }
const variable = (name: string): Expr => ({ kind: 'variable', name, type: real, span: nowhere })
const use = (d: DistributionEquation): DistributionUse => ({ kind: 'named', key: d.key, given: {}, span: d.span })

/** The mean of the likelihood under draws from the prior, or a generator fed with its noise. */
export function samplePicture(setting: Setting): Picture | null {
  const { model } = setting
  const scope = start(setting)
  for (const likelihood of ofRole(model, 'likelihood')) {
    const prior = priorOf(model, likelihood.conditions)
    if (!prior) continue
    const latent = prior.variables[0]!
    const inner = withVariables(scope, [[latent, bound(draw(scope, use(prior), `sample.${latent}`, lower))]])
    return picture(inner, 'sample', meanOf(likelihood), likelihood, [])
  }
  const generator = model.networks.find((n) => n.role === 'generator' && !n.given && n.outputs.length === 1 && n.formals.every((f) => isDraw(model, f.name)))
  if (!generator) return null
  return network(scope, 'sample', generator, generator.formals.map((f) => variable(f.name)), [])
}

/** Data through the sampler's mean and back, or through encoder and decoder. */
export function reconstructPicture(setting: Setting): Picture | null {
  const pair = coderOf(setting.model)
  if (pair === null) return null
  const scope = start(setting)
  return pair.decode(scope, pair.encode(scope), 'reconstruct', [pair.input])
}

export interface CodePictures { readonly programs: readonly Program[]; readonly plan: CodePlan }

/** The two halves of a reconstruction apart: `encode` from rows to codes, `decode` from any codes (and conditions of the rows) to pictures. */
export function codePictures(setting: Setting): CodePictures | null {
  const pair = coderOf(setting.model)
  if (pair === null) return null
  const { model } = setting
  const from = start(setting)
  const { size } = from.sample!
  const encode = output(from, 'encode', pair.encode(from), pair.shape, null, [pair.input], 'code')
  const to = start(setting)
  const code = feed(to, { kind: 'value', name: 'code', shape: [size, ...pair.shape], dtype: 'float32' }, [to.sample!], pair.shape)
  const decode = pair.decode(to, code, 'decode', [])
  const input = model.data.flatMap((d) => d.fields).find((f) => f.name === pair.input)!.type
  return {
    programs: [encode.program, decode.program],
    plan: { encode: encode.plan, decode: decode.plan, input: { shape: input.shape.map((a) => a.size), range: input.range }, prior: pair.prior },
  }
}

/** An encoder and what undoes it. */
interface Coder {
  /** The field that is encoded. */
  readonly input: string
  /** Event shape of a code. */
  readonly shape: readonly number[]
  readonly prior: boolean
  encode(scope: Scope): Value
  decode(scope: Scope, code: Value, name: string, inputs: readonly string[]): Picture
}

function coderOf(model: Model): Coder | null {
  const fields = new Set(model.data.flatMap((d) => d.fields.map((f) => f.name)))
  for (const likelihood of ofRole(model, 'likelihood')) {
    const sampler = ofRole(model, 'sampler').find((s) => s.variables.length === 1 && likelihood.conditions.includes(s.variables[0]!) && s.conditions.every((c) => fields.has(c)))
    if (!sampler || !likelihood.conditions.every((c) => fields.has(c) || c === sampler.variables[0])) continue
    return {
      input: likelihood.variables[0]!, shape: sampler.value.event.map((a) => a.size), prior: ofRole(model, 'prior').some((p) => p.variables[0] === sampler.variables[0]),
      encode: (scope) => statistic(scope, use(sampler), 'mean', lower),
      decode: (scope, code, name, inputs) => picture(withVariables(scope, [[sampler.variables[0]!, bound(code)]]), name, meanOf(likelihood), likelihood, inputs),
    }
  }
  const encoder = model.networks.find((n) => n.role === 'encoder' && !n.given && n.outputs.length === 1 && n.formals.every((f) => fields.has(f.name)))
  const decoder = model.networks.find((n) => n.role === 'decoder' && !n.given && n.outputs.length === 1 && n.formals.length === 1)
  if (!encoder || !decoder) return null
  const [{ type }] = encoder.outputs as readonly [Network['outputs'][number]]
  return {
    input: encoder.formals[0]!.name, shape: type.shape.map((a) => a.size), prior: false,
    encode: (scope) => lower(scope, { kind: 'apply', network: encoder.name, args: encoder.formals.map((f) => variable(f.name)), output: null, type, span: encoder.span }),
    decode: (scope, code, name, inputs) => network(withVariables(scope, [[CODE, bound(code)]]), name, decoder, [variable(CODE)], inputs),
  }
}

/** No name of a spec has a space. */
const CODE = 'the code'

const ofRole = (model: Model, role: DistributionEquation['role']): DistributionEquation[] =>
  model.distributions.filter((d) => d.role === role && !d.key.includes('.') && d.variables.length === 1)

const priorOf = (model: Model, conditions: readonly string[]): DistributionEquation | undefined =>
  conditions.length === 1 ? ofRole(model, 'prior').find((p) => p.variables[0] === conditions[0] && p.conditions.length === 0) : undefined

const isDraw = (model: Model, name: string): boolean => model.draws.some((d) => d.name === name)

const start = (setting: Setting): Scope => batchScope(newTarget(setting, { stream: 'eval' }), 0)

const meanOf = (d: DistributionEquation) => (scope: Scope) => statistic(scope, use(d), 'mean', lower)

/** A Normal's or a grey image's mean lies where the variable's data lies. */
function picture(scope: Scope, name: string, make: (scope: Scope) => ReturnType<typeof statistic>, of: DistributionEquation, inputs: readonly string[]): Picture {
  const field = scope.target.model.data.flatMap((d) => d.fields).find((f) => f.name === of.variables[0])
  return output(scope, name, make(scope), of.value.event.map((a) => a.size), field?.type.range ?? null, inputs)
}

function network(scope: Scope, name: string, of: Network, args: readonly Expr[], inputs: readonly string[]): Picture {
  const [{ type } = { type: real }] = of.outputs
  const value = lower(scope, { kind: 'apply', network: of.name, args, output: null, type, span: of.span })
  return output(scope, name, value, type.shape.map((a) => a.size), type.range, inputs)
}

function output(scope: Scope, name: string, value: ReturnType<typeof statistic>, shape: readonly number[], range: readonly [number, number] | null, inputs: readonly string[], as = 'picture'): Picture {
  const { builder } = scope.target
  const shown = spread(builder, value, [scope.sample!])
  const given = inputs.map((input) => ({ name: 'input', ref: lower(scope, variable(input)).ref }))
  return { program: finish(scope.target, name, [{ name: as, ref: shown.ref }, ...given]), plan: { program: name, output: as, shape, range } }
}
