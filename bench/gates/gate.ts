/** What a gate is: trainings by the command line, and numbers with the bounds that a right implementation keeps. */
import type { Program } from './program.ts'

export interface Gate {
  readonly name: string
  /** One line for `--help`. */
  readonly about: string
  measure(around: Around): Promise<readonly Check[]>
}

/** What a gate works with. */
export interface Around {
  readonly program: Program
  /** As typed after `--data` of `genc train`. */
  readonly data: string
  /** True for the files of MNIST, for which the numbers from theory and from PyTorch are known. */
  readonly mnist: boolean
  /** The project's folder `specs`. */
  readonly specs: string
}

/** A measured number. Without bounds it is only reported. */
export interface Check {
  readonly what: string
  readonly measured: number
  readonly atMost?: number
  readonly atLeast?: number
  /** Written behind the numbers: `%`, `°`, `s`. */
  readonly unit?: string
}

/** Not a number keeps no bound. */
export const passes = ({ measured, atMost, atLeast }: Check): boolean =>
  (atMost === undefined || measured <= atMost) && (atLeast === undefined || measured >= atLeast)

export const isBounded = ({ atMost, atLeast }: Check): boolean => atMost !== undefined || atLeast !== undefined

/** A condition as a check: 1 where it holds. */
export const holds = (what: string, condition: boolean): Check => ({ what, measured: condition ? 1 : 0, atLeast: 1 })
