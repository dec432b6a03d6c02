/** Diagnostics for machines: JSON Lines, one object a diagnostic and a summary at the end. `diagnostics.schema.json` describes both. */
import type { Span } from '../../grammar/ast.ts'
import type { Diagnostic, Severity } from './diagnostic.ts'
import { lineStarts, positionAt, type Source } from './position.ts'
import { inOrder } from './render.ts'

/** Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface JsonPlace {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

export interface JsonDiagnostic extends JsonPlace {
  readonly type: 'diagnostic'
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly help: string | null
  readonly related: readonly (JsonPlace & { readonly message: string })[]
  readonly fix: { readonly title: string; readonly edits: readonly (JsonPlace & { readonly text: string })[] } | null
}

export interface JsonSummary {
  readonly type: 'summary'
  readonly files: number
  readonly errors: number
  readonly warnings: number
  readonly notes: number
}

/** The diagnostics of one spec. `others` are the files it imports, by name. */
export function jsonDiagnostics(diagnostics: readonly Diagnostic[], spec: Source, others: readonly Source[] = []): JsonDiagnostic[] {
  const starts = new Map([spec, ...others].map(source => [source.name, lineStarts(source.text)]))
  const place = (span: Span, file = spec.name): JsonPlace => {
    const table = starts.get(file) ?? [0]
    const from = positionAt(table, span.start)
    const to = positionAt(table, span.end)
    return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
  }
  return inOrder(diagnostics).map(d => ({
    type: 'diagnostic',
    ...place(d.span, d.file),
    code: d.code,
    severity: d.severity,
    message: d.message,
    help: d.help ?? null,
    related: (d.related ?? []).map(r => ({ ...place(r.span, r.file ?? d.file), message: r.message })),
    fix: d.fix === undefined ? null : { title: d.fix.title, edits: d.fix.edits.map(e => ({ ...place(e.span, d.file), text: e.text })) },
  }))
}

export function jsonSummary(files: number, diagnostics: readonly Diagnostic[]): JsonSummary {
  const count = (severity: Severity): number => diagnostics.filter(d => d.severity === severity).length
  return { type: 'summary', files, errors: count('error'), warnings: count('warning'), notes: count('info') }
}

/** One JSON line, with its line break. */
export const jsonLine = (value: JsonDiagnostic | JsonSummary): string => `${JSON.stringify(value)}\n`
