/**
 * How long a whole process takes: `genc check` on a spec of 100 lines beside an empty Node process, interleaved, medians
 * and spread. Build first.
 *
 *     npm run build && node bench/startup.mjs
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const RUNS = 15

const lines = readFileSync(join(root, 'specs/progressive-gan.gen'), 'utf8').trimEnd().split('\n')
const more = Array.from({ length: 100 - lines.length }, (_, i) => `metric more${i} = E[1/2 * ||x||^2 + ${i}]`)
const folder = mkdtempSync(join(tmpdir(), 'genc-'))
const file = join(folder, 'long.gen')
writeFileSync(file, [...lines, ...more].join('\n'))

const time = args => {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return performance.now() - start
}

const cases = { 'empty process': ['-e', '0'], 'genc check, 100 lines': [join(root, 'dist/genc.js'), 'check', file] }
const times = Object.fromEntries(Object.keys(cases).map(name => [name, []]))
for (let i = 0; i < RUNS; i++) for (const [name, args] of Object.entries(cases)) times[name].push(time(args))
rmSync(folder, { recursive: true })

const quantile = (sorted, q) => sorted[Math.round(q * (sorted.length - 1))]
for (const [name, list] of Object.entries(times)) {
  const sorted = list.sort((a, b) => a - b)
  const [low, median, high] = [0.25, 0.5, 0.75].map(q => Math.round(quantile(sorted, q)))
  console.log(`${name.padEnd(24)} median ${median} ms, quartiles ${low} to ${high} ms, ${RUNS} runs`)
}
