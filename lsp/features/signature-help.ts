/** The parameters of the call around the cursor, with the one that is being written. */
import type { Position, SignatureHelp } from 'vscode-languageserver'
import type { Param } from '../../compiler/types/signature.ts'
import { networkNamed } from '../describe.ts'
import { placeAt, type OpenBracket } from '../place.ts'
import { offsetOf } from '../positions.ts'
import { showType } from '../../compiler/types/value.ts'
import { callableRow } from '../tables.ts'
import type { Program, Workspace } from '../workspace.ts'

export function signatureHelp(workspace: Workspace, uri: string, position: Position): SignatureHelp | null {
  const program = workspace.program(uri)
  if (program === null) return null
  const offset = offsetOf(program, position)
  const place = placeAt(program, offset)
  const call = place.open.find(({ bracket, callee }) => bracket === '(' && callee !== '')
  const head = call === undefined || place.mute ? null : headOf(program, call)
  if (call === undefined || head === null) return null
  const labels = head.params.map((p) => (p.named === true ? `${p.name}:` : p.rest === true ? `${p.name}…` : p.name))
  const active = activeOf(head.params, call, namedIn(program, call.at, offset))
  return {
    signatures: [{
      label: `${head.name}(${labels.join(', ')})`, documentation: { kind: 'markdown', value: head.doc },
      parameters: head.params.map((p, i) => ({ label: labels[i]!, documentation: `${p.doc}${p.default === undefined || p.default === null ? '' : ` (default ${String(p.default)})`}` })),
      ...(active === null ? {} : { activeParameter: active }),
    }],
    activeSignature: 0,
  }
}

interface Head { readonly name: string; readonly doc: string; readonly params: readonly Param[] }

function headOf(program: Program, call: OpenBracket): Head | null {
  const network = program.spec.declarations.find((d) => d.kind === 'network' && d.name.text === call.callee)
  // A declaration's own formals are not a call.
  if (network?.kind === 'network' && call.at !== network.name.span.end) {
    const known = networkNamed(program.model, call.callee)
    return { name: call.callee, doc: network.doc, params: network.formals.map(({ text }, i) => ({ name: text, kind: 'value', doc: known?.formals[i] === undefined ? 'an argument' : showType(known.formals[i].type) })) }
  }
  if (network !== undefined) return null
  const [given, dot] = call.before.slice(-3)
  const other = dot?.image === '.' ? networkNamed(program.model, `${given!.image}.${call.callee}`) : null
  if (dot?.image === '.') return other === null ? null : { name: other.name, doc: '', params: other.formals.map(({ name, type }) => ({ name, kind: 'value', doc: showType(type) })) }
  const law = program.spec.declarations.find((d) => d.kind === 'distribution' && d.name.text === call.callee)
  if (law !== undefined) return null
  const row = callableRow(call.callee)
  return row === undefined || row.params.length === 0 ? null : row
}

/** Names before a colon, from one offset to another. */
const namedIn = ({ lexed: { tokens } }: Program, from: number, to: number): ReadonlySet<string> =>
  new Set(tokens.flatMap((t, i) => (from < t.startOffset && t.startOffset < to && tokens[i + 1]?.image === ':' ? [t.image] : [])))

/** `given`: arguments by their names. */
function activeOf(params: readonly Param[], { commas, argument, piped }: OpenBracket, given: ReadonlySet<string>): number | null {
  if (argument !== null) {
    const at = params.findIndex((p) => p.name === argument)
    return at < 0 ? null : at
  }
  const plain = params.filter((p) => p.named !== true)
  const at = commas + (piped ? 1 : 0)
  // Behind the last place come names, of which the first is the spread of a distribution: `Normal(0, 1)`.
  const param = plain[at] ?? (plain.at(-1)?.rest === true ? plain.at(-1) : params.find((p) => p.named === true && !given.has(p.name)))
  return param === undefined ? null : params.indexOf(param)
}
