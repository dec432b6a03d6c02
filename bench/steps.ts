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
import { ratioOf, short, spreadOf } from './stats.ts'

export interface SideResult {
  readonly side: string
  /** Why it could not run. */
  readonly cannot?: string
  readonly about?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
  /** Loss of the first step, and the mean over the steps after it up to `checked`. */
  readonly first?: number
  readonly loss?: number
  readonly blocks?: readonly Block[]
}

export interface StepsResult { readonly model: string; readonly title: string; readonly size: Size; readonly checked: number; readonly tolerance: number; readonly sides: readonly SideResult[] }

export interface StepsOptions { readonly sides: readonly string[]; readonly rounds: number; readonly blockMs: number; readonly device?: 'cuda' }

/** Steps after which losses are compared. */
const CHECKED = 30

export async function measureSteps(around: Around, model: Model, options: StepsOptions, changes: Partial<Size> = {}): Promise<StepsResult> {
  const size = sizeOf(model, changes)
  around.log(`${model.title}, batch ${size.batch}${size.width === null ? '' : `, width ${size.width}`}`)
  const wanted = { model, size, data: dataFile(around, model, size), names: options.sides, ...(options.device === undefined ? {} : { device: options.device }) }
  const sides = await measureSides(around, await sidesFor(around, wanted), options)
  return { model: model.name, title: model.title, size, checked: CHECKED, tolerance: model.tolerance, sides }
}

async function measureSides({ log }: Around, specs: readonly SideSpec[], { rounds, blockMs }: StepsOptions): Promise<SideResult[]> {
  interface Running { readonly side: Side; readonly steps: number; readonly result: SideResult; readonly blocks: Block[] }
  const results = new Map<SideSpec, SideResult>()
  const running: Running[] = []
  for (const spec of specs) {
    try {
      const side = await openSide(spec)
      const first = await side.block(1)
      const check = await side.block(CHECKED - 1)
      const result = { side: spec.name, about: side.about, ...(spec.env ? { env: spec.env } : {}), first: first.loss, loss: check.loss }
      running.push({ side, steps: Math.max(1, Math.round(blockMs / check.wall)), result, blocks: [] })
      log(`  ${spec.name}: about ${short(check.wall)} ms a step; loss ${short(first.loss)} at first, ${short(check.loss)} on average until step ${CHECKED}`)
    } catch (error) {
      if (!(error instanceof SideError)) throw error
      results.set(spec, { side: spec.name, cannot: error.message })
      log(`  ${spec.name}: cannot: ${error.message}`)
    }
  }
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const { side, steps, blocks } of running) {
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
    const outside = blocks[0]!.engine === undefined ? '' : `  outside the engine ${short(100 * spreadOf(blocks.map((block) => 1 - block.engine! / block.wall)).median)} %`
    lines.push(`  ${side.padEnd(34)} ${short(wall.median).padStart(6)} ms [${short(wall.low)}, ${short(wall.high)}] least ${short(wall.least)}  cpu ${short(cpu.median)} ms`
      + `  ${base!.side} takes ${ratio.median.toFixed(3)} [${ratio.low.toFixed(3)}, ${ratio.high.toFixed(3)}] of it, cpu ${cpuRatio.median.toFixed(3)}  loss ${short(loss!)}${outside}`)
  }
  return lines.join('\n')
}
