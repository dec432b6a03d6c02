/** From the start of a process to the end of its first training step: imports, data, compiling and the step itself. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sizeOf, type Model } from './models.ts'
import { openSide, SideError } from './side.ts'
import { sidesFor, type Around } from './sides.ts'
import { dataFile } from './steps.ts'
import { spreadOf, type Spread } from './stats.ts'

export interface FirstStepResult { readonly model: string; readonly sides: readonly { readonly side: string; readonly seconds?: Spread; readonly cannot?: string }[] }

/** `genc train SPEC --dry-run` of the sources as they are, beside hand-written tfjs and PyTorch. */
export async function measureFirstStep(around: Around, model: Model, names: readonly string[], runs: number): Promise<FirstStepResult> {
  around.log(model.title)
  const size = sizeOf(model)
  const specs = await sidesFor(around, { model, size, data: dataFile(around, model, size), names, quick: true })
  const times = specs.map((): number[] => [])
  const faults = specs.map((): string | null => null)
  for (let i = 0; i < runs; i++) {
    for (const [j, spec] of specs.entries()) {
      if (faults[j] !== null) continue
      const began = performance.now()
      try {
        if (spec.engine !== undefined) await dryRun(around, model, spec.engine)
        else {
          const side = await openSide(spec)
          await side.block(1)
          times[j]!.push((performance.now() - began) / 1000)
          await side.close()
          continue
        }
        times[j]!.push((performance.now() - began) / 1000)
      } catch (error) {
        if (!(error instanceof SideError)) throw error
        faults[j] = error.message
      }
    }
  }
  return { model: model.name, sides: specs.map(({ name }, j) => ({ side: name, ...(faults[j] === null ? { seconds: spreadOf(times[j]!) } : { cannot: faults[j]! }) })) }
}

/** Ends when the line about the first batch appears. */
function dryRun({ root, sides }: Around, model: Model, engine: string): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'genc-bench-'))
  return new Promise<void>((resolve, reject) => {
    const args = [join(sides, 'dist/genc.js'), 'train', join(root, model.spec), '--data', model.data, '--engine', engine, '--dry-run']
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, NO_COLOR: '1', CI: '1' } })
    let text = ''
    let seen = false
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (seen || !text.includes('one batch of')) return
      seen = true
      resolve()
    })
    child.on('close', (code) => {
      rmSync(cwd, { recursive: true, force: true })
      if (!seen) reject(new SideError(`genc train ended with code ${code}: ${text.trim().split('\n').at(-1)}`))
    })
  })
}
