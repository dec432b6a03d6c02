/** A training that diverged, told with the line of the spec that is to blame. */
import { frame } from '../compiler/diagnostics/frame.ts'
import { lineStarts, positionAt, type Source } from '../compiler/diagnostics/position.ts'
import type { Span } from '../grammar/ast.ts'
import type { Model } from '../compiler/model/model.ts'
import type { DivergedError } from '../runtime/train/diverged.ts'
import { shortNumber } from '../runtime/train/words.ts'
import type { Colors } from './terminal.ts'

export interface DivergenceOptions { readonly model: Model; readonly source: Source; readonly colors: Colors; readonly width: number }

export function divergenceText({ message, at }: DivergedError, { model, source, colors, width }: DivergenceOptions): string {
  const lines = [`${colors.red('error:')} ${message}`]
  const span = at.terms.length > 0 ? spanOfTerm(model, at.stage, at.terms[0]!.name) : spanOfEntry(model, at.entry)
  if (span !== null) {
    const starts = lineStarts(source.text)
    const { line, column } = positionAt(starts, span.start)
    const gutter = String(line).length
    lines.push(`${' '.repeat(gutter)}${colors.blue('-->')} ${source.name}:${line}:${column}`, `${' '.repeat(gutter + 1)}${colors.blue('|')}`)
    const marks = [{ span, label: at.terms.length > 0 ? 'this is no longer a number' : 'belongs to this', primary: true }]
    lines.push(...frame(source.text, starts, marks, gutter, Math.max(40, width - gutter - 3), { gutter: colors.blue, primary: colors.red, secondary: colors.blue }))
  }
  lines.push(`  help: a smaller learning rate often helps; so does \`clamp\` around a logvar, and what stands under \`log\`, \`/\` and \`sqrt\` must stay away from 0`)
  return `${lines.join('\n')}\n`
}

/** A loss beyond what any data explain: it is still a number, and training goes on, but hardly to anything good. */
const HUGE = 1e15

/** What to say of the first loss term that is huge; null where none is. */
export function hugeTerm(terms: Readonly<Record<string, number>> | null): string | null {
  const found = Object.entries(terms ?? {}).find(([, value]) => Math.abs(value) > HUGE)
  if (found === undefined) return null
  return `the loss term "${found[0]}" has grown to ${shortNumber(found[1])}: this training diverges; a smaller learning rate often helps`
}

/** Stages may give a term a new equation. */
function spanOfTerm(model: Model, stage: string, name: string): Span | null {
  const own = model.stages.find((candidate) => candidate.name === stage)?.equations.find((equation) => equation.name === name)
  return (own ?? model.equations.find((equation) => equation.name === name))?.span ?? null
}

/** `Enc.dense.kernel/adam.m` is Enc's. */
function spanOfEntry(model: Model, entry: string | null): Span | null {
  if (entry === null) return null
  const name = entry.split('/')[0]!
  return model.networks.flatMap((network) => network.parameters).find((parameter) => parameter.entry === name)?.span
    ?? model.weights.find((weight) => weight.name === name)?.span ?? null
}
