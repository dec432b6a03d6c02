import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCsv } from '../../../runtime/data/csv.ts'
import { delimiterOf, eachCsvRecord, type CsvRecord } from '../../../runtime/data/csvRecords.ts'
import type { Table } from '../../../runtime/data/table.ts'
import { dataError } from './samples.ts'

const parse = (text: string, file = 'points.csv'): Table => parseCsv([{ file, text }])[0]!
const values = (table: Table, name: string): number[] => {
  const out = new Float32Array(table.rows)
  for (let row = 0; row < table.rows; row++) table.fields[name]!.read(row, out, row)
  return [...out]
}
const records = (text: string): CsvRecord[] => {
  const found: CsvRecord[] = []
  eachCsvRecord(text, ',', 'f', (record) => found.push(record))
  return found
}

describe('reading', () => {
  test('a header, numbers, and a column of words as labels by alphabet', () => {
    const table = parse('a,b,kind\n1,2.5,oak\n-3,4e-1,ash\n0,1,oak\n')
    expect(table.rows).toBe(3)
    expect(values(table, 'a')).toEqual([1, -3, 0])
    expect(values(table, 'b')).toEqual([2.5, Math.fround(0.4), 1])
    expect(table.fields['kind']).toMatchObject({ kind: 'label', classes: ['ash', 'oak'] })
    expect(values(table, 'kind')).toEqual([1, 0, 1])
  })

  test('no header, semicolons, tabs, CRLF, blank lines, a byte order mark, no last newline', () => {
    expect(values(parse('1;2\r\n3;4\r\n\r\n'), 'column2')).toEqual([2, 4])
    expect(values(parse('x\ty\n1\t2'), 'y')).toEqual([2])
    expect(values(parse('\ufeffx,y\n\n1,2\n'), 'x')).toEqual([1])
  })

  test('words are numbered alike in files that belong together', () => {
    const [train, test] = parseCsv([
      { file: 'train.csv', text: 'k\nb\nc\n' },
      { file: 'test.csv', text: 'k\na\nc\n' },
    ])
    expect(values(train!, 'k')).toEqual([1, 2])
    expect(values(test!, 'k')).toEqual([0, 2])
  })

  test('quotes: delimiters, quotes and line ends inside, and the right line afterwards', () => {
    expect(records('a,"b, ""c"""\r\n"two\nlines",d\ne,f\n')).toEqual([
      { cells: ['a', 'b, "c"'], line: 1 },
      { cells: ['two\nlines', 'd'], line: 2 },
      { cells: ['e', 'f'], line: 4 },
    ])
    expect(delimiterOf('a;b;c,d\n')).toBe(';')
  })

  test('quotes: an empty cell is no blank line, spaces may follow, line ends may mix', () => {
    expect(records('""\n \n"a" ,b"c\r\n\r\n" ""d""" ')).toEqual([
      { cells: [''], line: 1 },
      { cells: ['a', 'b"c'], line: 3 },
      { cells: [' "d"'], line: 5 },
    ])
  })

  test('any cells between quotes come back, with the lines they begin on (seed 4180)', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', ' ', ',', '"', '\n'), maxLength: 5 }).filter((text) => !/^\s+"/.test(text))
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 })
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, newline) => {
        const written = rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))
        const line = (row: number): number => 1 + written.slice(0, row).reduce((sum, text) => sum + text.split('\n').length, 0)
        expect(records(written.join(newline))).toEqual(rows.map((cells, row) => ({ cells, line: line(row) })))
      }),
      { seed: 4180, numRuns: 300 },
    )
  })
})

describe('mistakes name the file and the line', () => {
  test('a ragged row', () => {
    const error = dataError(() => parse('x,y\n1,2\n3,4\n5\n6,7\n'))
    expect(error.message).toBe('points.csv, line 4: 1 cell, but the first line has 2')
    expect(error).toMatchObject({ file: 'points.csv', row: 2 })
    expect(dataError(() => parse('x,y\n1,2,3\n')).hint).toContain('quotes')
  })

  test.each([
    ['', 'points.csv is empty'],
    ['  \n \n', 'points.csv is empty'],
    ['x,y\n', 'points.csv has a line of names and no rows'],
    ['x,y\n1,\n', 'points.csv, line 2: y has no value'],
    ['x,y\n1,NaN\n', 'points.csv, line 2: y has no value (NaN)'],
    ['x,y\n1,2\n1,"2\n', 'points.csv, line 3: a quote is opened and never closed'],
    ['x,y\n1,2\n"1\n3,4\n', 'points.csv, line 3: a quote is opened and never closed'],
    ['x,y\n1,2\n"1"3,4"\n', 'points.csv, line 3: a cell goes on after its closing quote'],
    ['x,y\n"1\n",2\n1, "2"\n', 'points.csv, line 4: a space stands before the quote of "2"'],
    ['x,y\n"1\n",2\n1\n', 'points.csv, line 4: 1 cell, but the first line has 2'],
    ['x,x\n1,2\n', 'points.csv, line 1: two columns are called x'],
    ['x,\0\n1,2\n', 'points.csv is not a CSV file: it holds binary data'],
  ])('%j', (text, message) => {
    expect(dataError(() => parse(text)).message).toBe(message)
  })

  test('a word among numbers', () => {
    expect(dataError(() => parse('x\n1\n2\nthree\n4\n')).message).toBe('points.csv, line 4: x is three, a word among numbers')
  })
})
