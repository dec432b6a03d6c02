/** What can be folded: blocks, brackets over several lines, and runs of comments. */
import type { FoldingRange } from 'vscode-languageserver'
import { positionOf } from '../positions.ts'
import type { Workspace } from '../workspace.ts'

const PAIRS: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' }

export function foldingRanges(workspace: Workspace, uri: string): readonly FoldingRange[] {
  const program = workspace.program(uri)
  if (program === null) return []
  const line = (offset: number): number => positionOf(program, offset).line
  const { tokens, comments } = program.lexed
  const found: FoldingRange[] = []
  const open: { readonly image: string; readonly at: number }[] = []
  for (const { image, startOffset } of tokens) {
    if (image in PAIRS) open.push({ image, at: startOffset })
    else if (open.length > 0 && PAIRS[open.at(-1)!.image] === image) {
      const [startLine, endLine] = [line(open.pop()!.at), line(startOffset) - 1]
      if (endLine > startLine) found.push({ startLine, endLine })
    }
  }
  const alone = comments.filter((c) => c.ownLine).map((c) => line(c.span.start))
  for (let from = 0; from < alone.length;) {
    let to = from
    while (alone[to + 1] === alone[to]! + 1) to++
    if (to > from) found.push({ startLine: alone[from]!, endLine: alone[to]!, kind: 'comment' })
    from = to + 1
  }
  return found
}
