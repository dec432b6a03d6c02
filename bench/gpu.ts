/** Whether this machine has a GPU, and which sides can use it. */
import { spawnSync } from 'node:child_process'
import { examine, here } from '../runtime/engines/choose.ts'
import { engineRows } from '../runtime/engines/registry.ts'
import type { Around } from './sides.ts'

export interface GpuSides {
  /** Engines of genc with a GPU; with `software`, those that only find one made of software too. */
  readonly engines: readonly string[]
  /** Pythons whose torch sees a GPU. */
  readonly pythons: readonly string[]
  /** What was found, a line each. */
  readonly findings: readonly string[]
}

export async function gpuSides({ pythons }: Pick<Around, 'pythons'>, software: boolean): Promise<GpuSides> {
  const around = here()
  const engines = new Set<string>()
  const findings: string[] = []
  for (const row of engineRows.filter(({ gpu }) => gpu)) {
    const finding = software || row.fits(around.signs) ? await examine(row, around) : { state: 'unfit', detail: 'is for a GPU, and there is no sign of one' }
    const usable = finding.state === 'ready' || (software && 'adapter' in finding && finding.adapter?.software === true)
    if (usable) engines.add(row.name)
    findings.push(`${row.name} (${row.packages[0]}) ${finding.detail}`)
  }
  const able = pythons.filter((python) => {
    const [program, ...args] = python.split(' ')
    const { stdout } = spawnSync(program!, [...args, '-c', 'import torch; print(torch.cuda.is_available() and torch.cuda.get_device_name())'], { encoding: 'utf8' })
    const found = stdout?.trim() || 'does not run'
    findings.push(`torch of ${python}: ${found === 'False' ? 'sees no GPU' : found}`)
    return found !== 'False' && found !== 'does not run'
  })
  return { engines: [...engines], pythons: able, findings }
}
