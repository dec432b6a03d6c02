/** A layer written in a body: its result, its parameters, its name. */
import type { Arg, Expr as Ast, Span } from '../../grammar/ast.ts'
import { inserting, wrapping } from '../diagnostics/fixes.ts'
import type { Expr, LayerExpr, ValueType } from '../model/model.ts'
import { nearest } from '../names/suggest.ts'
import { addHint, fail, textAt, type BodyScope, type Env } from './checker.ts'
import { elaborate } from './elaborate.ts'
import { isMisfit, type LayerResult, type LayerRow, type LayerWeight } from './layers.ts'
import { readInitializer, readOptions } from './options.ts'
import { origins } from './origin.ts'
import { ACTIVATIONS, type PointwiseRow } from './pointwise.ts'
import { matchArguments, type Item, type Matched } from './signature.ts'
import { constant } from './static.ts'
import { showShape, showType, valueType } from './value.ts'

/** `at`: where the layer's name stands, behind the arrow that brings its input. */
export function layerCall(env: Env, row: LayerRow, piped: Expr | 'broken' | null, args: readonly Arg[], span: Span, at: number): Expr | null {
  const { body } = env
  if (body === null) return fail(env, 'networks/layer-outside', { layer: row.name }, span)
  const matched = matchArguments(env, row, piped, args, span)
  if (matched === null) return null
  const options = readOptions(env, row, matched)
  const input = inputOf(env, matched.get('input')![0]!)
  const activation = activationOf(env, matched.get('activation')?.[0] ?? null)
  if (options === null || input === null || activation === undefined) return null
  const result = row.result(input.type, options)
  if (isMisfit(result)) {
    return fail(env, 'shapes/layer-input', { layer: row.name, needs: result.needs, got: showType(input.type) }, span, {
      help: result.help, related: origins(env.world, [input], span),
      ...(piped === null || result.first === undefined ? {} : { fix: inserting(at, `${result.first} -> `, `Write ${result.first} first`) }),
    })
  }
  const id = layerId(env, body, row, matched)
  const weights = id === null ? null : ownWeights(env, body, row, id, result, matched, span)
  if (id === null || weights === null) return null
  const { name: _, ...config } = options as LayerExpr['config']
  const type = typeAfter(env, input.type, result, activation, matched)
  addHint(env, span, { type: showType(type), shape: showShape(type.shape) })
  return {
    kind: 'layer', layer: row.name, id, input, config, weights, type, span,
    activation: activation === null ? null : { op: activation.row.op, options: activation.options },
  }
}

const inputOf = (env: Env, item: Item): Expr | null => item.expr ?? (item.ast === null ? null : elaborate(env, item.ast))

function typeAfter(env: Env, input: ValueType, result: LayerResult, activation: Activation | null, matched: Matched): ValueType {
  const units = matched.get('units')?.[0]?.ast
  const last = result.shape.length - 1
  const shape = units?.kind === 'name' && env.world.checker.hypers.has(units.text)
    ? result.shape.map((axis, i) => (i === last ? { ...axis, name: units.text } : axis)) : result.shape
  return valueType({
    kind: activation === null ? result.kind : activation.row.kind(result.kind), shape,
    range: activation === null ? result.range : activation.row.range(result.range, activation.options),
    per: input.per, coupled: input.coupled || result.coupled,
  })
}

// ── activations ─────────────────────────────────────────────────────────────────────────────────────────────────────

interface Activation { readonly row: PointwiseRow; readonly options: Readonly<Record<string, number>> }

