/**
 * The plan: what a runtime does with the programs of a graph, and when. Plain data, printed beside the graph.
 */
import type { FigureNotes } from './figure-notes.ts'
import type { DataField, RowSet } from '../model/model.ts'
import type { StatisticFunction } from '../model/whole.ts'

export interface Plan {
  readonly data: readonly { readonly name: string; readonly fields: readonly DataField[] }[]
  readonly stages: readonly StagePlan[]
  /** New samples from the model: batch axis `B` is free. Null when the spec has no way to sample. */
  readonly sample: PicturePlan | null
  /** The model's rendering of data it is given: outputs `input` and the picture. */
  readonly reconstruct: PicturePlan | null
  /** The two halves of a reconstruction; null where there is none. */
  readonly code: CodePlan | null
}

export interface PicturePlan { readonly program: string; readonly output: string; readonly shape: readonly number[]; readonly range: readonly [number, number] | null }

/**
 * `encode`: rows in, codes and `input` out. `decode`: the `value` feed `code` in (shape [B, …encode.shape]), pictures out;
 * whatever else the pictures depend on are rows.
 */
export interface CodePlan {
  readonly encode: PicturePlan
  readonly decode: PicturePlan
  readonly input: { readonly shape: readonly number[]; readonly range: readonly [number, number] | null }
  /** True where a prior gives codes their scale; otherwise only the data do. */
  readonly prior: boolean
}

export interface StagePlan {
  readonly name: string
  /** Null for a stage that only evaluates. */
  readonly train: TrainPlan | null
  /** Loss terms and objective on the test split, after every epoch. */
  readonly terms: EvaluationPlan | null
  /** Metrics at the end, on `report every`, and on `genc eval`. */
  readonly metrics: EvaluationPlan | null
  readonly figures: readonly FigurePlan[]
}

export interface TrainPlan {
  /** Outputs: the loss terms by name, scalars. Feeds of pass p have the batch axis `B` (p = 0) or `B<p>`. */
  readonly program: string
  readonly batch: number
  readonly length: { readonly unit: 'epochs' | 'rounds'; readonly count: number }
  /** Passes of a round, in order; each takes the next batch of the data sets that it reads. At least one. */
  readonly passes: readonly { readonly datasets: readonly string[] }[]
  readonly terms: readonly string[]
  readonly rows: RowSet | null
  readonly report: { readonly every: number; readonly unit: 'epochs' | 'rounds' } | null
}

/**
 * Arithmetic on values over whole splits: `steps` run in order, `finish` takes what they give as `value` feeds of the
 * same names and gives the results.
 */
export interface EvaluationPlan {
  readonly steps: readonly ValueStep[]
  readonly finish: string
  /** Output names of `finish`, in order. `objective` is among those of terms when the stage has a single step. */
  readonly results: readonly string[]
}

/**
 * Makes values over whole splits, by name: what later steps, `finish` and figures are fed. Within the metrics and figures
 * of a stage a name always stands for the same value, so that whoever keeps it need not compute it again.
 */
export type ValueStep = Sweep | Statistic

/** A program run batch by batch over rows of data, or over draws. */
export interface Sweep {
  readonly kind: 'sweep'
  readonly program: string
  /** Data sets read together, the first giving the length; empty: `draws` independent draws. */
  readonly datasets: readonly string[]
  readonly split: 'train' | 'test'
  /** Which rows of the first data set; null: all of the split. */
  readonly rows: RowChoice | null
  /** How many draws stand for the rows of a model without data. */
  readonly draws: number | null
  /** Outputs that are means over the batch, to be averaged with the batch sizes as weights. */
  readonly means: readonly string[]
  /** Outputs that have a member for each sample, to be put one after another. */
  readonly arrays: readonly string[]
  /** Rows a batch at most: small where a program holds many draws per sample. */
  readonly batch: number
}

/** Of the rows for which `where` holds (an array over the whole split, 0 or 1 a row), those numbered `rows`, counted for each value of `per`. */
export interface RowChoice { readonly rows: readonly [number, number] | null; readonly per: string | null; readonly where: string | null }

/** The runtime's arithmetic on arrays (`runtime/statistics`). */
export interface Statistic {
  readonly kind: 'statistic'
  readonly name: string
  readonly op: StatisticName
  readonly args: readonly Argument[]
  readonly options: Readonly<Record<string, number>>
}

export type StatisticName = StatisticFunction | 'sum' | 'max' | 'min'

/**
 * An array as a statistic reads it: for each member, `positions` times `size` numbers. The statistic is taken at each
 * position apart. `where`: an array of as many members, 0 for those left out, with one number a position.
 */
export interface Argument { readonly array: string; readonly where: string | null; readonly positions: number; readonly size: number }

export interface FigurePlan {
  /** File name without ending: `compare-1`. */
  readonly name: string
  readonly kind: 'compare' | 'grid' | 'strip' | 'heatmap' | 'warp' | 'scatter' | 'curves' | 'plot' | 'signal' | 'histogram'
  /** Null for `curves`, drawn from the metrics log, and for `histogram`, drawn from arrays. */
  readonly program: string | null
  /** Sizes of the bound axes, in the order of the binders: leading axes of every output of group null. */
  readonly axes: readonly number[]
  readonly items: readonly FigurePlanItem[]
  /** Ends of a path binder: outputs `path.from` and `path.to` (event shape). */
  readonly path: {
    readonly points: number
    readonly axes: number
    /** Of a grid of lines: every so many points there is one. */
    readonly every?: number
  } | null
  readonly notes?: FigureNotes
  /** What its program is fed, and the arrays of a histogram; absent: nothing. */
  readonly steps?: readonly ValueStep[]
  /** Rows that are chosen when it is drawn: the batch of the program, and the axis of that number, whose size is the most that there can be. */
  readonly rows?: RowChoice & { readonly dataset: string; readonly split: 'train' | 'test'; readonly axis: number }
}

export interface FigurePlanItem {
  readonly label: string
  readonly group: string | null
  /** Output of the program; for `curves` the name of a loss term. */
  readonly output: string
  /** Of a histogram: the array in place of an output. */
  readonly array?: Argument
  /** Event shape. */
  readonly shape: readonly number[]
  readonly range: readonly [number, number] | null
}
