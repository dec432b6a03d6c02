/** A network's body as the rows of a table: what happens in order, the shape it leaves, the numbers it owns. */
import type { Body, Expr, LayerExpr, Network, Parameter } from './model.ts'

export interface LayerRow {
  /** `dense(400, relu)` */
  readonly layer: string
  /** The local or output that this row completes; empty within a chain. */
  readonly name: string
  readonly shape: readonly number[]
  readonly parameters: number
  /** How deep within blocks. */
  readonly depth: number
}

const size = (p: { readonly shape: readonly number[] }): number => p.shape.reduce((a, b) => a * b, 1)

/** Trainable numbers of a network. */
export const parametersOf = (network: Network): number => network.parameters.reduce((n, p) => n + (p.role === 'parameter' ? size(p) : 0), 0)

export const layerRows = (network: Network): readonly LayerRow[] => rowsOf(network.body, network.outputs.map((o) => o.name), network.parameters, 0)

function rowsOf(body: Body, outputs: readonly string[], parameters: readonly Parameter[], depth: number): LayerRow[] {
  const locals = body.locals.flatMap(({ name, value }) => chain(value, parameters, depth, name))
  // An output that names a local has its rows already.
  const results = body.results.flatMap((value, i) => (value.kind === 'variable' ? [] : chain(value, parameters, depth, outputs[i] ?? '')))
  return [...locals, ...results]
}

/** From the innermost application outwards, along what is handed on. */
function chain(value: Expr, parameters: readonly Parameter[], depth: number, name: string): LayerRow[] {
  const [before, here] = rowOf(value, parameters, depth)
  const rows = [...before.flatMap((part) => chain(part, parameters, depth, '')), ...here]
  return rows.map((row, i) => (i === rows.length - 1 && name !== '' ? { ...row, name } : row))
}

function rowOf(e: Expr, parameters: readonly Parameter[], depth: number): readonly [readonly Expr[], readonly LayerRow[]] {
  const row = (layer: string, count = 0): LayerRow => ({ layer, name: '', shape: e.type.shape.map((a) => a.size), parameters: count, depth })
  switch (e.kind) {
    case 'layer': {
      const entries = Object.values(e.weights).filter((w) => typeof w === 'string')
      const count = parameters.filter((p) => p.role === 'parameter' && entries.includes(p.entry)).reduce((n, p) => n + size(p), 0)
      return [[e.input], [row(layerText(e), count)]]
    }
    case 'block': return [e.bindings.slice(0, 1).map((b) => b.value), [row(e.id), ...rowsOf(e.body, [''], parameters, depth + 1)]]
    // The last number is taken out of its vector of one without a word in the spec.
    case 'call': return [e.args, e.op === 'reshape' && e.type.shape.length === 0 ? [] : [row(e.op)]]
    case 'apply': return [e.args, [row(`${e.network}${e.output === null ? '' : `.${e.output}`}`)]]
    default: return [[], []]
  }
}

/** `dense(400, relu)`, `conv2d(8, 3, strides 2, same)` */
export function layerText(e: LayerExpr): string {
  const tied = Object.entries(e.weights).filter(([, w]) => typeof w !== 'string').map(([role]) => `${role} tied`)
  const activation = e.activation === null ? [] : [[e.activation.op, ...Object.values(e.activation.options).map((o) => `(${o})`)].join('')]
  return `${e.layer}(${[...shownConfig(e.config), ...activation, ...tied].join(', ')})`
}

/** What tells one layer from another of its kind. */
function shownConfig(config: Readonly<Record<string, number | string | boolean | readonly number[]>>): string[] {
  const show = (value: unknown): string => (Array.isArray(value) ? (new Set(value).size === 1 ? String(value[0]) : `[${value.join(', ')}]`) : String(value))
  const main = ['units', 'filters', 'kernelSize', 'rate'].flatMap((name) => (config[name] === undefined ? [] : [show(config[name])]))
  const strides = config['strides'] === undefined || show(config['strides']) === '1' ? [] : [`strides ${show(config['strides'])}`]
  const padding = config['padding'] === 'same' ? ['same'] : []
  return [...main, ...strides, ...padding]
}
