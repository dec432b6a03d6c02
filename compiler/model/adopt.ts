/** A checked model as a given of another: its names prefixed, its terms functions of one sample, its spans those of the `given`. */
import type { Span } from '../../grammar/ast.ts'
import type { Equation, Expr, Model, Network } from './model.ts'

export function adopted(model: Model, prefix: string, span: Span): Model {
  const last = model.stages.at(-1)
  // A trained model means what it meant in its last stage.
  const override = <T extends { readonly name: string }>(own: readonly T[], later: readonly T[]): readonly T[] =>
    [...own.filter((o) => !later.some((l) => l.name === o.name)), ...later]
  const networks: readonly Network[] = override(model.networks, last?.networks ?? [])
  const equations: readonly Equation[] = override(model.equations, last?.equations ?? [])
  const name = (own: string): string => `${prefix}.${own}`
  const inside = <T>(value: T): T => renamed(value, prefix, span) as T
  return {
    ...inside({ ...model, givens: [], stages: [] }),
    networks: networks.map((n) => ({
      ...inside(n), name: name(n.name), given: true,
      parameters: n.parameters.map((p) => ({ ...p, entry: name(p.entry), span })),
    })),
    distributions: model.distributions.map((d) => ({ ...inside(d), name: name(d.name), key: name(d.key) })),
    equations: equations.map((e) => ({ ...inside(e), role: 'let', name: name(e.name), value: inside(ofOneSample(e.value)) })),
    weights: model.weights.map((w) => ({ ...w, name: name(w.name), span })),
    draws: [],
  }
}

/** A clock that a trained model cannot tell any more: how many steps or epochs it had. Null when it reads none. */
export function clockIn(value: unknown): 'step' | 'epoch' | null {
  if (typeof value !== 'object' || value === null) return null
  const node = value as Readonly<Record<string, unknown>>
  if (node['kind'] === 'clock') return node['clock'] as 'step' | 'epoch'
  for (const inner of Object.values(node)) {
    const found = clockIn(inner)
    if (found !== null) return found
  }
  return null
}

/** `E[e]` of one sample is e. */
function ofOneSample(expr: Expr): Expr {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip)
    if (typeof value !== 'object' || value === null) return value
    const node = value as Readonly<Record<string, unknown>>
    if (node['kind'] === 'expectation') return strip(node['body'])
    return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, key === 'type' || key === 'span' ? inner : strip(inner)]))
  }
  const stripped = strip(expr) as Expr
  return { ...stripped, type: { ...stripped.type, per: 'sample' } }
}

/** References inside expressions: networks, equations, weights, parameters and distribution keys. */
function renamed(value: unknown, prefix: string, span: Span): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, prefix, span))
  if (typeof value !== 'object' || value === null) return value
  const node = value as Readonly<Record<string, unknown>>
  // Its training is over.
  if (node['kind'] === 'clock' && node['clock'] === 'progress') return { kind: 'constant', value: 1, type: node['type'], span }
  const copy: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(node)) copy[key] = key === 'span' ? span : renamed(inner, prefix, span)
  const field = REFERENCES[String(node['kind'])]
  // Data fields and hypers also have a `name`, but no `kind` of these.
  if (field !== undefined && typeof node[field] === 'string') copy[field] = `${prefix}.${node[field]}`
  if (node['kind'] === 'layer') {
    const weights = node['weights'] as Readonly<Record<string, unknown>>
    copy['weights'] = Object.fromEntries(Object.entries(weights).map(([role, w]) => [role, typeof w === 'string' ? `${prefix}.${w}` : renamed(w, prefix, span)]))
  }
  return copy
}

const REFERENCES: Readonly<Record<string, string>> = { apply: 'network', equation: 'name', weight: 'name', parameter: 'entry', named: 'key' }
