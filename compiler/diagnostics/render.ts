/** Diagnostics as text for a terminal: message, source frame with both places, help, fix, and where to read more. */
import type { Diagnostic, Fix, Severity } from './diagnostic.ts'
import { cells, harmless } from './cells.ts'
import { frame, type Mark, type Paint } from './frame.ts'
import { lineStarts, lineText, positionAt, type Source } from './position.ts'

/** The part of picocolors that is used; `plain` has no colour. */
export interface Colors {
  readonly bold: Painter
  readonly dim: Painter
  readonly red: Painter
  readonly yellow: Painter
  readonly blue: Painter
  readonly cyan: Painter
  readonly green: Painter
}
type Painter = (text: string) => string

const same: Painter = text => text
export const plain: Colors = { bold: same, dim: same, red: same, yellow: same, blue: same, cyan: same, green: same }

export interface RenderOptions {
  readonly colors?: Colors
  /** Columns of the terminal. Default 100. */
  readonly width?: number
  /** Files other than the spec itself that diagnostics point into (imports, givens), by their name. */
  readonly others?: readonly Source[]
}

/** One diagnostic, several lines, a line break at the end. */
export function renderDiagnostic(diagnostic: Diagnostic, spec: Source, options: RenderOptions = {}): string {
  const colors = options.colors ?? plain
  const width = options.width ?? 100
  const find = (name: string | undefined): Source => options.others?.find(other => other.name === name) ?? spec
  const home = find(diagnostic.file)
  const severity = severityColor(diagnostic.severity, colors)
  const related = diagnostic.related ?? []
  const files = [...new Set([home, ...related.map(r => (r.file === undefined ? home : find(r.file)))])]
  const marksOf = (file: Source): Mark[] => [
    ...(file === home ? [{ span: clamp(diagnostic.span, home), label: '', primary: true }] : []),
    ...related
      .filter(r => (r.file === undefined ? home : find(r.file)) === file)
      .map(r => ({ span: clamp(r.span, file), label: r.message, primary: false })),
  ]
  const frames = files.map(file => ({ file, starts: lineStarts(file.text), marks: marksOf(file) }))
  const gutter = Math.max(...frames.map(f => String(Math.max(...f.marks.map(m => positionAt(f.starts, m.span.start).line))).length))
  const margin = ' '.repeat(gutter)
  const paint: Paint = { gutter: colors.blue, primary: text => severity(colors.bold(text)), secondary: colors.blue }
  const lines = [`${severity(colors.bold(`${diagnostic.severity}[${diagnostic.code}]`))}${colors.bold(`: ${harmless(diagnostic.message)}`)}`]
  for (const { file, starts, marks } of frames) {
    const { line, column } = positionAt(starts, marks[0]!.span.start)
    lines.push(`${margin}${colors.blue(file === home ? '-->' : ':::')} ${harmless(file.name)}:${line}:${column}`)
    lines.push(`${margin} ${colors.blue('|')}`)
    lines.push(...frame(file.text, starts, marks, gutter, Math.max(40, width - gutter - 3), paint))
  }
  const note = (word: string, text: string): string => `${margin} ${colors.blue('=')} ${colors.bold(word)}: ${harmless(text)}`
  if (diagnostic.help !== undefined) lines.push(note('help', diagnostic.help))
  if (diagnostic.fix !== undefined) {
    lines.push(note('fix', diagnostic.fix.title))
    for (const [line, text] of fixedLines(diagnostic.fix, home)) {
      lines.push(`${colors.blue(String(line).padStart(gutter))} ${colors.green(`+ ${cells(text).map(cell => cell.shown).join('')}`)}`)
    }
  }
  lines.push(note('more', `genc explain ${diagnostic.code}`))
  return `${lines.join('\n')}\n`
}

/** All diagnostics in the order of the source, a blank line between them; the empty string when there are none. */
export const renderDiagnostics = (diagnostics: readonly Diagnostic[], spec: Source, options: RenderOptions = {}): string =>
  inOrder(diagnostics).map(diagnostic => renderDiagnostic(diagnostic, spec, options)).join('\n')

/** Diagnostics as a reader meets them: by place, errors before warnings. */
export const inOrder = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  [...diagnostics].sort((a, b) => (a.file ?? '').localeCompare(b.file ?? '') || a.span.start - b.span.start || rank[a.severity] - rank[b.severity])

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/** `2 errors and 1 warning`; the empty string when there is nothing to count. */
export function countText(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Severity, word: string): string[] => {
    const n = diagnostics.filter(d => d.severity === severity).length
    return n === 0 ? [] : [`${n} ${word}${n === 1 ? '' : 's'}`]
  }
  const parts = [...count('error', 'error'), ...count('warning', 'warning'), ...count('info', 'note')]
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** The text with the edits of a fix made. Edits do not overlap. */
export function applyFix(text: string, fix: Fix): string {
  let result = text
  for (const edit of [...fix.edits].sort((a, b) => b.span.start - a.span.start)) {
    result = result.slice(0, edit.span.start) + edit.text + result.slice(edit.span.end)
  }
  return result
}

/** The lines that a fix changes, as they would be after it; at most four, and none wider than is useful. */
function fixedLines(fix: Fix, source: Source): [number, string][] {
  const after = applyFix(source.text, fix)
  const starts = lineStarts(after)
  const lines = new Set<number>()
  let shift = 0
  for (const edit of [...fix.edits].sort((a, b) => a.span.start - b.span.start)) {
    const from = edit.span.start + shift
    const first = positionAt(starts, from + (edit.text.startsWith('\n') ? 1 : 0)).line
    const last = positionAt(starts, from + edit.text.trimEnd().length).line
    for (let line = first; line <= last; line++) lines.add(line)
    shift += edit.text.length - (edit.span.end - edit.span.start)
  }
  const shown = [...lines].sort((a, b) => a - b).slice(0, 4).map((line): [number, string] => [line, lineText(after, starts, line)])
  return shown.every(([, text]) => text.length <= 160) ? shown : []
}

const clamp = ({ start, end }: { readonly start: number; readonly end: number }, source: Source): { start: number; end: number } => {
  const from = Math.max(0, Math.min(start, source.text.length))
  return { start: from, end: Math.max(from, Math.min(end, source.text.length)) }
}

const severityColor = (severity: Severity, colors: Colors): Painter =>
  severity === 'error' ? colors.red : severity === 'warning' ? colors.yellow : colors.cyan
