/** NumPy's `.npz`: a zip archive of `.npy` files, one an array. */
import { unzipSync } from 'fflate'
import { DataError } from './error.ts'
import { tableOf } from './idx.ts'
import { parseNpy } from './npy.ts'
import type { Column, Dataset } from './table.ts'

/**
 * Arrays called `x_train`, `train_x`, `x_test`, … go to their split under the rest of their name; without such names
 * all arrays are the training split. Throws a DataError naming the file (and the array in it).
 */
export function parseNpz(bytes: Uint8Array, file: string): Dataset['splits'] {
  if (bytes.length === 0) throw new DataError(`${file} is empty`, { file })
  let entries: Readonly<Record<string, Uint8Array>>
  try {
    entries = unzipSync(bytes)
  } catch (error) {
    throw new DataError(`${file} is not a whole zip archive (${error instanceof Error ? error.message : String(error)})`, {
      file,
      hint: 'write it with numpy.savez, or copy it again',
    })
  }
  const splits: Record<'train' | 'test', Record<string, Column>> = { train: {}, test: {} }
  for (const [entry, content] of Object.entries(entries)) {
    if (!entry.endsWith('.npy')) continue
    const { split, name } = splitOfName(entry.slice(0, -4))
    splits[split][name] = parseNpy(content, `${file}:${entry}`)
  }
  const table = (columns: Record<string, Column>) => (Object.keys(columns).length === 0 ? null : tableOf(columns))
  const result = { train: table(splits.train), test: table(splits.test) }
  if (result.train === null && result.test === null)
    throw new DataError(`${file} holds no arrays`, { file, hint: 'write it with numpy.savez(file, x=…, y=…)' })
  return result
}

function splitOfName(name: string): { readonly split: 'train' | 'test'; readonly name: string } {
  const match = /^(?:(train|test)[_-](.+)|(.+)[_-](train|test))$/i.exec(name)
  if (match === null) return { split: 'train', name }
  return { split: (match[1] ?? match[4])!.toLowerCase() === 'test' ? 'test' : 'train', name: (match[2] ?? match[3])! }
}
