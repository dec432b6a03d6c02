/** The fixes of diagnostics, one by one and all at once. */
import type { CodeAction, Range, TextEdit } from 'vscode-languageserver'
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts'
import { rangeOf, spanOf } from '../positions.ts'
import type { Program, Workspace } from '../workspace.ts'
import { lspDiagnostic } from './diagnostics.ts'

export const ACTION_KINDS = ['quickfix', 'source.fixAll.genc']

/** `only`: the kinds that the client asks for, with those below them; absent: all. */
export function codeActions(workspace: Workspace, uri: string, range: Range, only?: readonly string[]): readonly CodeAction[] {
  const program = workspace.program(uri)
  if (program === null) return []
  const wanted = (kind: string): boolean => only === undefined || only.some((o) => kind === o || kind.startsWith(`${o}.`))
  const { start, end } = spanOf(program, range)
  const fixable = program.diagnostics.filter((d) => d.fix !== undefined && d.file === undefined)
  const here = fixable.filter((d) => [d.span, ...(d.related ?? []).flatMap((r) => (r.file === undefined && r.message === 'the same here' ? [r.span] : []))].some((s) => s.start <= end && start <= s.end))
  const single = here.map((d): CodeAction => ({
    title: d.fix!.title, kind: 'quickfix', diagnostics: [lspDiagnostic(workspace, program, d)], isPreferred: here.filter((o) => o.span.start === d.span.start).length === 1,
    edit: { changes: { [uri]: editsOf(program, d) } },
  }))
  const all = compatible(fixable)
  return [
    ...(wanted('quickfix') ? single : []),
    ...(wanted('source.fixAll.genc') && all.length > 0 && (only !== undefined || all.length > 1) ? [{
      title: all.length === 1 ? all[0]!.fix!.title : `Fix all ${all.length} mistakes that can be fixed`, kind: 'source.fixAll.genc',
      edit: { changes: { [uri]: all.flatMap((d) => editsOf(program, d)) } },
    }] : []),
  ]
}

const editsOf = (program: Program, d: Diagnostic): TextEdit[] => d.fix!.edits.map(({ span, text }) => ({ range: rangeOf(program, span), newText: text }))

/** Those whose edits touch none of the edits before them. */
function compatible(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const taken: { readonly start: number; readonly end: number }[] = []
  return all.filter((d) => {
    const spans = d.fix!.edits.map((e) => e.span)
    if (spans.some((s) => taken.some((t) => s.start <= t.end && t.start <= s.end))) return false
    taken.push(...spans)
    return true
  })
}
