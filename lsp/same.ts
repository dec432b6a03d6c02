/** Which places of which documents stand for the same thing, through imports and givens. */
import { occurrenceAt, type Occurrence } from '../compiler/names/occurrences.ts'
import { addressOf, type Program, type Workspace } from './workspace.ts'

export interface Place { readonly program: Program; readonly occurrence: Occurrence }

/** The name at an offset, with the document that declares it. */
export function nameAt(workspace: Workspace, program: Program, offset: number): { readonly here: Occurrence; readonly home: Place | null } | null {
  const here = occurrenceAt(program.occurrences, offset)
  return here === null ? null : { here, home: homeOf(workspace, program, here) }
}

/** Where a thing is declared: in its own document, or in the one that an import or a given names. */
export function homeOf(workspace: Workspace, program: Program, here: Occurrence): Place | null {
  if (here.from === undefined) {
    const occurrence = program.occurrences.find(({ key, span }) => key === here.key && span.start === here.definition?.start)
    return occurrence === undefined ? null : { program, occurrence }
  }
  const uri = addressOf(program.uri, here.from.path)
  const other = uri === null || uri === program.uri ? null : workspace.program(uri)
  const name = here.from.name
  const found = other?.occurrences.find((o) => o.name === name && (o.key === `model:${name}` || o.key === `law:${name}`) && o.span.start === o.definition?.start)
  return found === undefined ? null : { program: other!, occurrence: found }
}

/** Every place of a thing, its declaration included: in its own document, and in those that bring it from there. */
export function placesOf(workspace: Workspace, home: Place): readonly Place[] {
  const { program, occurrence } = home
  const own = program.occurrences.filter(({ key }) => key === occurrence.key).map((o): Place => ({ program, occurrence: o }))
  if (!/^(model|law):/.test(occurrence.key)) return own
  const others = workspace.documents.filter((uri) => uri !== program.uri).flatMap((uri) => {
    const other = workspace.program(uri)
    return other === null ? [] : other.occurrences.filter((o) => o.from?.name === occurrence.name && addressOf(uri, o.from.path) === program.uri).map((o): Place => ({ program: other, occurrence: o }))
  })
  return [...own, ...others]
}
