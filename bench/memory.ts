/** Resident memory of a training as it goes on: it should not grow. */
import { sizeOf, type Model } from './models.ts'
import { openSide, SideError } from './side.ts'
import { sidesFor, type Around } from './sides.ts'
import { dataFile } from './steps.ts'

export interface MemoryResult {
  readonly model: string
  readonly sides: readonly { readonly side: string; readonly cannot?: string; readonly points?: readonly { readonly step: number; readonly rss: number; readonly peak: number }[] }[]
}

/** Steps at which memory is read, up to `last`. */
const marks = (last: number): readonly number[] => [...[1, 100, 300, 1000, 3000, 10_000, 30_000, 100_000].filter((step) => step < last), last]

export async function measureMemory(around: Around, model: Model, names: readonly string[], last: number): Promise<MemoryResult> {
  around.log(`${model.title}, ${last} steps`)
  const size = sizeOf(model)
  const sides: MemoryResult['sides'][number][] = []
  for (const spec of await sidesFor(around, { model, size, data: dataFile(around, model, size), names, quick: true })) {
    try {
      const side = await openSide(spec)
      const points = []
      let done = 0
      for (const step of marks(last)) {
        const { rss, peak } = await side.block(step - done)
        points.push({ step, rss, peak })
        done = step
      }
      await side.close()
      sides.push({ side: spec.name, points })
      around.log(`  ${spec.name}: ${points.map(({ step, rss }) => `${(rss / 1e6).toFixed(0)} MB after ${step}`).join(', ')}`)
    } catch (error) {
      if (!(error instanceof SideError)) throw error
      sides.push({ side: spec.name, cannot: error.message })
    }
  }
  return { model: model.name, sides }
}

/** Memory at the end by memory after 100 steps. */
export const growth = (points: readonly { readonly step: number; readonly rss: number }[]): number =>
  points.at(-1)!.rss / points.find(({ step }) => step === 100)!.rss
