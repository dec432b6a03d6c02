/** Colours by meaning: what a name stands for, and which words are words of the language here. */
import type { Range, SemanticTokens } from 'vscode-languageserver'
import type { NameKind } from '../../compiler/names/occurrences.ts'
import { BlockWord, DirectionWord, DistributionWord, Identifier, Infix, LinkWord, NumberLiteral, RoleWord, SettingWord, Superscript, TextLiteral, UnitWord } from '../../grammar/tokens.ts'
import { positionOf, spanOf } from '../positions.ts'
import { callableRow, rowOf } from '../tables.ts'
import type { Program, Workspace } from '../workspace.ts'

export const TOKEN_TYPES = ['keyword', 'number', 'string', 'operator', 'comment', 'class', 'function', 'variable', 'parameter', 'property', 'type', 'namespace', 'macro', 'enumMember'] as const
export const TOKEN_MODIFIERS = ['declaration', 'readonly', 'defaultLibrary', 'documentation'] as const
type TokenType = (typeof TOKEN_TYPES)[number]
type Modifier = (typeof TOKEN_MODIFIERS)[number]

const OF_NAMES: Readonly<Record<NameKind, TokenType>> = {
  model: 'class', stage: 'namespace', dataset: 'namespace', field: 'variable', hyper: 'enumMember', network: 'class', block: 'macro', draw: 'variable', weight: 'variable', let: 'variable', term: 'variable',
  metric: 'variable', given: 'namespace', variable: 'variable', distribution: 'function', formal: 'parameter', local: 'variable', output: 'property', layer: 'property', binder: 'parameter', member: 'property',
}
/** Words that open a statement, beside those that have a category of their own. */
const OPENING = new Set(['model', 'import', 'data', 'hyper', 'given', 'let', 'weight', 'loss', 'metric', 'train', 'stage', 'figures', 'repeat', 'rows', 'report'])
const LINKING = new Set(['every', 'clip', 'and', 'or', 'not', 'from'])

interface Piece { readonly start: number; readonly end: number; readonly type: TokenType; readonly modifiers: readonly Modifier[] }

export function semanticTokens(workspace: Workspace, uri: string, range?: Range): SemanticTokens {
  const program = workspace.program(uri)
  if (program === null) return { data: [] }
  const span = range === undefined ? null : spanOf(program, range)
  return { data: encoded(program, pieces(program).filter((p) => span === null || (p.end > span.start && p.start < span.end))) }
}

function pieces(program: Program): readonly Piece[] {
  const { tokens, comments } = program.lexed
  const said = comments.map(({ span, doc }): Piece => ({ ...span, type: 'comment', modifiers: doc ? ['documentation'] : [] }))
  const words = tokens.flatMap((token, i): Piece[] => {
    const { tokenType, image, startOffset: start } = token
    const piece = (type: TokenType, ...modifiers: readonly Modifier[]): Piece[] => [{ start, end: start + image.length, type, modifiers }]
    const categories = tokenType.CATEGORIES ?? []
    const is = (...types: readonly (typeof tokenType)[]): boolean => types.some((t) => t === tokenType || categories.includes(t))
    const name = program.byStart.get(start)
    if (name !== undefined && name.name === image) return piece(OF_NAMES[name.kind], ...(name.definition?.start === start ? ['declaration' as const] : []), ...(name.kind === 'hyper' ? ['readonly' as const] : []))
    if (is(NumberLiteral, Superscript)) return piece('number')
    if (is(TextLiteral)) return piece('string')
    if (is(Infix) && !/\p{L}/u.test(image)) return piece('operator')
    if (!is(Identifier) && !/^(and|or|not)$/.test(image)) return []
    const [before, after] = [tokens[i - 1], tokens[i + 1]]
    if (after?.image === ':' && ['(', ','].includes(before?.image ?? '')) return piece('property')
    const first = ['Newline', 'Semicolon', 'LeftCurly', undefined].includes(before?.tokenType.name) && !['=', ':'].includes(after?.image ?? '')
    if (tokenType !== Identifier && ((first && (is(BlockWord, RoleWord, DistributionWord, DirectionWord, SettingWord) || OPENING.has(image))) || is(LinkWord) || LINKING.has(image) || (is(UnitWord) && /^\d/.test(before?.image ?? '')))) return piece('keyword')
    if (image === 'log') return piece('function', 'defaultLibrary')
    const row = callableRow(image) ?? rowOf(image)
    if (row === undefined) return []
    return row.what === 'kind of number' ? piece('type', 'defaultLibrary') : row.what === 'word' ? [] : row.what === 'distribution' ? piece('type', 'defaultLibrary') : piece('function', 'defaultLibrary')
  })
  return [...said, ...words].sort((a, b) => a.start - b.start)
}

/** Five numbers a token, relative to the one before, as the protocol wants them. */
function encoded(program: Program, all: readonly Piece[]): number[] {
  const data: number[] = []
  let [line, character] = [0, 0]
  for (const { start, end, type, modifiers } of all) {
    const at = positionOf(program, start)
    data.push(at.line - line, at.line === line ? at.character - character : at.character, end - start, TOKEN_TYPES.indexOf(type), modifiers.reduce((bits, m) => bits | (1 << TOKEN_MODIFIERS.indexOf(m)), 0))
    ;({ line, character } = at)
  }
  return data
}
