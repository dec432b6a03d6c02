/** Which expressions need a whole split: the checker keeps them out of trainings, the lowering makes phases of them. */
import type { Expr } from './model.ts'

/** Functions of arrays over rows or draws, computed by the runtime. */
export type StatisticFunction = 'quantile' | 'auroc' | 'correlation' | 'frechet' | 'mig'

const STATISTICS: ReadonlySet<string> = new Set<StatisticFunction>(['quantile', 'auroc', 'correlation', 'frechet', 'mig'])
/** Functions of what is within a sample, that mean the same over rows. */
const REDUCTIONS: ReadonlySet<string> = new Set(['sum', 'mean', 'max', 'min'])

/** Its length is known when the data are bound. */
export const isOpen = ({ type }: Expr): boolean => type.shape.some((axis) => axis.size < 0)

export const isStatistic = (op: string): op is StatisticFunction => STATISTICS.has(op)

/** A call that takes arrays over rows, members and all. */
export const takesRows = (expr: Expr): boolean =>
  expr.kind === 'call' && (isStatistic(expr.op) || (REDUCTIONS.has(expr.op) && expr.options['axis'] === undefined && isOpen(expr.args[0]!)))

export const needsWholeSplit = (expr: Expr): boolean =>
  takesRows(expr) || (expr.kind === 'bind' && expr.binders.some((binder) => binder.kind === 'rows'))
