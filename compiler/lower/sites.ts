/**
 * Names of random sites: the equation that asks, the variable drawn, and a number when one equation draws it twice.
 * They do not depend on where in the file a thing stands, so moving a line does not change the noise.
 */
import type { Model } from '../model/model.ts'

/** Every draw binder and sampled divergence of the model with its site. */
export function nameSites(model: Model): Map<object, string> {
  const sites = new Map<object, string>()
  const taken = new Map<string, number>()
  const give = (node: object, name: string): void => {
    const count = taken.get(name) ?? 0
    taken.set(name, count + 1)
    sites.set(node, count === 0 ? name : `${name}#${count}`)
  }
  const visit = (value: unknown, owner: string): void => {
    if (value === null || typeof value !== 'object') return
    if (!Array.isArray(value) && 'kind' in value) {
      if (value.kind === 'draws' && 'variable' in value) give(value, `${owner}.${String(value.variable)}`)
      if (value.kind === 'divergence') give(value, `${owner}.divergence`)
    }
    for (const part of Object.values(value)) visit(part, owner)
  }
  for (const equation of model.equations) visit(equation.value, equation.name)
  for (const draw of model.draws) give(draw, draw.name)
  for (const stage of model.stages) {
    for (const equation of stage.equations) visit(equation.value, `${stage.name}.${equation.name}`)
    visit(stage.train, `${stage.name}.step`)
    stage.figures.forEach((figure, i) => visit(figure, `figure${i}.${figure.kind}`))
  }
  return sites
}
