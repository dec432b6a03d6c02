/** Whether there is a GPU for engine webgpu, asked in a process of its own: a broken driver takes its process down. */
import { pathToFileURL } from 'node:url'
import { EngineError } from '../../engine.ts'
import type { Ask } from '../registry.ts'
import { askApart } from '../ask-apart.ts'
import { firstLine, installed, isInstalled, type Packages } from '../packages.ts'
import { addDawn, DAWN_PACKAGE, describeAdapter, type AdapterWords } from './dawn.ts'

/** Ends its process itself: drivers may hold it. */
const script = `
import(process.argv[1]).then(async ({ create }) => {
  const adapter = await create([]).requestAdapter({ powerPreference: 'high-performance' })
  const { description, device, vendor, architecture, isFallbackAdapter } = adapter?.info ?? {}
  process.stdout.write(JSON.stringify(adapter && { description, device, vendor, architecture, isFallbackAdapter }), () => process.exit())
})`

export interface Probed { readonly adapter: string; readonly software: boolean }

/**
 * The adapter that engine webgpu would run on; null where no driver has one, or the package is not installed. Throws `EngineError`
 * where the package or a driver is broken.
 */
export async function probeWebgpu(packages: Packages = installed, ask: Ask = askApart): Promise<Probed | null> {
  if (!isInstalled(packages, DAWN_PACKAGE)) return null
  try {
    const found = await ask(script, [pathToFileURL(packages.locate(DAWN_PACKAGE)).href]) as AdapterWords | null
    if (found === null) return null
    const { description, software } = describeAdapter(found)
    return { adapter: description, software }
  } catch (error) {
    throw new EngineError(`the engine 'webgpu' cannot be loaded (${firstLine(error)}): ${addDawn()} puts the package in order; otherwise it is the GPU's driver`, { cause: error })
  }
}
