/** How long each stage of compiling takes, in fresh processes. */
import { join } from 'node:path'
import type { Model } from './models.ts'
import { openSide } from './side.ts'
import type { Around } from './sides.ts'
import { spreadOf, type Spread } from './stats.ts'

export interface CompileResult { readonly model: string; readonly engine: string; readonly stages: readonly { readonly stage: string; readonly ms: Spread }[] }

export async function measureCompile({ root, sides, log }: Around, model: Model, engine: string, runs: number): Promise<CompileResult> {
  log(`${model.title}, ${engine}`)
  const samples = new Map<string, number[]>()
  for (let i = 0; i < runs; i++) {
    const job = { root, model: model.name, spec: join(root, model.spec), engine }
    const side = await openSide({ name: 'compile', command: [process.execPath, join(sides, 'compile.mjs')], job })
    for (const [stage, ms] of side.about['stages'] as [string, number][]) samples.set(stage, [...samples.get(stage) ?? [], ms])
    await side.close()
  }
  return { model: model.name, engine, stages: [...samples].map(([stage, list]) => ({ stage, ms: spreadOf(list) })) }
}
