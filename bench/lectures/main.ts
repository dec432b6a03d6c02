/** The command line of the lectures: which, on which data, and the table at the end. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { intoPage } from '../page.ts'
import { startClock } from './clock.ts'
import type { Lecture } from './lecture.ts'
import { LECTURES } from './lectures/all.ts'
import { openProgram } from './program.ts'
import { failures, misses, type Results } from './results.ts'
import { runLectures } from './runner.ts'
import { BUILT_IN, sourcesIn } from './sources.ts'
import { markdown, notes, textTable } from './table.ts'
import { openTrainer } from './trainer.ts'

interface Flags {
  readonly data?: string
  readonly only?: readonly string[]
  readonly seeds: number
  readonly list?: true
  readonly keep?: string
  readonly json?: string
  readonly report?: string
  readonly engine?: string
  readonly program?: string
  readonly verbose?: true
}

/** Where the table of a page is. */
export const TABLE = { begin: '<!-- lectures: written by npm run lectures -- --report -->', end: '<!-- end of lectures -->' } as const

export const exit = { kept: 0, missed: 1, usage: 2, failed: 3, interrupted: 130 } as const

const EXITS = `
Exit codes:
  0    all bounds are kept
  1    one is not
  2    the command line is wrong
  3    no bound is missed, but a lecture came to no result
  130  interrupted; with --keep it goes on where it was`

/** What the command is about: tests pass lectures of their own. */
export async function main(args: readonly string[], root: string, lectures: readonly Lecture[] = LECTURES): Promise<number> {
  let exitCode: number = exit.kept
  const command = new Command('lectures')
    .exitOverride()
    .description('Trains the models of the lectures with the built command line, and compares what they reach with bounds.')
    .option('-d, --data <folder>', 'folder with the folders mnist and usps (default ../shared/data where it exists), or digits for what is built in')
    .option('--only <lecture...>', 'only these')
    .option('--seeds <n>', 'so many trainings of each, with seeds 0, 1, …: median, least and greatest', wholeFromOne, 1)
    .option('--list', 'name the lectures and do nothing')
    .option('--keep <folder>', 'keep the run folders here, and do not train again what they hold')
    .option('--json <file>', 'write the results, by bench/lectures/results.schema.json')
    .option('--report <page>', `write the table into a page, between ${TABLE.begin} and ${TABLE.end}`)
    .option('--engine <name>', 'engine to train on')
    .option('--program <file>', 'another build (default dist/genc.js)')
    .option('--verbose', 'show the progress of every training')
    .addHelpText('after', EXITS)
    .action(async (flags: Flags) => { exitCode = await lecture(flags, args, root, lectures) })
  try {
    await command.parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof Error && 'exitCode' in error)) throw error
    return error.exitCode === 0 ? exit.kept : exit.usage
  }
  return exitCode
}

function wholeFromOne(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It takes a whole number from 1.')
  return Number(text)
}

async function lecture(flags: Flags, args: readonly string[], root: string, lectures: readonly Lecture[]): Promise<number> {
  const file = resolve(flags.program ?? join(root, 'dist/genc.js'))
  if (flags.list) {
    for (const { name, about, seconds } of lectures) process.stdout.write(`${name.padEnd(22)}${`${seconds} s`.padStart(6)}  ${about}\n`)
    return exit.kept
  }
  const folder = flags.data ?? join(root, '../shared/data')
  const fault = faultOf(flags, file, folder, lectures)
  if (fault !== null) {
    process.stderr.write(`${fault}\n`)
    return exit.usage
  }
  const sources = flags.data === 'digits' ? BUILT_IN : sourcesIn(folder)
  const cwd = flags.keep === undefined ? mkdtempSync(join(tmpdir(), 'genc-lectures-')) : resolve(flags.keep)
  mkdirSync(cwd, { recursive: true })
  const asked = lectures.filter(({ name }) => flags.only?.includes(name) ?? true)
  const seeds = Array.from({ length: flags.seeds }, (_, seed) => seed)
  const specs = join(root, 'specs')
  const program = openProgram({ file, cwd, engine: flags.engine ?? null, verbose: flags.verbose ?? false })
  const clock = startClock(asked.flatMap((one) => seeds.map((seed) => ({ lecture: one, seed }))), process.stderr)
  const trainer = openTrainer({ program, specs, sources, began: (run) => clock.began(run) })
  const stop = (): void => {
    clock.stop()
    program.stop()
    if (flags.keep === undefined) rmSync(cwd, { recursive: true, force: true })
    process.exit(exit.interrupted)
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
  const results = (done: Results['lectures']): Results => ({
    command: ['npm run lectures', ...(args.length > 0 ? ['--', ...args] : [])].join(' '), genc: packageJson.version, node: process.versions.node, cores: availableParallelism(),
    date: new Date().toISOString(), engine: trainer.engines().join(', ') || flags.engine || 'none', data: { mnist: sources.mnist === null ? 'digits' : 'files', usps: sources.usps === null ? null : 'files' },
    seeds, lectures: done,
  })
  try {
    const all = results(await runLectures(asked, seeds, { program, trainer, sources, specs }, clock, (one) => textTable(results([one]))))
    clock.stop()
    process.stdout.write(`${textTable(all)}\n\n${notes(all)}\n`)
    if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(all, null, 2)}\n`)
    if (flags.report !== undefined) writeFileSync(flags.report, intoPage(readFileSync(flags.report, 'utf8'), TABLE, markdown(all)))
    return misses(all).length > 0 ? exit.missed : failures(all).length > 0 ? exit.failed : exit.kept
  } finally {
    clock.stop()
    process.off('SIGINT', stop).off('SIGTERM', stop)
    if (flags.keep === undefined) rmSync(cwd, { recursive: true, force: true })
  }
}

/** What is wrong with the command line, before an hour is spent on it. */
function faultOf({ only = [], data, report }: Flags, file: string, folder: string, lectures: readonly Lecture[]): string | null {
  const unknown = only.filter((name) => !lectures.some((one) => one.name === name))
  if (unknown.length > 0) return `there is no lecture ${unknown.join(', ')}: there are ${lectures.map(({ name }) => name).join(', ')}`
  if (!existsSync(file)) return `${file} does not exist: npm run build makes it`
  if (data !== undefined && data !== 'digits' && sourcesIn(folder).mnist === null) return `${folder} has no folder mnist: --data takes a folder with mnist and usps in it, or the word digits`
  if (report === undefined) return null
  if (!existsSync(report)) return `${report} does not exist: --report writes into a page between ${TABLE.begin} and ${TABLE.end}`
  const page = readFileSync(report, 'utf8')
  return page.includes(TABLE.begin) && page.includes(TABLE.end) ? null : `${report} has no place for the table: the lines ${TABLE.begin} and ${TABLE.end}`
}
