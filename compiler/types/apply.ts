/** Applications of networks. The first one fixes the types of the formals, and with them the parameters. */
import type { Arg, Expr as Ast, Network as NetworkAst, Span } from '../../grammar/ast.ts'
import type { Expr, Network, ValueType } from '../model/model.ts'
import { barFix } from './bar-fix.ts'
import { findCallee } from './callee.ts'
import { fail, hasErrors, trying, type Env, type NetworkState, type Variant, type World } from './checker.ts'
import { elaborate } from './elaborate.ts'
import { elaborateBody } from './body.ts'
import { worldOf } from './lookup.ts'
import { originOf } from './origin.ts'
import { joined, sameAxes, showKind, showType } from './value.ts'

export interface Application {
  readonly name: string
  readonly network: Network
  readonly args: readonly Expr[]
  readonly coupled: boolean
  readonly span: Span
}

/**
 * The application that `ast` writes: `Enc(x)` or `x -> Enc`. Undefined where it is something else, null after a mistake.
 */
export function applicationAt(env: Env, ast: Ast): Application | null | undefined {
  if (ast.kind === 'call') {
    const callee = findCallee(env, ast.callee)
    if (callee?.kind !== 'network' && callee?.kind !== 'given-network') return undefined
    return apply(env, callee.kind === 'network' ? callee.name : callee.network, argumentsOf(env, ast), ast.span)
  }
  if (ast.kind !== 'pipe') return undefined
  const { target } = ast
  const calleeAst = target.kind === 'call' ? target.callee : target
  const callee = findCallee(env, calleeAst)
  if (callee?.kind !== 'network' && callee?.kind !== 'given-network') return undefined
  const input = elaborate(env, ast.input)
  const rest = target.kind === 'call' ? argumentsOf(env, target) : []
  return apply(env, callee.kind === 'network' ? callee.name : callee.network, [{ name: null, value: input }, ...rest], ast.span)
}

interface Given { readonly name: string | null; readonly value: Expr | null }

function argumentsOf(env: Env, call: Extract<Ast, { kind: 'call' }>): readonly Given[] {
  if (call.bar !== null) fail(env, 'networks/bar', { name: call.callee.kind === 'name' ? call.callee.text : 'the network' }, call.span, barFix(env, call, ', ', 'Write a comma'))
  return [...call.args, ...call.barArgs].map((arg: Arg) => ({ name: arg.name?.text ?? null, value: elaborate(env, arg.value) }))
}

/** Arguments in the order of the formals, or null after a mistake. */
function arrange(env: Env, name: string, formals: readonly string[], given: readonly Given[], span: Span): readonly Expr[] | null {
  const places: (Expr | null | undefined)[] = formals.map(() => undefined)
  let next = 0
  let surplus = false
  for (const { name: formal, value } of given) {
    const at = formal === null ? next++ : formals.indexOf(formal)
    if (at < 0 || at >= formals.length || places[at] !== undefined) surplus = true
    else places[at] = value
  }
  if (surplus || places.some((p) => p === undefined)) {
    return fail(env, 'networks/arguments', { name, wanted: `${name}(${formals.join(', ')})`, count: String(given.length), needed: String(formals.length) }, span)
  }
  return places.some((p) => p === null) ? null : (places as Expr[])
}

export function apply(env: Env, callee: string | Network, given: readonly Given[], span: Span): Application | null {
  if (typeof callee !== 'string') return applyGiven(env, callee, given, span)
  const symbol = env.world.symbols.get(callee)
  if (symbol?.kind !== 'network') return null
  const args = arrange(env, callee, symbol.node.formals.map((f) => f.text), given, span)
  if (args === null) return null
  const variant = variantFor(env.world, callee, symbol.node, args, span)
  return variant === null ? null : { name: callee, network: variant.network, args, coupled: variant.coupled, span }
}

/** A network of a given keeps the shapes that it was trained with. */
function applyGiven(env: Env, network: Network, given: readonly Given[], span: Span): Application | null {
  const args = arrange(env, network.name, network.formals.map((f) => f.name), given, span)
  if (args === null) return null
  for (const [i, formal] of network.formals.entries()) {
    if (!sameAxes(formal.type.shape, args[i]!.type.shape)) {
      return fail(env, 'shapes/given', { name: network.name, formal: formal.name, wanted: showType(formal.type), got: showType(args[i]!.type) }, args[i]!.span)
    }
  }
  return { name: network.name, network, args, coupled: args.some((a) => a.type.coupled), span }
}

