import { expect, test } from 'vitest'
import { genc } from './run.ts'

test('explain CODE prints the page', async () => {
  const { exitCode, out, err } = await genc(['explain', 'syntax/missing'])
  expect([exitCode, err]).toEqual([0, ''])
  expect(out).toMatch(/^A statement has all its parts\nsyntax\/missing · error\n[^]*Wrong\n[^]*Right\n/)
})

test('explain SPEC prints the model', async () => {
  const { exitCode, out, err } = await genc(['explain', 'specs/vae.gen'])
  expect(exitCode).toBe(0)
  for (const word of ['VAE', 'Enc', 'Dec', 'reconstruction', 'regulariser', 'latent']) expect(out).toContain(word)
  expect(err).toContain('genc train specs/vae.gen')
})

test('explain of a wrong spec prints its diagnostics', async () => {
  const { exitCode, out, err } = await genc(['explain', '-'], { input: 'metrik x = 1' })
  expect([exitCode, out]).toEqual([1, ''])
  expect(err).toContain('syntax/unknown-statement')
})
