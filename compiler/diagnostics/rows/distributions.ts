export const distributions = {}
