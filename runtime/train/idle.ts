/** Specs that nothing would come of. */
import type { Plan } from '../../compiler/lower/plan.ts'
import type { Model } from '../../compiler/model/model.ts'

/** Why a spec without a train block has nothing to show either; null for one that evaluates and draws what is trained already. */
export function nothingToDo({ networks, weights, stages }: Model, plan: Plan): string | null {
  if (plan.stages.some(({ train: trained }) => trained !== null)) return null
  const own = networks.find((network) => !network.given && network.parameters.length > 0)?.name ?? weights.find(({ name }) => !name.includes('.'))?.name
  if (own !== undefined) return `nothing would train ${own}`
  return stages.some(({ metrics, figures }) => metrics.length > 0 || figures.length > 0) ? null : 'there is nothing to train, to measure or to draw'
}
