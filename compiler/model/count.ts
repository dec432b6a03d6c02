/** How large a model is, in numbers; nothing is allocated. */
import type { FreeWeight, Network } from './model.ts'

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

/** Trainable numbers: parameters of networks and free weights. */
export const countParameters = (networks: readonly Network[], weights: readonly FreeWeight[]): number =>
  networks.reduce((n, network) => n + network.parameters.reduce((m, p) => m + (p.role === 'parameter' ? size(p.shape) : 0), 0), 0)
  + weights.reduce((n, w) => n + size(w.shape), 0)
