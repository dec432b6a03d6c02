export const ranges = {}
