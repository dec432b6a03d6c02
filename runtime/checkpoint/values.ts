/** Entries of a store from a checkpoint's file, whoever has read it. */
import type { Graph } from '../../compiler/graph/graph.ts'
import type { StoreValues } from '../train/store.ts'
import { FileError } from './error.ts'
import type { TensorFile } from './safetensors.ts'

/** Values of entries that the file calls the same but for a prefix. Throws a FileError naming `from` and the first entry that does not fit. */
export function valuesOf(entries: Graph['store'], { tensors }: TensorFile, from: string, prefix = ''): StoreValues {
  return Object.fromEntries(entries.map((entry) => {
    const name = entry.name.slice(prefix.length)
    const tensor = tensors[name]
    if (tensor === undefined) throw new FileError(`${from} has no ${name}, which the model needs`, from)
    if (tensor.shape.join() !== entry.shape.join()) throw new FileError(`${name} is [${tensor.shape.join(', ')}] in ${from} and [${entry.shape.join(', ')}] in the model`, from)
    return [entry.name, tensor.data as Float32Array | Int32Array]
  }))
}

/**
 * Weights and running statistics of the part that a graph calls `name`: its `Judge.C.dense.kernel` is `C.dense.kernel` in the
 * checkpoint of Judge's run. Throws as `valuesOf` does.
 */
export const partValues = ({ store }: Graph, name: string, file: TensorFile, from: string): StoreValues =>
  valuesOf(store.filter((entry) => (entry.role === 'parameter' || entry.role === 'statistic') && entry.name.startsWith(`${name}.`)), file, from, `${name}.`)
