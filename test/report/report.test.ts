/** The page of a run, made of files as a training leaves them. */
import { describe, expect, it } from 'vitest'
import { checkSource } from '../../compiler/compile.ts'
import { layerRows } from '../../compiler/model/layer-rows.ts'
import { highlight } from '../../runtime/report/highlight.ts'
import { commandOf, reportPage, type ReportRun } from '../../runtime/report/page.ts'
import type { RunConfig } from '../../runtime/run/config.ts'

const SOURCE = `/// Small <model> & doc.
model Small
data (x: image[2, 2, 1] in [0, 1])
hyper code = 2
encoder Enc(x) -> h[code] { x -> flatten -> dense(3, relu) -> dense(code) }
decoder Dec(h) -> image[2, 2, 1] in [0, 1] { h -> dense(4, sigmoid) -> reshape(2, 2, 1) }
loss { reconstruction = 1/2 * ||x - Dec(Enc(x))||^2 }
train { minimize reconstruction with adam(1e-3); batch 4; rounds 2 }
figures { compare(x in test[0..9]: x) }
`

const config: RunConfig = {
  version: 1, spec: 'small', file: 'my specs/small.gen', model: 'Small', specHash: 'abc', hyper: { code: { value: 5, from: 'set' } }, length: { unit: 'rounds', count: 7 }, seed: 3,
  engine: { name: 'cpu', backend: 'tfjs' }, data: { data: { source: 'digits', hash: 'h', description: 'digits' } }, versions: { genc: '0.1.0' }, started: '2026-01-01T00:00:00Z',
}

const run = (name: string, last: number): ReportRun => ({
  run: name, source: SOURCE, model: checkSource(SOURCE).model!, config,
  log: [2, 7].map((step) => ({ stage: 'main', stageIndex: 0, step, epoch: 0, train: { reconstruction: step }, test: { reconstruction: last }, metrics: null, seconds: step })),
  pictures: [{ name: 'compare-1', source: 'compare(x in test[0..9]: x)', kind: 'figure', content: { url: 'data:image/png;base64,AA==' }, width: 10 }],
})

const page = (...runs: readonly ReportRun[]): string => reportPage(runs, (latex) => `<math>${latex.length}</math>`)

describe('a report', () => {
  it('has figures, numbers, formulas, spec, networks and origin, and fetches nothing', () => {
    const text = page(run('runs/small-001', 12.345678))
    for (const title of ['Figures', 'Numbers', 'Formulas', 'The spec', 'Networks', 'How it was made']) expect(text).toContain(`<h2>${title}</h2>`)
    expect(text).toContain('<td class="n">12.346</td>')
    expect(text).toContain('<math>')
    expect(text.match(/(?:src|href)="(?!data:)/g)).toBeNull()
    expect(text).not.toMatch(/https?:/)
  })

  it('takes nothing of a spec for markup', () => {
    const text = page(run('<b>', 1))
    expect(text).not.toContain('<model>')
    expect(text).not.toContain('<b>')
    expect(text).toContain('Small &#60;model&#62; &#38; doc.')
  })

  it('puts several runs side by side, with what differs above', () => {
    const other: ReportRun = { ...run('runs/small-002', 2), config: { ...config, hyper: { code: { value: 2, from: 'spec' } } } }
    const text = page(run('runs/small-001', 1), other)
    expect(text).toContain('--runs:2')
    expect(text).toMatch(/<tr><td>code<\/td><td class="n">5<\/td><td class="n">2<\/td><\/tr>/)
  })

  it('marks in the spec what was set on the command line', () => {
    const text = page(run('runs/small-001', 1))
    expect(text).toContain('<span class="word">hyper</span> code = <del><span class="number">2</span></del><ins title="by --set code=5">5, by --set</ins>')
    expect(text).toContain('<span class="word">rounds</span> <del><span class="number">2</span></del><ins title="by --steps 7">7 steps, by --steps</ins>')
    expect(page({ ...run('a', 1), config: { ...config, hyper: { code: { value: 2, from: 'spec' } }, length: null } })).not.toContain('<ins')
  })

  it('says how to make the run again', () => {
    expect(commandOf(config)).toBe('genc train \'my specs/small.gen\' --data digits --set code=5 --steps 7 --seed 3 --engine cpu')
  })

  it('has a row for each layer, with its shape and parameters', () => {
    const [enc, dec] = checkSource(SOURCE).model!.networks
    expect(layerRows(enc!).map(({ layer, name, shape, parameters }) => [layer, name, shape.join(), parameters])).toEqual([['flatten', '', '4', 0], ['dense(3, relu)', '', '3', 15], ['dense(2)', 'h', '2', 8]])
    expect(layerRows(dec!).map(({ layer }) => layer)).toEqual(['dense(4, sigmoid)', 'reshape'])
  })

  it('colours a spec by its tokens, words of the language only where they are words', () => {
    const { markup } = highlight('train { minimize generator over G }\nlet batch = 3.5 // note\n')
    expect(markup).toContain('<span class="word">train</span>')
    expect(markup).toContain('<span class="word">minimize</span> generator <span class="word">over</span> G')
    expect(markup).toContain('<span class="word">let</span> batch = <span class="number">3.5</span> <span class="comment">// note</span>')
  })
})
