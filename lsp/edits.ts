/** Changes of documents that code actions offer: spans of the source and what is to stand there. */
import type { TextEdit } from 'vscode-languageserver'
import { wholeStatement } from '../compiler/diagnostics/fixes.ts'
import type { Span } from '../grammar/ast.ts'
import { rangeOf, type Lines } from './positions.ts'
import { Workspace, type Program } from './workspace.ts'

export interface Edit { readonly span: Span; readonly text: string }

/** By document; the edits of one touch one another nowhere. */
export type Changes = ReadonlyMap<Program, readonly Edit[]>

/** What a code action would change, under the name that it is offered by. */
export interface Refactoring { readonly title: string; readonly changes: Changes }

export const insertion = (at: number, text: string): Edit => ({ span: { start: at, end: at }, text })

/** Those that stand at one place keep their order. */
export const applied = (text: string, edits: readonly Edit[]): string =>
  edits.map((edit, i) => ({ ...edit, i })).sort((a, b) => b.span.start - a.span.start || b.i - a.i).reduce((all, { span, text: own }) => all.slice(0, span.start) + own + all.slice(span.end), text)

export const textEdits = (lines: Lines, edits: readonly Edit[]): TextEdit[] => edits.map(({ span, text }) => ({ range: rangeOf(lines, span), newText: text }))

/** Whether the changed documents, and those that read them, have no diagnostic that they did not have before. */
export function addsNothing(workspace: Workspace, changes: Changes): boolean {
  const after = new Map([...changes].map(([program, edits]) => [program.uri, applied(program.text, edits)]))
  const readers = [...after.keys()].flatMap((uri) => workspace.dependents(uri)).filter((uri) => !after.has(uri))
  // A document by itself is checked with what is known of it.
  if (after.size + readers.length === 1) return [...after].every(([uri, text]) => isNoWorse(workspace.program(uri), workspace.supposing(uri, text)))
  const supposed = new Workspace({ read: (uri) => after.get(uri) ?? workspace.text(uri), list: () => [] })
  return [...new Set([...after.keys(), ...readers])].every((uri) => isNoWorse(workspace.program(uri), supposed.program(uri)))
}

/** Whether a document has no diagnostic that it did not have before, remarks aside. */
export function isNoWorse(before: Program | null, now: Program | null): boolean {
  const known = new Set(before?.diagnostics.map(({ code, message }) => `${code} ${message}`))
  return now === null || now.diagnostics.every(({ code, message, severity }) => severity === 'info' || known.has(`${code} ${message}`))
}

/** `base`, or `base2`, `base3`, …: the first that is not taken. */
export function freshName(base: string, isTaken: (name: string) => boolean): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}${n}`
    if (!isTaken(name)) return name
  }
}

// ── where things are put ────────────────────────────────────────────────────────────────────────────────────────────

/** The white space that a line begins with. */
export function indentAt({ text, starts }: Lines, offset: number): string {
  const start = starts.findLast((s) => s <= offset)!
  return /^[ \t]*/.exec(text.slice(start, offset))![0]
}

/** A statement after another of its block: on a line of its own, or behind `;` where the block stands on one line. */
export function after(lines: Lines, block: Span, statement: Span, text: string): Edit {
  if (!/[\r\n]/.test(lines.text.slice(block.start, statement.start))) return insertion(statement.end, `; ${text}`)
  // A comment behind the statement stays there.
  const rest = /^[ \t]*(?:\/\/[^\r\n]*)?(?=[\r\n]|$)/.exec(lines.text.slice(statement.end))
  return insertion(statement.end + (rest?.[0].length ?? 0), `\n${indentAt(lines, statement.start)}${text}`)
}

/** Takes a statement away, with its line or its `;`. */
export const without = ({ text }: Lines, statement: Span): Edit => ({ span: wholeStatement(text, statement), text: '' })

/** The start of the lines of a declaration, comments above it included: where another may be put before it. */
export function above({ text, starts }: Lines, { start }: Span): number {
  let line = starts.findLastIndex((s) => s <= start)
  while (line > 0 && /^[ \t]*\/\//.test(text.slice(starts[line - 1], starts[line]))) line--
  return starts[line]!
}
