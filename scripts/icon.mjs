/** Draws the icon of the editor extension: a wide layer, a narrow code, a wide layer again. `node scripts/icon.mjs` writes it. */
import { Resvg } from '@resvg/resvg-js'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Heights of neurons by layer, in a picture of 128 × 128. */
const layers = [[28, 52, 76, 100], [46, 82], [28, 52, 76, 100]]
const columns = [26, 64, 102]
const lines = layers.slice(1).flatMap((to, i) => layers[i].flatMap((a) => to.map((b) => `<path d="M${columns[i]} ${a}L${columns[i + 1]} ${b}"/>`)))
const circles = layers.map((ys, i) => ys.map((y) => `<circle cx="${columns[i]}" cy="${y}" r="${i === 1 ? 11 : 7.5}" fill="${['#8fc7ff', '#ffc857', '#8ff0c0'][i]}"/>`).join(''))

export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128" width="128" height="128">
<rect width="128" height="128" rx="26" fill="#22304a"/><g stroke="#7f93b8" stroke-width="2" opacity=".75">${lines.join('')}</g>${circles.join('')}</svg>`

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(fileURLToPath(new URL('../lsp/vscode/icon.png', import.meta.url)), new Resvg(icon).render().asPng())
}
