/** Renaming, in every document that is known. What cannot be renamed says why. */
import type { Position, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver'
import type { Occurrence } from '../../compiler/names/occurrences.ts'
import { isReserved } from '../../compiler/names/reserved.ts'
import { KIND_WORDS } from '../../compiler/types/declared.ts'
import { lex } from '../../grammar/lexer.ts'
import { Identifier } from '../../grammar/tokens.ts'
import { followed } from '../paths.ts'
import { offsetOf, rangeOf } from '../positions.ts'
import { argumentsFor, isOfLaw, nameAt, placesOf, type Place } from '../same.ts'
import type { Program, Workspace } from '../workspace.ts'

/** Why something is not renamed: told to the user. */
export interface Refusal { readonly refused: string }

export const isRefusal = (value: object): value is Refusal => 'refused' in value

export function prepareRename(workspace: Workspace, uri: string, position: Position): { readonly range: Range; readonly placeholder: string } | Refusal | null {
  const program = workspace.program(uri)
  const found = program === null ? null : subject(workspace, program, position)
  if (program === null || found === null) return null
  if (isRefusal(found)) return found
  return { range: rangeOf(program, found.here), placeholder: found.name }
}

export function rename(workspace: Workspace, uri: string, position: Position, wanted: string): WorkspaceEdit | Refusal | null {
  const program = workspace.program(uri)
  const found = program === null ? null : subject(workspace, program, position)
  if (program === null || found === null) return null
  if (isRefusal(found)) return found
  const newName = wanted.trim()
  const refused = refusal(newName) ?? taken(found.places, newName)
  if (refused !== null) return { refused }
  const changes: Record<string, TextEdit[]> = {}
  for (const { program: p, occurrence: o } of found.places) (changes[p.uri] ??= []).push({ range: rangeOf(p, o.span), newText: `${labelOf(workspace, p, o)}${newName}` })
  for (const { program: p, occurrence: o } of argumentsFor(workspace, found.home)) (changes[p.uri] ??= []).push({ range: rangeOf(p, o.span), newText: `${newName} = ${o.name}` })
  return { changes }
}

/** `V.p(x | z)` finds its variables by these names: renamed, it is `V.p(x = picture | z)`. */
function labelOf(workspace: Workspace, program: Program, { argumentOf, name }: Occurrence): string {
  const uri = argumentOf === undefined ? null : followed(program.uri, argumentOf.path)
  const other = uri === null ? null : workspace.program(uri)
  return other !== null && isOfLaw(other, argumentOf!.name, name) ? `${name} = ` : ''
}

interface Subject { readonly name: string; readonly here: { readonly start: number; readonly end: number }; readonly home: Place; readonly places: readonly Place[] }

function subject(workspace: Workspace, program: Program, position: Position): Subject | Refusal | null {
  const found = nameAt(workspace, program, offsetOf(program, position))
  if (found === null) return null
  const { here, home } = found
  if (home === null) return here.from === undefined ? null : { refused: `${here.name} is declared in ${here.from.path}, where it cannot be found.` }
  const places = placesOf(workspace, home)
  // `-> logits[10]`: the word is the name and says what kind of number it is.
  const isKind = Object.hasOwn(KIND_WORDS, here.name) && home.program.spec.declarations.some((d) => d.kind === 'network' && d.outputs.some((o) => !o.annotated && places.some((p) => p.occurrence.span.start === o.name.span.start)))
  if (isKind) return { refused: `${here.name} says what kind of number this output is. Write NAME: ${here.name} to give it another name.` }
  return { name: here.name, here: here.span, home, places }
}

function refusal(name: string): string | null {
  const { tokens, problems } = lex(name)
  const [token] = tokens
  const isName = tokens.length === 1 && problems.length === 0 && token!.image === name && (token!.tokenType === Identifier || (token!.tokenType.CATEGORIES ?? []).includes(Identifier))
  if (!isName) return `${name === '' ? 'Nothing' : name} cannot be a name: names are letters, marks, digits and _, and begin with a letter.`
  return isReserved(name) ? `${name} means something of its own everywhere; choose another name.` : null
}

/** A name that is there already would become one thing with this. */
function taken(places: readonly Place[], name: string): string | null {
  for (const { program, occurrence } of places) {
    const scope = scopeOf(occurrence.key)
    const other = program.occurrences.find((o) => o.name === name && o.key !== occurrence.key && (scopeOf(o.key) === scope || clashes(o.key, occurrence.key)))
    if (other !== undefined) return `There is a ${name} already.`
  }
  return null
}

/** `local:Enc:h` → `local:Enc`; of the model's names: `model`. */
const scopeOf = (key: string): string => (key.startsWith('model:') || key.startsWith('law:') ? 'model' : key.split(':').slice(0, -1).join(':'))

/** A binder and a name of the model would hide one another. */
const clashes = (a: string, b: string): boolean => [a, b].some((k) => k.startsWith('binder:')) && [a, b].some((k) => k.startsWith('model:'))
