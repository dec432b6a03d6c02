/** What a name of the model stands for. One namespace: data fields, hypers, networks, lets, terms, metrics, weights, draws, givens. */
import type {
  Data, Declaration, Distribution, Draw, Field, Given, Hyper, Let, Metric, Network, Span, Stage, Term, Weight,
} from '../../grammar/ast.ts'
import type { Model } from '../model/model.ts'

export type ModelSymbol =
  | { readonly kind: 'field'; readonly node: Field; readonly dataset: string; readonly data: Data }
  | { readonly kind: 'hyper'; readonly node: Hyper }
  | { readonly kind: 'network'; readonly node: Network; readonly imported: boolean }
  | { readonly kind: 'draw'; readonly node: Draw }
  | { readonly kind: 'weight'; readonly node: Weight }
  | { readonly kind: 'equation'; readonly node: Let | Term | Metric; readonly role: 'let' | 'term' | 'metric' }
  | { readonly kind: 'given'; readonly node: Given; readonly model: Model | null }

/** What kind of thing it is, for messages. */
export const describe = (symbol: ModelSymbol): string => {
  switch (symbol.kind) {
    case 'field': return 'a data field'
    case 'hyper': return 'a hyperparameter'
    case 'network': return symbol.node.role === 'block' ? 'a block' : 'a network'
    case 'draw': return 'a draw'
    case 'weight': return 'a weight'
    case 'equation': return symbol.role === 'let' ? 'a let' : symbol.role === 'term' ? 'a loss term' : 'a metric'
    case 'given': return 'a given model'
  }
}

export const spanOf = (symbol: ModelSymbol): Span => symbol.node.name.span

/** The declarations of a spec or of a stage, sorted by what they are. Order within each list is that of the source. */
export interface Declared {
  readonly symbols: ReadonlyMap<string, ModelSymbol>
  /** By name: several with different left variables. */
  readonly distributions: ReadonlyMap<string, readonly Distribution[]>
  readonly data: readonly { readonly node: Data; readonly name: string }[]
  readonly stages: readonly Stage[]
  readonly declarations: readonly Declaration[]
}
