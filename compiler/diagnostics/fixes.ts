/** The few ways in which a text is mended. */
import type { Span } from '../../grammar/ast.ts'
import type { Fix } from './diagnostic.ts'

export const replacing = (span: Span, text: string, title = `Write ${text}`): Fix => ({ title, edits: [{ span, text }] })

export const inserting = (at: number, text: string, title: string): Fix => ({ title, edits: [{ span: { start: at, end: at }, text }] })

/** Takes a statement away, with its line. */
export const removing = (text: string, span: Span, title: string): Fix => replacing(wholeStatement(text, span), '', title)

/** What goes with a statement: its line and the documentation above it, or its `;`. */
export function wholeStatement(text: string, { start, end }: Span): Span {
  const before = /(?:(?<=^|[\r\n])[ \t]*\/\/\/[^\r\n]*(?:\r\n|\r|\n))*(?<=^|[\r\n])[ \t]*$/.exec(text.slice(0, start))
  const behind = /^[ \t]*(?:\/\/[^\r\n]*)?(?:\r\n|\r|\n|$)/.exec(text.slice(end))
  if (before !== null && behind !== null) return { start: start - before[0].length, end: end + behind[0].length }
  const next = /^[ \t]*;[ \t]*/.exec(text.slice(end))
  if (next !== null) return { start, end: end + next[0].length }
  return { start: start - (/[ \t]*;[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0), end }
}

/** Whether some of these edits cannot be made together. */
export const overlap = (edits: Fix['edits']): boolean => edits.some((a) => edits.some((b) => a !== b && a.span.start < b.span.end && b.span.start < a.span.end))

/** `sum(` and `)` around what stands there. */
export const wrapping = ({ start, end }: Span, before: string, after: string, title: string): Fix =>
  ({ title, edits: [{ span: { start, end: start }, text: before }, { span: { start: end, end }, text: after }] })
