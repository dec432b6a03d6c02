/**
 * Stands in for the package `onnxruntime-node`: the package itself, whose native `run` counts its microseconds. BENCH_ROOT is the
 * folder that the real one is found from.
 */
const { createRequire } = require('node:module')
const { dirname, join } = require('node:path')
const { getEnvironmentData } = require('node:worker_threads')

const real = createRequire(join(process.env.BENCH_ROOT, 'package.json'))
const { binding } = real(join(dirname(real.resolve('onnxruntime-node')), 'binding.js'))
const shared = getEnvironmentData('bench-native-microseconds')
if (shared !== undefined && !binding.timed) {
  const total = new BigInt64Array(shared)
  binding.timed = true
  binding.InferenceSession = class extends binding.InferenceSession {
    run(...args) {
      const start = process.hrtime.bigint()
      try {
        return super.run(...args)
      } finally {
        Atomics.add(total, 0, (process.hrtime.bigint() - start) / 1000n)
      }
    }
  }
}
module.exports = real('onnxruntime-node')
