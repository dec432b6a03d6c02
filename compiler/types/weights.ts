/** Free weights: `weight s[] = 0`. */
import type { Weight } from '../../grammar/ast.ts'
import type { Axis, FreeWeight } from '../model/model.ts'
import { rootEnv, type World } from './checker.ts'
import { readInitializer } from './options.ts'
import { itemOf } from './signature.ts'
import { axesFrom, constant, staticValue } from './static.ts'
import { sizeOf } from './value.ts'

export const weightShape = (world: World, node: Weight): readonly Axis[] | null => axesFrom(rootEnv(world), node.shape, 'an axis')

/** Starts at a constant, or as an initialiser says: `weight W[4, 4] = glorotUniform`. */
export function freeWeight(world: World, node: Weight): FreeWeight | null {
  const env = rootEnv(world)
  const shape = weightShape(world, node)
  if (shape === null) return null
  const sizes = shape.map((a) => a.size)
  const part = { name: node.name.text, shape: sizes, span: node.span }
  const value = staticValue(env, node.value)
  if (value !== null) return { ...part, init: value === 0 ? { kind: 'zeros' } : value === 1 ? { kind: 'ones' } : { kind: 'constant', value } }
  if (node.value.kind !== 'name' && node.value.kind !== 'call') {
    constant(env, node.value, `the start of ${node.name.text}`)
    return null
  }
  const fanIn = sizes.length < 2 ? sizeOf(shape) : sizeOf(shape) / sizes.at(-1)!
  const init = readInitializer(env, itemOf(node.value), `the start of ${node.name.text}`, { fanIn, fanOut: sizes.at(-1) ?? 1 })
  return init === null ? null : { ...part, init }
}
