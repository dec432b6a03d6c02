/** Formulas as plain text with the letters of mathematics, for where nothing typesets LaTeX: reads what `formula.ts` writes. */

/** Stands before what takes no space on its left. */
const CLOSES = '\u0001'

const SYMBOLS: Readonly<Record<string, string>> = {
  alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', epsilon: 'ϵ', varepsilon: 'ε', zeta: 'ζ', eta: 'η', theta: 'θ', iota: 'ι', kappa: 'κ', lambda: 'λ', mu: 'μ', nu: 'ν', xi: 'ξ',
  pi: 'π', rho: 'ρ', sigma: 'σ', tau: 'τ', upsilon: 'υ', phi: 'φ', chi: 'χ', psi: 'ψ', omega: 'ω',
  Gamma: 'Γ', Delta: 'Δ', Theta: 'Θ', Lambda: 'Λ', Xi: 'Ξ', Pi: 'Π', Sigma: 'Σ', Upsilon: 'Υ', Phi: 'Φ', Psi: 'Ψ', Omega: 'Ω',
  cdot: '·', times: '×', sim: ' ∼ ', mid: ' | ', '|': '‖', lVert: '‖', rVert: `${CLOSES}‖`, lfloor: '⌊', rfloor: `${CLOSES}⌋`, in: ' ∈ ', ldots: '…',
  leq: ' ≤ ', geq: ' ≥ ', neq: ' ≠ ', wedge: ' ∧ ', vee: ' ∨ ', neg: '¬', nabla: '∇', partial: '∂', infty: '∞', top: 'ᵀ', sum: 'Σ', log: 'log', exp: 'exp', sin: 'sin', cos: 'cos', tanh: 'tanh',
  min: 'min', max: 'max', to: '→', backslash: '\\', ',': ' ', ';': ' ', '!': '', quad: '  ', qquad: '   ', '{': '{', '}': '}', '\\': '; ', left: '', right: '', textstyle: '',
}
/** Commands that only change how their argument looks. */
const TRANSPARENT = new Set(['mathrm', 'operatorname', 'text', 'operatorname*', 'mathcal', 'mathbb', 'mathbf'])
const ACCENTS: Readonly<Record<string, string>> = { hat: '\u0302', tilde: '\u0303', bar: '\u0304', dot: '\u0307', ddot: '\u0308' }
const LETTERS: Readonly<Record<string, string>> = { mathbbE: '𝔼', mathcalN: '𝒩', mathcalU: '𝒰', mathbf1: '𝟏' }

const SUPER: Readonly<Record<string, string>> = Object.fromEntries([...'0123456789+-()n'].map((c, i) => [c, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ'][i]!]))
const SUB: Readonly<Record<string, string>> = Object.fromEntries([...'0123456789+-()aeijoruvxβγρφχ'].map((c, i) => [c, [...'₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑᵢⱼₒᵣᵤᵥₓᵦᵧᵨᵩᵪ'][i]!]))

/** LaTeX as `formulasOf` writes it, in Unicode. Of other commands their names remain. */
export function unicodeOf(latex: string): string {
  return new Reader(latex).all().replace(/ *\u0001/g, '').replace(/ {2,}/g, ' ').replace(/([([]) /g, '$1').replace(/ ([)\],])/g, '$1').replaceAll(' if else', ' else').trim()
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) { this.#text = text }

  all(): string {
    let out = ''
    while (this.#at < this.#text.length && this.#text[this.#at] !== '}') out += this.#piece()
    return out
  }

  /** `{…}`, or the next piece. */
  #argument(): string {
    while (this.#text[this.#at] === ' ') this.#at++
    if (this.#text[this.#at] !== '{') return this.#piece()
    this.#at++
    const inner = this.all()
    this.#at++
    return inner
  }

  #piece(): string {
    const char = this.#text[this.#at++] ?? ''
    switch (char) {
      case '\\': return this.#command()
      case '{': { const inner = this.all(); this.#at++; return inner }
      case '^': return raised(this.#argument().trim())
      case '_': return lowered(this.#argument().trim())
      case '&': return ' if '
      case '-': return '−'
      default: return char
    }
  }

  #command(): string {
    const name = /^(?:[a-zA-Z]+\*?|.)/u.exec(this.#text.slice(this.#at))?.[0] ?? ''
    this.#at += name.length
    if (name === 'frac' || name === 'tfrac') { const [a, b] = [this.#argument(), this.#argument()]; return `${grouped(a)}/${grouped(b)}` }
    if (name === 'sqrt') return `√${grouped(this.#argument())}`
    if (name === 'begin') { this.#argument(); return '{ ' }
    if (name === 'end') { this.#argument(); return ' }' }
    const accent = ACCENTS[name]
    if (accent !== undefined) return `${this.#argument()}${accent}`.normalize('NFC')
    if (TRANSPARENT.has(name)) { const inner = this.#argument(); return LETTERS[`${name}${inner}`] ?? inner }
    // A space ends a command and is not shown, except between a function and what it is of.
    if (/[a-zA-Z]$/.test(name) && /^ [^=+-]/.test(this.#text.slice(this.#at, this.#at + 2)) && !/^(log|exp|sin|cos|tanh|min|max)$/.test(name)) this.#at++
    return SYMBOLS[name] ?? name
  }
}

const grouped = (text: string): string => (/^[\p{L}\p{M}\p{N}.]+$/u.test(text) ? text : `(${text})`)
const written = (text: string, table: Readonly<Record<string, string>>): string | null => {
  const letters = [...text.replaceAll('−', '-')].map((c) => table[c])
  return letters.every((c) => c !== undefined) ? letters.join('') : null
}
const raised = (text: string): string => (text === 'ᵀ' ? text : written(text, SUPER) ?? (text.length === 1 || /^\([^()]*\)$/.test(text) ? `^${text}` : `^(${text})`))
const lowered = (text: string): string => written(text, SUB) ?? ([...text].length === 1 ? `_${text}` : `_{${text}}`)
