/** Families of distributions: one row each. */
import type { Dist } from '../model/model.ts'
import type { Param, Signature } from './signature.ts'

export type Family = Dist['family']

export interface FamilyRow extends Signature {
  readonly name: Family
  /** What its values are, for messages. */
  readonly support: string
  /** A draw is a smooth function of the parameters and noise, so gradients pass. */
  readonly reparameterised: boolean
  /** KL between two of the family has a formula. */
  readonly closedKL: boolean
}

const spread = (name: string, doc: string): Param => ({ name, kind: 'value', default: null, named: true, doc })
const LOC: Param = { name: 'loc', kind: 'value', doc: 'the centre: a value, or a network that gives mu and logvar' }

const rows: readonly FamilyRow[] = [
  {
    name: 'Normal', doc: 'The Gaussian, independent in every element.', support: 'any number', reparameterised: true, closedKL: true,
    params: [LOC, spread('std', 'the standard deviation'), spread('variance', 'the variance'), spread('logvar', 'the logarithm of the variance')],
  },
  {
    name: 'Laplace', doc: 'Two exponentials back to back.', support: 'any number', reparameterised: true, closedKL: true,
    params: [LOC, { name: 'scale', kind: 'value', named: true, doc: 'the mean distance from the centre' }],
  },
  {
    name: 'Uniform', doc: 'Every value of an interval alike.', support: 'the interval', reparameterised: true, closedKL: false,
    params: [{ name: 'low', kind: 'value', doc: 'the lower end' }, { name: 'high', kind: 'value', doc: 'the upper end' }],
  },
  {
    name: 'Bernoulli', doc: '0 or 1; grey values in [0, 1] are scored by cross-entropy.', support: '[0, 1]', reparameterised: false, closedKL: true,
    params: [
      { name: 'parameter', kind: 'value', default: null, doc: 'a value declared as logits or probability' },
      spread('logits', 'the logits'), spread('probability', 'the probability of 1'),
    ],
  },
  {
    name: 'Categorical', doc: 'One of K classes, along the last axis of its parameter.', support: 'labels', reparameterised: false, closedKL: true,
    params: [
      { name: 'parameter', kind: 'value', default: null, doc: 'a value declared as logits or probability, K long' },
      spread('logits', 'the logits'), spread('probability', 'the probabilities'),
    ],
  },
  {
    name: 'Mixture', doc: 'One of several distributions, equally likely or by weights.', support: 'that of its components', reparameterised: false, closedKL: false,
    params: [
      { name: 'components', kind: 'value', rest: true, doc: 'distributions of one event shape' },
      { name: 'weights', kind: 'value', default: null, named: true, doc: 'one weight each, adding up to 1' },
    ],
  },
]

export const FAMILIES: ReadonlyMap<string, FamilyRow> = new Map(rows.map((row) => [row.name, row]))
export const familyOf = (family: Family): FamilyRow => FAMILIES.get(family)!
