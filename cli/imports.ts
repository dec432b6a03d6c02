/** Specs that a spec imports or is given: only from its own folder downwards, links included. */
import { realpathSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, isAbsolute } from 'node:path'
import type { Imports } from '../compiler/check.ts'
import { maxLength, parse } from '../grammar/parse.ts'
import { standardInput } from './files.ts'
import type { Terminal } from './terminal.ts'

/** `name` is the spec as the user named it. What cannot be read, or lies elsewhere, is not there. */
export function importsBeside(terminal: Terminal, name: string): Imports {
  const folder = name === standardInput ? terminal.cwd : dirname(resolve(terminal.cwd, name))
  return path => {
    try {
      const file = realpathSync(join(folder, path))
      const below = relative(realpathSync(folder), file)
      if (below === '' || below.startsWith('..') || isAbsolute(below)) return null
      const { size } = statSync(file)
      // Beyond this no spec is read, in UTF-8 at most four bytes a character.
      if (size > 4 * maxLength) return null
      const source = readFileSync(file, 'utf8')
      return { spec: parse(source).spec, source }
    } catch {
      return null
    }
  }
}
