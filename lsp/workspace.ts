/** What the server knows: open buffers over files, and one analysed program for each version of a document. Nothing of it is built or trained. */
import { understand, type Hint, type Imports } from '../compiler/check.ts'
import { isError, type Diagnostic } from '../compiler/diagnostics/diagnostic.ts'
import { beside, syntaxDiagnostics } from '../compiler/diagnostics/syntax.ts'
import type { Model } from '../compiler/model/model.ts'
import { occurrencesOf, type Occurrence } from '../compiler/names/occurrences.ts'
import type { SourceFile } from '../compiler/names/walk.ts'
import type { Places } from '../compiler/types/places.ts'
import type { Spec } from '../grammar/ast.ts'
import { parse, type SyntaxProblem } from '../grammar/parse.ts'
import { linesOf, type Lines } from './positions.ts'

/** Files outside the editor, by URI: a disk, or what a page holds. */
export interface Files {
  /** Null: there is none, or it cannot be read. */
  readonly read: (uri: string) => string | null
  /** Specs of the folders that are open, as far as they are known. */
  readonly list: () => readonly string[]
}

export const noFiles: Files = { read: () => null, list: () => [] }

/** A document with what parsing and checking say of it. */
export interface Program extends Lines {
  readonly uri: string
  readonly spec: Spec
  readonly problems: readonly SyntaxProblem[]
  readonly diagnostics: readonly Diagnostic[]
  /** What could be understood; `sound` when there was no error. */
  readonly model: Model
  readonly sound: boolean
  readonly types: Places
  readonly hints: readonly Hint[]
  readonly occurrences: readonly Occurrence[]
}

interface Kept { readonly program: Program; readonly read: ReadonlyMap<string, string | null>; epoch: number }

export class Workspace {
  readonly files: Files
  readonly #buffers = new Map<string, string>()
  readonly #programs = new Map<string, Kept>()
  readonly #parsed = new Map<string, SourceFile>()
  /** Counts changes: what was valid at this one needs no second look. */
  #epoch = 0

  constructor(files: Files = noFiles) { this.files = files }

  /** The text of a buffer, from its opening on. */
  set(uri: string, text: string): void {
    this.#epoch++
    this.#buffers.set(uri, text)
  }

  /** From here on the file counts again. */
  close(uri: string): void {
    this.#epoch++
    this.#buffers.delete(uri)
    this.#programs.delete(uri)
    this.#parsed.delete(uri)
  }

  /** Files may have changed outside the editor. */
  refresh(): void { this.#epoch++ }

  get open(): readonly string[] { return [...this.#buffers.keys()] }

  /** Open buffers and known files. */
  get documents(): readonly string[] { return [...new Set([...this.open, ...this.files.list()])] }

  text(uri: string): string | null { return this.#buffers.get(uri) ?? this.files.read(uri) }

  /** The program of a document as it is now; null where there is no such document. */
  program(uri: string): Program | null {
    const kept = this.#programs.get(uri)
    if (kept !== undefined && (kept.epoch === this.#epoch || [...kept.read].every(([file, text]) => this.text(file) === text))) {
      kept.epoch = this.#epoch
      return kept.program
    }
    const text = this.text(uri)
    if (text === null) return null
    const read = new Map<string, string | null>([[uri, text]])
    const program = analysed(uri, text, (path) => this.#file(addressOf(uri, path), read))
    this.#programs.set(uri, { program, read, epoch: this.#epoch })
    return program
  }

  /** The program that a document would be with another text; it is not kept. */
  supposing(uri: string, text: string): Program {
    return analysed(uri, text, (path) => this.#file(addressOf(uri, path), new Map()))
  }

  /** Documents that were analysed with this one: a change of it may change them. */
  dependents(uri: string): readonly string[] {
    return [...this.#programs].filter(([other, { read }]) => other !== uri && read.has(uri)).map(([other]) => other)
  }

  #file(uri: string | null, read: Map<string, string | null>): SourceFile | null {
    if (uri === null) return null
    const text = this.text(uri)
    read.set(uri, text)
    if (text === null) return null
    const known = this.#parsed.get(uri)
    if (known?.source === text) return known
    const file = { ...parse(text), source: text }
    this.#parsed.set(uri, file)
    return file
  }
}

/** The URI of a path as a spec writes it; null where that is none. */
export function addressOf(uri: string, path: string): string | null {
  try {
    // `untitled:` and the like have no folder.
    return new URL(path.split('/').map(encodeURIComponent).join('/'), uri).href
  } catch {
    return null
  }
}

function analysed(uri: string, text: string, imports: Imports): Program {
  const { spec, errors } = parse(text)
  const checked = understand(spec, { source: text, imports })
  const diagnostics = [...syntaxDiagnostics(errors), ...beside(errors, spec, text, checked.diagnostics)]
  return {
    uri, ...linesOf(text), spec, problems: errors, diagnostics, model: checked.partial, sound: errors.length === 0 && !checked.diagnostics.some(isError),
    types: checked.types, hints: checked.hints, occurrences: occurrencesOf(spec),
  }
}
