/** The parts of the client that need no editor: which genc runs, what the status bar says, the diagram. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { progressLines } from '../../cli/progress-lines.ts'
import { checkSource } from '../../compiler/compile.ts'
import type { Network } from '../../compiler/model/model.ts'
import { diagram, flowOf, networkAt } from '../../lsp/vscode/diagram.ts'
import { gencCommand } from '../../lsp/vscode/src/command-line.ts'
import { detailsText, statusText, taken, type Standing } from '../../lsp/vscode/src/progress.ts'
import { settingsFor } from '../../lsp/vscode/src/settings.ts'
import { specs } from '../grammar/support.ts'

describe('which genc trains', () => {
  const none = (): boolean => false
  test('the one that the setting names', () => {
    expect(gencCommand('/opt/genc', '/work', none, false)).toEqual({ command: '/opt/genc', args: [] })
    expect(gencCommand('/opt/dist/genc.js', '/work', none, false)).toEqual({ command: 'node', args: ['/opt/dist/genc.js'] })
  })
  test('else the nearest of the folders above', () => {
    const own = join('/work', 'node_modules', 'genc', 'dist', 'genc.js')
    expect(gencCommand('', join('/work', 'specs', 'a'), (path) => path === own, false)).toEqual({ command: 'node', args: [own] })
  })
  test('else the one on the path', () => {
    expect(gencCommand('', '/work', none, false)).toEqual({ command: 'genc', args: [] })
    expect(gencCommand('', '/work', none, true)).toEqual({ command: 'genc.cmd', args: [] })
  })
})

describe('progress', () => {
  const metrics = { stage: 'main', stageIndex: 0, step: 469, epoch: 1, train: { reconstruction: 123.4567, regulariser: 0.00012349 }, test: { objective: 131.94 }, metrics: { accuracy: null }, seconds: 3.21 }
  const progress = { progress: 0.4399, stage: 'main', step: 2063, rounds: 4690, terms: { reconstruction: 101.25, regulariser: null }, left: 75 }
  const none: Standing = { progress: null, metrics: null }
  test('takes lines of both kinds and nothing else', () => {
    expect(taken(none, JSON.stringify(metrics))).toEqual({ progress: null, metrics })
    expect(taken({ progress: null, metrics }, JSON.stringify(progress))).toEqual({ progress, metrics })
    for (const other of ['', 'runs/vae-001', '{', '{"a":1}', '[1]', 'null']) expect(taken(none, other)).toBeNull()
  })
  test('is short in the status bar: a percentage and the objective, or the terms of several', () => {
    expect(statusText('vae', { progress, metrics })).toBe('vae: 43% · objective 131.9')
    expect(statusText('vae', { progress, metrics: null })).toBe('vae: 43% · reconstruction 101.3 · regulariser not finite')
    expect(statusText('vae', { progress: null, metrics: { ...metrics, test: null } })).toBe('vae · reconstruction 123.5 · regulariser 0.0001235')
    // What another stage was about is no longer said.
    expect(statusText('grow', { progress: { ...progress, stage: 'second', terms: {} }, metrics })).toBe('grow: second 43%')
  })
  test('is whole in the tooltip', () => {
    expect(detailsText({ progress, metrics }).split('\n')).toEqual([
      'this step', '  reconstruction 101.3', '  regulariser not finite', 'step 2063 of 4690, 1 min 15 s left',
      'training, epoch 1', '  reconstruction 123.5', '  regulariser 0.0001235', 'test', '  objective 131.9', 'metrics', '  accuracy not finite',
    ])
  })
  test('reads what genc writes', () => {
    const out: string[] = []
    let time = 0
    const schedule = { rounds: 40, epoch: 20, period: 20, leader: 'x' }
    const tell = progressLines({ terminal: { out: (text) => { out.push(text) } }, schedules: [schedule, schedule], done: 0, now: () => time })
    tell({ kind: 'stage', stage: 1 })
    for (let round = 1; round <= 20; round++) {
      time += 100
      tell({ kind: 'round', stage: 'second', round, schedule, terms: round % 10 === 1 ? { loss: round } : null, samples: 8, progress: null })
    }
    expect(out.map((text) => statusText('grow', taken(none, text.trim())!))).toEqual(['grow: second 51% · loss 1', 'grow: second 57% · loss 1', 'grow: second 63% · loss 11', 'grow: second 70% · loss 11'])
  })
})

test('formulas are drawn in the colour of the theme, unless text is wanted', () => {
  const get = (formulas: string) => (name: string): unknown => (name === 'formulas' ? formulas : { shapes: true })
  expect(settingsFor(get('svg'), 1)).toEqual({ inlayHints: { shapes: true }, formulas: { format: 'svg', color: '#3b3b3b' } })
  expect(settingsFor(get('svg'), 2).formulas).toMatchObject({ color: '#cccccc' })
  expect(settingsFor(get('text'), 2).formulas).toBe('text')
})

describe('the diagram', () => {
  const networks = (file: string): readonly Network[] => checkSource(readFileSync(`specs/${file}.gen`, 'utf8')).model!.networks
  test('has a box for each layer and the shape on each arrow', () => {
    const { boxes, arrows } = flowOf(networks('vae').find(({ name }) => name === 'Enc')!)
    expect(boxes.map(({ text, rank }) => `${text} ${rank}`)).toEqual(['x 0', 'flatten 1', 'dense(400, relu) 2', 'dense(20) 3', 'dense(20) 3', 'mu 4', 'logvar 4'])
    expect(arrows.map(({ from, to, label }) => `${boxes[from]!.text} ${label} ${boxes[to]!.text}`)).toEqual([
      'x 28×28×1 flatten', 'flatten 784 dense(400, relu)', 'dense(400, relu) 400 dense(20)', 'dense(400, relu) 400 dense(20)', 'dense(20) 20 mu', 'dense(20) 20 logvar',
    ])
  })
  test('leads what skips layers round them', () => {
    const { boxes, arrows } = flowOf(networks('unet')[0]!)
    expect(arrows.filter(({ from, to }) => boxes[to]!.rank - boxes[from]!.rank > 1).length).toBe(2)
    expect(diagram(networks('unet')[0]!)).toContain('C')
  })
  test('escapes what is text', () => expect(diagram({ ...networks('vae')[0]!, name: '<b>&' })).toContain('&lt;b&gt;&amp;'))
  test('follows the cursor', () => {
    const source = readFileSync('specs/vae.gen', 'utf8')
    const { spec, model } = checkSource(source)
    const all = model!.networks
    expect(networkAt(spec, all, source.indexOf('dense(784)'))?.name).toBe('Dec')
    expect(networkAt(spec, all, source.indexOf('flatten'))?.name).toBe('Enc')
    expect(networkAt(spec, all, source.indexOf('prior'))).toBeNull()
  })
  test('is drawn of every network of every spec', () => {
    let count = 0
    for (const [, source] of specs) for (const network of checkSource(source).model?.networks ?? []) {
      const { boxes, arrows } = flowOf(network)
      expect(arrows.every(({ from, to }) => boxes[from]!.rank < boxes[to]!.rank)).toBe(true)
      expect(diagram(network)).toMatch(/^<svg .*<\/svg>$/s)
      expect(diagram(network)).not.toMatch(/NaN|undefined/)
      count++
    }
    expect(count).toBeGreaterThan(50)
  })
})
