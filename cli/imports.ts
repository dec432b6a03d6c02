/** Specs that a spec imports or is given: only from its own folder downwards, links included. */
import { realpathSync, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, posix, relative, resolve } from 'node:path'
import type { Imports } from '../compiler/check.ts'
import { maxLength, parse } from '../grammar/parse.ts'
import { standardInput } from './files.ts'
import type { Terminal } from './terminal.ts'

/** `name` is the spec as the user named it. */
export const importsBeside = (terminal: Terminal, name: string): Imports =>
  importsIn(name === standardInput ? terminal.cwd : dirname(resolve(terminal.cwd, name)))

/** What cannot be read, or lies elsewhere, is not there. */
export function importsIn(folder: string): Imports {
  return path => {
    try {
      const file = realpathSync(join(folder, path))
      const below = relative(realpathSync(folder), file)
      if (below === '' || below.startsWith('..') || isAbsolute(below)) return null
      const { size } = statSync(file)
      // Beyond this no spec is read, in UTF-8 at most four bytes a character.
      if (size > 4 * maxLength) return null
      const source = readFileSync(file, 'utf8')
      return { ...parse(source), source }
    } catch {
      return null
    }
  }
}

export interface Remembered {
  readonly imports: Imports
  /** Text by path, relative to the folder of the spec. */
  readonly files: ReadonlyMap<string, string>
}

/** Finds the same, and remembers what was found: a run keeps copies of it. */
export function remembered(imports: Imports): Remembered {
  const files = new Map<string, string>()
  return {
    files,
    imports: path => {
      const found = imports(path)
      if (found !== null) files.set(posix.normalize(path), found.source)
      return found
    },
  }
}
