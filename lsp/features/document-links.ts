/** Paths of imports and givens, to be followed. */
import type { DocumentLink } from 'vscode-languageserver'
import type { Text } from '../../grammar/ast.ts'
import { followed } from '../paths.ts'
import { rangeOf, touches } from '../positions.ts'
import type { Program, Workspace } from '../workspace.ts'

export function documentLinks(workspace: Workspace, uri: string): readonly DocumentLink[] {
  const program = workspace.program(uri)
  return program === null ? [] : pathsOf(program).flatMap(({ span, value }) => {
    const target = followed(uri, value)
    return target === null || workspace.text(target) === null ? [] : [{ range: rangeOf(program, { start: span.start + 1, end: span.end - 1 }), target }]
  })
}

const pathsOf = (program: Program): readonly Text[] => program.spec.declarations.flatMap((d) => ((d.kind === 'import' || d.kind === 'given') && d.from.value !== '' ? [d.from] : []))

/** The file whose path stands at an offset; null where none does, or there is no such file. */
export function pathAt(workspace: Workspace, program: Program, offset: number): string | null {
  const path = pathsOf(program).find(({ span }) => touches(span, offset))
  const target = path === undefined ? null : followed(program.uri, path.value)
  return target === null || workspace.text(target) === null ? null : target
}
