/** A spec through every stage once, in a process that has done nothing else: milliseconds by stage. */
import { performance } from 'node:perf_hooks'
import { readFileSync } from 'node:fs'
import { check } from '../../compiler/check.ts'
import type { Program } from '../../compiler/graph/graph.ts'
import { lowerModel } from '../../compiler/lower/lower.ts'
import { specHash } from '../../compiler/model/hash.ts'
import { passesFor } from '../../compiler/passes/pipeline.ts'
import { parse } from '../../grammar/parse.ts'
import { chooseEngine } from '../../runtime/engines/choose.ts'
import { train } from '../../runtime/train/loop.ts'
import { initializeStore } from '../../runtime/train/store.ts'
import { prepare } from '../genc.ts'
import { modelNamed, sizeOf } from '../models.ts'
import { say } from './serve.ts'

const { root, model: name, spec, engine: engineName } = JSON.parse(process.argv[2]!) as { root: string; model: string; spec: string; engine: string }
const stages: [string, number][] = []
let clock = performance.now()
const lap = <T>(stage: string, value: T): T => {
  stages.push([stage, performance.now() - clock])
  clock = performance.now()
  return value
}
const source = readFileSync(spec, 'utf8')
clock = performance.now()
const { spec: tree } = lap('parse', parse(source))
const { model } = lap('check', check(tree, { source }))
const { graph: lowered } = lap('lower', lowerModel(model!, specHash(model!)))
const chosen = lap('load the engine', await chooseEngine(engineName))
let programs: readonly Program[] = lowered.programs
for (const pass of passesFor(chosen.flavour)) programs = lap(pass.name, programs.map(pass.run))
const graph = { ...lowered, programs }
const { plan, data } = lap('data, and all of it again', prepare(root, modelNamed(name), sizeOf(modelNamed(name))))
stages.pop()
const session = lap('write programs for the engine', await chosen.engine.load(graph))
lap('first weights', initializeStore(session, graph, 0))
for await (const event of train({ session, graph, plan, sources: data.sources, seed: 0 })) if (event.kind === 'round') break
lap('first step, with the engine\'s own compiling', null)
say({ stages })
process.exit(0)
