/** What a spec says and its run does otherwise: hypers set on the command line, and the length. */
import type { Expr } from '../../grammar/ast.ts'
import { parse } from '../../grammar/parse.ts'
import { walk } from '../../grammar/walk.ts'
import type { RunConfig } from '../run/config.ts'

/** A value in the text of a spec, and the one that the run took. */
export interface WasSet {
  readonly start: number
  readonly end: number
  /** `5`, `20 steps` */
  readonly value: string
  /** The option that said so: `--set code=5`. */
  readonly option: string
}

/** In the order of the source. */
export function whatWasSet(source: string, { hyper, length }: Pick<RunConfig, 'hyper' | 'length'>): readonly WasSet[] {
  const found: WasSet[] = []
  const add = ({ span: { start, end } }: Expr, value: string, option: string): void => { found.push({ start, end, value, option }) }
  const unit = length?.unit === 'epochs' ? 'epochs' : 'steps'
  walk(parse(source).spec, (node) => {
    const known = node.kind === 'hyper' ? hyper[node.name.text] : undefined
    if (node.kind === 'hyper' && known?.from === 'set') add(node.value, String(known.value), `--set ${node.name.text}=${known.value}`)
    if (node.kind === 'setting' && length !== null && (node.word === 'epochs' || node.word === 'rounds')) add(node.value, `${length.count} ${unit}`, `--${unit} ${length.count}`)
  })
  return found
}
