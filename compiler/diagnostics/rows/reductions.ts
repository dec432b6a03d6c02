export const reductions = {}
