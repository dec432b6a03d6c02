/**
 * Formulas as pictures: LaTeX typeset by MathJax into SVG whose letters are outlines, so that it needs no fonts. Loaded at the first
 * formula that a client wants so. Of MathJax's font its base and the two alphabets that `formula.ts` uses come along; other letters
 * (of names beyond Latin and Greek) are text in the reader's own font.
 */
import { liteAdaptor } from '@mathjax/src/js/adaptors/liteAdaptor.js'
import { RegisterHTMLHandler } from '@mathjax/src/js/handlers/html.js'
import '@mathjax/src/js/input/tex/ams/AmsConfiguration.js'
import '@mathjax/src/js/input/tex/base/BaseConfiguration.js'
import { TeX } from '@mathjax/src/js/input/tex.js'
import { mathjax } from '@mathjax/src/js/mathjax.js'
import { SVG } from '@mathjax/src/js/output/svg.js'
import { MathJaxNewcmFont } from '@mathjax/mathjax-newcm-font/js/svg.js'
import '@mathjax/mathjax-newcm-font/js/svg/dynamic/calligraphic.js'
import '@mathjax/mathjax-newcm-font/js/svg/dynamic/double-struck.js'

/** Pixels of an em: a little more than the text of a hover, as its indices are small. */
const EM = 17
/** Pixels of an x: what the font has, so that nothing is scaled. */
const EX = EM * 0.442
/** Pixels of a line, after which a formula goes on below: what a hover of VS Code shows without shrinking it. */
const WIDTH = 480

/** The alphabets above, which MathJax loads when they are needed; it looks for no others. */
const ALPHABETS = ['calligraphic', 'double-struck'] as const

export interface FormulaImage {
  /** A whole SVG document. */
  readonly svg: string
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** Draws formulas in a colour of CSS. LaTeX that cannot be read throws; `formula.ts` writes none. */
export function makeTypesetter(): (latex: string, color: string) => FormulaImage {
  const adaptor = liteAdaptor()
  RegisterHTMLHandler(adaptor)
  // What there is of the font is loaded.
  mathjax.asyncLoad = () => undefined
  mathjax.asyncIsSynchronous = true
  // A class of its own: MathJax notes there what its font has loaded.
  class Font extends MathJaxNewcmFont {
    static override dynamicFiles = Object.fromEntries(ALPHABETS.map((name) => [name, { ...MathJaxNewcmFont.dynamicFiles[name]!, promise: null! }]))
  }
  const document = mathjax.document('', {
    InputJax: new TeX({ packages: ['base', 'ams'], postFilters: [[indented, -10]], formatError: (_: unknown, error: Error) => { throw error } }),
    OutputJax: new SVG({ fontData: Font, fontCache: 'local', useXlink: false, displayOverflow: 'linebreak', displayAlign: 'left' }),
  })
  return (latex, color) => {
    const drawn = adaptor.innerHTML(document.convert(unbroken(latex), { display: true, em: EM, ex: EX, containerWidth: WIDTH }))
    // A thousandth of an em is a unit of the picture.
    const [x, y, wide, high] = /viewBox="([^"]+)"/.exec(drawn)![1]!.split(' ').map(Number) as [number, number, number, number]
    const [width, height] = [Math.ceil(wide * EM / 1000), Math.ceil(high * EM / 1000)]
    const inner = drawn.slice(drawn.indexOf('>') + 1).replace(/ data-[\w-]+="[^"]*"/g, '').replaceAll('currentColor', color)
    return { svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${x} ${y} ${wide} ${high}">${inner}`, width, height }
  }
}

/** No line ends between a name and the bracket behind it, or before a comma; none begins with the space after one. */
const unbroken = (latex: string): string => latex.replaceAll(',\\, ', ', ').replace(/(?<=[}\w])(?<!\\[a-zA-Z]+)(?=[([])|(?<=[^\\])(?=,)/g, '\\nobreak ')

/** Later lines stand in from the first. */
function indented({ data: { root } }: { readonly data: { readonly root: { readonly attributes: { set(name: string, value: string): void } } } }): void {
  root.attributes.set('indentshift', '2em')
  root.attributes.set('indentshiftfirst', '0')
}
