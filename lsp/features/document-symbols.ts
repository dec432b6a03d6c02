/** The outline of a document. */
import type { DocumentSymbol } from 'vscode-languageserver'
import type { Declaration, Name, Span } from '../../grammar/ast.ts'
import { rangeOf } from '../positions.ts'
import { describedType, type Declared } from '../describe.ts'
import { headOf } from '../scope.ts'
import type { Program, Workspace } from '../workspace.ts'

/** Kinds of the protocol, by what they are here. */
export const SYMBOL_KINDS = {
  model: 2, stage: 3, data: 23, field: 8, hyper: 14, given: 2, import: 2, network: 12, block: 12, distribution: 11, draw: 13, weight: 13, let: 13, term: 7, metric: 7, train: 24, figures: 19,
} as const

/** `isTyped`: with types as details, which a list of names does without. */
export function documentSymbols(workspace: Workspace, uri: string, isTyped = true): readonly DocumentSymbol[] {
  const program = workspace.program(uri)
  return program === null ? [] : program.spec.declarations.flatMap((d) => symbolsOf(program, d, isTyped))
}

function symbolsOf(program: Program, node: Declaration, isTyped: boolean): readonly DocumentSymbol[] {
  const made = (name: string, kind: number, selection: Span, detail: string, children: readonly DocumentSymbol[] = [], whole: Span = node.span): DocumentSymbol => {
    // The protocol wants the name inside the whole; a half-typed declaration may end before it.
    const span = { start: Math.min(whole.start, selection.start), end: Math.max(whole.end, selection.end) }
    return { name, kind: kind as DocumentSymbol['kind'], range: rangeOf(program, span), selectionRange: rangeOf(program, selection), ...(detail === '' ? {} : { detail }), ...(children.length === 0 ? {} : { children: [...children] }) }
  }
  const named = (name: Name, kind: number, detail: string, children?: readonly DocumentSymbol[], whole?: Span): readonly DocumentSymbol[] =>
    (name.text === '' ? [] : [made(name.text, kind, name.span, detail, children, whole)])
  const typed = (declared: Declared): string => (isTyped ? describedType(program, declared) ?? '' : '')
  const word = (length: number): Span => ({ start: node.span.start, end: Math.min(node.span.start + length, node.span.end) })
  switch (node.kind) {
    case 'model': return named(node.name, SYMBOL_KINDS.model, 'model')
    case 'import': return made1(node.names.map((n) => n.text).join(', '), SYMBOL_KINDS.import, node.from.value)
    case 'given': return named(node.name, SYMBOL_KINDS.given, node.from.value)
    case 'data': return [made(node.name?.text ?? 'data', SYMBOL_KINDS.data, node.name?.span ?? word(4), '', node.fields.flatMap((f) => named(f.name, SYMBOL_KINDS.field, typed({ name: f.name, kind: 'field' }), [], f.span)))]
    case 'hyper': return named(node.name, SYMBOL_KINDS.hyper, program.text.slice(node.value.span.start, node.value.span.end))
    case 'network': return named(node.name, SYMBOL_KINDS.network, node.role)
    case 'distribution': return node.name.text === '' ? [] : [made(headOf(node), SYMBOL_KINDS.distribution, node.name.span, node.role)]
    case 'draw': case 'weight': return named(node.name, SYMBOL_KINDS[node.kind], typed({ name: node.name, kind: node.kind }))
    case 'let': case 'metric': return named(node.name, SYMBOL_KINDS[node.kind], typed({ name: node.name, kind: node.kind, value: node.value.span }))
    case 'loss': return [made('loss', SYMBOL_KINDS.train, word(4), '', node.terms.flatMap((t) => named(t.name, SYMBOL_KINDS.term, typed({ name: t.name, kind: 'term', value: t.value.span }), [], t.span)))]
    case 'train': return [made('train', SYMBOL_KINDS.train, word(5), '')]
    case 'figures': return [made('figures', SYMBOL_KINDS.figures, word(7), '')]
    case 'stage': return named(node.name, SYMBOL_KINDS.stage, 'stage', node.declarations.flatMap((d) => symbolsOf(program, d, isTyped)))
  }
  function made1(name: string, kind: number, detail: string): readonly DocumentSymbol[] { return name === '' ? [] : [made(name, kind, node.span, detail)] }
}
