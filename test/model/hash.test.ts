/** The hash says which model it is, however it is written. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { check } from '../../compiler/check.ts'
import { specHash } from '../../compiler/model/hash.ts'
import { parse } from '../../grammar/parse.ts'

const hashOf = (source: string): string => specHash(check(parse(source).spec, { source }).model!)
const vae = readFileSync('specs/vae.gen', 'utf8')

describe('the hash of a spec', () => {
  it('is the same after comments, layout and names of formals and locals changed', () => {
    const changed = `// a comment\n${vae.replaceAll('  h = x -> flatten', '    hidden =   x -> flatten').replaceAll('= h -> dense', '= hidden -> dense').replace('Dec(z) -> logits[28, 28, 1] {\n  z ->', 'Dec(code) -> logits[28, 28, 1] {\n  code ->')}`
    expect(changed).not.toBe(vae)
    expect(hashOf(changed)).toBe(hashOf(vae))
  })
  it('is another after anything that matters changed', () => {
    const others = [vae.replace('dense(400, relu)', 'dense(401, relu)'), vae.replace('beta = 1.0', 'beta = 2'), vae.replace('relu', 'tanh'), vae.replace('adam(1e-3)', 'adam(2e-3)'), vae.replace('adam(1e-3)', 'adam(1e-3) clip 1'), vae.replace('adam(1e-3)', 'adam(1e-3) clip 2')].map(hashOf)
    expect(new Set([hashOf(vae), ...others]).size).toBe(7)
  })
  it('is 32 hexadecimal digits', () => {
    expect(hashOf(vae)).toMatch(/^[0-9a-f]{32}$/)
  })
})
