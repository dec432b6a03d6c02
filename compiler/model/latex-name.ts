/** Names of a spec as LaTeX: `mu` is μ, `xhat` is x̂, `sigma_1` has a subscript, longer words stand upright. */

const GREEK = new Set([
  'alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta', 'iota', 'kappa', 'lambda', 'mu', 'nu', 'xi', 'pi', 'rho', 'sigma', 'tau', 'upsilon', 'phi', 'chi', 'psi', 'omega',
  'Gamma', 'Delta', 'Theta', 'Lambda', 'Xi', 'Pi', 'Sigma', 'Upsilon', 'Phi', 'Psi', 'Omega',
])
const SPELLINGS: Readonly<Record<string, string>> = { eps: '\\epsilon', epsilon: '\\varepsilon', phi: '\\phi', logvar: '\\log\\sigma^2', variance: '\\sigma^2', std: '\\sigma' }
/** Combining marks over a letter. */
const ACCENTS: Readonly<Record<string, string>> = { '\u0302': '\\hat', '\u0303': '\\tilde', '\u0304': '\\bar', '\u0305': '\\bar', '\u0307': '\\dot', '\u0308': '\\ddot' }
const SUBSCRIPT = /[\u2080-\u209c\u1d62-\u1d6a\u2c7c]/u

/** Text of an upright word. */
export const upright = (text: string): string => `\\mathrm{${escaped(text)}}`

/** Characters that LaTeX reads as commands, taken literally. */
export const escaped = (text: string): string => text.replace(/[\\{}$&#^_%~]/g, (c) => (c === '\\' ? '\\backslash ' : c === '^' || c === '~' ? `\\${c}{}` : `\\${c}`))

export function latexName(name: string): string {
  const known = SPELLINGS[name] ?? (GREEK.has(name) ? `\\${name}` : undefined)
  if (known !== undefined) return known
  const sub = name.search(SUBSCRIPT)
  if (sub > 0) return `${latexName(name.slice(0, sub))}_{${word(name.slice(sub).normalize('NFKC'))}}`
  const low = name.indexOf('_')
  if (low > 0 && low < name.length - 1) return `${latexName(name.slice(0, low))}_{${word(name.slice(low + 1).replaceAll('_', ','))}}`
  const hat = /^(\p{L})hat$/u.exec(name)
  if (hat) return `\\hat{${hat[1]}}`
  const [letter, mark, ...more] = [...name.normalize('NFD')]
  if (mark !== undefined && more.length === 0 && ACCENTS[mark] !== undefined) return `${ACCENTS[mark]}{${letter}}`
  const numbered = /^(\p{L}|[a-z]+)(\d+)$/u.exec(name)
  if (numbered && (numbered[1]!.length === 1 || GREEK.has(numbered[1]!))) return `${latexName(numbered[1]!)}_{${numbered[2]}}`
  return word(name)
}

/** One letter stands as a symbol, more as a word. */
const word = (text: string): string => (GREEK.has(text) ? `\\${text}` : [...text].length === 1 || /^\d+$/.test(text) ? escaped(text) : upright(text))

/** `0.001` as it is, `1e-7` as a power of ten. */
export function latexNumber(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '\\infty' : value < 0 ? '-\\infty' : upright('NaN')
  const [mantissa, exponent] = String(value).split('e')
  if (exponent === undefined) return Math.abs(value) < 1e-3 && value !== 0 ? power(value.toExponential()) : String(value)
  return power(`${mantissa}e${exponent}`)
}

function power(text: string): string {
  const [mantissa, exponent] = text.split('e')
  const ten = `10^{${Number(exponent)}}`
  return mantissa === '1' ? ten : mantissa === '-1' ? `-${ten}` : `${mantissa} \\cdot ${ten}`
}
