/** The records of a CSV text by RFC 4180, read by Papa Parse: this says on which line each begins, and what quotes break. */
import Papa from 'papaparse'
import { DataError } from './error.ts'

export interface CsvRecord {
  readonly cells: readonly string[]
  /** Line of the file on which it begins, from 1. */ readonly line: number
}

/** Comma, semicolon or tab: whichever the first line has most of; comma when it has none. */
export function delimiterOf(text: string): string {
  const end = text.indexOf('\n')
  const first = end < 0 ? text : text.slice(0, end)
  const counts = [',', ';', '\t'].map((mark) => first.split(mark).length)
  const most = Math.max(...counts)
  return [',', ';', '\t'][counts.indexOf(most)]!
}

/**
 * Hands every record to `visit`, one at a time, because MNIST as CSV has 47 million cells. Blank lines are skipped.
 * Line ends are LF or CRLF (inside quotes, CRLF becomes LF). Throws a DataError for quotes that do not enclose a cell.
 */
export function eachCsvRecord(text: string, delimiter: string, file: string, visit: (record: CsvRecord) => void): void {
  // Papa Parse knows one kind of line end a file, and wants one behind a last cell that has spaces after its quote.
  const source = `${text.replaceAll('\r\n', '\n')}\n`
  let begin = 0
  let line = 1
  Papa.parse<string[]>(source, {
    delimiter,
    newline: '\n',
    step({ data: cells, errors, meta }) {
      const written = source.slice(begin, meta.cursor)
      const where = `${file}, line ${line}`
      if (errors.length > 0) throw brokenQuotes(errors, where, file)
      if (written.includes('"')) checkSpaces(cells, written, delimiter, where, file)
      if (written.trim() !== '') visit({ cells, line })
      begin = meta.cursor
      line += written.split('\n').length - 1
    },
  })
}

function brokenQuotes(errors: readonly Papa.ParseError[], where: string, file: string): DataError {
  return errors.some(({ code }) => code === 'MissingQuotes')
    ? new DataError(`${where}: a quote is opened and never closed`, { file, hint: 'close it, or write a quote inside quotes twice' })
    : new DataError(`${where}: a cell goes on after its closing quote`, { file, hint: 'write a quote inside quotes twice' })
}

/**
 * By RFC 4180 a cell with a space before its quote holds space and quotes, which nobody means. A cell between quotes
 * may read the same, but does not stand so in the record as `written`: its quotes are doubled there.
 */
function checkSpaces(cells: readonly string[], written: string, delimiter: string, where: string, file: string): void {
  const spaced = cells.find((cell) => /^\s+"/.test(cell) && `${delimiter}${written}`.includes(`${delimiter}${cell}`))
  if (spaced !== undefined)
    throw new DataError(`${where}: a space stands before the quote of ${spaced.trim()}`, { file, hint: 'remove the space' })
}
