/** The layout of `genc fmt`, as the fewest lines that must change. */
import type { Range, TextEdit } from 'vscode-languageserver'
import type { Workspace } from '../workspace.ts'

/** Nothing for a document with syntax errors. `only`: changes to these lines alone. */
export async function formatting(workspace: Workspace, uri: string, only?: Range): Promise<readonly TextEdit[]> {
  const program = workspace.program(uri)
  if (program === null || program.problems.some(({ code }) => code !== 'syntax/empty')) return []
  const { format, FormatError } = await import('../../grammar/print.ts')
  try {
    return changes(program.text, await format(program.text)).filter(({ range }) => only === undefined || (range.start.line <= only.end.line && only.start.line <= range.end.line))
  } catch (error) {
    // Told by the diagnostics of the document.
    if (error instanceof FormatError) return []
    throw error
  }
}

/**
 * Edits line by line, by the longest common subsequence of lines where the two texts differ: formatting keeps most lines,
 * and the cursor with them.
 */
function changes(before: string, after: string): readonly TextEdit[] {
  if (before === after) return []
  const [a, b] = [before.split(/(?<=\r\n|\n|\r(?!\n))/), after.split(/(?<=\n)/)]
  let top = 0
  while (top < a.length && top < b.length && a[top] === b[top]) top++
  let end = 0
  while (end < a.length - top && end < b.length - top && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const [x, y] = [a.slice(top, a.length - end), b.slice(top, b.length - end)]
  return runs(x, y).map(({ from, to, lines }) => ({ range: { start: { line: top + from, character: 0 }, end: edge(a, top + to) }, newText: lines.join('') }))
}

/** The start of a line, or the end of the text where there is no such line. */
const edge = (lines: readonly string[], line: number): { line: number; character: number } =>
  (line < lines.length || lines.length === 0 || /[\r\n]$/.test(lines.at(-1)!) ? { line, character: 0 } : { line: lines.length - 1, character: lines.at(-1)!.length })

interface Run { readonly from: number; readonly to: number; readonly lines: readonly string[] }

function runs(x: readonly string[], y: readonly string[]): readonly Run[] {
  // Beyond this the table costs more than it saves.
  if (x.length * y.length > 1_000_000) return [{ from: 0, to: x.length, lines: y }]
  const width = y.length + 1
  const longest = new Int32Array((x.length + 1) * width)
  for (let i = x.length - 1; i >= 0; i--) {
    for (let j = y.length - 1; j >= 0; j--) {
      longest[i * width + j] = x[i] === y[j] ? longest[(i + 1) * width + j + 1]! + 1 : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
    }
  }
  const found: Run[] = []
  let [i, j] = [0, 0]
  while (i < x.length || j < y.length) {
    if (i < x.length && j < y.length && x[i] === y[j]) { i++; j++; continue }
    const [from, first] = [i, j]
    while ((i < x.length || j < y.length) && !(i < x.length && j < y.length && x[i] === y[j])) {
      if (j >= y.length || (i < x.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)) i++
      else j++
    }
    found.push({ from, to: i, lines: y.slice(first, j) })
  }
  return found
}
