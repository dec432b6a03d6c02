/** The command line of the soak. */
import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { drawing, methods } from './asks.ts'
import { editRound } from './edits.ts'
import { lectureSpecs, uriOf } from './files.ts'
import { report } from './report.ts'
import { beginning, readState, writeState, type Part, type State } from './state.ts'
import { tear, worldOf } from './torn.ts'

interface Flags {
  readonly seed?: number
  readonly state: string
  readonly fresh?: true
  readonly json?: string
  readonly spec?: readonly string[]
  readonly offset?: number
  readonly request?: string
  readonly edits: number
  readonly size: number
  readonly every: number
  readonly round?: number
}

const count = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('a whole number is needed')
  return Number(text)
}

/** Exit codes: 0 no faults, 1 faults, 2 wrong command line, 130 interrupted. */
export async function main(args: readonly string[], { root, sources }: { readonly root: string; readonly sources: string }): Promise<number> {
  let exitCode = 0
  const command = new Command('soak')
    .exitOverride()
    .description('Asks the language server every request on every lecture spec, cut at every offset (torn), and compares what it knows after random edits with the same texts opened anew (edits).\nCtrl-C stops it; the same command goes on.')
    .addHelpText('after', '\nExit codes: 0 no faults, 1 faults, 2 wrong command line, 130 interrupted.')
    .argument('[part...]', 'torn, edits; without: both')
    .option('--seed <n>', 'of places and edits (default: of the state file, else 1)', count)
    .option('--state <file>', 'where it notes how far it is', join(root, 'build/soak.json'))
    .option('--fresh', 'begin anew, whatever is noted')
    .option('--json <file>', 'write the results there, too')
    .option('--spec <names>', 'torn: only these, with commas between', (text) => text.split(','))
    .option('--offset <n>', 'torn: only cut here; notes nothing', count)
    .option('--request <method>', 'torn: only this, as textDocument/hover or hover; notes nothing')
    .option('--edits <n>', 'edits: how many', count, 100_000)
    .option('--size <n>', 'edits: how many between two starts of a server', count, 1000)
    .option('--every <n>', 'edits: how many between two comparisons, about', count, 20)
    .option('--round <n>', 'edits: only this start; notes nothing', count)
    .action(async (parts: string[], flags: Flags) => { exitCode = await soak(parts, flags, lectureSpecs(root), sources) })
  try {
    await command.parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof Error) || !('exitCode' in error)) throw error
    if (!('code' in error && String(error.code).startsWith('commander.'))) process.stderr.write(`${error.message}\n`)
    return error.exitCode === 0 ? 0 : 2
  }
  return exitCode
}

class Usage extends Error { readonly exitCode = 2 }

async function soak(parts: readonly string[], flags: Flags, specs: ReadonlyMap<string, string>, sources: string): Promise<number> {
  const unknown = parts.find((part) => part !== 'torn' && part !== 'edits')
  if (unknown !== undefined) throw new Usage(`There is no part ${unknown}: there are torn and edits.`)
  const missing = flags.spec?.find((name) => !specs.has(name))
  if (missing !== undefined) throw new Usage(`There is no spec ${missing}: there are ${[...specs.keys()].join(', ')}.`)
  if (flags.size === 0 || flags.every === 0) throw new Usage('--size and --every are 1 at least.')
  const longest = Math.max(...(flags.spec ?? [...specs.keys()]).map((name) => specs.get(name)!.length))
  if (flags.offset !== undefined && flags.offset > longest) throw new Usage(`--offset is ${longest} at most.`)
  const request = flags.request === undefined || flags.request.includes('/') ? flags.request : `textDocument/${flags.request}`
  if (request !== undefined && !methods.some((method) => method === request)) throw new Usage(`There is no request ${request}: there are ${methods.join(', ')}.`)
  // One case, to look at: it neither goes on with what is noted nor notes anything.
  const alone = flags.offset !== undefined || flags.request !== undefined || flags.round !== undefined
  if (flags.fresh && !alone) rmSync(flags.state, { force: true })
  const state = (alone ? null : readState(flags.state)) ?? beginning(flags.seed ?? 1)
  if (flags.seed !== undefined && flags.seed !== state.seed) throw new Usage(`${flags.state} is of seed ${state.seed}: --fresh begins anew, --state names another file.`)
  if (!state.sources.includes(sources)) {
    if (state.sources.length > 0) process.stderr.write('The sources have changed since it was stopped; what was found before is kept. --fresh begins anew.\n')
    state.sources.push(sources)
  }
  const run: Run = { state, flags, specs, request, stopped: false, started: performance.now(), before: state.seconds, shown: 0, keep: () => {
    state.seconds = run.before + (performance.now() - run.started) / 1000
    if (!alone) writeState(flags.state, state)
  } }
  process.once('SIGINT', () => { run.stopped = true })
  process.once('SIGTERM', () => { run.stopped = true })
  process.stderr.write(`seed ${state.seed}, ${specs.size} specs${alone ? '' : `, noted in ${flags.state}`}\n`)
  const wanted = (part: Part): boolean => parts.length === 0 ? (alone ? (part === 'edits') === (flags.round !== undefined) : true) : parts.includes(part)
  try {
    if (wanted('torn')) await torn(run)
    if (wanted('edits')) await edits(run)
  } finally {
    run.keep()
  }
  process.stdout.write(report(state))
  if (flags.json !== undefined) writeFileSync(flags.json, JSON.stringify(state, null, 1))
  return run.stopped ? 130 : state.faults.length > 0 ? 1 : 0
}

