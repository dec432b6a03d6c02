/** Images as numbers, for what gates compute on their own. */
import { bind, type BoundSplit } from '../../runtime/data/bind.ts'
import { openData } from '../../runtime/node/openData.ts'

/** Splits of a source, row after row. */
export interface Images { readonly train: Float32Array; readonly test: Float32Array }

/** 28×28 images of a source with pixels in `range`. */
export function readImages(source: string, range: readonly [number, number] = [0, 1]): Images {
  const bound = bind(openData(source), [{ name: 'x', kind: 'image', shape: [28, 28, 1], range, classes: null, resize: null, evaluationOnly: false }])
  return { train: allRows(bound.train, source), test: allRows(bound.test, source) }
}

function allRows(split: BoundSplit | null, source: string): Float32Array {
  const reader = split?.fields['x']
  if (split === null || reader === undefined) throw new Error(`${source} lacks a split: gates need images to train on and images to test on`)
  const out = new Float32Array(split.rows * reader.size)
  reader.read(Uint32Array.from({ length: split.rows }, (_, row) => row), 0, split.rows, out)
  return out
}
