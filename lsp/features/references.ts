/** Every place of a name, in all documents that are known. */
import type { Location, Position } from 'vscode-languageserver'
import { offsetOf, rangeOf } from '../positions.ts'
import { nameAt, placesOf } from '../same.ts'
import type { Workspace } from '../workspace.ts'

export function references(workspace: Workspace, uri: string, position: Position, includeDeclaration: boolean): readonly Location[] {
  const program = workspace.program(uri)
  const found = program === null ? null : nameAt(workspace, program, offsetOf(program, position))
  if (program === null || found === null) return []
  const places = found.home === null ? program.occurrences.filter(({ key }) => key === found.here.key).map((occurrence) => ({ program, occurrence })) : placesOf(workspace, found.home)
  return places
    .filter(({ program: p, occurrence: o }) => includeDeclaration || !(p === found.home?.program && o.span.start === found.home.occurrence.span.start))
    .map(({ program: p, occurrence: o }) => ({ uri: p.uri, range: rangeOf(p, o.span) }))
}
