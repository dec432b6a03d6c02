/**
 * Optimisers: one row each, from a gradient to a new value. Formulas as in torch.optim (momentum enters the velocity
 * unscaled, ε is outside the root), so that numbers compare.
 */
import type { Ref } from '../graph/builder.ts'
import type { StoreEntry } from '../graph/graph.ts'
import type { Optimizer } from '../model/model.ts'
import type { Scope } from './scope.ts'
import { scalar } from '../ops/compose.ts'
import { entry } from './scope.ts'

/** One step of a round, as its optimiser sees it. */
export interface StepState {
  readonly scope: Scope
  /** Prefix of the entries that belong to the step: `step0`, `probe.step0`. */
  readonly name: string
  readonly optimizer: Optimizer
  readonly rate: Ref
  /** Collects store entries that the optimiser needs. */
  readonly declare: (entry: StoreEntry) => void
  readonly update: (entry: string, value: Ref) => void
}

interface Parameter { readonly entry: string; readonly shape: readonly number[]; readonly value: Ref; readonly gradient: Ref }
type Rule = (parameter: Parameter) => Ref

type Maths = ReturnType<typeof mathsOf>
const mathsOf = ({ scope: { target: { builder } } }: StepState) => {
  const op = (name: string) => (...args: (Ref | number)[]): Ref => builder.add(name, args.map((a) => (typeof a === 'number' ? scalar(builder, a) : a)))
  /** Says what the arithmetic within is for. */
  const named = (local: string, formula: () => Ref): Ref => builder.within({ local }, formula)
  return { named, add: op('add'), sub: op('sub'), mul: op('mul'), div: op('div'), sqrt: op('sqrt'), square: op('square'), pow: op('pow') }
}

/** A slot of a parameter: its present value, and the writing of a new one. */
function slot(step: StepState, p: Parameter, name: string) {
  const full = `${p.entry}/${step.name}.${name}`
  step.declare({ name: full, shape: p.shape, dtype: 'float32', role: 'slot', init: { kind: 'zeros' } })
  return { value: entry(step.scope, full, p.shape), write: (v: Ref) => { step.update(full, v); return v } }
}

/** How often this step was taken, this time included. */
function count(step: StepState, m: Maths): Ref {
  const name = `${step.name}/count`
  step.declare({ name, shape: [], dtype: 'float32', role: 'counter', init: { kind: 'zeros' } })
  const next = m.named('count', () => m.add(entry(step.scope, name, []), 1))
  step.update(name, next)
  return next
}

/**
 * `decay·old + now`: an average but for the factor 1 − decay, which is left to the scalars that the result meets. Slots hold such sums: a
 * large network's update takes ten passes over its weights rather than thirteen.
 */
const accumulate = (m: Maths, old: Ref, now: Ref, decay: number): Ref => m.add(m.mul(old, decay), now)

/**
 * Kingma & Ba 2015; with `decay`, Loshchilov & Hutter 2019 (AdamW). With slots m = Σ β₁ⁱg and v = Σ β₂ⁱg² the change is
 * size · m / (√v + ε / root), where root = √((1 − β₂) / (1 − β₂ᵗ)) and size = rate · (1 − β₁) / (1 − β₁ᵗ) / root.
 */
function adam(step: StepState): Rule {
  const m = mathsOf(step)
  const { beta1, beta2, epsilon, decay = 0 } = step.optimizer.options as Record<'beta1' | 'beta2' | 'epsilon', number> & { decay?: number }
  const t = count(step, m)
  const root = m.named('root', () => m.sqrt(m.div(1 - beta2, m.sub(1, m.pow(beta2, t)))))
  const size = m.named('stepSize', () => m.div(m.mul(step.rate, 1 - beta1), m.mul(m.sub(1, m.pow(beta1, t)), root)))
  const small = m.named('epsilon', () => m.div(epsilon, root))
  return (p) => {
    const [first, second] = [slot(step, p, 'm'), slot(step, p, 'v')]
    const sum = first.write(accumulate(m, first.value, p.gradient, beta1))
    const squares = second.write(accumulate(m, second.value, m.square(p.gradient), beta2))
    const change = m.named('change', () => m.mul(m.div(sum, m.add(m.sqrt(squares), small)), size))
    const kept = decay ? m.mul(p.value, m.sub(1, m.mul(step.rate, decay))) : p.value
    return m.sub(kept, change)
  }
}

const rules: Readonly<Record<Optimizer['name'], (step: StepState) => Rule>> = {
  sgd: (step) => {
    const m = mathsOf(step)
    const momentum = step.optimizer.options['momentum'] ?? 0
    return (p) => {
      if (momentum === 0) return m.sub(p.value, m.mul(step.rate, p.gradient))
      const velocity = slot(step, p, 'velocity')
      return m.sub(p.value, m.mul(step.rate, velocity.write(m.add(m.mul(velocity.value, momentum), p.gradient))))
    }
  },
  adam,
  adamw: adam,
  // Tieleman & Hinton 2012, lecture 6e; momentum on the scaled gradient. The slot v = Σ ρⁱg² needs the factor 1 − ρ, a square below the root.
  rmsprop: (step) => {
    const m = mathsOf(step)
    const { rho, epsilon, momentum = 0 } = step.optimizer.options as Record<'rho' | 'epsilon', number> & { momentum?: number }
    const root = Math.sqrt(1 - rho)
    const size = m.named('stepSize', () => m.div(step.rate, root))
    return (p) => {
      const second = slot(step, p, 'v')
      const squares = second.write(accumulate(m, second.value, m.square(p.gradient), rho))
      const scaled = m.named('scaled', () => m.div(p.gradient, m.add(m.sqrt(squares), epsilon / root)))
      if (momentum === 0) return m.sub(p.value, m.mul(size, scaled))
      const velocity = slot(step, p, 'velocity')
      return m.sub(p.value, m.mul(size, velocity.write(m.add(m.mul(velocity.value, momentum), scaled))))
    }
  }
}

export const ruleOf = (step: StepState): Rule => rules[step.optimizer.name](step)
