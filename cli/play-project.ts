/** A spec and what it imports as the page of `genc play` has them, its data, and writing files back. */
import { createHash } from 'node:crypto'
import { dirname, relative, resolve } from 'node:path'
import { check } from '../compiler/check.ts'
import { parse } from '../grammar/parse.ts'
import type { Project, ProjectFile } from '../play/project.ts'
import { encodeDataset } from '../runtime/data/transfer.ts'
import { openData } from '../runtime/node/openData.ts'
import { readSpec, writeWhole } from './files.ts'
import { importsBeside, remembered } from './imports.ts'
import type { Saved } from './page-server.ts'
import type { Terminal } from './terminal.ts'

export interface OpenProject {
  readonly read: () => Project
  /** Reads only what the page was started with. Throws a DataError. */
  readonly data: (source: string) => Uint8Array | null
  /** Writes only what `read` has given. */
  readonly save: (path: string, text: string, version: string) => Saved
}

export function openProject(terminal: Terminal, spec: string, data: readonly string[]): OpenProject {
  const folder = dirname(resolve(terminal.cwd, spec))
  const own = relative(folder, resolve(terminal.cwd, spec))
  /** Files that the page has, by their path from the spec's folder; written as the user would type them. */
  const known = new Map<string, string>()
  const file = (path: string, text: string): ProjectFile => {
    known.set(path, path === own ? spec : relative(terminal.cwd, resolve(folder, path)))
    return { path, text, version: versionOf(text) }
  }
  return {
    read() {
      const { text } = readSpec(terminal, spec)
      // Checking asks for what is imported, and for what that imports.
      const { files, imports } = remembered(importsBeside(terminal, spec))
      check(parse(text).spec, { source: text, imports })
      return { files: [file(own, text), ...[...files].filter(([path]) => path !== own).map(([path, imported]) => file(path, imported))], data }
    },
    data(source) {
      // `NAME=SOURCE` names a data set, or is a path with that sign in it.
      if (!data.some((option) => option === source || option.slice(option.indexOf('=') + 1) === source)) return null
      return encodeDataset(openData(source, { cwd: terminal.cwd, environment: terminal.env }))
    },
    save(path, text, version) {
      const typed = known.get(path)
      if (typed === undefined) return { kind: 'unknown', message: `${path} is no file of this page` }
      if (versionOf(readSpec(terminal, typed).text) !== version) return { kind: 'conflict', message: `${typed} was changed elsewhere since the page read it: copy your text, then load the page again` }
      writeWhole(resolve(terminal.cwd, typed), text)
      return { kind: 'saved', version: versionOf(text) }
    },
  }
}

const versionOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)
