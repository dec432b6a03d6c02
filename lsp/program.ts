/** A document with what parsing and checking say of it. It is parsed once for each version; the rest is made once, when something asks for it. */
import { understand, type Imports, type Understood } from '../compiler/check.ts'
import { isError, type Diagnostic } from '../compiler/diagnostics/diagnostic.ts'
import { beside, syntaxDiagnostics } from '../compiler/diagnostics/syntax.ts'
import type { Model } from '../compiler/model/model.ts'
import { occurrencesOf, type Occurrence } from '../compiler/names/occurrences.ts'
import type { Places } from '../compiler/types/places.ts'
import type { Spec } from '../grammar/ast.ts'
import type { Lexed } from '../grammar/lexer.ts'
import { parseVersion, withNameAt, type SyntaxProblem, type Version } from '../grammar/parse.ts'
import { linesOf, type Lines } from './positions.ts'

export interface Program extends Lines {
  readonly uri: string
  /** What the next version can take over. */
  readonly version: Version
  readonly spec: Spec
  /** Tokens, line breaks included, and comments. */
  readonly lexed: Lexed
  readonly problems: readonly SyntaxProblem[]
  readonly understood: Understood
  readonly diagnostics: readonly Diagnostic[]
  /** What could be understood; `sound` when there was no error. */
  readonly model: Model
  readonly sound: boolean
  readonly types: Places
  /** Every name, in the order of the source. */
  readonly occurrences: readonly Occurrence[]
  /** The same by what they stand for, and by where they begin. */
  readonly byKey: ReadonlyMap<string, readonly Occurrence[]>
  readonly byStart: ReadonlyMap<number, Occurrence>
}

/** `before`: an earlier version of the document, whose statements need not be parsed again. */
export const programOf = (uri: string, text: string, imports: Imports, before?: Program): Program =>
  made(uri, linesOf(text), parseVersion(text, before?.version), { understood: (spec) => understand(spec, { source: text, imports }), occurrences: occurrencesOf })

/**
 * The document as if a name stood at an offset, as far as that is known without looking at it anew: declared is what would be declared
 * then; types, the model and places of names are those that are known.
 */
export const withName = (program: Program, offset: number): Program =>
  made(program.uri, program, withNameAt(program.text, offset, program.version), { understood: () => program.understood, occurrences: () => program.occurrences })

interface Ways {
  readonly understood: (spec: Spec) => Understood
  readonly occurrences: (spec: Spec) => readonly Occurrence[]
}

function made(uri: string, { text, starts }: Lines, version: Version, ways: Ways): Program {
  const { spec, errors, lexed } = version
  const understood = once(() => ways.understood(spec))
  const diagnostics = once(() => [...syntaxDiagnostics(errors, text), ...beside(errors, spec, text, understood().diagnostics)])
  const occurrences = once(() => ways.occurrences(spec))
  const byKey = once(() => grouped(occurrences()))
  const byStart = once(() => new Map(occurrences().toReversed().map((o) => [o.span.start, o])))
  return {
    uri, text, starts, version, spec, lexed, problems: errors,
    get understood() { return understood() },
    get diagnostics() { return diagnostics() },
    get model() { return understood().partial },
    get sound() { return errors.length === 0 && !understood().diagnostics.some(isError) },
    get types() { return understood().types },
    get occurrences() { return occurrences() },
    get byKey() { return byKey() },
    get byStart() { return byStart() },
  }
}

/** Computed when first asked for. */
function once<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => made ??= make()
}

function grouped(all: readonly Occurrence[]): ReadonlyMap<string, readonly Occurrence[]> {
  const groups = new Map<string, Occurrence[]>()
  for (const one of all) {
    const group = groups.get(one.key)
    if (group === undefined) groups.set(one.key, [one])
    else group.push(one)
  }
  return groups
}
