/** Random graphs for as long as one likes: `npm run fuzz -- --seed 1 --runs 1000 --engine wasm`, and `--path` for a case that it told of. See `fuzz.mjs`. */
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { startEngines, type EngineProcess } from '../engines/engine-process.ts'
import { engineFaults, examine, passFaults, report } from './examine.ts'
import { recipes, sampleOf } from './graphs.ts'

/** Resolves to whether nothing was found. Without `--engine` every engine there is; `--engine none`: passes only. */
export async function main(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({ args: [...args], options: { seed: { type: 'string' }, runs: { type: 'string' }, engine: { type: 'string', multiple: true }, path: { type: 'string' } } })
  const seed = Number(values.seed ?? Date.now() % 2 ** 31)
  const numRuns = Number(values.runs ?? 1000)
  const engines = await startEngines(values.engine?.filter((name) => name !== 'none'))
  // A device made of software is slow: it has to be asked for.
  const taken = engines.present.filter(({ name, software }) => !software || values.engine?.includes(name))
  console.log(`seed ${seed}, ${numRuns} graphs; passes${taken.map(({ name }) => `, ${name}`).join('')}${engines.absent.map((line) => `\n  absent: ${line}`).join('')}`)
  const tally = { graphs: 0, results: 0, telling: 0, nodes: 0 }
  const ops = new Map<string, number>()
  /** While a failing graph is made smaller only what it failed on matters. */
  let suspects: { passes: boolean; engines: readonly EngineProcess[] } = { passes: true, engines: taken }
  const result = await fc.check(fc.asyncProperty(recipes, async (recipe) => {
    const examined = examine(sampleOf(recipe))
    tally.graphs++
    tally.nodes += examined.round.nodes.length
    tally.telling += examined.telling.size
    tally.results += examined.round.outputs.length + examined.round.updates.length
    for (const { op } of examined.sample.graph.programs[0]!.nodes) ops.set(op, (ops.get(op) ?? 0) + 1)
    const inPasses = suspects.passes ? passFaults(examined) : []
    const found = inPasses.length ? inPasses : await engineFaults(examined, suspects.engines)
    if (!found.length) return
    suspects = { passes: inPasses.length > 0, engines: inPasses.length ? [] : suspects.engines.filter(({ name }) => found.some((fault) => fault.startsWith(`${name},`))) }
    throw new Error(report(found, examined))
  }), { seed, numRuns, ...(values.path !== undefined && { path: values.path, endOnFailure: true }) })
  await engines.close()
  console.log(`${tally.graphs} graphs, ${tally.nodes} nodes, ${tally.telling} of ${tally.results} results compared`)
  console.log([...ops].sort((a, b) => a[1] - b[1]).map(([op, n]) => `${op} ${n}`).join(', '))
  if (result.failed) console.log(`\nseed ${result.seed}, path ${result.counterexamplePath}, ${result.numShrinks} times smaller\n${JSON.stringify(result.counterexample)}\n${(result.errorInstance as Error | null)?.message ?? ''}`)
  return !result.failed
}
