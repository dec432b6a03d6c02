/** `--data SRC`: finds out what a source is, reads it, and gives it as a data set. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync, type Dirent } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { nearest } from '../../grammar/nearest.ts'
import { BUILTINS, openBuiltin } from '../data/builtin/builtin.ts'
import { parseCsv } from '../data/csv.ts'
import { DataError } from '../data/error.ts'
import { parseIdx, parseIdxName, tableOf } from '../data/idx.ts'
import { parseImageFolder } from '../data/imageFolder.ts'
import { parseNpy } from '../data/npy.ts'
import { parseNpz } from '../data/npz.ts'
import { isPictureName } from '../data/picture.ts'
import { parseSource, type Source } from '../data/source.ts'
import { countRows, pickTableRows, type Column, type Dataset } from '../data/table.ts'
import { shuffle } from '../noise/shuffle.ts'
import { dataFolder, findKnown, KNOWN_DATA } from './dataCache.ts'
import { readBytes, readRaw, unreadable } from './readFile.ts'

export interface OpenOptions {
  /** Paths are relative to it; the working directory when left out. */
  readonly cwd?: string
  /** For `GENC_DATA`; the process's own when left out. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/** What one kind of source yields; the hash is of the contents, unzipped. */
interface Opened {
  readonly splits: Dataset['splits']
  readonly what: string
}

/**
 * Opens a built-in (`digits`, `ring8:sigma=0.01`), a known name (`mnist`), a folder of IDX files, of pictures or of
 * `train.*` and `test.*`, a `.csv`, `.npy`, `.npz` or IDX file. Single files without a test split of their own give
 * a tenth of their rows to it; `:test=0.2` asks for another share and `:test=0` for none.
 * Throws a DataError for everything that can go wrong.
 */
export function openData(text: string, options: OpenOptions = {}): Dataset {
  const source = parseSource(text)
  const builtin = openBuiltin(source)
  if (builtin !== null) return builtin
  const path = resolve(options.cwd ?? process.cwd(), source.path)
  const known = KNOWN_DATA.find(({ name }) => name === source.path)
  const place = known !== undefined && !existsSync(path) ? findKnown(known, dataFolder(options.environment)) : path
  if (!existsSync(place)) throw missing(source.path, path)

  const hash = createHash('sha256')
  const share = testShare(source)
  const opened = isFolder(place) ? openFolder(place, source.path, hash) : openFile(place, source.path, hash)
  const splits =
    share !== null && opened.splits.test !== null && opened.splits.train !== null
      ? refuseShare(source)
      : opened.splits.test === null
        ? holdOut(opened.splits, share ?? 0.1)
        : opened.splits
  return {
    name: known?.name ?? basename(place),
    description: `${opened.what} ${source.path}: ${countRows(splits)}`,
    hash: `sha256/${hash.digest('hex')}${splits === opened.splits ? '' : `/held=${share ?? 0.1}`}`,
    splits,
  }
}

type Hash = ReturnType<typeof createHash>

function openFile(path: string, name: string, hash: Hash): Opened {
  const take = (): Uint8Array => {
    const bytes = readBytes(path, name)
    hash.update(bytes)
    return bytes
  }
  const plain = path.replace(/\.gz$/i, '')
  switch (extname(plain).toLowerCase()) {
    case '.csv':
    case '.tsv':
    case '.txt':
      return { splits: { train: parseCsv([{ file: name, text: textOf(take(), name) }])[0]!, test: null }, what: 'CSV' }
    case '.npz':
      return { splits: parseNpz(take(), name), what: 'NumPy' }
    case '.npy':
      return { splits: { train: tableOf({ [basename(plain, '.npy')]: parseNpy(take(), name) }), test: null }, what: 'NumPy' }
    case '.png':
    case '.jpg':
    case '.jpeg':
      throw new DataError(`${name} is a single picture`, { file: name, hint: 'name the folder it lies in' })
    default: {
      const split = parseIdxName(basename(path))
      const bytes = take()
      if (split === null && (bytes[0] !== 0 || bytes[1] !== 0)) {
        throw new DataError(`${name} is no kind of data that is known here`, {
          file: name, hint: 'data are .csv, .npy, .npz or IDX files, a folder of them or of PNG and JPEG pictures, or built in: digits, ring8, …',
        })
      }
      const table = tableOf({ [split?.field ?? 'images']: parseIdx(bytes, name) })
      return { splits: split?.split === 'test' ? { train: null, test: table } : { train: table, test: null }, what: 'IDX' }
    }
  }
}

function openFolder(path: string, name: string, hash: Hash): Opened {
  const entries = list(path, name)
    .map((entry) => entry.name)
    .sort()
  if (entries.length === 0)
    throw new DataError(`${name} is an empty folder`, { file: name, hint: 'it should hold IDX files, pictures, or train.csv and test.csv' })
  const idx = entries.flatMap((file) => {
    const parsed = parseIdxName(file)
    return parsed === null ? [] : [{ file, ...parsed }]
  })
  if (idx.length > 0) return { splits: openIdxFolder(path, name, idx, hash), what: 'IDX files in' }

  for (const ending of ['.csv', '.npz', '.npy']) {
    const train = entries.find((file) => file.toLowerCase() === `train${ending}`)
    const test = entries.find((file) => file.toLowerCase() === `test${ending}`)
    if (train !== undefined) return openPair(path, name, [train, ...(test === undefined ? [] : [test])], ending, hash)
  }

  const pictures = listPictures(path, '', name)
  if (pictures.length > 0) {
    const splits = parseImageFolder(
      pictures.map((relative) => {
        const file = `${name.replace(/[\\/]$/, '')}/${relative}`
        let first = true
        return {
          path: relative,
          file,
          read() {
            const bytes = readRaw(join(path, relative), file)
            if (first) hash.update(`${relative}\0`).update(bytes)
            first = false
            return bytes
          },
        }
      }),
      name,
    )
    return { splits, what: 'pictures in' }
  }
  const tables = entries.filter((file) => /\.(csv|tsv|npz|npy)$/i.test(file))
  throw new DataError(`${name} holds no data that is recognised: ${entries.slice(0, 5).join(', ')}${entries.length > 5 ? ', …' : ''}`, {
    file: name,
    hint:
      tables.length > 0
        ? `name the file itself: --data ${join(name, tables[0]!)}`
        : 'it should hold IDX files (train-images-idx3-ubyte, …), PNG or JPEG pictures, or train.csv and test.csv',
  })
}

