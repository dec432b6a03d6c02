import { expect, it } from 'vitest'
import { withSharedAxes } from '../../runtime/figures/shared-axes.ts'

const panel = (x: readonly number[], y: readonly number[]) => ({ width: 10, layer: [
  { mark: 'point', encoding: { x: { field: 'x', scale: { domain: x, nice: false } }, y: { field: 'y', scale: { domain: y } } } },
  { mark: 'text', encoding: { text: { field: 'name' } } },
] })

it('puts every frame on one square that holds all of them, panel by panel', () => {
  const moving = [panel([0, 2], [0, 2]), panel([-4, 0], [1, 5])]
  // x from -4 to 2, y from 0 to 5: six long, the shorter one centred.
  expect(withSharedAxes(moving)).toEqual([panel([-4, 2], [-0.5, 5.5]), panel([-4, 2], [-0.5, 5.5])])
  const still = panel([0, 3], [0, 1])
  expect(withSharedAxes([{ hconcat: [still, moving[0]] }, { hconcat: [still, moving[1]] }])).toEqual(
    [0, 1].map(() => ({ hconcat: [still, panel([-4, 2], [-0.5, 5.5])] })),
  )
  const free = { mark: 'line', encoding: { x: { field: 'x', scale: { zero: false } } } }
  expect(withSharedAxes([free, free])).toEqual([free, free])
})
