/** While typing: lines are brought to where `genc fmt` would have them begin. Nothing but the white space before them changes. */
import type { Position, TextEdit } from 'vscode-languageserver'
import { indentationOf } from '../indentation.ts'
import { linesOf, offsetOf, positionOf } from '../positions.ts'
import type { Workspace } from '../workspace.ts'

/** After `}` its block, after a line break the lines above and below it, after the `>` of an arrow that begins a line that line. */
export const TYPED = { firstTriggerCharacter: '}', moreTriggerCharacter: ['\n', '>'] }

/** `position`: behind what was typed. */
export function onTypeFormatting(workspace: Workspace, uri: string, position: Position, typed: string): readonly TextEdit[] {
  const text = workspace.text(uri)
  if (text === null) return []
  const lines = linesOf(text)
  const { lines: columns, blocks } = indentationOf(text)
  const blankAt = (line: number): string => /^[^\S\r\n\u2028\u2029\u0085]*/.exec(text.slice(lines.starts[line], lines.starts[line + 1]))![0]
  const isEmpty = (line: number): boolean => /^\s*$/.test(text.slice(lines.starts[line], lines.starts[line + 1]))
  const placed = (line: number): readonly TextEdit[] => {
    const [is, column] = [blankAt(line), columns[line]]
    if (column === undefined || is === ' '.repeat(column)) return []
    return [{ range: { start: { line, character: 0 }, end: { line, character: is.length } }, newText: ' '.repeat(column) }]
  }
  const { line } = position
  if (typed === '}') {
    const end = offsetOf(lines, position)
    const block = blocks.find((b) => b.end === end)
    const first = block === undefined ? line : positionOf(lines, block.start).line + 1
    // A line that the block does not begin is not its own.
    return Array.from({ length: Math.max(0, line - first + 1) }, (_, i) => first + i).filter((l) => !isEmpty(l) && (l < line || begins(l, end))).flatMap(placed)
  }
  if (typed === '>') return /^\s*->$/.test(text.slice(lines.starts[line], offsetOf(lines, position))) ? placed(line) : []
  return [...(line > 0 && !isEmpty(line - 1) ? placed(line - 1) : []), ...placed(line)]

  function begins(l: number, end: number): boolean { return lines.starts[l]! + blankAt(l).length < end }
}
