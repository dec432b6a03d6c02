/** Schedules: one number that depends on time only, for rates and limits of a step. */
import type { Expr } from '../model/model.ts'
import type { World } from './checker.ts'
import { freeVariables } from './free.ts'
import { parametersReached } from './reach.ts'

/** Whether it is made of numbers, `step`, `epoch` and `progress` alone. */
export const isSchedule = (world: World, expr: Expr): boolean =>
  expr.type.shape.length === 0 && freeVariables(world, expr).size === 0 && parametersReached(world, expr).entries.size === 0
