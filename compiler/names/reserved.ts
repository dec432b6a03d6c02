/** Names that the language keeps for itself. */
export const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, π: Math.PI }

export const CLOCKS = ['step', 'epoch', 'progress'] as const
export type Clock = (typeof CLOCKS)[number]
export const isClock = (name: string): name is Clock => (CLOCKS as readonly string[]).includes(name)

export const SPLITS = ['train', 'test'] as const
export type Split = (typeof SPLITS)[number]
export const isSplit = (name: string): name is Split => (SPLITS as readonly string[]).includes(name)

export const REDUCERS = ['E', 'sum', 'mean', 'max', 'min', 'argmax', 'argmin'] as const

/** May not be declared: they mean something wherever a value stands. */
export const isReserved = (name: string): boolean => Object.hasOwn(CONSTANTS, name) || isClock(name) || name === 'E' || name === 'KL'
