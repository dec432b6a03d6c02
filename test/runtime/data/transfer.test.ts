import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openBuiltin } from '../../../runtime/data/builtin/builtin.ts'
import { parseSource } from '../../../runtime/data/source.ts'
import type { Dataset } from '../../../runtime/data/table.ts'
import { decodeDataset, encodeDataset } from '../../../runtime/data/transfer.ts'
import { openData } from '../../../runtime/node/openData.ts'
import { emptyFolder } from '../../cli/run.ts'

/** All that training may ask of a data set. */
const contents = ({ name, description, hash, splits }: Dataset): unknown => ({
  name, description, hash, splits: Object.entries(splits).map(([split, table]) => [split, table && Object.entries(table.fields).map(([field, { kind, shape, rows, classes, range, read }]) => {
    const all = Array.from({ length: rows }, (_, row) => {
      const out = new Float32Array(shape.reduce((a, b) => a * b, 1))
      read(row, out, 0)
      return [...out]
    })
    return [field, { kind, shape, rows, classes, range, all }]
  })]),
})

test('a data set goes through bytes as it is', () => {
  const folder = emptyFolder()
  mkdirSync(join(folder, 'points'))
  writeFileSync(join(folder, 'points/train.csv'), 'x,y,label\n1.5,2,cat\n3,-4e-3,dog\n')
  for (const dataset of [openBuiltin(parseSource('digits:train=3,test=2'))!, openBuiltin(parseSource('ring8:train=4,test=0'))!, openData('points', { cwd: folder })]) {
    expect(contents(decodeDataset(encodeDataset(dataset), dataset.name))).toEqual(contents(dataset))
  }
})

test('what is no data set is refused by name', () => {
  expect(() => decodeDataset(new Uint8Array(3), 'there')).toThrow('there is not a whole safetensors file')
})
