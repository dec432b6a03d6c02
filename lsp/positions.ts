/** Offsets of the compiler and positions of the protocol. Both count UTF-16 units; lines count from 0 here. */
import type { Position, Range } from 'vscode-languageserver'
import { lineStarts, positionAt } from '../compiler/diagnostics/position.ts'
import type { Span } from '../grammar/ast.ts'

/** A text and where its lines start. */
export interface Lines { readonly text: string; readonly starts: readonly number[] }

export const linesOf = (text: string): Lines => ({ text, starts: lineStarts(text) })

/** Offsets beyond the text are taken as its end. */
export function positionOf({ text, starts }: Lines, offset: number): Position {
  const { line, column } = positionAt(starts, Math.max(0, Math.min(offset, text.length)))
  return { line: line - 1, character: column - 1 }
}

/** Positions beyond a line are taken as its end, as the protocol says. */
export function offsetOf({ text, starts }: Lines, { line, character }: Position): number {
  if (line < 0) return 0
  const start = starts[line]
  if (start === undefined) return text.length
  let end = starts[line + 1] ?? text.length
  while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--
  return Math.min(start + Math.max(0, character), end)
}

export const rangeOf = (lines: Lines, { start, end }: Span): Range => ({ start: positionOf(lines, start), end: positionOf(lines, end) })

export const spanOf = (lines: Lines, { start, end }: Range): Span => ({ start: offsetOf(lines, start), end: offsetOf(lines, end) })

/** Whether an offset lies in a span, its end included: there a cursor stands behind the last character. */
export const touches = (span: Span, offset: number): boolean => span.start <= offset && offset <= span.end
