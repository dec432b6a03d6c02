/** Edits as people and their editors make them, seeded. Offsets count UTF-16 units. */

/** What stood between two offsets is replaced by a text. */
export interface Edit { readonly start: number; readonly end: number; readonly text: string }

export const applied = (text: string, edit: Edit): string => text.slice(0, edit.start) + edit.text + text.slice(edit.end)

/** The edit that takes another back; `before`: the text that the other was made in. */
export const undoing = (before: string, { start, end, text }: Edit): Edit => ({ start, end: start + text.length, text: before.slice(start, end) })

/** The same edit with both ends beside pairs of CR and LF: no position of the protocol is within one. */
export function besideLineEnds(text: string, { start, end, text: put }: Edit): Edit {
  const within = (offset: number): boolean => text[offset - 1] === '\r' && text[offset] === '\n'
  const [early, late] = [within(start), within(end)]
  return { start: early ? start - 1 : start, end: late ? end + 1 : end, text: `${early ? '\r' : ''}${put}${late ? '\n' : ''}` }
}

/** Beside letters: what begins and ends things, line ends of all kinds, signs of mathematics, a character of two units, and what no spec holds. */
const CHARACTERS = [...'abexz_0179.,:;=~|+-*/^()[]{}"<>@ \n\n\t', '\r\n', '\r', '→', 'β', '∈', '²', 'ä', '𝒩', '😀', '\u2028', '\0', '#']
const PIECES = [
  ' -> ', ' -> dense(2)', '-> relu', ' = ', ' ~ ', ' | ', ' || ', '// ', '/// ', '"', 'E[', 'KL(', 'log p(', 'Normal(0, 1)', ' over ', ' with adam(1e-3)', 'let a = ', 'loss {', 'train {\n', 'stage two {', 'metric m = ',
  'data (x: real[2])', 'import { Body } from "./blocks.gen"\n', 'given V from "./vae.gen"\n', 'hyper n = 3', 'for ', 'repeat 2 {', '[0..9]', 'grad', 'e-', '1e400', 'network N(h) -> k[2] { h -> dense(2) }\n', 'sum(', '()', '[]', '{}',
]

type Make = (text: string, next: () => number, others: readonly string[]) => Edit

const below = (n: number, next: () => number): number => Math.floor(next() * n)
const oneOf = <T>(items: readonly T[], next: () => number): T => items[below(items.length, next)]!

interface Piece { readonly start: number; readonly end: number }

const tokensOf = (text: string): readonly Piece[] => [...text.matchAll(/[\p{L}_][\p{L}\p{N}_]*|\d[\d.]*|\s+|[^]/gu)].map(({ index, 0: token }) => ({ start: index, end: index + token.length }))
const linesIn = (text: string): readonly Piece[] => [...text.matchAll(/[^\n]*\n|[^\n]+$/g)].map(({ index, 0: line }) => ({ start: index, end: index + line.length }))
const nothing: Edit = { start: 0, end: 0, text: '' }

function typed(text: string, next: () => number): Edit {
  const at = below(text.length + 1, next)
  return { start: at, end: at, text: oneOf(CHARACTERS, next) }
}

function deleted(text: string, next: () => number): Edit {
  const start = below(text.length, next)
  return { start, end: Math.min(text.length, start + 1), text: '' }
}

function inserted(text: string, next: () => number): Edit {
  const at = oneOf(tokensOf(text), next)?.start ?? 0
  return { start: at, end: at, text: oneOf(PIECES, next) }
}

const tokenDeleted: Make = (text, next) => ({ ...nothing, ...oneOf(tokensOf(text), next) })

function tokenReplaced(text: string, next: () => number, others: readonly string[]): Edit {
  const from = next() < 0.5 ? text : oneOf(others, next)
  const taken = oneOf(tokensOf(from), next)
  return { ...nothing, ...oneOf(tokensOf(text), next), text: taken === undefined ? '' : from.slice(taken.start, taken.end) }
}

function numberChanged(text: string, next: () => number): Edit {
  const numbers = tokensOf(text).filter(({ start }) => /\d/.test(text[start]!))
  return { ...nothing, ...oneOf(numbers, next), text: oneOf(['0', '1', '2', '3', '7', '10', '28', '64', '784', '0.5', '99999999'], next) }
}

function cut(text: string, next: () => number): Edit {
  const start = below(text.length + 1, next)
  return { start, end: Math.min(text.length, start + below(80, next)), text: '' }
}

const lineDeleted: Make = (text, next) => ({ ...nothing, ...oneOf(linesIn(text), next) })

function lineTwice(text: string, next: () => number): Edit {
  const line = oneOf(linesIn(text), next)
  return line === undefined ? nothing : { start: line.start, end: line.start, text: text.slice(line.start, line.end) }
}

function linesSwapped(text: string, next: () => number): Edit {
  const lines = linesIn(text)
  const i = below(lines.length - 1, next)
  const [a, b] = [lines[i], lines[i + 1]]
  return a === undefined || b === undefined ? nothing : { start: a.start, end: b.end, text: text.slice(b.start, b.end) + text.slice(a.start, a.end) }
}

function lineCommented(text: string, next: () => number): Edit {
  const at = oneOf(linesIn(text), next)?.start ?? 0
  return { start: at, end: at, text: '// ' }
}

function pasted(text: string, next: () => number, others: readonly string[]): Edit {
  const from = oneOf(others, next)
  const lines = linesIn(from)
  const first = below(lines.length, next)
  const last = Math.min(lines.length - 1, first + below(8, next))
  const at = oneOf(linesIn(text), next)?.start ?? 0
  return { start: at, end: at, text: from.slice(lines[first]?.start ?? 0, lines[last]?.end ?? 0) }
}

/** Each as often as it stands here. */
const MAKES: readonly Make[] = [
  ...Array<Make>(4).fill(typed), deleted, deleted, inserted, inserted, tokenDeleted, tokenReplaced, tokenReplaced, numberChanged, cut, lineDeleted, lineTwice, linesSwapped, lineCommented, pasted,
]

/** `others`: texts that blocks and words are taken from. */
export const someEdit: Make = (text, next, others) => oneOf(MAKES, next)(text, next, others)
