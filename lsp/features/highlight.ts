/** The places of a name in its document, told apart by whether they declare or read it. */
import type { DocumentHighlight, Position } from 'vscode-languageserver'
import { occurrenceAt } from '../../compiler/names/occurrences.ts'
import { offsetOf, rangeOf } from '../positions.ts'
import type { Workspace } from '../workspace.ts'

const READ = 2
const WRITE = 3

export function documentHighlight(workspace: Workspace, uri: string, position: Position): readonly DocumentHighlight[] {
  const program = workspace.program(uri)
  const here = program === null ? null : occurrenceAt(program.occurrences, offsetOf(program, position))
  if (program === null || here === null) return []
  return program.occurrences.filter(({ key }) => key === here.key)
    .map(({ span, definition }) => ({ range: rangeOf(program, span), kind: definition?.start === span.start ? WRITE : READ }))
}
