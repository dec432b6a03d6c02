/** Training left the numbers: what went, where, and when. Whoever knows the source adds the line. */
export interface Divergence {
  readonly stage: string
  /** Rounds done in this stage before the one that went wrong, so the number of the round counted from 0. */
  readonly step: number
  readonly epoch: number
  /** Loss terms that are not finite, with their values, in the order of the spec. Empty when only weights are. */
  readonly terms: readonly { readonly name: string; readonly value: number }[]
  /** A store entry that holds something not finite, where that was looked at. */
  readonly entry: string | null
}

export class DivergedError extends Error {
  override readonly name = 'DivergedError'
  readonly at: Divergence

  constructor(at: Divergence) {
    super(describe(at))
    this.at = at
  }
}

const show = (value: number): string => (Number.isNaN(value) ? 'NaN' : value > 0 ? 'infinite' : '−infinite')

function describe({ stage, step, epoch, terms, entry }: Divergence): string {
  const when = `step ${step + 1} (epoch ${epoch + 1}${stage === 'main' ? '' : ` of stage ${stage}`})`
  if (terms.length === 0) return `training diverged by ${when}: the weights ${entry} are no longer finite`
  const [first, ...rest] = terms
  const also = rest.length === 0 ? '' : `, and so ${rest.length === 1 ? 'is' : 'are'} ${rest.map((term) => `"${term.name}"`).join(', ')}`
  return `training diverged at ${when}: the loss term "${first!.name}" is ${show(first!.value)}${also}`
}
