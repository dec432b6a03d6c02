/**
 * Time of a training step, side by side: every side is a process; they compute in turns, a block each, round after round.
 * Ratios are of blocks of the same round, so that what slows the machine slows both.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, trainingRows } from './genc.ts'
import { sizeOf, type Model, type Size } from './models.ts'
import { openSide, SideError, type Block, type Side, type SideSpec } from './side.ts'
import { sidesFor, type Around, type DataFile } from './sides.ts'
import { ratioOf, short, spreadOf, type Spread } from './stats.ts'

export interface SideResult {
  readonly side: string
  /** Why it could not run. */
  readonly cannot?: string
  readonly about?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
  /** Loss of the first step, where it was read, and the mean over the steps from `checked[0]` to `checked[1]`. */
  readonly first?: number
  readonly loss?: number
  readonly blocks?: readonly Block[]
}

export interface StepsResult { readonly model: string; readonly title: string; readonly size: Size; readonly checked: readonly [number, number]; readonly tolerance: number; readonly sides: readonly SideResult[] }

export interface StepsOptions { readonly sides: readonly string[]; readonly rounds: number; readonly blockMs: number; readonly device?: 'cuda' }

/** Steps over which losses are compared: the first few depend on the first weights too much. */
const CHECKED: readonly [number, number] = [21, 30]

/** What a slow side is given for each part of a measurement. */
const PATIENCE_MS = 40_000

export async function measureSteps(around: Around, model: Model, options: StepsOptions, changes: Partial<Size> = {}): Promise<StepsResult> {
  const size = sizeOf(model, changes)
  around.log(`${model.title}, batch ${size.batch}${size.width === null ? '' : `, width ${size.width}`}`)
  const wanted = { model, size, data: dataFile(around, model, size), names: options.sides, ...(options.device === undefined ? {} : { device: options.device }) }
  const sides = await measureSides(around, await sidesFor(around, wanted), options)
  return { model: model.name, title: model.title, size, checked: CHECKED, tolerance: model.tolerance, sides }
}

export async function measureSides({ log }: Around, specs: readonly SideSpec[], { rounds, blockMs }: StepsOptions): Promise<SideResult[]> {
  interface Running { readonly side: Side; readonly steps: number; readonly rounds: number; readonly result: SideResult; readonly blocks: Block[] }
  const results = new Map<SideSpec, SideResult>()
  const running: Running[] = []
  for (const spec of specs) {
    try {
      const side = await openSide(spec)
      const first = await firstStep(side)
      const second = await firstStep(side)
      const slow = second.wall * CHECKED[1] > PATIENCE_MS
      if (!slow) await side.block(CHECKED[0] - 3)
      const check = slow ? second : await side.block(CHECKED[1] - CHECKED[0] + 1)
      const result = { side: spec.name, about: side.about, ...(spec.env ? { env: spec.env } : {}), first: first.loss, ...(slow ? {} : { loss: check.loss }) }
      const steps = Math.max(1, Math.round(blockMs / check.wall))
      running.push({ side, steps, rounds: Math.min(rounds, Math.max(3, Math.floor(PATIENCE_MS / (steps * check.wall)))), result, blocks: [] })
      log(`  ${spec.name}: about ${short(check.wall)} ms a step; loss ${short(first.loss)} at first, ${slow
        ? 'not compared: it is too slow for that, and takes part in fewer rounds' : `${short(check.loss)} on average in steps ${CHECKED.join(' to ')}`}`)
    } catch (error) {
      if (!(error instanceof SideError)) throw error
      results.set(spec, { side: spec.name, cannot: error.message })
      log(`  ${spec.name}: cannot: ${error.message}`)
    }
  }
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    // Another one begins every time: whoever follows the heaviest is not always the same.
    for (const { side, steps, rounds: most, blocks } of [...running.slice(round % running.length), ...running.slice(0, round % running.length)]) {
      if (round > most) continue
      const block = await side.block(steps)
      if (round > 0) blocks.push(block)
      await pause()
    }
  }
  for (const { side, result, blocks } of running) {
    results.set(side.spec, { ...result, blocks })
    await side.close()
  }
  return specs.map((spec) => results.get(spec)!)
}

/** Of the first steps of a side nobody knows how long they take. */
async function firstStep(side: Side): Promise<Block> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => { reject(new SideError(`a step takes more than ${3 * PATIENCE_MS / 1000} s`)) }, 3 * PATIENCE_MS)
  })
  try {
    return await Promise.race([side.block(1), late])
  } catch (error) {
    void side.close().catch(() => undefined)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** Threads that wait for work give their cores back in this time. */
const pause = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 20) })

export function dataFile(around: Around, model: Model, size: Size): DataFile {
  const prepared = prepare(around.root, model, size)
  const { values, rows, size: count } = trainingRows(prepared)
  const path = join(around.sides, 'data', `${model.name}.f32`)
  mkdirSync(join(around.sides, 'data'), { recursive: true })
  writeFileSync(path, values)
  return { path, rows, shape: [count] }
}

/** Share of the step in which the engine does not compute. */
export const outsideOf = (blocks: readonly Block[]): Spread => spreadOf(blocks.map(({ engine, wall }) => 1 - engine! / wall))

/** Share of the step in which it has nothing to do: data and noise are what it waits for. */
export const idleOf = (blocks: readonly Block[]): Spread => spreadOf(blocks.map(({ underWay, wall }) => 1 - underWay! / wall))

export const percent = ({ median }: Spread): string => `${(100 * median).toFixed(1)} %`

/** A table for the terminal. Ratios are the first side's time by this side's. */
export function stepsTable({ title, size, sides }: StepsResult): string {
  const base = sides.find(({ blocks }) => blocks !== undefined)
  const lines = [`${title}, batch ${size.batch}${size.width === null ? '' : `, width ${size.width}`}`]
  for (const { side, cannot, blocks, loss } of sides) {
    if (blocks === undefined) {
      lines.push(`  ${side.padEnd(34)} cannot: ${cannot}`)
      continue
    }
    const walls = blocks.map(({ wall }) => wall)
    const wall = spreadOf(walls)
    const cpu = spreadOf(blocks.map((block) => block.cpu))
    const ratio = ratioOf(base!.blocks!.map((block) => block.wall), walls)
    const cpuRatio = ratioOf(base!.blocks!.map((block) => block.cpu), blocks.map((block) => block.cpu))
    const outside = blocks[0]!.engine === undefined ? '' : `  outside the engine ${percent(outsideOf(blocks))}, with nothing for it to do ${percent(idleOf(blocks))}`
    lines.push(`  ${side.padEnd(34)} ${short(wall.median).padStart(6)} ms [${short(wall.low)}, ${short(wall.high)}] least ${short(wall.least)}  cpu ${short(cpu.median)} ms`
      + `  ${base!.side} takes ${ratio.median.toFixed(3)} [${ratio.low.toFixed(3)}, ${ratio.high.toFixed(3)}] of it, cpu ${cpuRatio.median.toFixed(3)}  loss ${short(loss ?? NaN)}${outside}`)
  }
  return lines.join('\n')
}
