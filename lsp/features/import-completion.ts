/** Inside an import or a given: the specs that can be named, and the networks that a named one has. */
import type { CompletionItem } from 'vscode-languageserver'
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts'
import { nearest } from '../../compiler/names/suggest.ts'
import type { Refactoring } from '../edits.ts'
import { followed, pathBetween, plainUri } from '../paths.ts'
import { rangeOf } from '../positions.ts'
import { modelNames } from '../scope.ts'
import type { Program, Workspace } from '../workspace.ts'

/** Kinds of the protocol. */
const KINDS = { class: 7, file: 17 } as const

/** Null where neither a path nor a name of an import is being written. */
export const importCompletion = (workspace: Workspace, program: Program, offset: number): readonly CompletionItem[] | null =>
  paths(workspace, program, offset) ?? names(workspace, program, offset)

/** The path that a wrong one was probably to be. */
export function meantPath(workspace: Workspace, program: Program, { span }: Diagnostic): readonly Refactoring[] {
  const near = nearest(program.text.slice(span.start + 1, span.end - 1), specsBelow(workspace, program))
  return near === null ? [] : [{ title: `Write ${near}`, changes: new Map([[program, [{ span, text: JSON.stringify(near) }]]]) }]
}

/** Paths of the specs in the document's folder and in those below, the nearest first: a spec names no others. */
function specsBelow(workspace: Workspace, program: Program): readonly string[] {
  const known = workspace.documents.filter((uri) => plainUri(uri) !== plainUri(program.uri)).flatMap((uri) => pathBetween(program.uri, uri) ?? [])
  const depth = (path: string): number => path.split('/').length
  return [...new Set(known)].filter((path) => path.startsWith('./') && path.endsWith('.gen')).sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1))
}

function paths(workspace: Workspace, program: Program, offset: number): readonly CompletionItem[] | null {
  const lineStart = program.starts.findLast((start) => start <= offset)!
  // What stands before the quote is no comment.
  const written = /^(?:[^"/]|\/(?!\/))*\bfrom\s*"([^"\r\n]*)$/.exec(program.text.slice(lineStart, offset))?.[1]
  if (written === undefined) return null
  const rest = /^[^"\r\n]*(?=")/.exec(program.text.slice(offset))?.[0] ?? ''
  const range = rangeOf(program, { start: offset - written.length, end: offset + rest.length })
  return specsBelow(workspace, program).map((label, i) => ({ label, kind: KINDS.file, sortText: String(i).padStart(4, '0'), textEdit: { range, newText: label } }))
}

/** `import { ‸ } from "./blocks.gen"`, read off the text: without a name in its braces it is no import yet. */
function names(workspace: Workspace, program: Program, offset: number): readonly CompletionItem[] | null {
  const start = program.text.lastIndexOf('import', offset)
  if (start < 0 || !/(?:^|[\r\n;])[ \t]*$/.test(program.text.slice(Math.max(0, start - 100), start))) return null
  const [, inside, path] = /^import\s*(\{[^}"]*)\}\s*from\s*"([^"\r\n]*)"/.exec(program.text.slice(start, offset + 1000)) ?? []
  const typed = /[{,]\s*([\p{L}\p{M}\p{N}_]*)$/u.exec(program.text.slice(start, offset))?.[1]
  if (inside === undefined || typed === undefined || offset > program.text.indexOf('}', start)) return null
  const uri = followed(program.uri, path!)
  const other = uri === null ? null : workspace.program(uri)
  if (other === null) return []
  const range = rangeOf(program, { start: offset - typed.length, end: offset })
  const taken = new Set(inside.slice(1).split(',').map((name) => name.trim()))
  return modelNames(other, -1).filter(({ name, kind }) => (kind === 'network' || kind === 'block') && (!taken.has(name) || name === typed))
    .map(({ name, kind, type, doc }) => ({
      label: name, kind: KINDS.class, detail: `${kind}${type === null ? '' : ` ${type}`}`, ...(doc === '' ? {} : { documentation: doc }), textEdit: { range, newText: name },
    }))
}
