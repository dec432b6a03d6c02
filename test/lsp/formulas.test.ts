/** Formulas in hovers: as pictures where the client asks for them, in Unicode otherwise. */
import { Resvg } from '@resvg/resvg-js'
import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkSource } from '../../compiler/compile.ts'
import { formulasOf } from '../../compiler/model/formula.ts'
import { hover } from '../../lsp/features/hover.ts'
import { makeTypesetter } from '../../lsp/formula-image.ts'
import { picturesFrom, withFormulas, type Draw, type Show } from '../../lsp/formulas.ts'
import { requests } from '../../lsp/requests.ts'
import { ALL_HINTS } from '../../lsp/features/inlay-hints.ts'
import { vaeAt } from './cursor.ts'

const draw = makeTypesetter()
const typesetter = (): Promise<Draw> => Promise.resolve(draw)

/** The SVG of the only picture in a text, and what stands for it. */
function pictureIn(markdown: string): { readonly text: string; readonly svg: string } {
  const [, text, data] = /!\[(.*)\]\(data:image\/svg\+xml;base64,([A-Za-z0-9+/=]+)\)/.exec(markdown)!
  return { text: text!, svg: Buffer.from(data!, 'base64').toString() }
}

test('a hover shows a picture with the text for who cannot see it', async () => {
  const { uri, position, workspace } = vaeAt('regulariser with')
  const pictures = picturesFrom({ format: 'svg', color: '#cccccc' }, typesetter)!
  const answer = await requests['textDocument/hover'].answer(workspace, { textDocument: { uri }, position }, { inlayHints: ALL_HINTS, pictures })
  const { text, svg } = pictureIn((answer!.contents as { value: string }).value)
  expect(text).toBe('regulariser = KL(qᵩ(z \\| x) ‖ p(z))')
  expect(svg).toContain('fill="#cccccc"')
  expect(svg).not.toMatch(/currentColor|data-|<text/)
  const { width, height } = new Resvg(svg).render()
  // A line of seventeen pixels, about eight for each letter.
  expect(height).toBeGreaterThan(12)
  expect(height).toBeLessThan(24)
  expect(width).toBeGreaterThan(150)
  expect(width).toBeLessThan(280)
})

test('a second typesetter draws the same', () => {
  const latex = '\\mathbb{E}[\\mathcal{N}(0, 1)]'
  const plain = (svg: string): string => svg.replace(/MJX-\d+-/g, '')
  expect(plain(makeTypesetter()(latex, '#888').svg)).toBe(plain(draw(latex, '#888').svg))
})

test('nothing is loaded where no formula comes up, or no picture is wanted', async () => {
  let loaded = 0
  const pictures = (): Promise<Show> => { loaded++; return Promise.resolve(() => 'picture') }
  const at = (needle: string) => { const { workspace, uri, position } = vaeAt(needle); return (show: Show) => hover(workspace, uri, position, show) }
  expect(withFormulas(at('dense(16'), pictures)).not.toBeInstanceOf(Promise)
  expect(withFormulas(at('regulariser with'), undefined)).toMatchObject({ contents: { value: expect.stringContaining('KL(qᵩ') as string } })
  expect(loaded).toBe(0)
  expect(await withFormulas(at('regulariser with'), pictures)).toMatchObject({ contents: { value: expect.stringContaining('picture') as string } })
  expect(loaded).toBe(1)
})

test('what a client may ask for', async () => {
  for (const given of [undefined, null, 'text', { format: 'text' }, {}, 7]) expect(picturesFrom(given, typesetter)).toBeUndefined()
  expect(picturesFrom('svg', undefined)).toBeUndefined()
  const colored = async (given: unknown): Promise<string> => pictureIn((await picturesFrom(given, typesetter)!())('x')).svg
  expect(await colored('svg')).toContain('fill="#808080"')
  expect(await colored({ format: 'svg', color: '#123' })).toContain('fill="#123"')
  expect(await colored({ format: 'svg', color: '"/><script>' })).toContain('fill="#808080"')
})

test('formulas of specs are drawn, in lines that a hover has room for, with letters of the font', () => {
  // A third of them: npm run soak asks for all.
  const specs = readdirSync('specs').filter((name) => name.endsWith('.gen')).filter((_, i) => i % 3 === 0)
  const formulas = new Set(specs.flatMap((name) => {
    const { model } = checkSource(readFileSync(`specs/${name}`, 'utf8'))
    if (model === null) return []
    const all = formulasOf(model)
    return [...all.distributions, ...all.lets, ...all.terms, ...all.metrics, ...all.training.flatMap((t) => t.formulas)].map(({ latex }) => latex)
  }))
  expect(formulas.size).toBeGreaterThan(60)
  for (const latex of formulas) {
    const { svg, width } = draw(latex, '#888')
    expect(width, latex).toBeLessThanOrEqual(490)
    expect(svg, latex).not.toContain('<text')
    expect(svg.length, latex).toBeLessThan(60_000)
  }
})

test('letters that the font lacks are text, LaTeX that cannot be read is shown as it is', async () => {
  expect(draw('\\mathrm{größe} = \\hat{é}', '#888').svg).toContain('<text')
  expect((await picturesFrom('svg', typesetter)!())('\\frac{')).not.toContain('data:')
})
