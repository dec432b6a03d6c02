import { describe, expect, test } from 'vitest'
import { batches, roundSizes, roundsPerEpoch, rowOrder, type PassRows } from '../../../runtime/data/batches.ts'

const order = (dataset: string, rows: number | Uint32Array, shuffle = true) => rowOrder({ dataset, seed: 3, shuffle, rows })
/** Runs through rounds, copying rows as they come. */
function run(rounds: Iterable<readonly PassRows[]>): { first: number; count: number; rows: Record<string, number[]> }[][] {
  const seen = []
  for (const round of rounds) {
    seen.push(
      round.map(({ first, count, rows }) => ({
        first,
        count,
        rows: Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, [...list]])),
      })),
    )
  }
  return seen
}

const sorted = (rows: readonly number[]) => [...rows].sort((a, b) => a - b)
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)

describe('one data set', () => {
  test('an epoch reads every row once, the last batch being short', () => {
    const rounds = run(batches({ orders: { x: order('x', 10) }, batch: 4, epoch: 0 }))
    expect(rounds.map(([pass]) => [pass!.first, pass!.count])).toEqual([
      [0, 4],
      [4, 4],
      [8, 2],
    ])
    expect(sorted(rounds.flatMap(([pass]) => pass!.rows['x']!))).toEqual(upTo(10))
  })

  test('epochs differ, seeds repeat', () => {
    const epoch = (e: number) => run(batches({ orders: { x: order('x', 10) }, batch: 4, epoch: e }))
    expect(epoch(1)).toEqual(epoch(1))
    expect(epoch(1)).not.toEqual(epoch(0))
  })

  test('resuming at a round gives what an uninterrupted epoch gives from there', () => {
    const whole = run(batches({ orders: { x: order('x', 50) }, batch: 7, epoch: 2 }))
    expect(run(batches({ orders: { x: order('x', 50) }, batch: 7, epoch: 2, from: 3 }))).toEqual(whole.slice(3))
  })

  test('unshuffled, and some rows only', () => {
    expect(run(batches({ orders: { x: order('x', 5, false) }, batch: 2, epoch: 4 })).map(([pass]) => pass!.rows['x'])).toEqual([
      [0, 1],
      [2, 3],
      [4],
    ])
    const some = run(batches({ orders: { x: order('x', Uint32Array.of(7, 1, 9)) }, batch: 2, epoch: 0 }))
    expect(sorted(some.flatMap(([pass]) => pass!.rows['x']!))).toEqual([1, 7, 9])
  })
})

describe('several data sets', () => {
  test('later ones wrap round, shuffled on their own, every row equally often', () => {
    const orders = { a: order('a', 10), b: order('b', 4) }
    const rounds = upTo(2).flatMap((epoch) => run(batches({ orders, batch: 4, epoch })))
    expect(rounds.map(([pass]) => pass!.rows['b']!.length)).toEqual([4, 4, 2, 4, 4, 2])
    const read = rounds.flatMap(([pass]) => pass!.rows['b']!)
    for (let cycle = 0; cycle < 5; cycle++) expect(sorted(read.slice(4 * cycle, 4 * cycle + 4))).toEqual(upTo(4))
    expect(sorted(rounds.slice(3).flatMap(([pass]) => pass!.rows['a']!))).toEqual(upTo(10))
  })

  test('a longer second set goes on where the epoch before left it', () => {
    const orders = { a: order('a', 3), b: order('b', 9) }
    const read = upTo(3).flatMap((epoch) => run(batches({ orders, batch: 2, epoch })).flatMap(([pass]) => pass!.rows['b']!))
    expect(sorted(read)).toEqual(upTo(9))
  })
})

describe('rounds of several passes', () => {
  const critic = [{ datasets: ['x'] }, { datasets: ['x'] }, { datasets: ['x'] }]

  test('every pass has its own batch, the rest shared out', () => {
    const rounds = run(batches({ orders: { x: order('x', 20) }, batch: 4, epoch: 0, passes: critic }))
    expect(rounds.map((round) => round.map((pass) => pass.count))).toEqual([
      [4, 4, 4],
      [3, 3, 2],
    ])
    expect(rounds.map((round) => round.map((pass) => pass.first))).toEqual([
      [0, 4, 8],
      [12, 15, 18],
    ])
    expect(sorted(rounds.flat().flatMap((pass) => pass.rows['x']!))).toEqual(upTo(20))
  })

  test('fewer rows than passes are left out', () => {
    expect(roundsPerEpoch(14, 4, 3)).toBe(1)
    expect(roundsPerEpoch(15, 4, 3)).toBe(2)
    expect(roundsPerEpoch(2, 4, 1)).toBe(1)
    expect(roundSizes(15, 4, 3, 1)).toEqual({ first: 12, passes: [1, 1, 1] })
  })

  test('a set advances only for passes that read it', () => {
    const orders = { a: order('a', 8), b: order('b', 8, false) }
    const passes = [{ datasets: ['a'] }, { datasets: ['a', 'b'] }, { datasets: [] }]
    const rounds = run(batches({ orders, batch: 2, epoch: 0, passes }))
    expect(rounds.map((round) => round[1]!.rows['b'])).toEqual([
      [0, 1],
      [2, 3],
    ])
    expect(rounds[0]![2]).toEqual({ count: 2, first: 2, rows: {} })
    expect(run(batches({ orders, batch: 2, epoch: 1, passes }))[0]![1]!.rows['b']).toEqual([4, 5])
  })
})

test('no rows is an error, not an endless loop', () => {
  expect(() => order('x', 0).fill(0, 1, new Uint32Array(1))).toThrow('no rows')
  expect(run(batches({ orders: { x: order('x', 0) }, batch: 2, epoch: 0 }))).toEqual([])
})
