/** What a figure was taken on and with. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'

export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memory: number
  readonly system: string
  readonly node: string
  readonly packages: Readonly<Record<string, string>>
  /** Of the sources; `+` when they were changed. */
  readonly revision: string
  readonly date: string
  /** Processes that wanted a core in the minute before: measurements on a busy machine show. */
  readonly load: number
}

const PACKAGES = ['onnxruntime-node', '@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-backend-webgpu', 'webgpu']

export function machine(root: string): Machine {
  const git = (...args: string[]): string => {
    try {
      return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    } catch {
      return ''
    }
  }
  const version = (name: string): string | null => {
    try {
      return (JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version
    } catch {
      return null
    }
  }
  return {
    processor: cpus()[0]?.model.trim() ?? arch(), cores: availableParallelism(), memory: totalmem(), system: `${platform()} ${release()}, ${arch()}`,
    node: process.versions.node, packages: Object.fromEntries(PACKAGES.flatMap((name) => (version(name) === null ? [] : [[name, version(name)!]]))),
    revision: git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+'),
    date: new Date().toISOString().slice(0, 10), load: loadavg()[0]!,
  }
}
