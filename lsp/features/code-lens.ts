/** *Train* and *Build* above the model, the size of each network above it. The client knows the commands. */
import type { CodeLens } from 'vscode-languageserver'
import type { Declaration } from '../../grammar/ast.ts'
import { countedParameters, flopsText, networkNamed, totalFlops } from '../describe.ts'
import { rangeOf } from '../positions.ts'
import type { Workspace } from '../workspace.ts'

/** Commands that a client may offer; without them lenses are text. */
export const COMMANDS = { train: 'genc.train', build: 'genc.build' } as const

/** What there is a program for; a file without any of these holds parts for others to import. */
const RUNS: ReadonlySet<Declaration['kind']> = new Set(['model', 'data', 'loss', 'metric', 'train', 'stage', 'figures'])

export function codeLenses(workspace: Workspace, uri: string): readonly CodeLens[] {
  const program = workspace.program(uri)
  if (program === null) return []
  const { declarations } = program.spec
  const lens = (span: { readonly start: number; readonly end: number }, title: string, command = ''): CodeLens => ({ range: rangeOf(program, span), command: { title, command, ...(command === '' ? {} : { arguments: [uri] }) } })
  const header = declarations.find((d) => d.kind === 'model')?.name.span ?? declarations[0]?.span
  const trains = declarations.some((d) => d.kind === 'train' || (d.kind === 'stage' && d.declarations.some((inner) => inner.kind === 'train')))
  const actions = header === undefined || !program.sound ? [] : [...(trains ? [lens(header, 'Train', COMMANDS.train)] : []), ...(declarations.some(({ kind }) => RUNS.has(kind)) ? [lens(header, 'Build', COMMANDS.build)] : [])]
  const sizes = declarations.flatMap((d) => {
    const network = d.kind === 'network' && d.role !== 'block' ? networkNamed(program.model, d.name.text) : null
    return d.kind !== 'network' || network === null ? [] : [lens(d.name.span, `${countedParameters(network)}${flopsText(totalFlops(network))}`)]
  })
  return [...actions, ...sizes]
}
