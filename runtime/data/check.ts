/** Whether the rows of a column are what a field declares. The first row that is not becomes a DataError. */
import { DataError } from './error.ts'
import { showField, type FieldSpec } from './field.ts'
import { showRowShape, sizeOfShape, type Column } from './table.ts'

/** Same shape, or the same numbers flat, or (with `resize`) the same channels. `source` names data without a file. */
export function checkRowShape(column: Column, field: FieldSpec, source: string): void {
  const differing = column.shapeOf !== undefined
  for (let row = 0; row < (differing ? column.rows : Math.min(1, column.rows)); row++) {
    const shape = column.shapeOf?.(row) ?? column.shape
    if (!fits(shape, field)) throw shapeError(column, row, shape, field, source)
  }
}

/** Whether rows of this shape are resized to the field: pictures with its channels, where the spec says `resize`. */
export const canResize = (shape: readonly number[], field: FieldSpec): boolean =>
  field.kind === 'image' && field.resize !== null && (shape.length === 2 || shape.length === 3) && (shape[2] ?? 1) === (field.shape[2] ?? 1)

function fits(shape: readonly number[], field: FieldSpec): boolean {
  const wanted = field.shape
  if (canResize(shape, field)) return true
  if (sizeOfShape(shape) !== sizeOfShape(wanted)) return false
  const trimmed = (sizes: readonly number[]): readonly number[] => (sizes.at(-1) === 1 ? sizes.slice(0, -1) : sizes)
  const a = trimmed(shape)
  const b = trimmed(wanted)
  return a.length <= 1 || b.length <= 1 || (a.length === b.length && a.every((size, i) => size === b[i]))
}

function shapeError(column: Column, row: number, shape: readonly number[], field: FieldSpec, source: string): DataError {
  const [height, width] = shape
  const wanted = field.shape
  let hint: string
  if (field.kind === 'image' && shape.length < 2)
    hint = `these are no pictures: give ${field.name} a folder of pictures or IDX files, or declare real[…]`
  else if (field.kind !== 'image') hint = `declare ${field.name} with shape [${shape.join(', ')}], or give it another column`
  else if (shape.length === 3 && wanted.length === 3 && shape[0] === wanted[2] && shape[1] === wanted[0]) {
    hint = 'channels come last here: transpose the array to rows × height × width × channels'
  } else if ((shape[2] ?? 1) !== (wanted[2] ?? 1) && shape.length >= 2) {
    hint = `the pictures have ${shape[2] ?? 1} channel${(shape[2] ?? 1) === 1 ? '' : 's'}: declare image[${wanted[0]}, ${wanted[1]}, ${shape[2] ?? 1}]`
  } else hint = `declare image[${height}, ${width}, ${shape[2] ?? 1}], or write \`resize bilinear\` after the declaration`
  const what = column.rows > 1 && column.shapeOf === undefined ? `rows of ${column.file ?? source} are` : `${column.where(row)} is`
  return new DataError(`${what} ${showRowShape(shape)}, but the spec declares ${showField(field)}`, {
    ...(column.file === null ? {} : { file: column.file }),
    row,
    hint,
  })
}

/** Labels are whole and below K; numbers are finite and within the declared range. */
export function checkNumbers(column: Column, field: FieldSpec, source: string): void {
  const counts = field.kind === 'label' || field.kind === 'tokens'
  if (counts && column.classes !== undefined && column.classes.length > field.classes!) {
    throw new DataError(
      `${column.file ?? source} has ${column.classes.length} classes (${someOf(column.classes)}), but the spec declares ${showField(field)}`,
      {
        ...(column.file === null ? {} : { file: column.file }),
        hint: `declare ${field.name}: label(${column.classes.length})`,
      },
    )
  }
  if (!counts && column.classes !== undefined) {
    throw new DataError(`${showField(field)} takes a column of words from ${column.file ?? source} (${someOf(column.classes)})`, {
      ...(column.file === null ? {} : { file: column.file }),
      hint: `declare ${field.name}: label(${column.classes.length})`,
    })
  }
  const bounds = counts ? ([0, field.classes! - 1] as const) : field.range
  if (!counts && column.kind === 'bytes') {
    if (field.range === null && field.kind !== 'image') {
      throw new DataError(
        `${showField(field)} takes bytes from ${column.file ?? source}, and the spec does not say which range they stand for`,
        {
          ...(column.file === null ? {} : { file: column.file }),
          hint: `write \`${showField(field)} in [0, 1]\`, or store the numbers as floats`,
        },
      )
    }
    return
  }
  const known = column.range
  if (known !== undefined && (bounds === null || (known[0] >= bounds[0] && known[1] <= bounds[1]))) return

  const values = new Float32Array(sizeOfShape(column.shape))
  // Float32 data may round beyond a bound written in decimal.
  const slack = bounds === null ? 0 : 1e-6 * Math.max(Math.abs(bounds[0]), Math.abs(bounds[1]))
  for (let row = 0; row < column.rows; row++) {
    const size = column.shapeOf === undefined ? values.length : sizeOfShape(column.shapeOf(row))
    const target = size > values.length ? new Float32Array(size) : values
    column.read(row, target, 0)
    for (let i = 0; i < size; i++) {
      const value = target[i]!
      const fine = counts
        ? value >= 0 && value <= bounds![1] && value === Math.floor(value)
        : bounds === null
          ? value - value === 0
          : value >= bounds[0] - slack && value <= bounds[1] + slack
      if (!fine) throw valueError(column, row, i, value, field)
    }
  }
}

function valueError(column: Column, row: number, index: number, value: number, field: FieldSpec): DataError {
  const place = { ...(column.file === null ? {} : { file: column.file }), row }
  const shown = Number.isInteger(value) || !Number.isFinite(value) ? String(value) : String(Number(value.toPrecision(6)))
  const where = sizeOfShape(column.shape) > 1 ? `${column.where(row)}, number ${index}` : column.where(row)
  if (field.kind === 'label' || field.kind === 'tokens') {
    const word = field.kind === 'label' ? 'label' : 'token'
    const hint = !Number.isInteger(value)
      ? `${word}s are whole numbers from 0`
      : value === field.classes
        ? `${word}s count from 0: subtract 1, or declare ${field.name}: ${field.kind}(${value + 1})`
        : `${word}s run from 0 to ${field.classes! - 1}: correct the file, or declare a larger ${field.kind}(…)`
    return new DataError(`${where}: ${word} ${shown} does not fit ${showField(field)}`, { ...place, hint })
  }
  if (!Number.isFinite(value)) {
    return new DataError(`${where}: ${shown} where ${showField(field)} needs a finite number`, {
      ...place,
      hint: 'remove or fill in the missing values',
    })
  }
  const [low, high] = field.range!
  const greys = field.kind === 'image' && value > 1 && value <= 255
  return new DataError(`${where}: ${shown} lies outside ${showField(field)}`, {
    ...place,
    hint: greys
      ? 'grey values from 0 to 255 are mapped onto the range when they are stored as bytes (uint8); else divide them by 255'
      : `scale the data to [${low}, ${high}], or declare the range that they have`,
  })
}

const someOf = (names: readonly string[]): string => (names.length > 6 ? `${names.slice(0, 6).join(', ')}, …` : names.join(', '))