function openIdxFolder(
  path: string,
  name: string,
  files: readonly { readonly file: string; readonly split: 'train' | 'test'; readonly field: string }[],
  hash: Hash,
): Dataset['splits'] {
  const columns: Record<'train' | 'test', Record<string, Column>> = { train: {}, test: {} }
  for (const { file, split, field } of files) {
    // With both `x` and `x.gz` there, the first by alphabet (unzipped) is read.
    if (columns[split][field] !== undefined) continue
    const bytes = readBytes(join(path, file), join(name, file))
    hash.update(`${split}/${field}\0`).update(bytes)
    columns[split][field] = parseIdx(bytes, join(name, file))
  }
  const table = (split: 'train' | 'test') => (Object.keys(columns[split]).length === 0 ? null : tableOf(columns[split]))
  return { train: table('train'), test: table('test') }
}

function openPair(path: string, name: string, files: readonly string[], ending: string, hash: Hash): Opened {
  const contents = files.map((file) => {
    const bytes = readBytes(join(path, file), join(name, file))
    hash.update(`${file}\0`).update(bytes)
    return { file: join(name, file), bytes }
  })
  const what = ending === '.csv' ? 'CSV files in' : 'NumPy files in'
  const tables =
    ending === '.csv'
      ? parseCsv(contents.map(({ file, bytes }) => ({ file, text: textOf(bytes, file) })))
      : ending === '.npz'
        ? contents.map(({ file, bytes }) => parseNpz(bytes, file).train)
        : contents.map(({ file, bytes }) => tableOf({ x: parseNpy(bytes, file) }))
  return { splits: { train: tables[0] ?? null, test: tables[1] ?? null }, what }
}

/** Pictures below a folder, three levels down at most, as paths joined by `/`. */
function listPictures(root: string, below: string, name: string): readonly string[] {
  const depth = below === '' ? 0 : below.split('/').length
  return list(join(root, below), join(name, below)).flatMap((entry) => {
    const relative = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) return depth < 3 ? listPictures(root, relative, name) : []
    return isPictureName(entry.name) ? [relative] : []
  })
}

/** Entries of a folder but hidden ones. */
function list(path: string, name: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true }).filter((entry) => !entry.name.startsWith('.'))
  } catch (error) {
    throw unreadable(error, name)
  }
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory()

function textOf(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new DataError(`${file} is not text in UTF-8`, { file, hint: 'save it as CSV UTF-8, or check that it is a CSV file at all' })
  }
}

/**
 * A share of the rows to the test split, picked by a permutation of a fixed key: the same rows whatever the seed, from
 * all of a sorted file, and from all classes of one where they take turns. Both splits keep the file's order.
 */
function holdOut(splits: Dataset['splits'], share: number): Dataset['splits'] {
  const { train } = splits
  if (train === null) return splits
  // 0.29 · 100 is a little below 29.
  const held = Math.floor(train.rows * share + 1e-9)
  if (held === 0) return splits
  const order = shuffle(train.rows, 0, 0, 'held out')
  return { train: pickTableRows(train, order.slice(held).sort()), test: pickTableRows(train, order.slice(0, held).sort()) }
}

function testShare(source: Source): number | null {
  const other = Object.keys(source.options).find((name) => name !== 'test')
  if (other !== undefined)
    throw new DataError(`files have no option ${other}`, { file: source.path, hint: `their option is test: ${source.path}:test=0.2` })
  const text = source.options['test']
  if (text === undefined) return null
  const share = text.trim() === '' ? NaN : Number(text)
  if (!(share >= 0 && share <= 0.5))
    throw new DataError(`test=${text} is not a share from 0 to 0.5`, { file: source.path, hint: `for example ${source.path}:test=0.2` })
  return share
}

function refuseShare(source: Source): never {
  throw new DataError(`${source.path} has a test split of its own`, {
    file: source.path,
    hint: `leave out :test=${source.options['test']}`,
  })
}

function missing(name: string, path: string): DataError {
  const folder = dirname(path)
  const beside = isFolder(folder) ? list(folder, dirname(name)).map((entry) => join(dirname(name), entry.name)) : []
  const candidates = [...beside, ...BUILTINS.map((builtin) => builtin.name), ...KNOWN_DATA.map((known) => known.name)]
  const near = nearest(name, candidates)
  const names = [...BUILTINS, ...KNOWN_DATA].map((one) => one.name).join(', ')
  return new DataError(`there is no data called ${name}: no such file or folder, and no built-in of that name`, {
    file: name,
    hint: near !== undefined
      ? `did you mean ${near}?`
      : isFolder(folder)
        ? `names are ${names}; or give a path`
        : `the folder ${dirname(name)} does not exist either`,
  })
}
