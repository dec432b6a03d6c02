import { describe, expect, test } from 'vitest'
import { intoPage } from '../../bench/page.ts'
import { FIGURES, goals, reportMarkdown, type Measured } from '../../bench/report.ts'
import { ratioOf, short, spreadOf } from '../../bench/stats.ts'

const block = (wall: number, engine?: number) => ({ steps: 1, wall, cpu: wall, loss: 2, rss: 1e8, peak: 2e8, ...(engine === undefined ? {} : { engine }) })

const measured: Measured = {
  command: 'npm run bench -- steps',
  machine: { processor: 'P', cores: 2, memory: 8e9, system: 'linux', node: '20', packages: {}, revision: 'abc', date: '2026-01-01', load: 0.1 },
  steps: [{
    model: 'ring-gan', title: 'ring GAN', size: { batch: 256, width: null }, checked: [21, 30], tolerance: 0.5, floor: { flops: 1e8, bytes: 1e6 },
    sides: [
      { side: 'genc onnx', about: {}, loss: 2, blocks: [block(1, 0.9), block(2, 1.9), block(3, 2.9)] },
      { side: 'torch (python3)', about: { torch: '2.0', blas: ['libblas.so.3.12.1'], build: '', threads: 1, optimizer: 'fused', device: 'cpu', parallel: '', python: '3' }, loss: 2.1, blocks: [block(4), block(4), block(4)] },
      { side: 'tfjs wasm, by hand', about: {}, loss: 9, blocks: [block(40)] },
      { side: 'torch compiled (python3)', cannot: 'no compiler' },
    ],
  }],
  memory: [{ model: 'ring-gan', sides: [{ side: 'genc onnx', points: [{ step: 1, rss: 5e7, peak: 6e7 }, { step: 100, rss: 1e8, peak: 1e8 }, { step: 1000, rss: 1.2e8, peak: 1.3e8 }] }] }],
}

describe('statistics', () => {
  test('median and quartiles are interpolated', () => {
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, low: 1.75, high: 3.25, least: 1, count: 4 })
  })

  test('ratios are of the same round, as long as both sides have one', () => {
    expect(ratioOf([1, 2, 9], [2, 8]).median).toBeCloseTo(0.375)
    expect(ratioOf([1], [2, 8]).median).toBe(0.5)
  })

  test('numbers have three digits', () => {
    expect([0, 0.012345, 1.2345, 12345, NaN].map(short)).toEqual(['0', '0.0123', '1.23', '12345', '–'])
  })
})

describe('the report', () => {
  test('goals compare what they are about', () => {
    expect(goals(measured).map(({ text, values }) => [text, values.map(({ value }) => Number(value.median.toFixed(3)))])).toEqual([
      ['ring GAN, onnx ÷ PyTorch eager', [0.5]],
      ['onnx ÷ tfjs wasm by hand', [0.025]],
      ['share of the step outside the engine, onnx', [0.05]],
      ['resident memory at the end ÷ after 100 steps', [1.2]],
    ])
  })

  test('peers are named with their BLAS, failures with their reason, other losses as such', () => {
    const text = reportMarkdown(measured)
    expect(text).toContain('PyTorch 2.0 eager, fused Adam, reference BLAS (libblas.so.3.12.1), 1 thread')
    expect(text).toContain('cannot: no compiler')
    expect(text).toContain('9 (differs)')
  })

  test('a page keeps what is around its figures', () => {
    const page = 'before\n<!-- figures: written by npm run bench -- --report -->\nold\n<!-- end of figures -->\nafter\n'
    expect(intoPage(page, FIGURES, 'new')).toBe('before\n<!-- figures: written by npm run bench -- --report -->\n\nnew\n<!-- end of figures -->\nafter\n')
    expect(() => intoPage('nothing', FIGURES, 'new')).toThrow(/no <!-- figures/)
  })
})