/** The activation named; null for none or linear, undefined after a mistake. */
function activationOf(env: Env, item: Item | null): Activation | null | undefined {
  const ast = item?.ast ?? null
  if (item === null || ast === null) return null
  if (ast.kind === 'error') return undefined
  const called = ast.kind === 'call' && ast.callee.kind === 'name' ? ast : null
  const name = ast.kind === 'name' ? ast.text : called?.callee.kind === 'name' ? called.callee.text : null
  const row = name === null ? undefined : ACTIVATIONS.get(name)
  if (row === undefined) {
    const near = name === null ? null : nearest(name, ACTIVATIONS.keys())
    const span = called?.callee.span ?? ast.span
    fail(env, 'names/unknown-activation', { name: name ?? textAt(env, ast.span), known: [...ACTIVATIONS.keys()].join(', ') }, span, near === null ? {} : {
      help: `Did you mean ${near}?`, fix: { title: `Write ${near}`, edits: [{ span, text: near }] },
    })
    return undefined
  }
  if (row.name === 'linear') return null
  const options: Record<string, number> = {}
  const extra = row.params.slice(1)
  for (const [i, param] of extra.entries()) {
    const arg = called?.args.find((a) => a.name?.text === param.name) ?? called?.args.filter((a) => a.name === null)[i]
    const value = arg === undefined ? param.default : constant(env, arg.value, `${param.name} of ${row.name}`)
    if (typeof value !== 'number') return undefined
    options[param.name] = value
  }
  if ((called?.args.length ?? 0) > extra.length) {
    fail(env, 'names/too-many-arguments', { callee: row.name, signature: extra.length === 0 ? row.name : `${row.name}(${extra.map((p) => p.name).join(', ')})` }, ast.span)
    return undefined
  }
  return { row, options }
}

// ── names and weights ───────────────────────────────────────────────────────────────────────────────────────────────

/** `name:` as written, or the layer's with a number: `dense`, `dense_1`. */
function layerId(env: Env, body: BodyScope, row: LayerRow, matched: Matched): string | null {
  const item = matched.get('name')?.[0]
  const { ids } = body.layers
  if (item?.ast?.kind === 'name') {
    const id = body.path + item.ast.text
    const known = ids.get(id)
    if (known !== undefined) {
      return fail(env, 'names/duplicate', { name: item.ast.text, what: 'a layer name' }, item.span, { related: [{ span: known, message: 'already used here' }] })
    }
    ids.set(id, item.span)
    return id
  }
  return freshId(body, row.name, { start: 0, end: 0 })
}

/** The base name, with a number when it is taken. */
export function freshId(body: BodyScope, base: string, span: Span): string {
  const { ids } = body.layers
  let id = body.path + base
  for (let n = 1; ids.has(id); n++) id = `${body.path}${base}_${n}`
  ids.set(id, span)
  return id
}

function ownWeights(
  env: Env, body: BodyScope, row: LayerRow, id: string, result: LayerResult, matched: Matched, span: Span,
): Readonly<Record<string, string | Expr>> | null {
  const weights: Record<string, string | Expr> = {}
  for (const weight of result.weights) {
    const tied = matched.get(weight.role)?.[0]
    if (tied !== undefined) {
      const value = tiedWeight(env, row, weight, tied)
      if (value === null) return null
      weights[weight.role] = value
      continue
    }
    const written = matched.get(`${weight.role}Initializer`)?.[0]
    const init = written === undefined ? weight.init : readInitializer(env, written, `${weight.role}Initializer of ${row.name}`, weight.fans)
    if (init === null) return null
    const entry = `${body.owner}.${id}.${weight.role}`
    weights[weight.role] = entry
    body.layers.parameters.push({ entry, layer: id, shape: weight.shape, init, role: weight.statistic ? 'statistic' : 'parameter', span })
  }
  return weights
}

/** `kernel: transpose(Enc.code.kernel)` must have the shape that the layer's own would have. */
function tiedWeight(env: Env, row: LayerRow, weight: LayerWeight, item: Item): Expr | null {
  const ast: Ast | null = item.ast
  const value = ast === null ? null : elaborate(env, ast)
  if (value === null) return null
  const got = value.type.shape.map((a) => a.size)
  if (JSON.stringify(got) === JSON.stringify(weight.shape)) return value
  const flipped = JSON.stringify([...got].reverse()) === JSON.stringify(weight.shape)
  return fail(env, 'shapes/tied', { layer: row.name, role: weight.role, needed: `[${weight.shape.join(', ')}]`, got: `[${got.join(', ')}]` }, item.span, {
    help: flipped ? `transpose(${textAt(env, item.span)}) would fit.` : `The ${weight.role} of this layer is [${weight.shape.join(', ')}].`,
    ...(flipped ? { fix: wrapping(ast!.span, 'transpose(', ')', 'Transpose it') } : {}),
  })
}
