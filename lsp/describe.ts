/** What the things of a spec are, in words: types, sizes, formulas. Hover, completion, hints and lenses say it alike. */
import type { Declaration, Name, Network as NetworkAst, Span } from '../grammar/ast.ts'
import { formulasOf, type Formula } from '../compiler/model/formula.ts'
import { parametersOf } from '../compiler/model/layer-rows.ts'
import type { Expr, LayerExpr, Model, Network, Parameter, ValueType } from '../compiler/model/model.ts'
import { partsOf } from '../compiler/model/walk.ts'
import type { NameKind, Occurrence } from '../compiler/names/occurrences.ts'
import { typeAt } from '../compiler/types/places.ts'
import { showShape, showType } from '../compiler/types/value.ts'
import type { Program } from './workspace.ts'

/** A name where it is declared, as what, and with what on the right of it. */
export interface Declared { readonly name: Name; readonly kind: NameKind; readonly value?: Span }

/** The type of a name that is declared here, as it would be written; null where it is not known. */
export function describedType(program: Program, { name: { text, span }, kind, value }: Declared): string | null {
  const type = declaredType(program, text, span, kind, value) ?? (BY_USE.has(kind) ? typeByUse(program, span) : null)
  return type === null ? null : showType(type)
}

/** Names whose declaration may not tell their type. To see where they are used takes a look through the whole spec, which the others are spared. */
const BY_USE: ReadonlySet<NameKind> = new Set(['formal', 'local', 'output', 'binder', 'weight'])

function typeByUse(program: Program, { start, end }: Span): ValueType | null {
  const here = program.byStart.get(start)
  return here === undefined || here.span.end !== end ? null : typeOf(program, here)
}

function declaredType({ model, types }: Program, name: string, span: Span, kind: NameKind, value: Span | null | undefined): ValueType | null {
  const direct = typeAt(types, span)
  if (direct !== undefined) return direct
  if (kind === 'field') return model.data.flatMap((d) => d.fields).find((f) => f.name === name)?.type ?? null
  if (kind === 'draw' || kind === 'variable') {
    const drawn = model.draws.find((d) => d.name === name)
    if (drawn !== undefined) return drawn.type
  }
  return (value ? typeAt(types, value) : undefined) ?? null
}

/** The type of what a name at a place stands for; null where it is not known. */
export function typeOf(program: Program, here: Occurrence): ValueType | null {
  const { model, types } = program
  const declared = declaredType(program, here.name, here.span, here.kind, valueNamed(program, here))
  if (declared !== null || here.kind === 'field') return declared
  const [, owner] = here.key.split(':')
  if (here.kind === 'formal' || here.kind === 'local' || here.kind === 'output') {
    const network = networkNamed(model, owner!)
    const found = [...network?.formals ?? [], ...network?.outputs ?? []].find((f) => f.name === here.name)
    if (found !== undefined) return found.type
  }
  // Some other place of the same thing, where it was understood.
  for (const { span } of program.byKey.get(here.key) ?? []) {
    const type = typeAt(types, span)
    if (type !== undefined) return type
  }
  return null
}

/** The right side of what a name declares. */
function valueNamed(program: Program, { definition, kind }: Occurrence): Span | null {
  if (definition === null || !['let', 'term', 'metric', 'local'].includes(kind)) return null
  const is = (name: Name | null): boolean => name?.span.start === definition.start
  const inside = (declarations: readonly Declaration[]): Span | null => {
    for (const d of declarations) {
      if ((d.kind === 'let' || d.kind === 'metric') && is(d.name)) return d.value.span
      const terms = d.kind === 'loss' ? d.terms : d.kind === 'network' ? d.body : []
      const term = terms.find((t) => is(t.name))
      if (term !== undefined) return term.value.span
      const deep = d.kind === 'stage' ? inside(d.declarations) : null
      if (deep !== null) return deep
    }
    return null
  }
  return inside(program.spec.declarations)
}

// ── networks and layers ─────────────────────────────────────────────────────────────────────────────────────────────

export const networkNamed = (model: Model, name: string): Network | null =>
  model.networks.find((n) => n.name === name) ?? model.stages.flatMap((s) => s.networks).find((n) => n.name === name) ?? null

/** 1,234,567 */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',')

