import { describe, expect, it } from 'vitest'
import type { TrainPlan } from '../../compiler/lower/plan.ts'
import type { DataField, Expr, RowSet, ValueType } from '../../compiler/model/model.ts'
import { makePasses } from '../../runtime/train/passes.ts'
import { endsPeriod, epochsOf, periodsOf, scheduleOf, withLength } from '../../runtime/train/schedule.ts'
import { chooseRows } from '../../runtime/train/select.ts'
import type { Sources } from '../../runtime/train/source.ts'
import { toy } from './toy.ts'

const plan = (options: Partial<TrainPlan>): TrainPlan => ({
  program: 'round', batch: 10, length: { unit: 'epochs', count: 2 }, passes: [{ datasets: ['a'] }], terms: [], rows: null, report: null, ...options,
})
const all = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, i) => i)

describe('schedules', () => {
  it('count an epoch as one pass over the first data set', () => {
    expect(scheduleOf(plan({}), { a: 95, b: 1000 })).toEqual({ rounds: 20, epoch: 10, period: 10, leader: 'a' })
    expect(scheduleOf(plan({ passes: [{ datasets: ['b'] }] }), { a: 95, b: 30 })).toMatchObject({ epoch: 3, leader: 'b' })
  })

  it('share an epoch among the passes of a round', () => {
    const passes = [{ datasets: [] }, { datasets: ['a'] }, { datasets: ['a'] }]
    expect(scheduleOf(plan({ passes }), { a: 100 })).toMatchObject({ epoch: 5, rounds: 10 })
  })

  it('cut rounds into twenty periods, and need rounds where there are no data', () => {
    const rounds = scheduleOf(plan({ length: { unit: 'rounds', count: 5000 } }), { a: 95 })
    expect(rounds).toEqual({ rounds: 5000, epoch: 10, period: 250, leader: 'a' })
    expect([249, 250, 4999, 5000].map((round) => endsPeriod(rounds, round))).toEqual([false, true, false, true])
    expect(epochsOf(rounds)).toBe(500)
    expect(scheduleOf(plan({ length: { unit: 'rounds', count: 30 }, passes: [{ datasets: [] }] }), {})).toEqual({ rounds: 30, epoch: 30, period: 2, leader: null })
    expect(() => scheduleOf(plan({ passes: [{ datasets: [] }] }), {})).toThrow('a model without data has no epochs')
  })

  it('evaluate no oftener than they have trained on as many rows', () => {
    const rounds = plan({ length: { unit: 'rounds', count: 400 }, passes: [{ datasets: ['a'] }, { datasets: [] }] })
    // Periods of 20 rounds, two batches of 10 in each.
    expect([0, 400, 401, 10_000].map((rows) => periodsOf(rounds, scheduleOf(rounds, { a: 95 }), rows))).toEqual([1, 1, 2, 25])
  })

  it('take another length for every stage that trains', () => {
    const changed = withLength(toy({ stages: 2 }).plan, { unit: 'rounds', count: 3 })
    expect(changed.stages.map((stage) => stage.train!.length)).toEqual([{ unit: 'rounds', count: 3 }, { unit: 'rounds', count: 3 }])
    expect(withLength(changed, null)).toBe(changed)
  })
})

describe('passes', () => {
  it('see every row once an epoch, in an order of their own in each', () => {
    const train = plan({})
    const passes = makePasses({ train, schedule: scheduleOf(train, { a: 25 }), choices: { a: all(25) }, seed: 1, epochOffset: 0 })
    const epoch = (first: number): number[] => [0, 1, 2].flatMap((i) => [...passes(first + i)[0]!.rows['a']!])
    const [one, two] = [epoch(0), epoch(3)]
    expect([...one].sort((a, b) => a - b)).toEqual([...all(25)])
    expect([...two].sort((a, b) => a - b)).toEqual([...all(25)])
    expect(one).not.toEqual(two)
  })

  it('are the same wherever one begins, and named by their axis', () => {
    const train = plan({ passes: [{ datasets: ['a', 'b'] }, { datasets: ['b'] }, { datasets: [] }] })
    const make = () => makePasses({ train, schedule: scheduleOf(train, { a: 45, b: 13 }), choices: { a: all(45), b: all(13) }, seed: 1, epochOffset: 2 })
    const whole = make()
    const taken = Array.from({ length: 12 }, (_, round) => whole(round).map((pass) => ({ ...pass, rows: Object.fromEntries(Object.entries(pass.rows).map(([name, rows]) => [name, [...rows]])) })))
    expect(taken[0]!.map(({ axis }) => axis)).toEqual(['B', 'B1', 'B2'])
    expect(taken[4]!.map(({ size }) => size)).toEqual([5, 5, 5])
    for (const start of [1, 4, 5, 7, 11]) {
      expect(make()(start).map((pass) => ({ ...pass, rows: Object.fromEntries(Object.entries(pass.rows).map(([name, rows]) => [name, [...rows]])) }))).toEqual(taken[start])
    }
  })

  it('draw where there are no data', () => {
    const train = plan({ passes: [{ datasets: [] }, { datasets: [] }], length: { unit: 'rounds', count: 9 } })
    const passes = makePasses({ train, schedule: scheduleOf(train, {}), choices: {}, seed: 1, epochOffset: 0 })
    expect(passes(3)).toEqual([{ axis: 'B', size: 10, first: 30, rows: {} }, { axis: 'B1', size: 10, first: 30, rows: {} }])
  })
})

describe('rows of a train block', () => {
  const type = (label: boolean): ValueType => ({ kind: label ? { name: 'label', classes: 3 } : { name: 'real' }, shape: [], range: null, per: 'sample', coupled: false })
  const span = { start: 0, end: 0 }
  const fields: DataField[] = [{ name: 'y', type: type(true), resize: null, evaluationOnly: false, span }]
  const sources: Sources = { a: { rows: () => 9, read: (_, __, rows, out) => { for (let i = 0; i < rows.length; i++) out[i] = rows[i]! % 3 } } }
  const set = (options: Partial<RowSet>): RowSet => ({ dataset: 'a', split: 'train', rows: null, per: null, where: null, ...options })
  const choose = (options: Partial<RowSet>): number[] => [...chooseRows(sources, 'a', set(options), fields)]
  const y: Expr = { kind: 'variable', name: 'y', type: type(true), span }
  const compare = (op: 'equal' | 'notEqual' | 'less', value: number): Expr =>
    ({ kind: 'call', op, args: [y, { kind: 'constant', value, type: type(false), span }], options: {}, type: type(false), span })

  it('are a range, so many of each label, or those that a condition lets through', () => {
    expect(choose({ rows: [2, 4] })).toEqual([2, 3, 4])
    expect(choose({ rows: [0, 1], per: 'y' })).toEqual([0, 1, 2, 3, 4, 5])
    expect(choose({ where: compare('notEqual', 1) })).toEqual([0, 2, 3, 5, 6, 8])
    expect(choose({ where: compare('equal', 1), rows: [1, 2] })).toEqual([4, 7])
  })
})
