/** Sizes that the run of a given brings into a spec and that do not fit there: whose run it is, what it was trained with, and what would fit. */
import { basename, join, resolve } from 'node:path'
import { checkSource, type CompileOptions } from '../compiler/compile.ts'
import { isError, type Diagnostic } from '../compiler/diagnostics/diagnostic.ts'
import type { Source } from '../compiler/diagnostics/position.ts'
import type { Given } from '../grammar/ast.ts'
import { parse } from '../grammar/parse.ts'
import { readConfig, type GivenConfig, type RunConfig } from '../runtime/run/config.ts'
import { listRuns } from '../runtime/run/folder.ts'
import { hypersOf, isTrained, type GivenRun } from './givens.ts'
import { importsBeside } from './imports.ts'
import type { Terminal } from './terminal.ts'

/** What a given might have been trained with instead. */
interface Candidate { readonly settings: Pick<GivenConfig, 'hyper' | 'givens'>; readonly run: string | null }

type Values = Readonly<Record<string, number>>

/** As many other runs of a spec are tried. */
const MOST = 8

/** Errors that another run of a given would take away say so, found out by trying; the others are as they were. */
export function namingRuns(terminal: Terminal, source: Source, options: CompileOptions, runs: ReadonlyMap<string, GivenRun>, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const sizesOf = ({ message }: Diagnostic): readonly number[] => [...new Set(message.match(/(?<![\w.])[1-9]\d*(?![\w.])/g) ?? [])].map(Number)
  if (runs.size === 0 || !found.some((d) => isError(d) && sizesOf(d).length > 0)) return found
  const nodes = parse(source.text).spec.declarations.filter((d) => d.kind === 'given')
  const parts = [...runs.values()].map((given) => ({ given, node: nodes.find(({ name }) => name.text === given.name)!, values: valuesOfSpec(terminal, options, given, nodes) }))
  const errors = new Map<string, ReadonlySet<string>>()
  const errorsWith = (name: string, { settings }: Candidate): ReadonlySet<string> => {
    const key = JSON.stringify([name, settings])
    const known = errors.get(key) ?? new Set(checkSource(source.text, { ...options, givens: { ...options.givens, [name]: settings } }).diagnostics.filter(isError).map(keyOf))
    errors.set(key, known)
    return known
  }
  return found.map((error) => {
    if (!isError(error) || error.file !== undefined || sizesOf(error).length === 0) return error
    for (const { given, node, values } of parts) {
      const own = hypersOf(given.config)
      const changed = ({ settings: { hyper } }: Candidate): readonly string[] => Object.keys(hyper).filter((name) => own[name] !== hyper[name])
      const fit = candidates(terminal, given, values, sizesOf(error)).find((one) => changed(one).length > 0 && !errorsWith(given.name, one).has(keyOf(error)))
      if (fit === undefined) continue
      const { fix: _, ...rest } = error
      const note = { span: node.span, message: `${given.name} is ${given.run}, trained with ${shown(changed(fit), own)}` }
      return { ...rest, related: [...(error.related ?? []), note], help: helpOf(given, fit, shown(changed(fit), fit.settings.hyper), values) }
    }
    return error
  })
}

const keyOf = ({ code, span }: Diagnostic): string => `${code} ${span.start}`

const shown = (names: readonly string[], values: Values): string => names.map((name) => `${name} = ${values[name]}`).join(', ')

/** What the spec of a given says itself. */
function valuesOfSpec(terminal: Terminal, { imports }: CompileOptions, { name, file }: GivenRun, nodes: readonly Given[]): Values {
  const found = imports?.(nodes.find((node) => node.name.text === name)!.from.value)
  const hypers = found == null ? [] : checkSource(found.source, { imports: importsBeside(terminal, file) }).model?.hypers ?? []
  return Object.fromEntries(hypers.map((hyper) => [hyper.name, hyper.value]))
}

/** Trained runs of a spec, whatever their names, the newest first. */
const runsOf = (terminal: Terminal, file: string): readonly { readonly run: string; readonly config: RunConfig }[] =>
  listRuns(terminal.cwd).map((name) => join('runs', name)).filter((run) => isTrained(resolve(terminal.cwd, run))).flatMap((run) => {
    try {
      return [{ run, config: readConfig(resolve(terminal.cwd, run)) }]
    } catch {
      // A damaged run is nothing to propose.
      return []
    }
  }).filter(({ config }) => config.spec === basename(file, '.gen')).sort((a, b) => b.config.started.localeCompare(a.config.started))

/** Runs that there are, what the spec says, and the sizes that do not fit. */
function candidates(terminal: Terminal, { run, file, config }: GivenRun, values: Values, sizes: readonly number[]): readonly Candidate[] {
  const [hyper, givens] = [hypersOf(config), config.givens ?? {}]
  return [
    ...runsOf(terminal, file).filter((other) => other.run !== run).slice(0, MOST).map((other) => ({ run: other.run, settings: { hyper: hypersOf(other.config), givens: other.config.givens ?? {} } })),
    { run: null, settings: { hyper: { ...hyper, ...values }, givens } },
    ...Object.keys(values).flatMap((name) => sizes.map((size) => ({ run: null, settings: { hyper: { ...hyper, [name]: size }, givens } }))),
  ]
}

function helpOf({ name, file }: GivenRun, { run, settings: { hyper } }: Candidate, what: string, values: Values): string {
  if (run !== null) return `--given ${name}=${run} would fit: it was trained with ${what}.`
  const set = Object.keys(values).filter((one) => hyper[one] !== values[one]).map((one) => ` --set ${one}=${hyper[one]}`)
  return `A run with ${what} would fit: genc train ${file}${set.join('')}`
}
