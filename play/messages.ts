/** What the page and the worker that trains say to each other. */
import type { BackendName } from './backend-names.ts'
import type { Project } from './project.ts'

export interface Job {
  /** The spec's path among the files. */
  readonly name: string
  /** Texts by path from the spec's folder: the spec and what it imports. */
  readonly files: Readonly<Record<string, string>>
  readonly givens: Project['givens']
  /** As `--data` takes them. */
  readonly data: readonly string[]
  /** Instead of the spec's own. */
  readonly length: { readonly unit: 'epochs' | 'rounds'; readonly count: number } | null
  readonly seed: number
  /** Null: the fastest. */
  readonly backend: BackendName | null
}

export type ToWorker = { readonly kind: 'train'; readonly job: Job } | { readonly kind: 'stop' }

export type Numbers = Readonly<Record<string, number>>

/** A training that goes on. */
export interface Round {
  readonly kind: 'round'
  /** Rounds done, over all stages. */
  readonly round: number
  readonly rounds: number
  /** `epoch 3/10`, with the stage where there are several. */
  readonly place: string
  /** Means of the loss terms since the message before; none where nobody looked. */
  readonly terms: Numbers
  /** Samples a second; 0 as long as it is not known. */
  readonly speed: number
  /** Seconds that the rest takes at the speed so far. */
  readonly left: number
}

/** The end of a period of a stage. */
export interface Period { readonly kind: 'period'; readonly round: number; readonly place: string; readonly train: Numbers; readonly test: Numbers; readonly metrics: Numbers }

/** A figure of the spec as it is now; of the same name as before, it takes its place. */
export interface Picture { readonly kind: 'picture'; readonly name: string; readonly round: number; readonly image: Blob }

export interface Begun {
  readonly kind: 'begun'
  /** `VAE, 652,824 parameters`. */
  readonly model: string
  /** A line for each data set. */
  readonly data: readonly string[]
  /** A line for each trained part. */
  readonly givens: readonly string[]
  /** `WebAssembly`, where that is, and why nothing before it. */
  readonly backend: string
  readonly where: string
  readonly why: string
  readonly length: string
  readonly seed: number
}

export type FromWorker = Begun | Round | Period | Picture
  | { readonly kind: 'doing'; readonly text: string }
  /** Built-in data that fit the spec's data sets. */
  | { readonly kind: 'fitting'; readonly sources: readonly string[] }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly hint: string }
  /** `trained`: there was something to train. */
  | { readonly kind: 'ended'; readonly trained: boolean; readonly stopped: boolean; readonly seconds: number }
