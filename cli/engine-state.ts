/** Which engines this machine has. Packages with native code are tried in a process of their own: a broken one may take it down. */
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { packageRoot } from './package-root.ts'

export interface EngineState {
  /** As `--engine` takes it. */
  readonly name: string
  readonly what: string
  readonly state: 'ready' | 'missing' | 'broken'
  /** Version when ready, the reason when broken. */
  readonly detail: string
  /** The command that adds it. */
  readonly add: string
}

interface Candidate { readonly name: string; readonly what: string; readonly packageName: string; readonly native: boolean; readonly add: string }

const withScripts = (name: string): string => `npm install --no-save --ignore-scripts=false ${name}`

/** Fastest first: this is the order of choice. */
const candidates: readonly Candidate[] = [
  { name: 'tensorflow-gpu', what: 'TensorFlow on an NVIDIA GPU (CUDA)', packageName: '@tensorflow/tfjs-node-gpu', native: true, add: withScripts('@tensorflow/tfjs-node-gpu') },
  { name: 'tensorflow', what: 'TensorFlow on the CPU', packageName: '@tensorflow/tfjs-node', native: true, add: withScripts('@tensorflow/tfjs-node') },
  { name: 'wasm', what: 'WebAssembly, part of genc', packageName: '@tensorflow/tfjs-backend-wasm', native: false, add: 'npm ci' },
  { name: 'cpu', what: 'plain JavaScript, part of genc; slow', packageName: '@tensorflow/tfjs-backend-cpu', native: false, add: 'npm ci' },
]

export const inspectEngines = (): Promise<EngineState[]> => Promise.all(candidates.map(inspect))

async function inspect({ name, what, packageName, native, add }: Candidate): Promise<EngineState> {
  const require = createRequire(join(packageRoot(), 'package.json'))
  let version: string
  try {
    version = (require(`${packageName}/package.json`) as { version: string }).version
  } catch {
    return { name, what, state: 'missing', detail: '', add }
  }
  const failure = native ? await loadFailure(packageName) : undefined
  return failure === undefined
    ? { name, what, state: 'ready', detail: `${packageName} ${version}`, add }
    : { name, what, state: 'broken', detail: failure, add }
}

/** Why a package does not load, in one line; undefined when it does. */
function loadFailure(packageName: string): Promise<string | undefined> {
  return new Promise(resolve => {
    const program = `require(${JSON.stringify(packageName)})`
    const options = { cwd: packageRoot(), timeout: 60_000, env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' } }
    execFile(process.execPath, ['-e', program], options, (error, _, stderr) => {
      if (error === null) resolve(undefined)
      else resolve(/^(?:\w*Error): .*$/m.exec(stderr)?.[0] ?? (error.signal ? `stopped by ${error.signal}` : `exit code ${error.code}`))
    })
  })
}
