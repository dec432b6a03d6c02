/** What a client refuses in an answer: the rules of the protocol that its types do not say. */
import type { Position, Range } from 'vscode-languageserver'
import type { Lines } from '../../lsp/positions.ts'

/** The lines of a document; null where it is not known. */
export type LinesAt = (uri: string) => Lines | null

type Node = Readonly<Record<string, unknown>>

/** A sentence with the path of what is wrong; null: nothing. `uri`: the document that ranges without one are of. */
export function unsound(answer: unknown, uri: string, linesAt: LinesAt): string | null {
  switch (typeof answer) {
    case 'number': return Number.isFinite(answer) ? null : `${answer} is no number of JSON`
    case 'function': case 'symbol': case 'bigint': return `a ${typeof answer} is no value of JSON`
    case 'object': break
    default: return null
  }
  if (answer === null) return null
  if (Array.isArray(answer)) return all(answer.map((item: unknown, i) => [`[${i}]`, unsound(item, uri, linesAt)])) ?? overlapping(answer as readonly unknown[])
  const node = answer as Node
  // Of calls `fromRanges` are where `from` is; edits of `documentChanges` name their document in `textDocument`.
  const own = [node, node['from'], node['textDocument']].map((of) => (of as Node | undefined)?.['uri']).find((of) => typeof of === 'string') ?? uri
  const lines = linesAt(own)
  return (isRange(node) ? badRange(node, lines) : null)
    ?? badTokens(node, lines)
    ?? (isRange(node['range']) && isRange(node['selectionRange']) && !within(node['selectionRange'], node['range']) ? 'the selectionRange is not within the range' : null)
    ?? (isRange(node['range']) && isRange((node['parent'] as Node | undefined)?.['range']) && !within(node['range'], (node['parent'] as { range: Range }).range) ? 'the range is not within that of its parent' : null)
    ?? ('startLine' in node && 'endLine' in node && !(Number(node['startLine']) >= 0 && Number(node['startLine']) <= Number(node['endLine']) && (lines === null || Number(node['endLine']) < lines.starts.length)) ? `lines ${String(node['startLine'])} to ${String(node['endLine'])} cannot be folded` : null)
    ?? ['name', 'label', 'title'].map((key) => (key in node && (node[key] === '' || (Array.isArray(node[key]) && (node[key] as unknown[]).length === 0)) ? `the ${key} is empty` : null)).find((said) => said !== null)
    ?? all(Object.entries(node).map(([key, value]) => [`.${key}`, key === 'changes' && typeof value === 'object' && value !== null
      ? all(Object.entries(value).map(([of, edits]) => [`[${of}]`, unsound(edits, of, linesAt)]))
      : unsound(value, own, linesAt)]))
}

const all = (found: readonly (readonly [string, string | null])[]): string | null => {
  const first = found.find(([, said]) => said !== null)
  return first === undefined ? null : /^[.[]/.test(first[1]!) ? `${first[0]}${first[1]}` : `${first[0]}: ${first[1]}`
}

const isPosition = (value: unknown): value is Position => typeof value === 'object' && value !== null && 'line' in value && 'character' in value
const isRange = (value: unknown): value is Range & Node => typeof value === 'object' && value !== null && isPosition((value as Node)['start']) && isPosition((value as Node)['end'])
const order = (a: Position, b: Position): number => a.line - b.line || a.character - b.character
const within = (inner: Range, outer: Range): boolean => order(outer.start, inner.start) <= 0 && order(inner.end, outer.end) <= 0
const show = ({ start, end }: Range): string => `${start.line}:${start.character} to ${end.line}:${end.character}`

function badRange(range: Range, lines: Lines | null): string | null {
  if (order(range.start, range.end) > 0) return `the range ${show(range)} ends before it starts`
  return [range.start, range.end].every((position) => isIn(position, lines)) ? null : `the range ${show(range)} is not in the text`
}

function isIn({ line, character }: Position, lines: Lines | null): boolean {
  if (![line, character].every((n) => Number.isInteger(n) && n >= 0)) return false
  return lines === null || (line < lines.starts.length && character <= widthOf(lines, line))
}

/** Units of a line without its end. */
const widthOf = ({ text, starts }: Lines, line: number): number => text.slice(starts[line], starts[line + 1] ?? text.length).replace(/[\r\n]+$/, '').length

/** Of edits: no two may change the same. */
function overlapping(items: readonly unknown[]): string | null {
  const edits = items.filter((item): item is { readonly range: Range } => typeof item === 'object' && item !== null && 'newText' in item && isRange((item as Node)['range']))
  if (edits.length < items.length) return null
  const sorted = edits.map(({ range }) => range).sort((a, b) => order(a.start, b.start) || order(a.end, b.end))
  const i = sorted.findIndex((range, at) => at > 0 && order(range.start, sorted[at - 1]!.end) < 0)
  return i < 0 ? null : `the edits of ${show(sorted[i - 1]!)} and ${show(sorted[i]!)} overlap`
}

/** Semantic tokens: five numbers each, relative to the one before; one after the other, each within its line. */
function badTokens({ data }: Node, lines: Lines | null): string | null {
  if (!Array.isArray(data)) return null
  const numbers = data as readonly number[]
  if (numbers.length % 5 !== 0) return `${numbers.length} numbers are no tokens of five each`
  let [line, character, end] = [0, 0, 0]
  for (let i = 0; i < numbers.length; i += 5) {
    const [down, right, length] = numbers.slice(i, i + 3) as [number, number, number]
    if (!numbers.slice(i, i + 5).every((n) => Number.isInteger(n) && n >= 0) || length === 0) return `token ${i / 5} is ${numbers.slice(i, i + 5).join(' ')}`
    if (down > 0) [line, character, end] = [line + down, 0, 0]
    character += right
    if (character < end) return `token ${i / 5} begins in the one before`
    end = character + length
    if (!isIn({ line, character: end }, lines)) return `token ${i / 5} at ${line}:${character} of ${length} is not in its line`
  }
  return null
}
