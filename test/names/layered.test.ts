/** A map over another reads as the copy of the lower one with the entries of the upper one set. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Layered } from '../../compiler/names/layered.ts'
import { seed } from '../grammar/support.ts'

console.info(`layered maps: seed ${seed}`)

const entries = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: 0, max: 9 })), { maxLength: 6 })

test('every way of reading', () => {
  fc.assert(fc.property(entries, entries, (below, above) => {
    const [lower, upper] = [new Map<string, number>(below), new Map<string, number>(above)]
    const copy = new Map<string, number>([...lower, ...upper])
    const layered = new Layered(lower, upper)
    expect([...layered]).toEqual([...copy])
    expect([...layered.keys()]).toEqual([...copy.keys()])
    expect([...layered.values()]).toEqual([...copy.values()])
    expect(layered.size).toBe(copy.size)
    const seen: [string, number][] = []
    layered.forEach((value, key) => { seen.push([key, value]) })
    expect(seen).toEqual([...copy])
    for (const key of 'abcdef') expect([layered.get(key), layered.has(key)]).toEqual([copy.get(key), copy.has(key)])
  }), { seed })
})
