/** The project's specs with small sizes, and trainings of specs on rows made on the spot. */
import { readFileSync } from 'node:fs'
import { compile } from '../../compiler/compile.ts'
import { fieldSpec } from '../../runtime/data/field.ts'
import { bind } from '../../runtime/data/bind.ts'
import { arrayColumn, type Table } from '../../runtime/data/table.ts'
import { chooseEngine } from '../../runtime/engines/choose.ts'
import { train } from '../../runtime/train/loop.ts'
import { rowSource } from '../../runtime/train/source.ts'
import { initializeStore, readStore, type StoreValues } from '../../runtime/train/store.ts'

/** The text of a spec after replacements, each of which must find its place. */
export function specWith(name: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((source, [from, to]) => {
    if (!source.includes(from)) throw new Error(`${name}.gen has no ${from}`)
    return source.replaceAll(from, to)
  }, readFileSync(`specs/${name}.gen`, 'utf8'))
}

/** Trains on rows of `width` numbers for as long as the spec says, on wasm, and gives the store. */
export async function trained(source: string, rows: Float32Array, width: number, seed: number): Promise<StoreValues> {
  const { engine, flavour } = await chooseEngine('wasm')
  const { graph, plan, diagnostics } = compile(source, { flavour })
  if (graph === null || plan === null) throw new Error(diagnostics.map((d) => `${d.code}: ${d.message}`).join('\n'))
  const [declared] = plan.data
  const column = arrayColumn({ kind: 'float', shape: [width], data: rows, file: null })
  const table: Table = { rows: column.rows, fields: { [declared!.fields[0]!.name]: column } }
  const bound = bind({ name: 'rows', description: 'made on the spot', hash: '', splits: { train: table, test: null } }, declared!.fields.map(fieldSpec))
  const session = await engine.load(graph)
  try {
    initializeStore(session, graph, seed)
    for await (const event of train({ session, graph, plan, sources: { [declared!.name]: rowSource(bound) }, seed, fetchEvery: 1000 })) void event
    return await readStore(session, graph)
  } finally {
    session.dispose()
  }
}
