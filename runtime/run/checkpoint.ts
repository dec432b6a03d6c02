/** A training between two rounds as a safetensors file: the store's values, and in its metadata the position. */
import { existsSync } from 'node:fs'
import type { Graph } from '../../compiler/graph/graph.ts'
import { FileError } from '../checkpoint/error.ts'
import type { Tensor, TensorFile } from '../checkpoint/safetensors.ts'
import { loadTensors, previousOf, saveTensors, type AtomicOptions } from '../node/atomic.ts'
import type { Progress } from '../train/loop.ts'
import type { StoreValues } from '../train/store.ts'
import { RunError } from './error.ts'

export interface Checkpoint {
  readonly values: StoreValues
  readonly progress: Progress
  readonly specHash: string
  readonly seed: number
  /** Hashes of the data, by data set. */
  readonly data: Readonly<Record<string, string>>
}

/** The same state gives the same bytes: there is no time of day in it. */
export function saveCheckpoint(path: string, graph: Graph, checkpoint: Checkpoint, options?: AtomicOptions): void {
  const { progress, specHash, seed, data } = checkpoint
  const tensors = Object.fromEntries(graph.store.map((entry): [string, Tensor] => [entry.name, { shape: entry.shape, data: checkpoint.values[entry.name]! }]))
  const metadata = {
    format: 'genc-1', model: graph.model, specHash, seed: String(seed), data: JSON.stringify(data), progress: JSON.stringify(progress),
  }
  saveTensors(path, { tensors, metadata }, { keepPrevious: true, ...options })
}

/**
 * Reads a checkpoint, or the one before where this one is damaged. Throws a FileError when neither can be read and a
 * RunError naming the first entry that does not fit the graph.
 */
export function loadCheckpoint(path: string, graph: Graph): Checkpoint & { readonly from: string } {
  const { file, from } = readEither(path)
  const { progress, specHash, seed, data, format } = file.metadata
  if (format !== 'genc-1' || progress === undefined) throw new RunError(`${from} is no checkpoint of genc's`)
  const values: Record<string, Float32Array | Int32Array> = {}
  for (const entry of graph.store) {
    const tensor = file.tensors[entry.name]
    if (tensor === undefined) throw new RunError(`${from} has no ${entry.name}, which the model needs`)
    if (tensor.shape.join() !== entry.shape.join()) throw new RunError(`${entry.name} is [${tensor.shape.join(', ')}] in ${from} and [${entry.shape.join(', ')}] in the model`)
    values[entry.name] = tensor.data as Float32Array | Int32Array
  }
  return {
    values, progress: JSON.parse(progress) as Progress, specHash: specHash ?? '', seed: Number(seed ?? 0),
    data: JSON.parse(data ?? '{}') as Record<string, string>, from,
  }
}

function readEither(path: string): { readonly file: TensorFile; readonly from: string } {
  try {
    return { file: loadTensors(path), from: path }
  } catch (error) {
    const previous = previousOf(path)
    if (!(error instanceof FileError) || !existsSync(previous)) throw error
    return { file: loadTensors(previous), from: previous }
  }
}
