/** A spec and what it imports as the page of `genc play` has them, its data, the weights that it is given, and writing files back. */
import { createHash } from 'node:crypto'
import { dirname, relative, resolve } from 'node:path'
import { checkSource } from '../compiler/compile.ts'
import type { Source } from '../compiler/diagnostics/position.ts'
import type { Project, ProjectFile } from '../play/project.ts'
import { encodeSafetensors } from '../runtime/checkpoint/safetensors.ts'
import { encodeDataset } from '../runtime/data/transfer.ts'
import { openData } from '../runtime/node/openData.ts'
import { readSpec, writeWhole } from './files.ts'
import { chooseGivens, openPart, refuseOther, settingsOfGivens, type GivenRun } from './givens.ts'
import { importsBeside, remembered } from './imports.ts'
import type { Saved } from './page-server.ts'
import type { Terminal } from './terminal.ts'

export interface OpenProject {
  readonly read: () => Project
  /** Reads only what the page was started with. Throws a DataError. */
  readonly data: (source: string) => Uint8Array | null
  /** The checkpoint of the run that is given by a name, as it is now; null where none was named. Throws a RunError. */
  readonly given: (name: string) => Uint8Array | null
  /** Writes only what `read` has given. */
  readonly save: (path: string, text: string, version: string) => Saved
}

/** What the page starts with, as `genc train` takes it. */
export interface ProjectOptions { readonly data?: readonly string[] | undefined; readonly given?: readonly string[] | undefined }

/** Throws what `genc train` would of `--given`. */
export function openProject(terminal: Terminal, spec: string, { data = [], given = [] }: ProjectOptions): OpenProject {
  const source = readSpec(terminal, spec)
  const runs = chooseGivens(terminal, source, given)
  tryGivens(terminal, source, runs)
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
      checkSource(text, { imports, givens: settingsOfGivens(runs) })
      return { files: [file(own, text), ...[...files].filter(([path]) => path !== own).map(([path, imported]) => file(path, imported))], data, givens: partsOf(runs) }
    },
    data(source) {
      // `NAME=SOURCE` names a data set, or is a path with that sign in it.
      if (!data.some((option) => option === source || option.slice(option.indexOf('=') + 1) === source)) return null
      return encodeDataset(openData(source, { cwd: terminal.cwd, environment: terminal.env }))
    },
    given(name) {
      const run = runs.get(name)
      if (run === undefined) return null
      const { file: { tensors }, from, damage } = openPart(terminal, run)
      return encodeSafetensors({ tensors, metadata: { from, ...(damage === null ? {} : { damage }) } })
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

/** Throws a RunError for a run that is of another spec, or not trained. Of a spec with mistakes no more is known, and its training tells it. */
function tryGivens(terminal: Terminal, source: Source, runs: ReadonlyMap<string, GivenRun>): void {
  const { model } = checkSource(source.text, { imports: importsBeside(terminal, source.name), givens: settingsOfGivens(runs) })
  for (const { name, from, specHash } of model?.givens ?? []) {
    const run = runs.get(name)
    if (run === undefined) continue
    refuseOther(terminal, run, from, specHash)
    openPart(terminal, run)
  }
}

const partsOf = (runs: ReadonlyMap<string, GivenRun>): Project['givens'] => {
  const settings = settingsOfGivens(runs)
  return Object.fromEntries([...runs].map(([name, { run, checkpoint, config }]) => [name, { ...settings[name]!, run, checkpoint, spec: config.spec, specHash: config.specHash }]))
}

const versionOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)
