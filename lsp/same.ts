/** Which places of which documents stand for the same thing, through imports and givens. */
import { occurrenceAt, type Occurrence } from '../compiler/names/occurrences.ts'
import type { Elsewhere } from '../compiler/names/things.ts'
import { followed } from './paths.ts'
import type { Program, Workspace } from './workspace.ts'

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
  const uri = followed(program.uri, here.from.path)
  const other = uri === null || uri === program.uri ? null : workspace.program(uri)
  const { name, part } = here.from
  const keys = part === undefined ? [`model:${name}`, `law:${name}`] : [`local:${name}:${part}`, `output:${name}:${part}`, ...(other !== null && isOfLaw(other, name, part) ? [`model:${part}`] : [])]
  const found = other?.occurrences.find((o) => o.name === (part ?? name) && keys.includes(o.key) && o.span.start === o.definition?.start)
  return found === undefined ? null : { program: other!, occurrence: found }
}

/** Every place of a thing, its declaration included: in its own document, and in those that bring it from there. */
export function placesOf(workspace: Workspace, home: Place): readonly Place[] {
  const { program, occurrence } = home
  const own = program.occurrences.filter(({ key }) => key === occurrence.key).map((o): Place => ({ program, occurrence: o }))
  if (!/^(model|law|local|output):/.test(occurrence.key)) return own
  return [...own, ...inOthers(workspace, program, (o) => o.from !== undefined && isMeant(home, o.from) ? o.from : undefined)]
}

/** `V.p(x | z)` of other documents: their own x, that stands for the variable of this name. */
export const argumentsFor = (workspace: Workspace, { program, occurrence: { key, name } }: Place): readonly Place[] =>
  (key !== `model:${name}` ? [] : inOthers(workspace, program, (o) => (o.name === name && o.argumentOf !== undefined && isOfLaw(program, o.argumentOf.name, name) ? o.argumentOf : undefined)))

function inOthers(workspace: Workspace, program: Program, meant: (o: Occurrence) => Elsewhere | undefined): readonly Place[] {
  return workspace.documents.filter((uri) => uri !== program.uri).flatMap((uri) => {
    const other = workspace.program(uri)
    const isFromHere = (from: Elsewhere | undefined): boolean => from !== undefined && followed(uri, from.path) === program.uri
    return other === null ? [] : other.occurrences.filter((o) => isFromHere(meant(o))).map((o): Place => ({ program: other, occurrence: o }))
  })
}

/** Whether another file's name is this one: of the model, of a distribution, or a part of either. */
function isMeant({ program, occurrence: { key, name } }: Place, from: Elsewhere): boolean {
  if (from.part === undefined) return from.name === name && /^(model|law):/.test(key)
  return from.part === name && (key === `local:${from.name}:${name}` || key === `output:${from.name}:${name}` || (key === `model:${name}` && isOfLaw(program, from.name, name)))
}

/** Whether distributions of a name are over a variable, or given it. */
export const isOfLaw = ({ spec }: Program, law: string, variable: string): boolean =>
  spec.declarations.some((d) => d.kind === 'distribution' && d.name.text === law && [...d.variables, ...d.conditions].some(({ text }) => text === variable))
