/** Every op with its first and second gradient, on every engine, against the float64 evaluator. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Feed, Graph, Program } from '../../compiler/graph/graph.ts'
import { Builder } from '../../compiler/graph/builder.ts'
import { evaluate } from '../../compiler/graph/evaluate.ts'
import { batchDim, showShape } from '../../compiler/graph/graph.ts'
import { differentiate } from '../../compiler/differentiate/differentiate.ts'
import { filterGradientsAsConvolutions } from '../../compiler/passes/filter-gradients.ts'
import { runPasses, type Flavour } from '../../compiler/passes/pipeline.ts'
import { startEngines } from '../engines/engine-process.ts'
import { randomInputs, uniforms } from '../ops/random.ts'
import { slopePrograms } from '../ops/slopes.ts'
import { build, cases, type Case } from '../ops/table.ts'
import { faults, feedsOf, tolerance, type Wanted } from './check.ts'

const seed = 20261121
const sizes = { B: 3 }
/** Milliseconds: a device made of software compiles a shader for every op and shape. */
const patience = 1_200_000

const { present, absent, close } = await startEngines()
afterAll(close)
console.log(`ops on ${present.map(({ name }) => name).join(', ')} (seed ${seed})${absent.map((line) => `\n  absent: ${line}`).join('')}`)

/** The size of a batch is seen by a feed, which not every row has. */
const rows: Feed = { name: 'rows', kind: 'value', shape: [batchDim('B')], dtype: 'float32' }
const sized = (program: Program): Program => ({ ...program, feeds: [...program.feeds, rows] })

/** The op by itself, so that no pass spells it otherwise: but for filter gradients, which engines of tfjs may lack. */
function valueOf(row: Case): Program {
  const b = new Builder()
  const { y } = build(b, row)
  return sized({ name: `${row.op} value`, feeds: b.feeds, nodes: b.nodes, outputs: [{ name: 'y', node: y.id }], updates: [] })
}

interface Checked { readonly name: string; readonly written: readonly Program[]; readonly wanted: readonly Wanted[] }

/** Names of programs begin with the number of their row. */
const rowsChecked = cases.map((row, index): Checked => {
  const value = valueOf(row)
  const slopes = row.flat ? [] : Object.values(slopePrograms(row)).map(sized)
  const inputs = { ...randomInputs(row, sizes, uniforms(seed + index)), rows: { shape: [sizes.B], data: new Float64Array(sizes.B) } }
  const written = [value, ...slopes].map((program) => ({ ...program, name: `${index} ${program.name}` }))
  const wanted = written.map((program): Wanted =>
    ({ run: { program: program.name, store: {}, feeds: feedsOf(program, inputs), batches: sizes }, ...evaluate(differentiate(program), inputs, {}, sizes) }))
  return { name: `${index} ${row.op} ${row.inputs.map((i) => showShape(i.shape)).join(' ')} ${JSON.stringify(row.attrs ?? {})}`, written, wanted }
})

function graphFor(flavour: Flavour): Graph {
  const spelled = (program: Program, i: number): Program =>
    i === 0 ? (flavour === 'portable' ? program : filterGradientsAsConvolutions(program)) : { ...runPasses(program, { flavour }).at(-1)!.program, feeds: program.feeds }
  return { version: 1, model: 'ops', specHash: '', store: [], programs: rowsChecked.flatMap(({ written }) => written.map(spelled)) }
}

/** Functions that kernels of webgpu write out, they write out to the digits of float32. */
const boundOn = (engine: string) => (program: string): number => (engine === 'webgpu' && program.endsWith(' value') ? tolerance / 10 : tolerance)

describe.each(present.map((engine) => [engine.name, engine] as const))('%s', (_, engine) => {
  let found: readonly string[]
  beforeAll(async () => { found = await faults(engine, graphFor(engine.flavour), rowsChecked.flatMap(({ wanted }) => wanted), boundOn(engine.name)) }, patience)
  test.each(rowsChecked)('$name', ({ written }) => {
    expect(found.filter((fault) => written.some(({ name }) => fault.startsWith(`${engine.name}, ${name}:`)))).toEqual([])
  })
})
