import { expect, test } from 'vitest'
import { makeAhead } from '../../runtime/train/ahead.ts'

/** Rounds under way after so many have taken so many milliseconds each. */
function after(count: number, each: number): number {
  let time = 0
  const ahead = makeAhead(() => time)
  for (let i = 0; i <= count; i++, time += each) ahead.done()
  return ahead.rounds()
}

test('work for a moment: one round where they are long, at most forty-seven', () => {
  expect(after(0, 5)).toBe(1)
  expect(after(1, 5)).toBe(30)
  expect(after(100, 5)).toBe(30)
  expect(after(100, 300)).toBe(1)
  expect(after(100, 0.01)).toBe(47)
  expect(after(3, 0)).toBe(47)
})

test('rounds that went along in one call count by their mean; a pause is not counted', () => {
  let time = 0
  const ahead = makeAhead(() => time)
  for (let call = 0; call < 100; call++, time += 80) for (let round = 0; round < 8; round++) ahead.done()
  expect(ahead.rounds()).toBeGreaterThan(6)
  expect(ahead.rounds()).toBeLessThan(27)
  const before = ahead.rounds()
  ahead.pause()
  time += 5000
  ahead.done()
  expect(ahead.rounds()).toBe(before)
})
