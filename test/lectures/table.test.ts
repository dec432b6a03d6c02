import { describe, expect, test } from 'vitest'
import { clockText, remaining } from '../../bench/lectures/clock.ts'
import type { Check, Lecture } from '../../bench/lectures/lecture.ts'
import type { Measurement } from '../../bench/lectures/measure.ts'
import { checkResults, failures, misses, type Results } from '../../bench/lectures/results.ts'
import { sourcesIn, BUILT_IN, dataOf, missing } from '../../bench/lectures/sources.ts'
import { markdown, notes, numbers, textTable } from '../../bench/lectures/table.ts'

const lecture = (...checks: readonly Check[]): Lecture => ({ name: 'one', about: '', seconds: 1, runs: {}, checks })
const at = (measured: number, bounds: Partial<Measurement> = {}): Measurement => ({ measured, atMost: null, atLeast: null, baseline: null, ...bounds })
const verdict = (check: Partial<Check>, seeds: readonly Measurement[], mnist = true): string =>
  checkResults(lecture({ what: 'a', measured: 'a', ...check }), seeds.map((one) => [one]), mnist)[0]!.verdict

describe('verdicts', () => {
  test('a bound is kept up to its end, by every seed', () => {
    expect(verdict({ atMost: 2 }, [at(2, { atMost: 2 })])).toBe('kept')
    expect(verdict({ atMost: 2 }, [at(2.001, { atMost: 2 })])).toBe('missed')
    expect(verdict({ atLeast: 2 }, [at(3, { atLeast: 2 }), at(1.9, { atLeast: 2 })])).toBe('missed')
    expect(verdict({ atLeast: 'b' }, [at(3, { atLeast: 2 }), at(1.9, { atLeast: 1 })])).toBe('kept')
  })

  test('or by the median, where the check says so', () => {
    const seeds = [at(1, { atLeast: 2 }), at(2.5, { atLeast: 2 }), at(9, { atLeast: 2 })]
    expect(verdict({ atLeast: 2 }, seeds)).toBe('missed')
    expect(verdict({ atLeast: 2, median: true }, seeds)).toBe('kept')
    expect(verdict({ atLeast: 2, median: true }, [...seeds.slice(1), at(NaN, { atLeast: 2 })])).toBe('missed')
  })

  test('not a number keeps no bound', () => {
    expect(verdict({ atMost: 2 }, [at(NaN, { atMost: 2 })])).toBe('missed')
    expect(verdict({ atLeast: 2 }, [at(Infinity, { atLeast: 2 })])).toBe('kept')
  })

  test('without a bound a number is reported; bounds of MNIST are left out with digits', () => {
    expect(verdict({}, [at(1)])).toBe('reported')
    expect(verdict({ atMost: 2, mnist: true }, [at(9, { atMost: 2 })])).toBe('missed')
    expect(verdict({ atMost: 2, mnist: true }, [at(9, { atMost: 2 })], false)).toBe('not on digits')
    expect(verdict({ mnist: true }, [at(9)], false)).toBe('reported')
  })

  test('with digits, what somebody measured on MNIST is no baseline; what is computed is', () => {
    const of = (baseline: Check['baseline'] & object): unknown => checkResults(lecture({ what: 'a', measured: 'a', mnist: true, baseline }), [[at(1, { baseline: 5 })]], false)[0]!.baseline
    expect(of(['PyTorch', 5])).toBe(null)
    expect(of(['PCA', 'floor'])).toEqual({ name: 'PCA', values: [5] })
  })
})

const results: Results = {
  command: 'npm run lectures', genc: '1', node: '20', cores: 2, date: '2026-01-02T03:04:05Z', engine: 'onnx', data: { mnist: 'files', usps: null }, seeds: [0, 1, 2],
  lectures: [
    {
      lecture: 'one', about: '', specs: ['one'], seconds: 61.4, absent: null,
      checks: [
        { what: 'error | test', unit: ' dB', measured: [18.7, 18.5, 19], atMost: null, atLeast: [18.3, 18.3, 18.3], baseline: { name: 'Wiener', values: [19.2, 19.2, 19.2] }, verdict: 'kept', why: 'PyTorch: 18.7', cause: null },
        { what: 'ratio', unit: '', measured: [0.5, 0.5, null], atMost: [0.4, 0.4, 0.4], atLeast: null, baseline: null, verdict: 'missed', why: 'theory', cause: null },
        { what: 'size', unit: '°', measured: [3, 3, 3], atMost: null, atLeast: null, baseline: null, verdict: 'reported', why: null, cause: null },
      ],
    },
    { lecture: 'two', about: '', specs: ['two'], seconds: 0, checks: [], absent: { kind: 'data', reason: 'needs the files of usps: --data FOLDER' } },
    { lecture: 'three', about: '', specs: ['three'], seconds: 2, checks: [], absent: { kind: 'error', reason: 'it broke' } },
  ],
}

