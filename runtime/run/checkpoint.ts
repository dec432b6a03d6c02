/** A training between two rounds as a safetensors file: the store's values, and in its metadata the position. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Graph } from '../../compiler/graph/graph.ts'
import { FileError } from '../checkpoint/error.ts'
import type { Tensor, TensorFile } from '../checkpoint/safetensors.ts'
import { valuesOf } from '../checkpoint/values.ts'
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
    sha256: sumOf(tensors),
  }
  saveTensors(path, { tensors, metadata }, { keepPrevious: true, ...options })
}

/** Of all numbers, in the order of the file: a bit that flipped on the disk would otherwise go unnoticed. */
function sumOf(tensors: TensorFile['tensors']): string {
  const hash = createHash('sha256')
  for (const { data } of Object.values(tensors)) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  return hash.digest('hex')
}

/**
 * Reads a checkpoint, or the one before where this one is damaged; `damage` then says what is wrong with it. Throws a
 * FileError when neither can be read, and naming the first entry that does not fit the graph.
 */
export function loadCheckpoint(path: string, graph: Graph): Checkpoint & { readonly from: string; readonly damage: string | null } {
  const { file, from, damage } = readEither(path)
  const { progress, specHash, seed, data, format } = file.metadata
  if (format !== 'genc-1' || progress === undefined) throw new RunError(`${from} is no checkpoint of genc's`)
  return {
    values: valuesOf(graph.store, file, from), progress: JSON.parse(progress) as Progress, specHash: specHash ?? '', seed: Number(seed ?? 0),
    data: JSON.parse(data ?? '{}') as Record<string, string>, from, damage,
  }
}

/** A checkpoint as the source of a trained part: whose weights it has is said by the graph that is given it (`partValues`). */
export interface PartFile {
  readonly file: TensorFile
  /** Its path, or that of the one before it. */
  readonly from: string
  /** SHA-256 of all numbers of the checkpoint. */
  readonly hash: string
  /** Nothing was trained yet when it was saved. */
  readonly untrained: boolean
  readonly damage: string | null
}

/** Null when there is no checkpoint. Throws a FileError or a RunError when it cannot be read. */
export function readPart(path: string): PartFile | null {
  if (!existsSync(path) && !existsSync(previousOf(path))) return null
  const { file, from, damage } = readEither(path)
  const { progress, sha256, format } = file.metadata
  if (format !== 'genc-1' || progress === undefined) throw new RunError(`${from} is no checkpoint of genc's`)
  const { stage, round } = JSON.parse(progress) as Progress
  return { file, from, hash: sha256 ?? sumOf(file.tensors), untrained: stage === 0 && round === 0, damage }
}

function readEither(path: string): { readonly file: TensorFile; readonly from: string; readonly damage: string | null } {
  try {
    return { file: readWhole(path), from: path, damage: null }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const previous = previousOf(path)
    if (!existsSync(previous)) throw new FileError(error.message, path, { hint: 'no other checkpoint is left: train a new run', ...(error.code === undefined ? {} : { code: error.code }) })
    try {
      return { file: readWhole(previous), from: previous, damage: error.message }
    } catch (second) {
      if (!(second instanceof FileError)) throw second
      throw new FileError(`${error.message}; and the one before it cannot be used either: ${second.message}`, path, { hint: 'no other checkpoint is left: train a new run' })
    }
  }
}

function readWhole(path: string): TensorFile {
  const file = loadTensors(path)
  const { sha256 } = file.metadata
  if (sha256 !== undefined && sha256 !== sumOf(file.tensors)) throw new FileError(`${path} is damaged: its numbers are not those that were saved`, path)
  return file
}
