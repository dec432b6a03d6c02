/**
 * The plan: what a runtime does with the programs of a graph, and when. Plain data, printed beside the graph.
 */
import type { FigureNotes } from './figure-notes.ts'
import type { DataField, RowSet } from '../model/model.ts'

export interface Plan {
  readonly data: readonly { readonly name: string; readonly fields: readonly DataField[] }[]
  readonly stages: readonly StagePlan[]
  /** New samples from the model: batch axis `B` is free. Null when the spec has no way to sample. */
  readonly sample: PicturePlan | null
  /** The model's rendering of data it is given: outputs `input` and the picture. */
  readonly reconstruct: PicturePlan | null
}

export interface PicturePlan { readonly program: string; readonly output: string; readonly shape: readonly number[]; readonly range: readonly [number, number] | null }

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
 * Averages over a whole split, then arithmetic on the averages: `sweeps` run batch by batch, each output is a mean
 * over the batch, to be averaged with the batch sizes as weights; `finish` takes the averages as `value` feeds of the
 * same names and gives the results.
 */
export interface EvaluationPlan {
  readonly sweeps: readonly Sweep[]
  readonly finish: string
  /** Output names of `finish`, in order. `objective` is among those of terms when the stage has a single step. */
  readonly results: readonly string[]
}

export interface Sweep {
  readonly program: string
  /** Data sets read together, the first giving the length; empty: `rows` independent draws. */
  readonly datasets: readonly string[]
  readonly split: 'train' | 'test'
  /** Averages it contributes. */
  readonly outputs: readonly string[]
  /** How many draws stand for "the test split" of a model without data. */
  readonly rows: number | null
  /** Rows a batch at most: small where a program holds many draws per sample. */
  readonly batch: number
}

export interface FigurePlan {
  /** File name without ending: `compare-1`. */
  readonly name: string
  readonly kind: 'compare' | 'grid' | 'strip' | 'heatmap' | 'warp' | 'scatter' | 'curves' | 'plot' | 'histogram'
  /** Null for `curves`, drawn from the metrics log. */
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
}

export interface FigurePlanItem {
  readonly label: string
  readonly group: string | null
  /** Output of the program; for `curves` the name of a loss term. */
  readonly output: string
  /** Event shape. */
  readonly shape: readonly number[]
  readonly range: readonly [number, number] | null
}
