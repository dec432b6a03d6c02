/** The typed model as LaTeX: what the slide would say. Written with plain commands that KaTeX, Temml and MathJax read alike. */
import { folded } from './fold.ts'
import type { Binder, Dist, DistributionUse, Expr, Model, Stage, Step, Repeat } from './model.ts'
import { escaped, latexName, latexNumber, upright } from './latex-name.ts'
import { isRun } from './show.ts'
import { ownerOf, partsOf, partsOfDist, usesOf } from './walk.ts'

export interface Formula { readonly name: string; readonly latex: string }

/** The formulas of a model by what they are. Stages that define something anew have sections of their own. */
export interface Formulas {
  readonly distributions: readonly Formula[]
  readonly lets: readonly Formula[]
  readonly terms: readonly Formula[]
  readonly metrics: readonly Formula[]
  /** `min over G of …`, in order, by stage. */
  readonly training: readonly { readonly stage: string; readonly formulas: readonly Formula[] }[]
}

export function formulasOf(model: Model): Formulas {
  const write = writer(model)
  const equations = (role: 'let' | 'term' | 'metric'): Formula[] =>
    model.equations.filter((e) => e.role === role).map((e) => ({ name: e.name, latex: `${latexName(e.name)} = ${write.expr(e.value, 0)}` }))
  return {
    distributions: [
      ...model.distributions.map((d) => ({ name: d.key, latex: `${write.head(d.key, d.variables.map(latexName), d.conditions.map(latexName))} = ${write.dist(d.value)}` })),
      ...model.draws.map((d) => ({ name: d.name, latex: `${latexName(d.name)} \\sim ${write.use(d.from)}` })),
    ],
    lets: equations('let'), terms: equations('term'), metrics: equations('metric'),
    training: model.stages.flatMap((stage) => (stage.train === null && stage.equations.length === 0 ? [] : [{ stage: stage.name, formulas: stageFormulas(stage, write) }])),
  }
}

function stageFormulas(stage: Stage, write: Writer): Formula[] {
  const own = stage.equations.map((e) => ({ name: e.name, latex: `${latexName(e.name)} = ${write.expr(e.value, 0)}` }))
  return [...own, ...(stage.train?.items ?? []).flatMap((item) => steps(item, write))]
}

function steps(item: Step | Repeat, write: Writer): Formula[] {
  if (item.kind === 'repeat') return item.items.flatMap((one) => steps(one, write)).map(({ name, latex }) => ({ name, latex: `${latex} \\qquad (${item.count}\\times)` }))
  // Whoever was not named after `over` moves by what the objective reaches: networks own entries by their first name.
  const moved = item.over.length > 0 ? item.over : [...new Set(item.parameters.map(ownerOf))]
  const over = moved.map(latexName).join(',\\,')
  return [{ name: item.direction, latex: `\\${item.direction === 'minimize' ? 'min' : 'max'}_{${over}} \\; ${write.expr(item.objective, 4)}` }]
}

/** One expression of a model as LaTeX. */
export const latexOf = (model: Model, expr: Expr): string => writer(model).expr(expr, 0)

interface Writer {
  /** `outer`: how tightly the surroundings bind; parentheses where this binds less. */
  expr(expr: Expr, outer: number): string
  dist(dist: Dist): string
  use(use: DistributionUse): string
  head(key: string, variables: readonly string[], conditions: readonly string[]): string
}

const INFIX: Readonly<Record<string, readonly [string, number]>> = {
  or: ['\\vee', 1], and: ['\\wedge', 2], equal: ['=', 3], notEqual: ['\\neq', 3], less: ['<', 3], lessEqual: ['\\leq', 3], greater: ['>', 3], greaterEqual: ['\\geq', 3],
  add: ['+', 4], sub: ['-', 4],
}
const COMPARISONS = new Set(['equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual', 'and', 'or', 'not'])
const NAMED: Readonly<Record<string, string>> = {
  exp: '\\exp', log: '\\log', sin: '\\sin', cos: '\\cos', min: '\\min', max: '\\max', minimum: '\\min', maximum: '\\max', tanh: '\\tanh', sigmoid: '\\sigma', sum: '\\textstyle\\sum',
}
/** Brackets grow only around what is tall: many readers have no fonts for large ones. */
const around = (open: string, inner: string, close: string): string => (/\\frac|\\begin|\\sum_/.test(inner) ? `\\left${open}${inner}\\right${close.trimStart()}` : `${open}${inner}${close}`)
const round = (inner: string): string => around('(', inner, ')')
const square = (inner: string): string => around('[', inner, ']')
const list = (items: readonly string[]): string => items.join(',\\, ')
const operator = (name: string): string => NAMED[name] ?? `\\operatorname{${escaped(name)}}`
const closed = (text: string, strength: number, outer: number): string => (strength < outer ? round(text) : text)
/** The power is of the whole, not of its last bracket. */
const base = (text: string): string => (/^\\?\w+$/.test(text) ? text : `{${text}}`)
const isNegative = (expr: Expr): boolean => (expr.kind === 'call' && expr.op === 'neg') || (expr.kind === 'constant' && expr.name === undefined && expr.value < 0)
const isNumber = (expr: Expr | undefined, value: number): boolean => expr?.kind === 'constant' && expr.name === undefined && expr.value === value

