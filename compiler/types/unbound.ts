/** At the ends of the road (terms, metrics, steps, figures) every variable must have a value: data, a draw, or a binder's. */
import type { Span } from '../../grammar/ast.ts'
import type { Expr } from '../model/model.ts'
import { fail, type World } from './checker.ts'
import { freeVariables } from './free.ts'
import { showLaw } from './laws.ts'

/** Told once a variable. */
export function checkFree(world: World, expr: Expr, span: Span): boolean {
  let right = true
  for (const name of freeVariables(world, expr)) {
    const kind = world.symbols.get(name)?.kind
    if (kind === 'field' || kind === 'draw') continue
    right = false
    if (world.checker.found.some((d) => d.code === 'names/unbound-variable' && d.message.startsWith(`${name} `))) continue
    const laws = [...world.distributions.values()].flat().filter((l) => l.variables.some((v) => v.text === name))
    const shown = (law: (typeof laws)[number] | undefined): string =>
      law === undefined ? `p(${name})` : showLaw({ name: law.name.text, variables: law.variables.map((v) => v.text), conditions: law.conditions.map((c) => c.text) })
    const prior = shown(laws.find((l) => l.conditions.length === 0) ?? laws[0])
    const sampler = shown(laws.find((l) => l.conditions.length > 0) ?? laws[0])
    fail(world, 'names/unbound-variable', { name, example: prior }, span, { help: `Draw it: E[${name} ~ ${sampler}: …], or ${name} ~ ${prior} at model level.` })
  }
  return right
}
