/** What is wrong with a document, as the client underlines it. */
import type { Diagnostic as LspDiagnostic } from 'vscode-languageserver'
import type { Diagnostic, Severity } from '../../compiler/diagnostics/diagnostic.ts'
import type { Span } from '../../grammar/ast.ts'
import { elsewhere, type Elsewhere } from '../imported.ts'
import { linesOf, rangeOf } from '../positions.ts'
import { addressOf, type Program, type Workspace } from '../workspace.ts'

/** Where the page of a code can be read; null: nowhere. */
export type Pages = (code: string) => string | null

const SEVERITIES = { error: 1, warning: 2, info: 3 } as const satisfies Record<Severity, number>
const UNNECESSARY = 1

export function diagnosticsOf(workspace: Workspace, uri: string, pages: Pages = () => null): readonly LspDiagnostic[] {
  const program = workspace.program(uri)
  if (program === null) return []
  const others = elsewhere(workspace, program)
  return program.diagnostics.map((d) => lspDiagnostic(workspace, program, d, others.get(d), pages))
}

/** `other`: where it stands, if it is about another file. */
export function lspDiagnostic(workspace: Workspace, program: Program, d: Diagnostic, other?: Elsewhere, pages: Pages = () => null): LspDiagnostic {
  const page = pages(d.code)
  const there = other === undefined ? [] : [{ location: { uri: other.program.uri, range: rangeOf(other.program, other.span) }, message: 'it stands here' }]
  const related = [...there, ...(d.related ?? []).flatMap(({ span, message, file }) => {
    const uri = file === undefined ? program.uri : addressOf(program.uri, file)
    const text = uri === null ? null : workspace.text(uri)
    return uri === null || text === null ? [] : [{ location: { uri, range: rangeOf(linesOf(text), span) }, message }]
  })]
  return {
    range: rangeOf(program, visible(program.text, d.span)), severity: d.code === 'syntax/empty' ? SEVERITIES.info : SEVERITIES[d.severity], code: d.code, source: 'genc',
    message: [d.message, d.help, other?.note].filter((line) => line !== undefined && line !== null).join('\n'),
    ...(page === null ? {} : { codeDescription: { href: page } }),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
    ...(d.code === 'names/unused' ? { tags: [UNNECESSARY] } : {}),
  }
}

/** Something to underline, where a place between two characters is meant. */
function visible(text: string, { start, end }: Span): Span {
  if (start < end) return { start, end }
  if (start < text.length && text[start] !== '\n' && text[start] !== '\r') return { start, end: start + 1 }
  return { start: Math.max(0, start - 1), end: start }
}
