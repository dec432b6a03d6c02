/** Exit codes of every command. */
export const exit = {
  done: 0,
  /** The spec is wrong: diagnostics were printed. */
  spec: 1,
  /** The command line is wrong. */
  usage: 2,
  /** Data, files or an engine failed. */
  outside: 3,
  /** Training diverged. */
  diverged: 4,
  /** A fault of genc's own. */
  fault: 5,
  /** Interrupted, with everything trained so far saved. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exit)[keyof typeof exit]
