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
  /** What would make it fit, in one sentence. */
  readonly help?: string
  /** Other places that matter, each with a note: where the other shape came from. */
  readonly related?: readonly { readonly span: Span; readonly message: string }[]
  /** A change that removes the diagnostic. */
  readonly fix?: Fix
}

export interface Fix { readonly title: string; readonly edits: readonly { readonly span: Span; readonly text: string }[] }

export const isError = (d: Diagnostic): boolean => d.severity === 'error'
