/** Images and labels as numbers, for what lectures compute on their own. */
import { bind, type BoundSplit } from '../../runtime/data/bind.ts'
import { openData } from '../../runtime/node/openData.ts'

/** Splits of a source, row after row. */
export interface Images { readonly train: Float32Array; readonly test: Float32Array }

/** 28×28 images of a source with pixels in `range`. */
export function readImages(source: string, range: readonly [number, number] = [0, 1]): Images {
  const bound = bind(openData(source), [{ name: 'x', kind: 'image', shape: [28, 28, 1], range, classes: null, resize: null, evaluationOnly: false }])
  return { train: allRows(bound.train, source), test: allRows(bound.test, source) }
}

/** Their labels, row after row. */
export function readLabels(source: string): { readonly train: Int32Array; readonly test: Int32Array } {
  const bound = bind(openData(source), [{ name: 'y', kind: 'label', shape: [], range: null, classes: 10, resize: null, evaluationOnly: false }])
  return { train: labelsOf(bound.train, source), test: labelsOf(bound.test, source) }
}

function labelsOf(split: BoundSplit | null, source: string): Int32Array {
  const reader = split?.fields['y']
  if (split === null || reader === undefined) throw new Error(`${source} lacks labels`)
  const out = new Int32Array(split.rows)
  reader.read(Uint32Array.from({ length: split.rows }, (_, row) => row), 0, split.rows, out)
  return out
}

function allRows(split: BoundSplit | null, source: string): Float32Array {
  const reader = split?.fields['x']
  if (split === null || reader === undefined) throw new Error(`${source} lacks a split: lectures need images to train on and images to test on`)
  const out = new Float32Array(split.rows * reader.size)
  reader.read(Uint32Array.from({ length: split.rows }, (_, row) => row), 0, split.rows, out)
  return out
}
