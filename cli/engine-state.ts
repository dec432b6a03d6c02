/** Which engines this machine has. Packages with native code are tried in a process of their own: a broken one may take it down. */
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { packageRoot } from '../runtime/node/package-root.ts'

export interface EngineState {
  /** As `--engine` takes it. */
  readonly name: 'tensorflow' | 'wasm' | 'cpu' | 'onnx'
  readonly package: string
  readonly what: string
  readonly state: 'ready' | 'missing' | 'broken'
  /** Version when ready, the reason when broken. */
  readonly detail: string
  /** The command that adds it. */
  readonly add: string
}

type Candidate = Pick<EngineState, 'name' | 'package' | 'what' | 'add'> & { readonly native: boolean }

const withScripts = (name: string): string => `npm install --no-save --ignore-scripts=false ${name}`

/** Fastest first: this is the order of choice. */
const candidates: readonly Candidate[] = [
  { name: 'tensorflow', package: '@tensorflow/tfjs-node-gpu', what: 'TensorFlow on an NVIDIA GPU (CUDA)', native: true, add: withScripts('@tensorflow/tfjs-node-gpu') },
  { name: 'tensorflow', package: '@tensorflow/tfjs-node', what: 'TensorFlow on the CPU', native: true, add: withScripts('@tensorflow/tfjs-node') },
  { name: 'wasm', package: '@tensorflow/tfjs-backend-wasm', what: 'WebAssembly, part of genc', native: false, add: 'npm ci' },
  { name: 'cpu', package: '@tensorflow/tfjs-backend-cpu', what: 'plain JavaScript, part of genc; slow', native: false, add: 'npm ci' },
  // Its binaries are in the package; the script that it would run after installing only downloads more.
  { name: 'onnx', package: 'onnxruntime-node', what: 'ONNX Runtime on the CPU, native; --engine onnx asks for it', native: true, add: 'npm install --no-save --ignore-scripts onnxruntime-node' },
]

export const inspectEngines = (): Promise<EngineState[]> => Promise.all(candidates.map(inspect))

async function inspect({ native, ...candidate }: Candidate): Promise<EngineState> {
  const require = createRequire(join(packageRoot(), 'package.json'))
  let version: string
  try {
    version = (require(`${candidate.package}/package.json`) as { version: string }).version
  } catch {
    return { ...candidate, state: 'missing', detail: '' }
  }
  const failure = native ? await loadFailure(candidate.package) : undefined
  return failure === undefined
    ? { ...candidate, state: 'ready', detail: `${candidate.package} ${version}` }
    : { ...candidate, state: 'broken', detail: failure }
}

/** Why a package does not load, in one line; undefined when it does. */
function loadFailure(packageName: string): Promise<string | undefined> {
  return new Promise(resolve => {
    // The binding calls helpers of node:util that Node 23 removed; the engine puts them back too.
    const helpers = `const u = require('util'); u.isNullOrUndefined ??= v => v == null; u.isArray ??= Array.isArray`
    const options = { cwd: packageRoot(), timeout: 60_000, env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' } }
    execFile(process.execPath, ['-e', `${helpers}; require(${JSON.stringify(packageName)})`], options, (error, _, stderr) => {
      if (error === null) resolve(undefined)
      else resolve(/^(?:\w*Error): .*$/m.exec(stderr)?.[0] ?? (error.signal ? `stopped by ${error.signal}` : `exit code ${error.code}`))
    })
  })
}
