import { existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { differences, readConfig, writeConfig, type RunConfig } from '../../runtime/run/config.ts'
import { createRun, findRun, listRuns, RUN_FILES } from '../../runtime/run/folder.ts'

let cwd = ''
beforeEach(() => { cwd = mkdtempSync(join(tmpdir(), 'genc-folder-')) })
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const config: RunConfig = {
  version: 1, spec: 'vae', file: 'specs/vae.gen', model: 'VAE', specHash: 'a', hyper: { latent: { value: 20, from: 'spec' } }, length: null, seed: 0,
  engine: { name: 'wasm', backend: 'wasm' }, data: { x: { source: 'digits', hash: 'h', description: '' } }, versions: {}, started: '2026-01-01T00:00:00.000Z',
}
const makeRun = (output?: string): string => {
  const run = createRun({ cwd, spec: 'vae', output })
  writeConfig(join(cwd, run), config)
  return run
}

describe('run folders', () => {
  it('are numbered, and latest points to the newest', () => {
    expect([makeRun(), makeRun(), makeRun()]).toEqual(['vae-001', 'vae-002', 'vae-003'].map((name) => join('runs', name)))
    expect(readlinkSync(join(cwd, 'runs', 'latest'))).toBe('vae-003')
    rmSync(join(cwd, 'runs', 'vae-002'), { recursive: true })
    expect(makeRun()).toBe(join('runs', 'vae-004'))
    expect(createRun({ cwd, spec: 'vae-big' })).toBe(join('runs', 'vae-big-001'))
  })

  it('are found by path, name, spec and latest', () => {
    makeRun()
    makeRun()
    for (const [text, run] of [['runs/vae-001', 'vae-001'], ['vae-001', 'vae-001'], ['vae', 'vae-002'], ['vae.gen', 'vae-002'], ['latest', 'vae-002'], ['runs/latest', 'vae-002']] as const) {
      expect(findRun(cwd, text)).toBe(join('runs', run))
    }
    expect(() => findRun(cwd, 'gan')).toThrow('there is no run gan')
    expect(listRuns(cwd)).toEqual(['vae-001', 'vae-002'])
  })

  it('work where there are no links', () => {
    makeRun()
    rmSync(join(cwd, 'runs', 'latest'))
    writeFileSync(join(cwd, 'runs', 'latest'), 'vae-001\n')
    expect(findRun(cwd, 'latest')).toBe(join('runs', 'vae-001'))
  })

  it('are never overwritten without --force', () => {
    const run = makeRun('out')
    writeFileSync(join(cwd, run, RUN_FILES.last), 'weights')
    writeFileSync(join(cwd, run, RUN_FILES.report), 'of the run before')
    writeFileSync(join(cwd, run, 'notes.txt'), 'mine')
    expect(() => createRun({ cwd, spec: 'vae', output: 'out' })).toThrow('out holds a run already')
    expect(existsSync(join(cwd, run, RUN_FILES.last))).toBe(true)
    createRun({ cwd, spec: 'vae', output: 'out', force: true })
    expect(existsSync(join(cwd, run, RUN_FILES.last))).toBe(false)
    expect(existsSync(join(cwd, run, RUN_FILES.report))).toBe(false)
    expect(existsSync(join(cwd, run, 'notes.txt'))).toBe(true)
  })

  it('are never put over something else, --force or not', () => {
    mkdirSync(join(cwd, 'thesis'))
    writeFileSync(join(cwd, 'thesis', 'chapter1.tex'), '')
    writeFileSync(join(cwd, 'file'), '')
    for (const force of [true, false]) {
      expect(() => createRun({ cwd, spec: 'vae', output: 'thesis', force })).toThrow('thesis is not empty, and what is in it is no run')
      expect(() => createRun({ cwd, spec: 'vae', output: 'file', force })).toThrow('file exists and is a file')
    }
  })

  it('keep what they were made from', () => {
    const run = makeRun()
    expect(readConfig(join(cwd, run))).toEqual(config)
    writeFileSync(join(cwd, run, RUN_FILES.config), '{')
    expect(() => readConfig(join(cwd, run))).toThrow('it is not JSON')
  })
})

describe('differences', () => {
  it('are named', () => {
    expect(differences(config, config)).toEqual([])
    expect(differences(config, { ...config, hyper: { latent: { value: 8, from: 'set' } }, specHash: 'b', seed: 1 })).toEqual(['latent was 20 and is 8', 'the seed was 0 and is 1'])
    expect(differences(config, { ...config, specHash: 'b' })).toEqual(['the model'])
    expect(differences(config, { ...config, hyper: {} })).toEqual(['the hyperparameter latent is gone'])
    expect(differences(config, { ...config, data: { x: { source: 'mnist', hash: 'g', description: '' } } })).toEqual(['the data x were digits and are mnist'])
  })
})
