/** What a thrown error means to the person at the terminal: exit code and text. */
import { CommanderError } from 'commander'
import { exit, type ExitCode } from './exit.ts'

/** The command line asks for something that does not fit. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export interface Failure {
  readonly exitCode: ExitCode
  /** One or more lines; empty when everything was said already. */
  readonly text: string
}

/**
 * Errors are told apart by name, so that none of the modules that define them must be loaded. An error may carry a `hint`
 * (what would fit) and a `file`.
 */
const exitCodes: Readonly<Record<string, ExitCode>> = {
  UsageError: exit.usage,
  FileError: exit.outside,
  DataError: exit.outside,
  EngineError: exit.outside,
  CheckpointError: exit.outside,
  StoreError: exit.outside,
  RunError: exit.outside,
  DivergedError: exit.diverged,
  DivergenceError: exit.diverged,
  InterruptedError: exit.interrupted,
}

/** System errors that a person can do something about. */
const systemErrors: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'it is a folder, a file was expected',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'it exists already',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  EIO: 'the disk reported an input/output error',
}

export function failureOf(error: unknown, debug: boolean): Failure {
  if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? exit.done : exit.usage, text: '' }
  if (!(error instanceof Error)) return fault(new Error(String(error)), debug)
  const trace = debug && error.stack !== undefined ? `\n${error.stack}` : ''
  const known = exitCodes[error.name]
  if (known !== undefined) return { exitCode: known, text: `${error.message}${hintOf(error)}${trace}` }
  const system = systemText(error)
  if (system !== undefined) return { exitCode: exit.outside, text: `${system}${trace}` }
  return fault(error, debug)
}

function hintOf(error: Error): string {
  const hint = (error as { hint?: unknown }).hint
  return typeof hint === 'string' && hint !== '' ? `\n  help: ${hint}` : ''
}

/** `cannot open runs/a.json: permission denied`; undefined for errors that are not the system's. */
export function systemText(error: Error): string | undefined {
  const { code, path, syscall } = error as NodeJS.ErrnoException
  const meaning = code === undefined ? undefined : systemErrors[code]
  if (meaning === undefined) return undefined
  const act = syscall === 'open' || syscall === undefined ? 'use' : syscall === 'scandir' ? 'list' : syscall === 'mkdir' ? 'make the folder' : syscall
  return path === undefined ? `cannot ${act} a file: ${meaning}` : `cannot ${act} ${path}: ${meaning}`
}

function fault(error: Error, debug: boolean): Failure {
  const what = `${error.name}: ${error.message}`
  const how =
    'This is a fault of genc itself, not of your spec or data. Please report it with the command you typed and the spec;\n' +
    'run the command again with GENC_DEBUG=1 to see where it happened, and add that to the report.'
  return { exitCode: exit.fault, text: `genc stopped: ${what}\n${how}${debug && error.stack !== undefined ? `\n\n${error.stack}` : ''}` }
}