function writer(model: Model): Writer {
  const equations = new Map([...model.stages.flatMap((s) => s.equations), ...model.equations].map((e) => [e.name, e.value]))
  const fields = new Set(model.data.flatMap((d) => d.fields.map((f) => f.name)))
  const draws = new Set(model.draws.map((d) => d.name))

  /** A density with weights behind it has them as its index: φ for what samples a code, θ for what explains data. */
  const index = (key: string): string => {
    const found = model.distributions.find((d) => d.key === key)
    if (found === undefined || !partsOfDist(found.value).some(hasWeights)) return ''
    return found.role === 'sampler' ? '_{\\phi}' : found.role === 'likelihood' ? '_{\\theta}' : ''
  }
  const hasWeights = (expr: Expr): boolean => expr.kind === 'apply' || expr.kind === 'weight' || partsOf(expr).some(hasWeights)

  const head = (key: string, variables: readonly string[], conditions: readonly string[]): string => {
    const name = key.slice(0, key.indexOf('('))
    return `${latexName(name)}${index(key)}${round(`${list(variables)}${conditions.length === 0 ? '' : ` \\mid ${list(conditions)}`}`)}`
  }

  const use = (of: DistributionUse, value?: Expr): string => {
    if (of.kind === 'inline') return value === undefined ? dist(of.value) : `${dist(of.value)}${round(expr(value, 0))}`
    const found = model.distributions.find((d) => d.key === of.key)
    if (found === undefined) return upright(of.key)
    const at = (name: string): string => (of.given[name] === undefined ? latexName(name) : expr(of.given[name], 0))
    return head(of.key, value === undefined ? found.variables.map(latexName) : [expr(value, 0)], found.conditions.map(at))
  }

  const dist = (d: Dist): string => {
    switch (d.family) {
      case 'Normal': return `\\mathcal{N}${round(`${expr(d.loc, 0)},\\, ${variance(d)}`)}`
      case 'Laplace': return `\\operatorname{Laplace}${round(`${expr(d.loc, 0)},\\, ${expr(d.scale, 0)}`)}`
      case 'Uniform': return `\\mathcal{U}${square(`${expr(d.low, 0)},\\, ${expr(d.high, 0)}`)}`
      case 'Bernoulli': case 'Categorical': {
        const value = expr(d.parameter.value, 0)
        const squash = d.family === 'Bernoulli' ? '\\sigma' : '\\operatorname{softmax}'
        return `\\operatorname{${d.family}}${round(d.parameter.as === 'logits' ? `${squash}${round(value)}` : value)}`
      }
      case 'Mixture': {
        const weight = (i: number): string => (d.weights === null ? `\\tfrac{1}{${d.components.length}}` : expr(d.weights[i]!, 5))
        return d.components.map((c, i) => `${weight(i)}\\,${dist(c)}`).join(' + ')
      }
    }
  }

  /** The second parameter of a Gaussian, always as a variance: σ², with I where one number stands for all of an event. */
  const variance = ({ spread: { as, value }, event }: Extract<Dist, { family: 'Normal' }>): string => {
    const unit = event.length > 0 && value.type.shape.length === 0 ? 'I' : ''
    if (isNumber(value, as === 'logvar' ? 0 : 1)) return unit || '1'
    if (value.kind === 'apply' && value.output === as) return `\\sigma^2_{${latexName(value.network)}}${round(list(value.args.map((a) => expr(a, 0))))}`
    const text = as === 'variance' ? expr(value, 6) : as === 'std' ? `${expr(value, 8)}^2` : `e^{${expr(value, 0)}}`
    return unit === '' ? text : `${text}\\,${unit}`
  }

  const expr = (unfolded: Expr, outer: number): string => {
    const e = folded(unfolded)
    switch (e.kind) {
      case 'constant': return e.name === undefined ? closed(latexNumber(e.value), e.value < 0 ? 4 : 9, outer) : latexName(e.name)
      case 'array': return round(list(e.items.map((i) => expr(i, 0))))
      case 'variable': case 'weight': return latexName(e.name)
      case 'equation': {
        const given = Object.values(e.given)
        return given.length === 0 ? latexName(e.name) : `${latexName(e.name)}${round(list(given.map((g) => expr(g, 0))))}`
      }
      case 'parameter': return `W_{${upright(e.entry.replace(/\.kernel$/, ''))}}`
      case 'clock': return e.clock === 'progress' ? upright('progress') : upright(e.clock)
      case 'call': return call(e, outer)
      case 'layer': return `\\operatorname{${e.layer}}${round(expr(e.input, 0))}`
      case 'block': return `\\operatorname{${escaped(e.block)}}${round(list(e.bindings.map((b) => expr(b.value, 0))))}`
      case 'apply': {
        const args = round(list(e.args.map((a) => expr(a, 0))))
        return e.output === null ? `${latexName(e.network)}${args}` : e.output === 'logvar' || e.output === 'variance'
          ? `${e.output === 'logvar' ? '\\log ' : ''}\\sigma^2_{${latexName(e.network)}}${args}` : `${latexName(e.output)}_{${latexName(e.network)}}${args}`
      }
      case 'density': return closed(`${e.log ? '\\log ' : ''}${use(e.of, e.value)}`, e.log ? 7 : 9, outer)
      case 'divergence': return `\\mathrm{KL}${round(`${use(e.left)} \\,\\|\\, ${use(e.right)}`)}`
      case 'statistic': return `\\operatorname{${e.which}}${round(use(e.of))}`
      case 'expectation': return `\\mathbb{E}${over(e.body)}${square(expr(e.body, 0))}`
      case 'bind': return bind(e, outer)
      case 'grad': return closed(`\\nabla_{\\! ${expr(e.wrt, 0)}} ${expr(e.of, 6)}`, 6, outer)
      case 'jacobian': return `\\frac{\\partial ${expr(e.of, 6)}}{\\partial ${expr(e.wrt, 6)}}`
      case 'index': return `${expr(e.object, 9)}_{${list(e.indices.map((i) => (i.kind === 'range' ? `${i.from}\\ldots ${i.to}` : expr(i, 0))))}}`
      case 'row': return `${latexName(e.field)}^{(${e.row})}_{\\mathrm{${e.split}}}`
    }
  }

  /** What an average runs over: the data and draws that its body reads. */
  const over = (body: Expr): string => {
    const found = new Set<string>()
    const visited = new Set<string>()
    const visit = (e: Expr, hidden: ReadonlySet<string>): void => {
      if (e.kind === 'variable' && !hidden.has(e.name) && (fields.has(e.name) || draws.has(e.name))) found.add(e.name)
      if (e.kind === 'equation' && !visited.has(e.name)) {
        visited.add(e.name)
        const value = equations.get(e.name)
        if (value !== undefined) visit(value, new Set([...hidden, ...Object.keys(e.given)]))
      }
      // Conditions of a density that nothing replaces are variables too.
      for (const of of usesOf(e)) if (of.kind === 'named') {
        for (const name of model.distributions.find((d) => d.key === of.key)?.conditions ?? []) {
          if (of.given[name] === undefined && !hidden.has(name) && (fields.has(name) || draws.has(name))) found.add(name)
        }
      }
      const inner = e.kind === 'bind' ? new Set([...hidden, ...e.binders.map((b) => b.variable)]) : hidden
      for (const part of partsOf(e)) visit(part, inner)
    }
    visit(body, new Set())
    return found.size === 0 ? '' : `_{${list([...found].map(latexName))}}`
  }

  const bind = (e: Extract<Expr, { kind: 'bind' }>, outer: number): string => {
    const under = list(e.binders.map(binder))
    const [only] = e.binders
    const range = e.binders.length === 1 && only!.kind === 'values' && only!.type.kind.name !== 'label' && isRun(only!.values)
      ? { from: `${latexName(only!.variable)}=${only!.values[0] ?? 0}`, to: `${only!.values.at(-1) ?? 0}` } : null
    switch (e.reducer) {
      case 'E': return `\\mathbb{E}_{${under}}${square(expr(e.body, 0))}`
      case 'sum': return closed(`\\sum${range === null ? `_{${under}}` : `_{${range.from}}^{${range.to}}`} ${expr(e.body, 5)}`, 5, outer)
      case 'array': return range === null ? `${square(expr(e.body, 0))}_{${under}}` : `${square(expr(e.body, 0))}_{${range.from}}^{${range.to}}`
      case 'mean': return `\\operatorname*{mean}_{${under}}${round(expr(e.body, 0))}`
      case 'argmax': case 'argmin': return closed(`\\operatorname*{arg\\,${e.reducer.slice(3)}}_{${under}} ${expr(e.body, 6)}`, 6, outer)
      case 'max': case 'min': return closed(`\\${e.reducer}_{${under}} ${expr(e.body, 6)}`, 6, outer)
    }
  }

  const binder = (b: Binder): string => {
    const name = latexName(b.variable)
    switch (b.kind) {
      case 'draws': return `${name}${b.count === 1 ? '' : `^{(1\\ldots ${b.count})}`} \\sim ${use(b.from)}`
      case 'values': {
        const { kind } = b.type
        if (kind.name === 'label' && kind.classes === b.values.length) return name
        return `${name} \\in ${isRun(b.values) ? `${b.values[0]}\\ldots ${b.values.at(-1)}` : `\\{${list(b.values.map(String))}\\}`}`
      }
      case 'path': return `${name} = ${expr(b.from, 0)} \\ldots ${expr(b.to, 0)}`
      case 'rows': return `${name} \\in \\mathrm{${b.set.split}}${b.set.where === null ? '' : ` : ${logic(b.set.where, 0)}`}`
    }
  }

  /** A condition as such, without the brackets that make it 0 or 1. */
  const logic = (e: Expr, outer: number): string => {
    if (e.kind !== 'call' || !COMPARISONS.has(e.op)) return expr(e, outer)
    if (e.op === 'not') return `\\neg ${logic(e.args[0]!, 6)}`
    const [sign, strength] = INFIX[e.op]!
    const side = e.op === 'and' || e.op === 'or' ? logic : expr
    return closed(`${side(e.args[0]!, strength)} ${sign} ${side(e.args[1]!, strength + 1)}`, strength, outer)
  }

  const call = (e: Extract<Expr, { kind: 'call' }>, outer: number): string => {
    const [a, b] = e.args as readonly [Expr, Expr | undefined]
    const one = (): string => expr(a, 0)
    if (COMPARISONS.has(e.op)) return `\\mathbf{1}${square(logic(e, 0))}`
    switch (e.op) {
      case 'neg': return closed(`-${expr(a, 5)}`, 4, outer)
      case 'add': case 'sub': {
        const [sign, strength] = INFIX[e.op]!
        const right = expr(b!, strength + 1)
        return closed(`${expr(a, strength)} ${sign} ${right.startsWith('-') ? round(right) : right}`, strength, outer)
      }
      // A sign before a product needs no brackets: -10 log x.
      case 'mul': return closed(`${expr(a, isNegative(a) ? 4 : 5)}${times(a, b!)}${expr(b!, 6)}`, 5, outer)
      case 'div': return `\\frac{${one()}}{${expr(b!, 0)}}`
      case 'pow': return closed(`${base(expr(a, 9))}^{${expr(b!, 0)}}`, 8, outer)
      case 'square': return closed(`${base(expr(a, 9))}^2`, 8, outer)
      case 'sqrt': return `\\sqrt{${one()}}`
      case 'abs': return around('|', one(), '|')
      case 'floor': return around('\\lfloor ', one(), ' \\rfloor')
      case 'norm': return around('\\lVert ', one(), ' \\rVert')
      case 'stopGradient': return `\\operatorname{sg}${square(one())}`
      case 'transpose': return `${expr(a, 9)}^{\\top}`
      case 'matmul': return closed(`${expr(a, 6)}\\,${expr(b!, 6)}`, 6, outer)
      case 'where': return `\\begin{cases} ${expr(b!, 0)} & ${logic(a, 0)} \\\\ ${expr(e.args[2]!, 0)} & \\text{else} \\end{cases}`
      // Shapes do not matter on a slide.
      case 'flatten': case 'reshape': return expr(a, outer)
      case 'log': return closed(`\\log ${simple(a) ? expr(a, 9) : round(one())}`, 7, outer)
      default: return `${operator(e.op)}${round(list(e.args.map((x) => expr(x, 0))))}`
    }
  }

  /** Stands after `log` without brackets. */
  const simple = (e: Expr): boolean => ['variable', 'constant', 'apply', 'equation', 'density', 'index', 'expectation'].includes(e.kind) || (e.kind === 'bind' && e.reducer === 'E')

  return { expr, dist, use, head }
}

/** Between two factors: a dot before a number, a thin space otherwise. */
function times(a: Expr, b: Expr): string {
  const number = (e: Expr): boolean => e.kind === 'constant' && e.name === undefined
  const leading = (e: Expr): Expr => (e.kind === 'call' && (e.op === 'mul' || e.op === 'pow') ? leading(e.args[0]!) : e)
  return number(leading(b)) || (number(a) && b.kind === 'call' && b.op === 'div') ? ' \\cdot ' : '\\,'
}
