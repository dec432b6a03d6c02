/** `genc build --target onnx`: a model for each program, which the checker of ONNX accepts where there is one. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { compile } from '../../compiler/compile.ts'
import { finished } from '../../compiler/passes/pipeline.ts'
import { writeOnnx } from '../../compiler/targets/onnx/target.ts'
import { emptyFolder, genc } from '../cli/run.ts'
import { importsFrom } from '../types/files.ts'
import { operators } from './onnx-read.ts'

const spec = resolve('specs/vae.gen')

test('a file for each program; --check compares them', async () => {
  const cwd = emptyFolder()
  expect((await genc(['build', spec, '--target', 'onnx', '-o', 'out'], { cwd })).exitCode).toBe(0)
  const files = readdirSync(join(cwd, 'out'))
  expect(files).toContain('vae.round.onnx')
  expect(files).toContain('vae.sample.onnx')
  expect(operators(readFileSync(join(cwd, 'out', 'vae.round.onnx')))).toContain('Loop')
  expect(operators(readFileSync(join(cwd, 'out', 'vae.sample.onnx')))).toContain('Gemm')
  const check = ['build', spec, '--target', 'onnx', '-o', 'out', '--check']
  expect((await genc(check, { cwd })).exitCode).toBe(0)
  writeFileSync(join(cwd, 'out', 'vae.round.onnx'), 'another')
  expect(await genc(check, { cwd })).toMatchObject({ exitCode: 1, out: expect.stringContaining('vae.round.onnx: differs\n') as string })
})

test('standard output is refused', async () => {
  const { exitCode, err } = await genc(['build', spec, '--target', 'onnx', '-o', '-'])
  expect(exitCode).toBe(2)
  expect(err).toContain('-o names a folder')
})

/** The Python that has the package onnx, as Debian's python3-onnx gives it. */
const python = ['/usr/bin/python3', 'python3'].find((command) => {
  try {
    execFileSync(command, ['-c', 'import onnx.checker'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})

if (python === undefined) console.log('the checker of ONNX is not asked: no Python here has the package onnx (Debian: python3-onnx)')
else {
  test('the checker of ONNX accepts every program of every spec, shapes included', () => {
    const cwd = emptyFolder()
    const files = readdirSync('specs').filter((file) => file.endsWith('.gen')).flatMap((file) => {
      const { lowered } = compile(readFileSync(`specs/${file}`, 'utf8'), { imports: importsFrom('specs') })
      return finished(lowered!, 'portable').programs.map((program) => {
        const name = `${file}.${program.name}.onnx`
        writeFileSync(join(cwd, name), writeOnnx(program))
        return name
      })
    })
    expect(files.length).toBeGreaterThan(150)
    const script = 'import sys, onnx, onnx.checker\nfor f in sys.argv[1:]:\n  onnx.checker.check_model(onnx.load(f), full_check=True)\nprint("accepted")'
    expect(execFileSync(python, ['-c', script, ...files], { cwd, encoding: 'utf8' })).toBe('accepted\n')
  })
}
