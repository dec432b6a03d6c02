/** `clip 5` behind an optimizer: how long the gradients of a step may be. */
import type { Expr as Ast } from '../../grammar/ast.ts'
import type { Expr } from '../model/model.ts'
import { fail, rootEnv, textAt, type World } from './checker.ts'
import { elaborate } from './elaborate.ts'
import { isSchedule } from './schedule.ts'

/** The greatest norm, or null after a mistake. A schedule may come down to 0 at its end, not pass it. */
export function readClip(world: World, ast: Ast): Expr | null {
  const clip = elaborate(rootEnv(world), ast)
  if (clip === null) return null
  const text = textAt(world, ast.span)
  if (!isSchedule(world, clip)) return fail(world, 'training/clip', { text }, ast.span)
  const { range } = clip.type
  if (range !== null && (range[0] < 0 || range[1] <= 0)) return fail(world, 'ranges/clip', { text }, ast.span)
  return clip
}
