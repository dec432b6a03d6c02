/**
 * Run folders: `runs/<spec>-001`, `runs/<spec>-002`, …, and `runs/latest`, a link to the newest. Where a file system has
 * no links, `latest` is a file that holds the name.
 */
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { makeFolder } from '../node/make-folder.ts'
import { RunError } from './error.ts'
import { refuseIfTrained } from './lock.ts'

/** Files of a run, in its folder. */
export const RUN_FILES = {
  spec: 'spec.gen',
  /** Copies of the specs that it imports and is given, by their paths. */
  imports: 'imports',
  config: 'config.json',
  metrics: 'metrics.jsonl',
  checkpoints: 'checkpoints',
  last: join('checkpoints', 'last.safetensors'),
  best: join('checkpoints', 'best.safetensors'),
  figures: 'figures',
  /** The page that `genc report` writes. */
  report: 'report.html',
} as const

export interface NewRun {
  readonly cwd: string
  /** Name of the spec, without folder and ending. */
  readonly spec: string
  /** `-o`; relative to `cwd`. */
  readonly output?: string | undefined
  /** Replaces the run that lies there. */
  readonly force?: boolean | undefined
}

/** Makes the folder of a new run and gives its path, relative to `cwd` where that is shorter. Throws a RunError. */
export function createRun({ cwd, spec, output, force = false }: NewRun): string {
  const path = output === undefined ? nextName(resolve(cwd, 'runs'), spec) : resolve(cwd, output)
  const shown = shownPath(cwd, path)
  if (output !== undefined && existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new RunError(`${shown} exists and is a file`, 'choose another folder with -o')
    const entries = readdirSync(path)
    const isRun = entries.includes(RUN_FILES.config)
    if (isRun && !force) throw new RunError(`${shown} holds a run already`, 'choose another folder with -o, go on with it by --resume, or replace it with --force')
    if (!isRun && entries.length > 0) throw new RunError(`${shown} is not empty, and what is in it is no run`, 'choose another folder with -o')
    if (isRun) refuseIfTrained(path, shown)
    // What belongs to a run goes, and nothing else that someone put beside it.
    if (isRun) for (const file of [RUN_FILES.spec, RUN_FILES.imports, RUN_FILES.config, RUN_FILES.metrics, RUN_FILES.checkpoints, RUN_FILES.figures, RUN_FILES.report]) rmSync(join(path, file), { recursive: true, force: true })
  }
  try {
    makeFolder(join(path, RUN_FILES.checkpoints))
    makeFolder(join(path, RUN_FILES.figures))
  } catch (error) {
    throw new RunError(`cannot create the run folder ${shown}: ${reasonOf(error)}`, 'choose another folder with -o')
  }
  if (output === undefined) pointLatest(path)
  return shown
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOTDIR') return 'a part of its path is a file'
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'the folder above it may not be written to'
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full'
  return error instanceof Error ? error.message : String(error)
}

/** The first free `<spec>-001`, counting on from the highest there is. */
function nextName(runs: string, spec: string): string {
  const pattern = new RegExp(`^${spec.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}-(\\d{3,})$`)
  const numbers = existsSync(runs) && statSync(runs).isDirectory() ? readdirSync(runs).flatMap((name) => pattern.exec(name)?.[1] ?? []).map(Number) : []
  return join(runs, `${spec}-${String(Math.max(0, ...numbers) + 1).padStart(3, '0')}`)
}

function pointLatest(path: string): void {
  const latest = join(dirname(path), 'latest')
  const temporary = `${latest}.tmp`
  try {
    rmSync(temporary, { force: true })
    symlinkSync(basename(path), temporary)
    renameSync(temporary, latest)
  } catch {
    rmSync(temporary, { force: true })
    try {
      if (!existsSync(latest) || lstatSync(latest).isFile()) writeFileSync(latest, `${basename(path)}\n`)
    } catch {
      // `latest` is a convenience: a run is worth more than its shortcut.
    }
  }
}

/**
 * The run that someone named: a folder, a name below `runs/`, the newest run of a spec (`vae`), or `latest`.
 * Throws a RunError that lists what there is.
 */
export function findRun(cwd: string, text: string): string {
  const tried = [resolve(cwd, text), resolve(cwd, 'runs', text)]
  for (const path of tried) {
    const run = followed(path)
    if (run !== null && existsSync(join(run, RUN_FILES.config))) return shownPath(cwd, run)
  }
  const runs = listRuns(cwd)
  const newest = runs.filter((name) => name.replace(/-\d{3,}$/, '') === basename(text, '.gen')).at(-1)
  if (newest !== undefined) return join('runs', newest)
  const folder = tried.find((path) => existsSync(path) && statSync(path).isDirectory())
  if (folder !== undefined) throw new RunError(`${text} is not a run: it has no ${RUN_FILES.config}`, hintOf(runs))
  throw new RunError(`there is no run ${text}`, hintOf(runs))
}

/** Names in `runs/`, oldest first. */
export function listRuns(cwd: string): string[] {
  const runs = resolve(cwd, 'runs')
  if (!existsSync(runs) || !statSync(runs).isDirectory()) return []
  return readdirSync(runs).filter((name) => name !== 'latest' && existsSync(join(runs, name, RUN_FILES.config))).sort()
}

const hintOf = (runs: readonly string[]): string =>
  runs.length === 0 ? 'there are no runs here yet: genc train makes one' : `runs here: ${runs.slice(-8).join(', ')}`

/** Takes away what a process that was killed while saving left behind. */
export function removeTemporary(run: string): void {
  for (const folder of ['.', RUN_FILES.checkpoints, RUN_FILES.figures].map((name) => join(run, name))) {
    if (!existsSync(folder)) continue
    for (const name of readdirSync(folder)) if (name.endsWith('.tmp')) rmSync(join(folder, name), { force: true })
  }
}

/** A folder, a link to one, or a file that names one beside it. */
function followed(path: string): string | null {
  if (!existsSync(path)) return null
  if (lstatSync(path).isSymbolicLink()) return resolve(dirname(path), readlinkSync(path))
  if (statSync(path).isDirectory()) return path
  if (basename(path) !== 'latest') return null
  const named = join(dirname(path), readFileSync(path, 'utf8').trim())
  return existsSync(named) ? named : null
}

function shownPath(cwd: string, path: string): string {
  const near = relative(cwd, path)
  return near !== '' && !near.startsWith('..') ? near : path
}