const newState = (): NetworkState => ({ busy: false, broken: false, first: null, variants: new Map(), applications: [] })

export function stateFor(world: World, name: string): NetworkState {
  const { networks } = worldOf(world, name)
  let state = networks.get(name)
  if (state === undefined) {
    state = newState()
    networks.set(name, state)
  }
  return state
}

/** What a body depends on. */
const typeKey = (args: readonly Expr[]): string => args.map((arg) => {
  const { kind, shape, range, per, coupled } = arg.type
  return `${showKind(kind)}[${shape.map(({ size, name }) => `${size} ${name ?? ''}`).join()}]${range?.join() ?? ''} ${per} ${coupled} ${arg.kind === 'constant' ? arg.value : ''}`
}).join('; ')

function variantFor(world: World, name: string, node: NetworkAst, args: readonly Expr[], span: Span): Variant | null {
  const state = stateFor(world, name)
  if (state.broken) return null
  if (state.busy) {
    state.broken = true
    return fail(world, 'names/recursion', { name, what: 'network' }, span)
  }
  state.applications.push({ args, span })
  const key = typeKey(args)
  const known = state.variants.get(key)
  if (known !== undefined) return known
  state.busy = true
  try {
    const home = worldOf(world, name)
    const types = args.map((a) => a.type)
    if (state.first === null) {
      const variant = elaborateBody(home, node, types)
      if (variant === null) { state.broken = true; return null }
      state.first = { span, variant }
      state.variants.set(key, variant)
      return variant
    }
    const { value: variant, found } = trying(world, () => elaborateBody(home, node, types))
    const misfit = variant === null || hasErrors(found) ? found.find((d) => d.severity === 'error')?.message ?? '' : parametersDiffer(state.first.variant.network, variant.network)
    if (variant === null || misfit !== null) return otherShapes(world, name, state, args, span, misfit ?? '')
    state.variants.set(key, variant)
    return variant
  } finally { state.busy = false }
}

/** What changed in the parameters, or null. */
function parametersDiffer(a: Network, b: Network): string | null {
  for (const [i, parameter] of a.parameters.entries()) {
    const other = b.parameters[i]
    if (other === undefined || JSON.stringify(other.shape) !== JSON.stringify(parameter.shape)) {
      return `${parameter.entry} would be [${other?.shape.join(', ') ?? ''}] instead of [${parameter.shape.join(', ')}].`
    }
  }
  return null
}

function otherShapes(world: World, name: string, state: NetworkState, args: readonly Expr[], span: Span, why: string): null {
  const first = state.first!
  const before = first.variant.network.formals.map((f) => showType(f.type)).join(', ')
  const related = [{ span: first.span, message: `${name} is first applied here, to ${before}` }, ...args.flatMap((a) => originOf(world, a) ?? [])]
  return fail(world, 'networks/other-shapes', { name, before, now: args.map((a) => showType(a.type)).join(', '), why }, span, { related })
}

// ── outputs ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** One output as an expression. */
export function outputExpr(application: Application, output: { readonly name: string; readonly type: ValueType }, span: Span): Expr {
  const { args, network } = application
  const marks = joined(args.map((a) => a.type))
  const type = { ...output.type, per: marks.per === 'sample' ? 'sample' as const : output.type.per === 'sample' && args.length === 0 ? 'sample' as const : marks.per, coupled: application.coupled || marks.coupled }
  return { kind: 'apply', network: application.name, args, output: network.outputs.length === 1 ? null : output.name, type, span }
}

/** The output of a network that has one. */
export function singleOutput(env: Env, application: Application): Expr | null {
  const { outputs, name } = application.network
  if (outputs.length === 1) return outputExpr(application, outputs[0]!, application.span)
  const names = outputs.map((o) => o.name)
  return fail(env, 'networks/several-outputs', { name, outputs: names.join(', ') }, application.span, {
    help: `Choose one: ${name}(…).${names[0]!}`,
  })
}
