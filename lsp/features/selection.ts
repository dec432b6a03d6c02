/** From a place outwards: the word, its expressions, its statement, its declaration, the file. */
import type { Position, SelectionRange } from 'vscode-languageserver'
import { visitNodes } from '../../compiler/names/walk.ts'
import type { Span } from '../../grammar/ast.ts'
import { offsetOf, rangeOf, touches } from '../positions.ts'
import type { Program, Workspace } from '../workspace.ts'

export function selectionRanges(workspace: Workspace, uri: string, positions: readonly Position[]): readonly SelectionRange[] {
  const program = workspace.program(uri)
  return program === null ? [] : positions.map((position) => around(program, offsetOf(program, position), position))
}

function around(program: Program, offset: number, position: Position): SelectionRange {
  const spans: Span[] = [{ start: 0, end: program.text.length }]
  visitNodes(program.spec.declarations, ({ span }) => { if (touches(span, offset) && span.start < span.end) spans.push(span) })
  spans.sort((a, b) => (b.end - b.start) - (a.end - a.start) || a.start - b.start)
  // Each lies in the one before it; what only touches the cursor from its other side is left out.
  const nested: Span[] = []
  for (const span of spans) {
    const outer = nested.at(-1)
    if (outer === undefined || (span.start >= outer.start && span.end <= outer.end && (span.start > outer.start || span.end < outer.end))) nested.push(span)
  }
  let selection: SelectionRange | undefined
  for (const span of nested) selection = selection === undefined ? { range: rangeOf(program, span) } : { range: rangeOf(program, span), parent: selection }
  return selection ?? { range: { start: position, end: position } }
}
