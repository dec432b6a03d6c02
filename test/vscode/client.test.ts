/** The parts of the client that need no editor: which genc runs, what the status bar says, the diagram. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkSource } from '../../compiler/compile.ts'
import type { Network } from '../../compiler/model/model.ts'
import { diagram, flowOf, networkAt } from '../../lsp/vscode/diagram.ts'
import { gencCommand } from '../../lsp/vscode/src/command-line.ts'
import { detailsText, readLine, statusText } from '../../lsp/vscode/src/progress.ts'
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
  const line = { stage: 'main', stageIndex: 0, step: 469, epoch: 1, train: { reconstruction: 123.4567, regulariser: 0.00012349 }, test: null, metrics: { accuracy: null }, seconds: 3.21 }
  test('reads lines of metrics and nothing else', () => {
    expect(readLine(JSON.stringify(line))).toEqual(line)
    for (const other of ['', 'runs/vae-001', '{', '{"a":1}', '[1]', 'null']) expect(readLine(other)).toBeNull()
  })
  test('is short in the status bar and whole in the tooltip', () => {
    expect(statusText('vae', line)).toBe('vae: epoch 1 · reconstruction 123.5 · regulariser 0.0001235')
    expect(statusText('grow', { ...line, stage: 'second', epoch: 0, train: null })).toBe('grow: second, round 469')
    expect(detailsText(line)).toBe('training\n  reconstruction 123.5\n  regulariser 0.0001235\nmetrics\n  accuracy not finite\n3.2 s, 469 rounds')
  })
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
