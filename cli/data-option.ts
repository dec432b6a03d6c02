/** `--data`: which source feeds which data set of a spec. */
import { relative } from 'node:path'
import type { Plan } from '../compiler/lower/plan.ts'
import { bind } from '../runtime/data/bind.ts'
import { defaultData } from '../runtime/data/builtin/default.ts'
import { fieldSpec, showField, type FieldSpec } from '../runtime/data/field.ts'
import { namedSource, parseSource } from '../runtime/data/source.ts'
import { openData } from '../runtime/node/openData.ts'
import { rowSource, type RowSource, type Sources } from '../runtime/train/source.ts'
import { UsageError } from './errors.ts'
import type { Terminal } from './terminal.ts'

export interface BoundData {
  readonly sources: Sources
  /** What goes into `config.json`, by data set. */
  readonly info: Readonly<Record<string, { readonly source: string; readonly hash: string; readonly description: string }>>
}

/**
 * Opens and binds every data set of a plan. `options` are the values of `--data`: `SOURCE` for the only or first data
 * set, `NAME=SOURCE` for one by name; `known` fills in what they leave out, then the built-in data do.
 * Throws a UsageError or a DataError.
 */
export function openDataSets(plan: Plan, options: readonly string[], terminal: Terminal, known: Readonly<Record<string, string>> = {}): BoundData {
  const chosen: Record<string, string> = { ...known, ...chooseSources(plan.data.map(({ name }) => name), options) }
  const sources: Record<string, RowSource> = {}
  const info: Record<string, BoundData['info'][string]> = {}
  for (const { name, fields } of plan.data) {
    const specs = fields.map(fieldSpec)
    const source = chosen[name] ?? builtinFor(name, specs, info, plan.data.length === 1)
    const dataset = openData(source, { cwd: terminal.cwd, environment: terminal.env })
    sources[name] = rowSource(bind(dataset, specs))
    info[name] = { source, hash: dataset.hash, description: dataset.description }
  }
  return { sources, info }
}

/** The built-in data for a data set; `before` is what those before it read. */
function builtinFor(name: string, specs: readonly FieldSpec[], before: BoundData['info'], only: boolean): string {
  const { source, candidates } = defaultData(name, specs, Object.values(before).map((known) => parseSource(known.source).path))
  if (source !== null) return source
  const option = only ? '--data ' : `--data ${name}=`
  const fields = `(${specs.map(showField).join(', ')})`
  if (candidates.length === 0) throw new UsageError(`no built-in data fit ${fields}; say where they are: ${option}FOLDER`)
  throw new UsageError(`several built-in data fit ${fields}: ${candidates.join(', ')}; say which, for example ${option}${candidates.at(-1)!}`)
}

/** Source by data set. */
export function chooseSources(names: readonly string[], options: readonly string[]): Record<string, string> {
  const chosen: Record<string, string> = {}
  for (const option of options) {
    const { name = names[0], source } = namedSource(option, names)
    if (name === undefined) throw new UsageError('this spec declares no data, so --data has nothing to fill')
    if (chosen[name] !== undefined) {
      throw new UsageError(`--data names data for ${name} twice${names.length > 1 ? `; the data sets of this spec are ${names.join(', ')}: --data ${names[1]}=…` : ''}`)
    }
    if (source === '') throw new UsageError(`--data ${option} names no source`)
    chosen[name] = source
  }
  return chosen
}

/** A path as the user would type it from where he is. */
export const shownPath = (terminal: Terminal, path: string): string => {
  const near = relative(terminal.cwd, path)
  return near !== '' && !near.startsWith('..') ? near : path
}
