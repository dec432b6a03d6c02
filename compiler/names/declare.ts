/** Sorts declarations into the model's one namespace; doubled and reserved names are told. */
import type { Declaration, Distribution, Span } from '../../grammar/ast.ts'
import type { Model } from '../model/model.ts'
import { isReserved } from './reserved.ts'
import { describe, spanOf, type Declared, type ModelSymbol } from './symbols.ts'

export interface NameProblem {
  readonly kind: 'duplicate' | 'reserved'
  readonly name: string
  readonly what: string
  readonly span: Span
  readonly earlier: Span | null
}

/** `outer` are names of the model around a stage, which the stage may override. */
export function declare(declarations: readonly Declaration[], givens: ReadonlyMap<string, Model | null>): { readonly declared: Declared; readonly problems: readonly NameProblem[] } {
  const symbols = new Map<string, ModelSymbol>()
  const distributions = new Map<string, Distribution[]>()
  const data: { node: Extract<Declaration, { kind: 'data' }>; name: string }[] = []
  const stages: Extract<Declaration, { kind: 'stage' }>[] = []
  const problems: NameProblem[] = []
  const add = (symbol: ModelSymbol): void => {
    const name = symbol.node.name.text
    if (name === '') return
    const known = symbols.get(name)
    if (isReserved(name)) problems.push({ kind: 'reserved', name, what: describe(symbol), span: spanOf(symbol), earlier: null })
    else if (known !== undefined || distributions.has(name)) {
      const earlier = known === undefined ? distributions.get(name)![0]!.name.span : spanOf(known)
      problems.push({ kind: 'duplicate', name, what: known === undefined ? 'a distribution' : describe(known), span: spanOf(symbol), earlier })
    } else symbols.set(name, symbol)
  }
  for (const node of declarations) {
    switch (node.kind) {
      case 'data': {
        const name = node.name?.text ?? ''
        data.push({ node, name: name === '' ? (data.length === 0 ? 'data' : `data${data.length + 1}`) : name })
        for (const field of node.fields) add({ kind: 'field', node: field, dataset: data.at(-1)!.name, data: node })
        break
      }
      case 'hyper': add({ kind: 'hyper', node }); break
      case 'given': add({ kind: 'given', node, model: givens.get(node.name.text) ?? null }); break
      case 'network': add({ kind: 'network', node, imported: false }); break
      case 'draw': add({ kind: 'draw', node }); break
      case 'let': add({ kind: 'equation', node, role: 'let' }); break
      case 'metric': add({ kind: 'equation', node, role: 'metric' }); break
      case 'weight': add({ kind: 'weight', node }); break
      case 'loss': for (const term of node.terms) add({ kind: 'equation', node: term, role: 'term' }); break
      case 'distribution': {
        const name = node.name.text
        const known = symbols.get(name)
        if (name === '') break
        if (known !== undefined || isReserved(name)) {
          problems.push({ kind: known === undefined ? 'reserved' : 'duplicate', name, what: known === undefined ? 'a distribution' : describe(known), span: node.name.span, earlier: known === undefined ? null : spanOf(known) })
          break
        }
        const same = distributions.get(name) ?? []
        const twin = same.find((d) => sameNames(d, node))
        if (twin !== undefined) problems.push({ kind: 'duplicate', name: `${name}(${node.variables.map((v) => v.text).join(', ')})`, what: 'a distribution', span: node.name.span, earlier: twin.name.span })
        else distributions.set(name, [...same, node])
        break
      }
      case 'stage': stages.push(node); break
      case 'model': case 'import': case 'train': case 'figures': break
    }
  }
  return { declared: { symbols, distributions, data, stages, declarations }, problems }
}

const sameNames = (a: Distribution, b: Distribution): boolean =>
  a.variables.map((v) => v.text).sort().join() === b.variables.map((v) => v.text).sort().join()
