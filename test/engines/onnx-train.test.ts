/** `--engine onnx` from the command line. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, genc } from '../cli/run.ts'

test('a training, its checkpoint, and samples of it on the same engine and on another', async () => {
  const cwd = emptyFolder()
  const trained = await genc(['train', resolve('specs/ring-gan.gen'), '--engine', 'onnx', '--steps', '4', '-o', 'run'], { cwd })
  expect([trained.exitCode, trained.err]).toEqual([0, expect.stringContaining('engine  onnx (asked for)')])
  expect(existsSync(join(cwd, 'run', 'checkpoints', 'last.safetensors'))).toBe(true)
  for (const engine of ['onnx', 'wasm']) expect((await genc(['eval', 'run', '--engine', engine], { cwd })).exitCode, engine).toBe(0)
})

test('an unknown engine: onnx is among those there are', async () => {
  const { exitCode, err } = await genc(['train', 'specs/vae.gen', '--engine', 'onyx'])
  expect(exitCode).toBe(2)
  expect(err).toContain('Did you mean onnx?')
})
