/**
 * A folder of pictures as tables: fields `images` and, with one sub-folder a class, `labels`. Sub-folders `train` and
 * `test` are the splits. Pictures are decoded when first read and kept while memory allows.
 */
import { DataError } from './error.ts'
import { decodePicture, pictureSize, type PictureSize } from './picture.ts'
import { arrayColumn, sizeOfShape, type Column, type Dataset, type Table } from './table.ts'

export interface PictureFile {
  /** Path within the folder, parts joined by `/`: `train/cat/0001.png`. */
  readonly path: string
  /** As the user would name it, for messages. */
  readonly file: string
  read(): Uint8Array
}

/** Decoded bytes kept at most. */
const KEEP = 512 * 2 ** 20

interface Placed {
  readonly picture: PictureFile
  readonly split: 'train' | 'test'
  readonly name: string | null
}

/** Throws a DataError when pictures lie both in class folders and beside them, or a file is no picture. */
export function parseImageFolder(pictures: readonly PictureFile[], folder: string): Dataset['splits'] {
  if (pictures.length === 0)
    throw new DataError(`${folder} has no pictures`, { file: folder, hint: 'PNG and JPEG files are read, one sub-folder a class' })
  const placed = [...pictures].sort((a, b) => (a.path < b.path ? -1 : 1)).map(place)
  const stray = placed.find(({ name }) => (name === null) !== (placed[0]!.name === null))
  if (stray !== undefined) {
    const [inside, beside] = stray.name === null ? [placed[0]!, stray] : [stray, placed[0]!]
    throw new DataError(`${folder} has pictures in class folders (${inside.picture.path}) and beside them (${beside.picture.path})`, {
      file: beside.picture.file,
      hint: 'put every picture into the folder of its class, or all into one folder',
    })
  }
  const sizes = placed.map(({ picture }) => pictureSize(picture.read(), picture.file))
  const channels = sizes.some((size) => size.channels === 3) ? 3 : 1
  const classes = classNames(placed.flatMap(({ name }) => (name === null ? [] : [name])))
  const tableOf = (split: 'train' | 'test'): Table | null => {
    const chosen = placed.flatMap((one, i) => (one.split === split ? [{ ...one, size: sizes[i]! }] : []))
    if (chosen.length === 0) return null
    const images = pictureColumn(
      chosen.map(({ picture }) => picture),
      chosen.map(({ size }) => size),
      channels,
      folder,
    )
    if (classes === null) return { rows: chosen.length, fields: { images } }
    const data = Uint32Array.from(chosen, ({ name }) => classes.numberOf(name!))
    const labels = arrayColumn({
      kind: 'label',
      shape: [],
      data,
      file: folder,
      where: images.where,
      range: [0, classes.count - 1],
      ...(classes.names === null ? {} : { classes: classes.names }),
    })
    return { rows: chosen.length, fields: { images, labels } }
  }
  return { train: tableOf('train'), test: tableOf('test') }
}

function place(picture: PictureFile): Placed {
  const parts = picture.path.split('/')
  const first = parts[0]!.toLowerCase()
  const split =
    parts.length > 1 && ['train', 'training'].includes(first)
      ? 'train'
      : parts.length > 1 && ['test', 'testing', 't10k'].includes(first)
        ? 'test'
        : null
  const rest = split === null ? parts : parts.slice(1)
  if (rest.length > 2)
    throw new DataError(`${picture.file} lies too deep: ${rest.length - 1} folders`, {
      file: picture.file,
      hint: 'one sub-folder a class, or train/class and test/class',
    })
  return { picture, split: split ?? 'train', name: rest.length === 2 ? rest[0]! : null }
}

/** Folders called by numbers (`0` … `9`) are those labels; other names are numbered by alphabet. */
function classNames(
  all: readonly string[],
): { readonly names: readonly string[] | null; readonly count: number; numberOf(name: string): number } | null {
  const names = [...new Set(all)].sort()
  if (names.length === 0) return null
  if (names.every((name) => /^\d{1,6}$/.test(name))) return { names: null, count: Math.max(...names.map(Number)) + 1, numberOf: Number }
  return { names, count: names.length, numberOf: (name) => names.indexOf(name) }
}

function pictureColumn(pictures: readonly PictureFile[], sizes: readonly PictureSize[], channels: 1 | 3, folder: string): Column {
  const kept = new Map<number, Uint8Array>()
  let room = KEEP
  const shapes = sizes.map(({ height, width }) => [height, width, channels] as const)
  const shape = shapes[0]!
  const alike = shapes.every((other) => other[0] === shape[0] && other[1] === shape[1])
  return {
    kind: 'bytes',
    shape,
    rows: pictures.length,
    file: folder,
    range: [0, 255],
    ...(alike ? {} : { shapeOf: (row: number) => shapes[row]! }),
    read(row, out, at) {
      let pixels = kept.get(row)
      if (pixels === undefined) {
        const picture = pictures[row]!
        pixels = decodePicture(picture.read(), picture.file, channels)
        if (pixels.length !== sizeOfShape(shapes[row]!))
          throw new DataError(`${picture.file} changed while it was in use`, { file: picture.file, row })
        if (pixels.length <= room) {
          kept.set(row, pixels)
          room -= pixels.length
        }
      }
      out.set(pixels, at)
    },
    where: (row) => pictures[row]!.file,
  }
}
