/**
 * What a stage says about a spec. Codes, texts, examples and severities live in `registry.ts`; here is only the shape
 * of one finding, which terminal, JSON, language server and documentation all render.
 */
import type { Span } from '../../grammar/ast.ts'

export type Severity = 'error' | 'warning' | 'info'

export interface Diagnostic {
  /** Stable: `shape/mismatch`. A key of the registry. */
  readonly code: string
  readonly severity: Severity
  /** One or two sentences: what is wrong, with names and shapes. */
  readonly message: string
  readonly span: Span
  /** The file the span is in; absent: the spec that was compiled. Also where the edits of `fix` go. */
  readonly file?: string
  /** What would make it fit, in one sentence. */
  readonly help?: string
  /** Other places that matter, each with a note: where the other shape came from. */
  readonly related?: readonly Related[]
  /** A change that removes the diagnostic. */
  readonly fix?: Fix
}

/** Another place, with a note. `file` is absent when it is the file of the diagnostic. */
export interface Related { readonly span: Span; readonly message: string; readonly file?: string }

export interface Fix { readonly title: string; readonly edits: readonly { readonly span: Span; readonly text: string }[] }

export const isError = (d: Diagnostic): boolean => d.severity === 'error'
