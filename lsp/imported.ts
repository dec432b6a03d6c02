/**
 * Mistakes in what an import or a given brings. The checker tells them where the other file is named; here is where they stand. For one inside an
 * imported network the spec is checked once more, with the text of that network in place of the import.
 */
import { isError, type Diagnostic } from '../compiler/diagnostics/diagnostic.ts'
import type { Import, Span } from '../grammar/ast.ts'
import type { Refactoring } from './edits.ts'
import { followed } from './paths.ts'
import { positionOf } from './positions.ts'
import type { Program, Workspace } from './workspace.ts'

/** `note`: what its message does not say of the place; `mending`: the change of the other file that removes it, where there is one. */
export interface Elsewhere { readonly program: Program; readonly span: Span; readonly note: string | null; readonly mending: Refactoring | null }

/** By the diagnostics of the document that names the other file. */
export function elsewhere(workspace: Workspace, program: Program): ReadonlyMap<Diagnostic, Elsewhere> {
  const found = new Map<Diagnostic, Elsewhere>()
  for (const node of program.spec.declarations) {
    if (node.kind !== 'import' && node.kind !== 'given') continue
    const errors = program.diagnostics.filter((d) => isError(d) && node.span.start <= d.span.start && d.span.end <= node.span.end)
    const uri = errors.length === 0 ? null : followed(program.uri, node.from.value)
    const other = uri === null || uri === program.uri ? null : workspace.program(uri)
    if (other === null) continue
    const first = other.diagnostics.find(isError)
    const inside = node.kind === 'import' && first === undefined ? writtenOut(workspace, program, node, other) : []
    for (const d of errors) {
      const alike = inside.filter(({ code }) => code === d.code)
      const isOfFile = d.code === 'data/import-errors' || d.code === 'data/given-errors'
      const here = isOfFile ? first : alike.find(({ message }) => message === d.message) ?? (alike.length === 1 ? alike[0] : undefined)
      if (here === undefined) continue
      const note = isOfFile ? null : `It stands in ${node.from.value}, line ${positionOf(other, here.span.start).line + 1}.`
      found.set(d, { program: other, span: here.span, note, mending: mending(node.from.value, other, here) })
    }
  }
  return found
}

/** Whether a fix changes an import that is right: what it means is the text of the network behind it. */
export const meansOther = ({ spec }: Program, { code, fix }: Diagnostic): boolean =>
  code !== 'names/import' && fix !== undefined && spec.declarations.some((d) => d.kind === 'import' && fix.edits.some(({ span }) => d.span.start <= span.start && span.end <= d.span.end))

/** What is said of the other file's networks where this one applies them, by places of the other file. */
function writtenOut(workspace: Workspace, program: Program, node: Import, other: Program): readonly Diagnostic[] {
  const own = new Set(program.spec.declarations.flatMap((d) => (d.kind === 'network' || d.kind === 'hyper' ? [d.name.text] : [])))
  const brought = other.spec.declarations.filter((d) => (d.kind === 'network' || d.kind === 'hyper') && !own.has(d.name.text))
  const { start, end } = node.span
  const offset = program.text.length + 1
  const text = `${program.text.slice(0, start)}${blank(program.text.slice(start, end))}${program.text.slice(end)}\n${only(other.text, brought.map(({ span }) => span))}`
  const moved = (span: Span): Span => ({ start: span.start - offset, end: span.end - offset })
  return workspace.supposing(program.uri, text).diagnostics.filter((d) => isError(d) && d.span.start >= offset).map(({ fix, ...d }) => ({
    ...d, span: moved(d.span),
    ...(fix === undefined || fix.edits.some(({ span }) => span.start < offset) ? {} : { fix: { ...fix, edits: fix.edits.map((e) => ({ ...e, span: moved(e.span) })) } }),
  }))
}

/** Everything stays where it is. */
const blank = (text: string): string => text.replace(/[^\r\n;]/g, ' ')
const only = (text: string, kept: readonly Span[]): string =>
  kept.map(({ start, end }, i) => `${blank(text.slice(kept[i - 1]?.end ?? 0, start))}${text.slice(start, end)}`).join('')

const mending = (path: string, program: Program, { fix }: Diagnostic): Refactoring | null =>
  (fix === undefined ? null : { title: `${fix.title} in ${path}`, changes: new Map([[program, fix.edits]]) })
