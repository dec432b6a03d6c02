/** Every stage of the road of a spec as text that a person reviews. */
import { graphText } from '../../compiler/graph/text.ts'
import { compile } from '../../compiler/compile.ts'
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts'
import { lineStarts, lineText, positionAt } from '../../compiler/diagnostics/position.ts'
import { inOrder } from '../../compiler/diagnostics/render.ts'
import { printModel } from '../../compiler/model/print.ts'
import { finished } from '../../compiler/passes/pipeline.ts'
import { writeTfjs } from '../../compiler/targets/tfjs/target.ts'
import { read } from '../../grammar/parse.ts'
import { format } from '../../grammar/print.ts'

/** One file a stage, by file name; `name` is that of the spec's file. Throws when the spec does not compile. */
export async function stages(name: string, source: string): Promise<Record<string, string>> {
  const { spec } = read(source)
  const compiled = compile(source)
  const { model, lowered, graph, plan } = compiled
  if (model === null || lowered === null || graph === null || plan === null) throw new Error(compiled.diagnostics.map(d => `${d.code}: ${d.message}`).join('\n'))
  return {
    'tokens.txt': tokensText(source),
    'ast.json': `${compactJson(spec)}\n`,
    'model.txt': printModel(model),
    'diagnostics.txt': diagnosticsText(source, compiled.diagnostics),
    'graph.txt': graphText(lowered),
    'graph.after.txt': graphText(graph),
    'module.js': await writeTfjs({ graph: finished(lowered, 'tfjs'), plan, spec: { model, source }, file: `${name}.js` }),
    'formatted.gen': await format(source),
  }
}

/** A source line, then its tokens: a sign as it is, `Name` for a fixed word, `Name(text)` for the others. */
function tokensText(source: string): string {
  const starts = lineStarts(source)
  const lines = new Map<number, string[]>()
  for (const token of read(source).tokens) {
    const { line } = positionAt(starts, Number.isNaN(token.startOffset) ? source.length : token.startOffset)
    const words = lines.get(line) ?? []
    const { name } = token.tokenType
    const plain = token.image === '' || token.image.toLowerCase() === name.toLowerCase()
    words.push(plain ? name : /^[(){}[\]<>,:;=+\-*/^~.]+$/.test(token.image) ? token.image : `${name}(${token.image})`)
    lines.set(line, words)
  }
  return [...lines].map(([line, words]) => `${String(line).padStart(3)}  ${words.join(' ')}\n`).join('')
}

/** JSON without spans and what is not there, a value on one line where it fits. */
export function compactJson(value: unknown, indent = '', width = 120): string {
  const short = JSON.stringify(value, (key, inner: unknown) => (isShown(key, inner) ? inner : undefined))
  if (typeof value !== 'object' || value === null || short.length + indent.length <= width) return short
  const deeper = `${indent}  `
  const entries = Array.isArray(value)
    ? value.map(item => compactJson(item, deeper, width))
    : Object.entries(value).filter(([key, item]) => isShown(key, item)).map(([key, item]) => `${JSON.stringify(key)}: ${compactJson(item, deeper, width)}`)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  return `${open}\n${entries.map(entry => deeper + entry).join(',\n')}\n${indent}${close}`
}

const isShown = (key: string, value: unknown): boolean => key !== 'span' && key !== 'opSpan' && value !== null && !(key === 'doc' && value === '')

/** The source, with every diagnostic under the line it is about. */
export function diagnosticsText(source: string, diagnostics: readonly Diagnostic[]): string {
  const starts = lineStarts(source)
  const under = new Map<number, string[]>()
  const add = (span: Diagnostic['span'], text: string, sign: string): void => {
    const { line, column } = positionAt(starts, span.start)
    const room = lineText(source, starts, line).length - column + 1
    const length = Math.max(1, Math.min(span.end - span.start, room))
    under.set(line, [...(under.get(line) ?? []), `//~ ${' '.repeat(column - 1)}${sign.repeat(length)} ${text}`])
  }
  for (const [i, d] of inOrder(diagnostics).entries()) {
    const number = i + 1
    const more = [d.help === undefined ? '' : `help: ${d.help}`, d.fix === undefined ? '' : `fix: ${d.fix.title}`].filter(Boolean)
    add(d.span, `[${number}] ${d.severity} ${d.code}: ${d.message}${more.map(text => `\n//~   ${text}`).join('')}`, '^')
    for (const related of d.related ?? []) add(related.span, `[${number}] ${related.message}`, '-')
  }
  const text = starts.map((_, i) => {
    const marks = under.get(i + 1) ?? []
    return [...(i + 1 < starts.length || lineText(source, starts, i + 1) !== '' ? [`    ${lineText(source, starts, i + 1)}`.trimEnd()] : []), ...marks]
  })
  return `${text.flat().join('\n')}\n`
}
