/** What is written in a chain, behind an arrow: `x -> flatten -> dense(10, relu)`. */
import { IMAGES } from './functions/images.ts'
import { LAYERS } from './layers.ts'
import { ACTIVATIONS } from './pointwise.ts'

const CHAINED: ReadonlySet<string> = new Set([...LAYERS.keys(), ...IMAGES.map(({ name }) => name), 'flatten', 'reshape'])

/** Whether a word says nothing without a value before it; `called`: parentheses follow. */
export const isChained = (word: string, called: boolean): boolean => CHAINED.has(word) || (!called && ACTIVATIONS.has(word))