interface Run {
  readonly state: State
  readonly flags: Flags
  readonly specs: ReadonlyMap<string, string>
  /** Of all requests this one. */
  readonly request: string | undefined
  stopped: boolean
  readonly started: number
  /** Seconds of earlier starts. */
  readonly before: number
  /** When progress was shown last. */
  shown: number
  readonly keep: () => void
}

async function torn(run: Run): Promise<void> {
  const { state, flags, specs, request } = run
  const world = worldOf(specs, drawing())
  const names = [...specs.keys()].filter((name) => flags.spec?.includes(name) ?? true)
  const nextOf = (name: string): number => {
    const text = createHash('sha256').update(specs.get(name)!).digest('hex').slice(0, 12)
    const noted = state.torn.specs[name]
    // A spec that was changed is another.
    if (noted?.text !== text) state.torn.specs[name] = { text, next: 0 }
    return state.torn.specs[name]!.next
  }
  const all = names.map((name) => specs.get(name)!.length + 1).reduce((a, b) => a + b, 0)
  let left = all - names.map(nextOf).reduce((a, b) => a + b, 0)
  const begun = { at: performance.now(), left }
  for (const name of names) {
    const last = specs.get(name)!.length
    for (let offset = flags.offset ?? nextOf(name); offset <= Math.min(last, flags.offset ?? last); offset++) {
      await tear(world, state, name, offset, { only: request, timed: true })
      state.torn.specs[name] = { ...state.torn.specs[name]!, next: offset + 1 }
      state.torn.cuts++
      left--
      // Signals come between cases.
      await new Promise((resolve) => { setImmediate(resolve) })
      if (run.stopped) return
      progress(run, () => `torn: ${name} ${offset}/${last}, ${left} of ${all} left, ${still((performance.now() - begun.at) / 1000 / (begun.left - left) * left)}`)
    }
    // Its file counts again.
    world.workspace.close(uriOf(name))
  }
}

async function edits(run: Run): Promise<void> {
  const { state, flags, specs } = run
  const one = async (round: number): Promise<void> => {
    const counts = await editRound(specs, state, { round, edits: Math.min(flags.size, flags.edits), every: flags.every }, () => run.stopped)
    // What was stopped within is done again.
    if (run.stopped) return
    state.edits.rounds++
    for (const key of ['edits', 'compared', 'requests', 'diskChanges'] as const) state.edits[key] += counts[key]
  }
  if (flags.round !== undefined) return one(flags.round)
  const begun = { at: performance.now(), edits: state.edits.edits }
  // A start that ends early, at a fault, is followed by more starts.
  while (state.edits.edits < flags.edits && !run.stopped) {
    await one(state.edits.rounds)
    const left = Math.max(0, flags.edits - state.edits.edits)
    progress(run, () => `edits: ${left} of ${flags.edits} left, ${still((performance.now() - begun.at) / 1000 / (state.edits.edits - begun.edits) * left)}`)
  }
}

const still = (seconds: number): string => (seconds < 90 ? `${Math.ceil(seconds)} s to go` : `${Math.ceil(seconds / 60)} min to go`)

/** Every two seconds on a terminal, else every minute; noted each time. */
function progress(run: Run, line: () => string): void {
  const now = performance.now()
  const terminal = process.stderr.isTTY === true
  if (now - run.shown < (terminal ? 2000 : 60_000)) return
  run.shown = now
  run.keep()
  const { faults } = run.state
  process.stderr.write(`${terminal ? '\r\x1b[K' : ''}${line()}${faults.length === 0 ? '' : `; ${faults.length} kinds of faults`}${terminal ? '' : '\n'}`)
}
