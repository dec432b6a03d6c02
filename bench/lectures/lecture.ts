/** What a lecture is: trainings by the command line, and numbers with the bounds that a right implementation keeps. */
import type { Tensor } from '../../runtime/checkpoint/safetensors.ts'
import type { Program } from './program.ts'
import type { Images } from './rows.ts'

export interface Lecture {
  readonly name: string
  /** One line for `--list`. */
  readonly about: string
  /** About how long it takes, for one seed, on two cores without a GPU. */
  readonly seconds: number
  /** By the names that checks use. Equal trainings of several lectures are one. */
  readonly runs: Readonly<Record<string, Training>>
  /** What no metric of a spec says, by name: differences, ratios, and what is computed without genc. */
  compute?(outcome: Outcome): Promise<Readonly<Record<string, number>>>
  readonly checks: readonly Check[]
}

/** What is typed after `genc train`. */
export type Training = Settings & Length

/** Instead of the length in the spec. */
type Length = { readonly epochs?: number; readonly steps?: never } | { readonly epochs?: never; readonly steps?: number }

interface Settings {
  /** A file of `specs/`, without ending. */
  readonly spec: string
  /** Source of the first data set, or sources by name. `mnist` and `usps` are files; where they are missing `mnist` is the built-in digits. */
  readonly data?: string | Readonly<Record<string, string>>
  readonly set?: Readonly<Record<string, number>>
  /** Runs for its `given` parts, trained before it. */
  readonly given?: Readonly<Record<string, Training>>
  /** Added to the seed where a lecture trains the same several times: 10, 20, …, so that `--seeds` repeats none. */
  readonly seed?: number
  /** What it is evaluated on; the test split when left out. */
  readonly splits?: readonly Split[]
}

export type Split = 'train' | 'test'

/** `run.metric` (a loss term, `objective` or `seconds` too), `run@train.metric`, `run@stage.metric` at the end of a stage, or a name that `compute` gives. */
export type Ref = string

/** A number. Without bounds it is only reported. */
export interface Check {
  readonly what: string
  readonly measured: Ref
  readonly atMost?: number | Ref
  readonly atLeast?: number | Ref
  /** What a naive or broken model gets, or another method: its name and number. */
  readonly baseline?: readonly [name: string, value: number | Ref]
  /** Written behind the numbers: ` %`, `°`, ` s`. */
  readonly unit?: string
  /** The bound, and a baseline that is a number, hold for MNIST only. */
  readonly mnist?: true
  /** Over several seeds the median keeps the bound; otherwise each of them does. */
  readonly median?: true
  /** Where the bound comes from. */
  readonly why?: string
  /** The cause of a miss, where one is known. */
  readonly cause?: string
}

/** What `compute` works with: the finished trainings of one seed. */
export interface Outcome {
  readonly program: Program
  readonly seed: number
  /** True for the files of MNIST. */
  readonly mnist: boolean
  /** Source for `--data` by the name that trainings use. */
  source(name: string): string
  /** The project's folder `specs`. */
  readonly specs: string
  value(ref: Ref): number
  /** The folder of a run, as the command line takes it. */
  folder(run: string): string
  /** Weights and the rest of the store after the last step. */
  tensors(run: string): Readonly<Record<string, Tensor>>
  /** The images of MNIST, or the built-in digits, with pixels in `range`. */
  images(range?: readonly [number, number]): Images
  /** Samples of a run, row after row, with noise of its own. */
  sample(run: string, count: number): Promise<Float32Array>
}

/** A condition as a number, for checks that are kept by 1. */
export const holds = (condition: boolean): number => (condition ? 1 : 0)
