export const names = {}
