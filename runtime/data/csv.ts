/** CSV files as tables: one column a header name; a column of words is labels. */
import { DataError } from './error.ts'
import { delimiterOf, eachCsvRecord } from './csvRecords.ts'
import { arrayColumn, type Column, type Table } from './table.ts'

export interface CsvFile {
  readonly file: string
  readonly text: string
}

/** What was read of one file, before it is known which columns are words. */
interface Sheet {
  readonly file: string
  readonly names: readonly string[]
  /** Numbers by row; NaN where a cell is no number. */
  readonly numbers: Float32Array
  /** Cells that are no numbers: `row * columns + column`. */
  readonly words: ReadonlyMap<number, string>
  /** Line of each row. */
  readonly lines: Uint32Array
}

/**
 * Tables of files that belong together (`train.csv`, `test.csv`): a column of words is numbered alike in all of them,
 * by alphabet. Without a header (a first line of numbers) the columns are called `column1`, `column2`, ….
 * Throws a DataError for an empty file, a ragged row, a missing value, words among numbers.
 */
export function parseCsv(files: readonly CsvFile[]): readonly Table[] {
  const sheets = files.map(readSheet)
  const classes = new Map<string, readonly string[]>()
  for (const sheet of sheets) {
    sheet.names.forEach((name, column) => {
      if (!isWords(sheet, column)) return
      const found = new Set(classes.get(name))
      for (let row = 0; row < sheet.lines.length; row++)
        found.add(sheet.words.get(row * sheet.names.length + column) ?? String(sheet.numbers[row * sheet.names.length + column]))
      classes.set(name, [...found].sort())
    })
  }
  return sheets.map((sheet) => tableOfSheet(sheet, classes))
}

function readSheet({ file, text }: CsvFile): Sheet {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text
  if (source.trim() === '')
    throw new DataError(`${file} is empty`, { file, hint: 'a CSV file has a line of names and a line for every row' })
  if (source.includes('\0')) throw new DataError(`${file} is not a CSV file: it holds binary data`, { file })
  let names: readonly string[] = []
  let numbers = new Float32Array(1024)
  const words = new Map<number, string>()
  const lines: number[] = []
  eachCsvRecord(source, delimiterOf(source), file, ({ cells, line }) => {
    if (names.length === 0) {
      const header = cells.some((cell) => cell.trim() !== '' && !isNumber(cell))
      names = header ? cells.map((cell) => cell.trim()) : cells.map((_, i) => `column${i + 1}`)
      checkNames(names, file)
      if (header) return
    }
    const row = lines.length
    if (cells.length !== names.length) {
      throw new DataError(
        `${file}, line ${line}: ${cells.length} cell${cells.length === 1 ? '' : 's'}, but the first line has ${names.length}`,
        {
          file,
          row,
          hint:
            cells.length > names.length
              ? 'a comma inside a cell needs quotes around the cell'
              : `fill in the missing ${names.length - cells.length === 1 ? 'cell' : 'cells'} or remove the line`,
        },
      )
    }
    const at = row * names.length
    if (at + names.length > numbers.length) {
      const longer = new Float32Array(2 * (at + names.length))
      longer.set(numbers)
      numbers = longer
    }
    lines.push(line)
    for (let column = 0; column < names.length; column++) {
      const cell = cells[column]!
      const value = Number(cell)
      if (value === value && cell.trim() !== '') {
        numbers[at + column] = value
        continue
      }
      const word = cell.trim()
      if (word === '' || /^(nan|na|null|\?)$/i.test(word)) {
        throw new DataError(`${file}, line ${line}: ${names[column]} has no value${word === '' ? '' : ` (${word})`}`, {
          file,
          row,
          hint: 'fill it in, or remove the line',
        })
      }
      numbers[at + column] = NaN
      words.set(at + column, word)
    }
  })
  if (lines.length === 0) throw new DataError(`${file} has a line of names and no rows`, { file })
  return { file, names, numbers: numbers.subarray(0, lines.length * names.length), words, lines: Uint32Array.from(lines) }
}

function checkNames(names: readonly string[], file: string): void {
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined)
    throw new DataError(`${file}, line 1: two columns are called ${twice === '' ? '"" (nothing)' : twice}`, {
      file,
      hint: 'give every column its own name',
    })
}

const isNumber = (cell: string): boolean => cell.trim() !== '' && !Number.isNaN(Number(cell))
const isWords = (sheet: Sheet, column: number): boolean => sheet.words.has(column)

function tableOfSheet(sheet: Sheet, classes: ReadonlyMap<string, readonly string[]>): Table {
  const { file, names, numbers, words, lines } = sheet
  const where = (row: number): string => `${file}, line ${lines[row]}`
  const fields: Record<string, Column> = {}
  names.forEach((name, column) => {
    const known = classes.get(name)
    if (known !== undefined) {
      const index = new Map(known.map((word, i) => [word, i]))
      const data = Uint32Array.from(lines, (_, row) =>
        index.get(words.get(row * names.length + column) ?? String(numbers[row * names.length + column]))!,
      )
      fields[name] = arrayColumn({ kind: 'label', shape: [], data, file, classes: known, range: [0, known.length - 1], where })
      return
    }
    for (let row = 0; row < lines.length; row++) {
      const word = words.get(row * names.length + column)
      if (word !== undefined)
        throw new DataError(`${where(row)}: ${name} is ${word}, a word among numbers`, {
          file,
          row,
          hint: 'correct the cell; a column of words has words in every row',
        })
    }
    const stride = names.length
    fields[name] = {
      kind: 'float',
      shape: [],
      rows: lines.length,
      file,
      where,
      read(row, out, at) {
        out[at] = numbers[row * stride + column]!
      },
    }
  })
  return { rows: lines.length, fields }
}
