/** Data that do not fit. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { expectOne, stranger } from './strangers.ts'
import { AE, LINE, altered, csv, idxFolder, images, labels } from './strangers-files.ts'

const { folderWith, genc } = stranger()

describe.concurrent('data that do not fit', () => {
  it.each([
    ['text instead of IDX', { 'train-images-idx3-ubyte': 'hello world, this is no IDX' }, ['d/train-images-idx3-ubyte is not an IDX file', 'which is text', '00 00 08 03']],
    ['a web page', { 'train-images-idx3-ubyte': '<!DOCTYPE html><html>404</html>' }, ['looks like a web page (a failed download?)']],
    ['a file cut short', { 'train-images-idx3-ubyte': images(40).subarray(0, 600) }, ['has 600 bytes', '40×4×4', 'it is cut short']],
    ['an empty file', { 'train-images-idx3-ubyte': '' }, ['d/train-images-idx3-ubyte is empty']],
    ['a .gz cut short', { 'train-images-idx3-ubyte': null, 'train-images-idx3-ubyte.gz': gzipSync(images(40)).subarray(0, 100) }, ['.gz is cut short', 'it has 100 bytes']],
    ['a label out of range', { 'train-labels-idx1-ubyte': labels(40, { row: 7, label: 12 }) }, ['train-labels-idx1-ubyte, row 7: label 12 does not fit y: label(10)', 'from 0 to 9']],
    ['pictures of another size', { 'train-images-idx3-ubyte': images(40, 5, 4) }, ['5×4', 'x: image[4, 4, 1]', 'declare image[5, 4, 1], or write `resize']],
    ['fewer labels than pictures', { 'train-labels-idx1-ubyte': labels(39) }, ['40 rows', '39', 'row 39']],
    ['no labels', { 'train-labels-idx1-ubyte': null, 't10k-labels-idx1-ubyte': null }, ['has no labels for y: label(10)']],
  ] as const)('IDX: %s', async (_, changed, phrases) => {
    const cwd = folderWith({ 'mine.gen': AE, ...idxFolder(changed) })
    expectOne(await genc(cwd, ['train', 'mine.gen', '--data', 'd']), 3, [...phrases])
    expect(existsSync(join(cwd, 'runs'))).toBe(false)
  })

  it('a folder with only a train file gives a tenth of its rows to the test', async () => {
    const cwd = folderWith({ 'mine.gen': AE, ...idxFolder({ 't10k-images-idx3-ubyte': null, 't10k-labels-idx1-ubyte': null }) })
    expect(await genc(cwd, ['train', 'mine.gen', '--data', 'd', '--dry-run'])).toMatchObject({ code: 0, err: expect.stringContaining('36 train, 4 test') })
  })

  it.each([
    ['a ragged row', 'real[2]', csv(18, '0.1'), ['d.csv, line 18: 1 cell, but the first line has 2', 'missing cell']],
    ['a row too long', 'real[2]', csv(18, '1,2,3'), ['d.csv, line 18: 3 cells, but the first line has 2']],
    ['a word among numbers', 'real[2]', csv(18, '0.1,zwei'), ['d.csv, line 18: b is zwei, a word among numbers']],
    ['nan', 'real[2]', csv(18, '0.1,nan'), ['d.csv, line 18: b has no value (nan)']],
    ['a number out of the declared range', 'real[2] in [0, 1]', csv(18, '0.1,1.7'), ['d.csv, line 18', '1.7 lies outside x: real[2] in [0, 1]', 'scale the data']],
    ['another number of columns', 'real[3]', csv(18, '0.1,0.2'), ['x: real[3]', 'a (one number), b (one number)']],
    ['names and no rows', 'real[2]', 'a,b\n', ['d.csv has a line of names and no rows']],
  ] as const)('CSV: %s', async (_, type, text, phrases) => {
    const cwd = folderWith({ 'mine.gen': altered(LINE, 'real[2]', type).replace('xhat[2]', `xhat[${type[5]!}]`).replace('dense(2)', `dense(${type[5]!})`), 'd.csv': text })
    expectOne(await genc(cwd, ['train', 'mine.gen', '--data', 'd.csv']), 3, [...phrases])
    expect(existsSync(join(cwd, 'runs'))).toBe(false)
  })

  it.each([
    ['a path to nowhere', 'nowhere', ['there is no data called nowhere', 'names are digits, ring8']],
    ['a slip in a built-in', 'rign8', ['did you mean ring8?']],
    ['a slip in a file', 'dd.csv', ['did you mean d.csv?']],
    ['an empty folder', 'empty', ['empty is an empty folder', 'IDX files, pictures, or train.csv and test.csv']],
    ['a folder of something else', 'papers', ['papers holds no data that is recognised: thesis.tex']],
    ['a spec instead of data', 'mine.gen', ['mine.gen is no kind of data that is known here', '.csv, .npy, .npz or IDX']],
    ['pictures instead of points', 'digits', ['28×28', 'x: real[2]']],
    ['an option that is none', 'ring8:trian=5', ['ring8 has no option trian']],
    ['no rows', 'ring8:train=0', ['the data have no train split']],
  ] as const)('--data: %s', async (_, source, phrases) => {
    const cwd = folderWith({ 'mine.gen': LINE, 'd.csv': csv(1, 'a,b'), 'papers/thesis.tex': 'x' })
    mkdirSync(join(cwd, 'empty'))
    expectOne(await genc(cwd, ['train', 'mine.gen', '--data', source]), 3, [...phrases])
    expect(existsSync(join(cwd, 'runs'))).toBe(false)
  })
})
