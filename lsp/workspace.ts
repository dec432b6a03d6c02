/** What the server knows: open buffers over files, and one analysed program for each version of a document. Nothing of it is built or trained. */
import type { SourceFile } from '../compiler/names/walk.ts'
import { parse } from '../grammar/parse.ts'
import { programOf, type Program } from './program.ts'

/** Files outside the editor, by URI: a disk, or what a page holds. */
export interface Files {
  /** Null: there is none, or it cannot be read. */
  readonly read: (uri: string) => string | null
  /** Specs of the folders that are open, as far as they are known. */
  readonly list: () => readonly string[]
}

export const noFiles: Files = { read: () => null, list: () => [] }

export type { Program } from './program.ts'

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
    const program = programOf(uri, text, (path) => this.#file(addressOf(uri, path), read), kept?.program)
    this.#programs.set(uri, { program, read, epoch: this.#epoch })
    return program
  }

  /** What a document says, parsed and no more; null where there is none. */
  parsed(uri: string): SourceFile | null { return this.#file(uri, new Map()) }

  /** The program that a document would be with another text; it is not kept. */
  supposing(uri: string, text: string): Program {
    return programOf(uri, text, (path) => this.#file(addressOf(uri, path), new Map()), this.#programs.get(uri)?.program)
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