describe('the table', () => {
  test('as text', () => {
    const lines = textTable(results).split('\n')
    expect(lines.map((line) => line.replaceAll(/ {2,}/g, ' · '))).toEqual([
      'lecture · gate · measured · bound · beside it · seconds',
      'one · error | test · 18.7 [18.5, 19] dB · ≥ 18.3 dB · Wiener 19.2 dB · kept · 61',
      ' · ratio · not finite · ≤ 0.4 · MISSED',
      ' · size · 3°',
      'two · needs the files of usps: --data FOLDER · left out · 0',
      'three · came to no result: see below · MISSED · 2',
    ])
    expect(new Set(lines.filter((line) => /(61|0|2|seconds)$/.test(line)).map((line) => line.length)).size).toBe(1)
  })

  test('what it has no room for', () => {
    expect(notes(results).split('\n')).toEqual([
      'one, ratio: not finite where ≤ 0.4 is asked (theory). No cause is known.',
      'three: it broke',
      '1 of 2 bounds kept; missed: one; without a result: three',
    ])
    expect([misses(results), failures(results)]).toEqual([['one'], ['three']])
  })

  test('as Markdown, with the origin of the bounds', () => {
    const text = markdown(results)
    expect(text).toContain('| one | error \\| test | 18.7 [18.5, 19] dB | ≥ 18.3 dB | Wiener 19.2 dB | kept | 61 |')
    expect(text).toContain('|  | ratio | not finite | ≤ 0.4 |  | **missed** |  |')
    expect(text).toContain('- **one** – error | test: PyTorch: 18.7; ratio: theory')
    expect(text).toMatch(/^Seeds 0, 1, 2: median.*engine onnx; 2 cores; Node 20; genc 1; 2026-01-02\. 2 minutes for one seed\./)
  })

  test('numbers', () => {
    expect([numbers([8], ''), numbers([-1.38629], ' nats'), numbers([0.003214], ' %'), numbers([123456], ''), numbers([1.5e-7], ''), numbers([2, 1, 9], '°')])
      .toEqual(['8', '−1.386 nats', '0.003214 %', '123456', '1.50e−7', '2 [1, 9]°'])
  })
})

test('the time that is left follows the pace so far', () => {
  expect(remaining([], [10, 20], { expected: 5, took: 2 })).toBe(33)
  expect(remaining([{ expected: 10, took: 30 }], [10], { expected: 5, took: 3 })).toBe(42)
  expect(remaining([], [10], { expected: 5, took: 50 })).toBe(10)
  expect([clockText(0), clockText(61.9), clockText(3600)]).toEqual(['0:00', '1:01', '60:00'])
})

test('sources', () => {
  expect(sourcesIn('nowhere')).toEqual(BUILT_IN)
  const files = { mnist: '/d/mnist', usps: '/d/usps' }
  expect(dataOf({ spec: 'a', data: 'mnist' }, files)).toEqual(['/d/mnist'])
  expect(dataOf({ spec: 'a', data: 'mnist' }, BUILT_IN)).toEqual(['digits'])
  expect(dataOf({ spec: 'a' }, files)).toEqual([])
  expect(dataOf({ spec: 'a', data: { m: 'mnist', u: 'usps', r: 'ring8:sigma=0.01' } }, files)).toEqual(['m=/d/mnist', 'u=/d/usps', 'r=ring8:sigma=0.01'])
  const given: Lecture = { ...lecture(), runs: { one: { spec: 'a', data: 'mnist', given: { J: { spec: 'b', data: 'usps' } } } } }
  expect([missing(given, files), missing(given, BUILT_IN)]).toEqual([null, 'usps'])
})
