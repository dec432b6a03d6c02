/** Data sets known by name, and the folder in which they are looked for. */
import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { DataError } from '../data/error.ts'

export interface KnownData {
  readonly name: string
  readonly doc: string
  /** Files that must lie in the folder of this name; `.gz` may be left off. */
  readonly files: readonly string[]
  /** Where people get them. */
  readonly from: string
}

const IDX_FILES = ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz', 't10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz']

export const KNOWN_DATA: readonly KnownData[] = [
  {
    name: 'mnist',
    doc: 'handwritten digits, 28×28, 60,000 train and 10,000 test',
    files: IDX_FILES,
    from: 'https://storage.googleapis.com/cvdf-datasets/mnist/',
  },
  {
    name: 'fashion-mnist',
    doc: 'pictures of clothes, 28×28, 60,000 train and 10,000 test',
    files: IDX_FILES,
    from: 'https://github.com/zalandoresearch/fashion-mnist',
  },
  {
    name: 'usps',
    doc: 'digits from envelopes, 16×16, 7,291 train and 2,007 test',
    files: IDX_FILES,
    from: 'https://www.csie.ntu.edu.tw/~cjlin/libsvmtools/datasets/multiclass.html#usps (converted to IDX)',
  },
]

/** `GENC_DATA`, else `~/.cache/genc/data` (`XDG_CACHE_HOME` is honoured). */
export function dataFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  if (environment['GENC_DATA']) return environment['GENC_DATA']
  return join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'genc', 'data')
}

/** The folder of a known data set. Throws a DataError saying which files to put where when one is missing. */
export function findKnown(known: KnownData, folder: string): string {
  const place = join(folder, known.name)
  const missing = known.files.filter((file) => !isFile(join(place, file)) && !isFile(join(place, file.replace(/\.gz$/, ''))))
  if (missing.length === 0) return place
  const have =
    missing.length === known.files.length ? '' : ` (${known.files.length - missing.length} of ${known.files.length} files are there)`
  throw new DataError(`${known.name} is not in the data folder ${folder}${have}`, {
    file: place,
    hint: [
      `put ${missing.length === 1 ? 'this file' : 'these files'} into ${place}, from ${known.from}:`,
      ...missing.map((file) => `  ${file}`),
      'or name their folder: --data FOLDER. The variable GENC_DATA changes the data folder. `--data digits` needs no files.',
    ].join('\n'),
  })
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()
