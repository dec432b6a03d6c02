import { expect, test } from 'vitest'
import { genc } from './run.ts'

test('doctor lists engines, what is missing with the command that adds it, and the choice with its reason', async () => {
  const { exitCode, out } = await genc(['doctor'], { env: { GENC_DATA: '/nowhere/data' } })
  expect(exitCode).toBe(0)
  expect(out).toContain(process.versions.node)
  expect(out).toMatch(/\d+ cores/)
  expect(out).toContain('/nowhere/data (from GENC_DATA)')
  expect(out).toMatch(/wasm .*\n.*tfjs-backend-wasm \d/)
  expect(out).toMatch(/chosen +\w+: the fastest/)
})

test('doctor --json is one object', async () => {
  const report = JSON.parse((await genc(['doctor', '--json'])).out) as { engines: { name: string; state: string; add: string }[]; chosen: { engine: string } }
  expect(report.engines.map(engine => engine.name)).toContain('cpu')
  expect(report.engines.every(engine => engine.state === 'ready' || /npm/.test(engine.add))).toBe(true)
  expect(report.chosen.engine).toBe(report.engines.find(engine => engine.state === 'ready')!.name)
})
