export const shapes = {}
