/** Where a name is declared. On the path of an import or a given: the file. */
import type { Location, Position } from 'vscode-languageserver'
import { offsetOf, rangeOf } from '../positions.ts'
import { nameAt } from '../same.ts'
import type { Workspace } from '../workspace.ts'
import { pathAt } from './document-links.ts'

export function definition(workspace: Workspace, uri: string, position: Position): Location | null {
  const program = workspace.program(uri)
  if (program === null) return null
  const offset = offsetOf(program, position)
  const path = pathAt(workspace, program, offset)
  if (path !== null) return { uri: path, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } }
  const found = nameAt(workspace, program, offset)
  if (found === null) return null
  if (found.home !== null) return { uri: found.home.program.uri, range: rangeOf(found.home.program, found.home.occurrence.span) }
  return found.here.definition === null ? null : { uri, range: rangeOf(program, found.here.definition) }
}
