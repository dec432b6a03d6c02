/** What a pass is worth: a training step with all passes beside the same step without one of them, in turns. */
import { availableParallelism } from 'node:os'
import { passesFor } from '../compiler/passes/pipeline.ts'
import { engineRows } from '../runtime/engines/registry.ts'
import { modelNamed, sizeOf, type Model } from './models.ts'
import type { Block } from './side.ts'
import { gencSide, type Around } from './sides.ts'
import { ratioOf, type Spread } from './stats.ts'
import { measureSides, type StepsOptions } from './steps.ts'

/** Steps with all passes by steps without: below 1 where the pass pays. */
export interface PassResult { readonly model: string; readonly engine: string; readonly pass: string; readonly wall: Spread; readonly cpu: Spread }

/** Without these there is nothing to run, or nothing but what they clean up is measured. */
const needed = /^(differentiate|noise-to-inputs|drop-dead-code.*|fold-.*|share|filter-gradients|fuse)$/

/** What can be left out, of the passes and of what the engine does by itself. */
export function passesOf(engine: string): readonly string[] {
  const { flavour } = engineRows.find((row) => row.name === engine)!
  return [...passesFor(flavour).map(({ name }) => name).filter((name) => !needed.test(name)), ...byItself(engine)]
}

function byItself(engine: string): readonly string[] {
  if (engine === 'webgpu') return ['updates-in-place']
  return engine === 'onnx' ? ['pack-updates', 'rounds-in-one-call', ...(availableParallelism() > 1 ? ['threads'] : [])] : []
}

export async function measurePasses(around: Around, models: readonly Model[], engines: readonly string[], options: StepsOptions): Promise<PassResult[]> {
  const results: PassResult[] = []
  for (const engine of engines) {
    for (const { name, title } of models) {
      const model = modelNamed(name)
      around.log(`${title}, ${engine}`)
      const wanted = { model, size: sizeOf(model) }
      const without = passesOf(engine)
      const [all, ...others] = await measureSides(around, [gencSide(around, wanted, engine), ...without.map((pass) => gencSide(around, wanted, engine, pass))], options)
      others.forEach(({ blocks }, i) => {
        if (!blocks || !all!.blocks) return
        const by = (value: (block: Block) => number): Spread => ratioOf(all!.blocks!.map(value), blocks.map(value))
        results.push({ model: name, engine, pass: without[i]!, wall: by((b) => b.wall), cpu: by((b) => b.cpu) })
      })
    }
  }
  return results
}
