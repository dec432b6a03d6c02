/** Colours by meaning: what a name stands for, and which words are words of the language here. */
import type { IToken } from 'chevrotain'
import type { Range, SemanticTokens } from 'vscode-languageserver'
import type { NameKind, Occurrence } from '../../compiler/names/occurrences.ts'
import { BlockWord, DirectionWord, DistributionWord, Identifier, Infix, LeftCurly, LinkWord, Newline, NumberLiteral, RoleWord, Semicolon, SettingWord, Superscript, TextLiteral, UnitWord } from '../../grammar/tokens.ts'
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

interface Look { readonly type: TokenType; readonly modifiers: readonly Modifier[] }
interface Piece extends Look { readonly start: number; readonly end: number }

const look = (type: TokenType, ...modifiers: readonly Modifier[]): Look => ({ type, modifiers })
const KEYWORD = look('keyword')
const NUMBER = look('number')
const STRING = look('string')
const OPERATOR = look('operator')
const ARGUMENT = look('property')
const COMMENT = look('comment')
const DOCUMENTATION = look('comment', 'documentation')
const LIBRARY_TYPE = look('type', 'defaultLibrary')
const LIBRARY_FUNCTION = look('function', 'defaultLibrary')

export function semanticTokens(workspace: Workspace, uri: string, range?: Range): SemanticTokens {
  const program = workspace.program(uri)
  if (program === null) return { data: [] }
  const span = range === undefined ? null : spanOf(program, range)
  return { data: encoded(program, pieces(program).filter((p) => span === null || (p.end > span.start && p.start < span.end))) }
}

function pieces({ lexed: { tokens, comments }, byStart }: Program): readonly Piece[] {
  const found: Piece[] = comments.map(({ span: { start, end }, doc }) => ({ start, end, ...(doc ? DOCUMENTATION : COMMENT) }))
  for (let i = 0; i < tokens.length; i++) {
    const { image, startOffset: start } = tokens[i]!
    const name = byStart.get(start)
    const shown = name !== undefined && name.name === image ? ofName(name) : ofWord(tokens, i)
    if (shown !== null) found.push({ start, end: start + image.length, type: shown.type, modifiers: shown.modifiers })
  }
  return found.sort((a, b) => a.start - b.start)
}

const ofName = ({ kind, definition, span }: Occurrence): Look =>
  look(OF_NAMES[kind], ...(definition?.start === span.start ? ['declaration' as const] : []), ...(kind === 'hyper' ? ['readonly' as const] : []))

/** What is no name of the spec: by its kind, and by what stands beside it. */
function ofWord(tokens: readonly IToken[], i: number): Look | null {
  const { tokenType, image } = tokens[i]!
  if (isOf(tokenType, NUMBERS)) return NUMBER
  if (isOf(tokenType, TEXTS)) return STRING
  if (isOf(tokenType, INFIX) && !/\p{L}/u.test(image)) return OPERATOR
  if (!isOf(tokenType, NAMES) && !/^(and|or|not)$/.test(image)) return null
  const [before, after] = [tokens[i - 1], tokens[i + 1]]
  if (after?.image === ':' && (before?.image === '(' || before?.image === ',')) return ARGUMENT
  if (tokenType !== Identifier && isKeyword(tokenType, image, before, after)) return KEYWORD
  if (image === 'log') return LIBRARY_FUNCTION
  const row = callableRow(image) ?? rowOf(image)
  if (row === undefined || row.what === 'word') return null
  return row.what === 'kind of number' || row.what === 'distribution' ? LIBRARY_TYPE : LIBRARY_FUNCTION
}

function isKeyword(type: IToken['tokenType'], image: string, before: IToken | undefined, after: IToken | undefined): boolean {
  const first = (before === undefined || isOf(before.tokenType, ENDING)) && after?.image !== '=' && after?.image !== ':'
  return (first && (isOf(type, STARTING) || OPENING.has(image))) || isOf(type, LINKS) || LINKING.has(image) || (isOf(type, UNITS) && /^\d/.test(before?.image ?? ''))
}

type Kinds = readonly IToken['tokenType'][]
const NUMBERS: Kinds = [NumberLiteral, Superscript]
const TEXTS: Kinds = [TextLiteral]
const INFIX: Kinds = [Infix]
const NAMES: Kinds = [Identifier]
const ENDING: Kinds = [Newline, Semicolon, LeftCurly]
const STARTING: Kinds = [BlockWord, RoleWord, DistributionWord, DirectionWord, SettingWord]
const LINKS: Kinds = [LinkWord]
const UNITS: Kinds = [UnitWord]

const isOf = (type: IToken['tokenType'], kinds: Kinds): boolean => kinds.some((kind) => kind === type || type.CATEGORIES?.includes(kind) === true)

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