export const countedParameters = (network: Network): string => {
  const count = parametersOf(network)
  return `${grouped(count)} ${count === 1 ? 'parameter' : 'parameters'}`
}

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

/**
 * Multiplications and additions of a layer for one sample, two for each weight that meets a number: 2 · kernel · positions.
 * A transposed convolution goes over the positions of its input. Zero for layers without a kernel.
 */
export function flopsOf(layer: LayerExpr & { readonly type: ValueType }, parameters: readonly Parameter[]): number {
  const kernel = layer.weights['kernel']
  if (kernel === undefined) return 0
  const shape = typeof kernel === 'string' ? parameters.find((p) => p.entry === kernel)?.shape : kernel.type.shape.map((a) => a.size)
  const over = (layer.layer.endsWith('Transpose') ? layer.input : layer).type.shape.map((a) => a.size).slice(0, -1)
  return shape === undefined ? 0 : 2 * product(shape) * product(over)
}

/** All layers of a network, those of its blocks included. */
export function layersOf(network: Network): readonly (LayerExpr & { readonly type: ValueType; readonly span: Span })[] {
  const found = new Set<LayerExpr & { readonly type: ValueType; readonly span: Span }>()
  const visit = (e: Expr): void => { if (e.kind === 'layer') found.add(e); partsOf(e).forEach(visit) }
  for (const value of [...network.body.locals.map((l) => l.value), ...network.body.results]) visit(value)
  return [...found]
}

export const totalFlops = (network: Network): number => layersOf(network).reduce((n, layer) => n + flopsOf(layer, network.parameters), 0)

/** ` · 950 FLOPs a sample`, ` · 25.6 MFLOPs a sample`; empty where there are none. */
export function flopsText(n: number): string {
  const [unit, size] = ([['G', 1e9], ['M', 1e6], ['k', 1e3]] as const).find(([, s]) => n >= s) ?? ['', 1]
  return n === 0 ? '' : ` · ${Number((n / size).toPrecision(3))} ${unit}FLOPs a sample`
}

/** Blocks that are used with several shapes or numbers: what is known of a place in their text holds of the first use only. */
export function variedBlocks({ networks, stages }: Model): ReadonlySet<string> {
  const uses = new Map<string, Set<string>>()
  const visit = (e: Expr): void => {
    if (e.kind === 'block') {
      const use = e.bindings.map(({ value }) => `${shapeText(value.type)} ${value.kind === 'constant' ? value.value : ''}`).join('; ')
      uses.set(e.block, (uses.get(e.block) ?? new Set<string>()).add(use))
    }
    partsOf(e).forEach(visit)
  }
  for (const { body } of [...networks, ...stages.flatMap((s) => s.networks)]) for (const value of [...body.locals.map((l) => l.value), ...body.results]) visit(value)
  return new Set([...uses].flatMap(([block, { size }]) => (size > 1 ? [block] : [])))
}

/** `encoder Enc(x: image[28, 28, 1]) -> (mu: real[20], logvar: logvar[20])`, with types where they are known. */
export function showNetwork(node: NetworkAst, network: Network | null): string {
  const formals = node.formals.map(({ text }, i) => { const type = network?.formals[i]?.type; return type === undefined ? text : `${text}: ${showType(type)}` })
  const outputs = network?.outputs.map(({ name, type }) => (name === 'output' ? showType(type) : `${name}: ${showType(type)}`)) ?? node.outputs.map((o) => `${o.name.text}${o.type.shape === null ? '' : '[…]'}`)
  return `${node.role} ${node.name.text}(${formals.join(', ')})${outputs.length === 0 ? '' : ` -> ${outputs.length === 1 ? outputs[0] : `(${outputs.join(', ')})`}`}`
}

export const shapeText = (type: ValueType): string => (type.shape.length === 0 ? 'one number' : showShape(type.shape.map(({ size }) => ({ size }))))

// ── formulas ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The formula of a name or of a distribution's key as LaTeX; null where there is none. */
export function formulaOf(program: Program, name: string): string | null {
  const all = formulasOf(program.model)
  const found = [...all.terms, ...all.lets, ...all.metrics, ...all.distributions, ...all.training.flatMap((t) => t.formulas)].find((f: Formula) => f.name === name)
  return found === undefined ? null : found.latex
}
