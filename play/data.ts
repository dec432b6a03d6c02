/** Data of a training in the page: those that genc draws itself, and those that whoever serves the page reads for it. */
import type { Plan } from '../compiler/lower/plan.ts'
import { bind } from '../runtime/data/bind.ts'
import { BUILTINS, openBuiltin } from '../runtime/data/builtin/builtin.ts'
import { defaultData } from '../runtime/data/builtin/default.ts'
import { DataError } from '../runtime/data/error.ts'
import { fieldSpec, showField } from '../runtime/data/field.ts'
import { namedSource, parseSource } from '../runtime/data/source.ts'
import type { Dataset } from '../runtime/data/table.ts'
import { decodeDataset } from '../runtime/data/transfer.ts'
import { rowSource, type RowSource, type Sources } from '../runtime/train/source.ts'

export interface Opened {
  readonly sources: Sources
  /** A line for each data set. */
  readonly described: readonly string[]
}

/** Built-in data that fit the data sets of a plan, by name. */
export const fittingData = (plan: Plan): readonly string[] =>
  [...new Set(plan.data.flatMap(({ name, fields }) => defaultData(name, fields.map(fieldSpec), []).candidates))]

/** `options` as `--data` takes them: `SOURCE` for the first data set, `NAME=SOURCE` for one by name; what they leave out is what fits. Throws a DataError. */
export async function openData(plan: Plan, options: readonly string[]): Promise<Opened> {
  const names = plan.data.map(({ name }) => name)
  const chosen = new Map<string, string>()
  for (const option of options) {
    const { name = names[0], source } = namedSource(option, names)
    if (name === undefined) throw new DataError('this spec declares no data', { hint: 'leave the field empty' })
    chosen.set(name, source)
  }
  const sources: Record<string, RowSource> = {}
  const described: string[] = []
  const read: string[] = []
  for (const { name, fields } of plan.data) {
    const specs = fields.map(fieldSpec)
    const { source: fitting, candidates } = defaultData(name, specs, read)
    const source = chosen.get(name) ?? fitting
    const shown = specs.map(showField).join(', ')
    if (source === null) {
      throw candidates.length === 0
        ? new DataError(`no built-in data fit (${shown})`, { hint: 'start the page with yours: genc play SPEC --data FOLDER' })
        : new DataError(`several built-in data fit (${shown}): ${candidates.join(', ')}`, { hint: `say which, for example ${names.length > 1 ? `${name}=` : ''}${candidates[0]!}` })
    }
    const parsed = parseSource(source)
    const dataset = openBuiltin(parsed) ?? await served(source, candidates)
    read.push(parsed.path)
    sources[name] = rowSource(bind(dataset, specs))
    described.push(names.length > 1 ? `${name}: ${dataset.description}` : dataset.description)
  }
  return { sources, described }
}

/** From whoever serves the page, which reads what it was started with. */
async function served(source: string, fitting: readonly string[]): Promise<Dataset> {
  const answer = await fetch(`data/${encodeURIComponent(source)}`).catch(() => null)
  if (answer?.ok) return decodeDataset(new Uint8Array(await answer.arrayBuffer()), source)
  if (answer?.status === 422) throw new DataError(await answer.text())
  throw new DataError(`there are no built-in data called ${source}`, {
    hint: `${fitting.length > 0 ? `what fits: ${fitting.join(', ')}` : `there are ${BUILTINS.map(({ name }) => name).join(', ')}`}; files are read for the page where it is started with them: genc play SPEC --data ${source}`,
  })
}
