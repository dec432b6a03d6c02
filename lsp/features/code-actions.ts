/** The fixes of diagnostics, one by one and all at once, and changes that keep or complete the model. */
import type { CodeAction, Range } from 'vscode-languageserver'
import { isError, type Diagnostic } from '../../compiler/diagnostics/diagnostic.ts'
import { textEdits, type Refactoring } from '../edits.ts'
import { elsewhere, meansOther } from '../imported.ts'
import { spanOf } from '../positions.ts'
import type { Workspace } from '../workspace.ts'
import { beginnings } from './beginnings.ts'
import { convertSpread } from './convert-spread.ts'
import { lspDiagnostic } from './diagnostics.ts'
import { extractBlock } from './extract-block.ts'
import { meantPath } from './import-completion.ts'
import { inlineBlock } from './inline-block.ts'
import { missingSteps, missingTerms } from './missing-term.ts'

export const ACTION_KINDS = ['quickfix', 'refactor.extract', 'refactor.inline', 'refactor.rewrite', 'source.fixAll.genc']

/** `only`: the kinds that the client asks for, with those below them; absent: all. */
export function codeActions(workspace: Workspace, uri: string, range: Range, only?: readonly string[]): readonly CodeAction[] {
  const program = workspace.program(uri)
  if (program === null) return []
  const wanted = (kind: string): boolean => only === undefined || only.some((o) => kind === o || kind.startsWith(`${o}.`))
  const { start, end } = spanOf(program, range)
  const isHere = (d: Diagnostic): boolean => [d.span, ...(d.related ?? []).flatMap((r) => (r.file === undefined && r.message === 'the same here' ? [r.span] : []))].some((s) => s.start <= end && start <= s.end)
  const fixable = program.diagnostics.filter((d) => d.fix !== undefined && d.file === undefined && !meansOther(program, d))
  const here = fixable.filter(isHere)
  const single = (): readonly CodeAction[] => here.map((d) => ({
    title: d.fix!.title, kind: 'quickfix', diagnostics: [lspDiagnostic(workspace, program, d)], isPreferred: here.filter((o) => o.span.start === d.span.start).length === 1,
    edit: { changes: { [uri]: textEdits(program, d.fix!.edits) } },
  }))
  const others = elsewhere(workspace, program)
  const ofOthers = (): readonly CodeAction[] => [...others].flatMap(([d, other]) => (other.mending === null || !isHere(d) ? []
    : [{ ...action('quickfix', other.mending), diagnostics: [lspDiagnostic(workspace, program, d, other)] }]))
  // What is only doubtful may be meant so.
  const all = compatible(fixable.filter(isError))
  const told = (d: Diagnostic, found: readonly Refactoring[]): readonly CodeAction[] => found.map((r) => ({ ...action('quickfix', r), diagnostics: [lspDiagnostic(workspace, program, d)] }))
  const empty = program.diagnostics.filter(({ code }) => code === 'syntax/empty')
  const misled = program.diagnostics.filter((d) => (d.code === 'data/import-missing' || d.code === 'data/import-path') && isHere(d))
  const untrained = program.diagnostics.filter((d) => d.code === 'training/untrained' && d.span.start <= start && end <= d.span.end)
  return [
    ...(wanted('quickfix') ? [
      ...single(), ...ofOthers(), ...untrained.flatMap((d) => told(d, missingSteps(workspace, program, d.span))),
      ...misled.flatMap((d) => told(d, meantPath(workspace, program, d))), ...empty.flatMap((d) => told(d, beginnings(program))),
    ] : []),
    ...(wanted('refactor.extract') && end > start ? extractBlock(workspace, program, { start, end }).map((r) => action('refactor.extract', r)) : []),
    ...(wanted('refactor.inline') ? inlineBlock(workspace, program, end).map((r) => action('refactor.inline', r)) : []),
    ...(wanted('refactor.rewrite') ? [...convertSpread(workspace, program, end), ...missingTerms(workspace, program, end)].map((r) => action('refactor.rewrite', r)) : []),
    ...(wanted('source.fixAll.genc') && all.length > 0 && (only !== undefined || all.length > 1) ? [{
      title: all.length === 1 ? all[0]!.fix!.title : `Fix all ${all.length} mistakes that can be fixed`, kind: 'source.fixAll.genc',
      edit: { changes: { [uri]: textEdits(program, all.flatMap((d) => d.fix!.edits)) } },
    }] : []),
  ]
}

const action = (kind: string, { title, changes }: Refactoring): CodeAction =>
  ({ title, kind, edit: { changes: Object.fromEntries([...changes].map(([program, edits]) => [program.uri, textEdits(program, edits)])) } })

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
