/**
 * The formatter: a Prettier plugin for `.gen`, and `format`. Loads Prettier, so import it only to format.
 *
 * It changes white space, line breaks and `;` only. Operators, numbers, parentheses and comments stay as typed.
 */
import type { Doc, Parser, Plugin, Printer, SupportLanguage } from 'prettier'
import { lex } from './lexer.ts'
import { read, type Read, type SyntaxProblem } from './parse.ts'
import { fileDocument } from './print-statements.ts'
import { Newline, Semicolon } from './tokens.ts'

/** Why a file was not formatted. */
export class FormatError extends Error {
  override readonly name = 'FormatError'
  /** The file's syntax problems; empty when the fault is the formatter's. */
  readonly problems: readonly SyntaxProblem[]

  constructor(message: string, problems: readonly SyntaxProblem[]) {
    super(message)
    this.problems = problems
  }
}

interface File { readonly type: 'file'; readonly source: string; readonly read: Read }

export const languages: SupportLanguage[] = [{ name: 'gen', parsers: ['gen'], extensions: ['.gen'] }]

const parser: Parser<File> = {
  astFormat: 'gen',
  parse(source) {
    const result = read(source)
    // An empty file, or one of comments only, has nothing wrong with its layout.
    const problems = result.errors.filter(found => found.code !== 'syntax/empty')
    if (problems.length > 0) throw new FormatError(`A file with syntax errors is not formatted. ${problems[0]!.message}`, problems)
    return { type: 'file', source, read: result }
  },
  locStart: () => 0,
  locEnd: file => file.source.length,
}

const printer: Printer<File> = {
  print(path, options): Doc {
    const { source, read: result } = path.node
    return result.tokens.length === 0 && result.spec.comments.length === 0 ? '' : fileDocument(source, result, options.printWidth)
  },
}

export const parsers: { readonly gen: Parser<File> } = { gen: parser }
export const printers: { readonly gen: Printer<File> } = { gen: printer }
export const defaultOptions: NonNullable<Plugin['defaultOptions']> = { printWidth: 120, tabWidth: 2 }

/**
 * The source in its standard layout.
 * @throws FormatError when the source has syntax errors, or when the layout would have changed its tokens.
 */
export async function format(source: string): Promise<string> {
  const prettier = await import('prettier/standalone')
  const plugin = { languages, parsers, printers, defaultOptions } as Plugin
  const result = await prettier.format(source, { parser: 'gen', plugins: [plugin], printWidth: 120, tabWidth: 2, endOfLine: 'lf' })
  if (essence(source) !== essence(result)) {
    throw new FormatError('The formatter would have changed more than the layout of this file, which is a fault of the formatter. The file is left as it is.', [])
  }
  return result
}

/** Tokens and comments of a source without its layout. */
function essence(source: string): string {
  const { tokens, comments } = lex(source)
  const words = tokens.filter(token => token.tokenType !== Newline && token.tokenType !== Semicolon).map(token => token.image)
  return JSON.stringify([words, comments.map(comment => comment.text)])
}
