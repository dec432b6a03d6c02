/** All formulas of a model under headings: as text, and as LaTeX to paste. */
import { formulasOf, type Formula } from './formula.ts'
import type { Model } from './model.ts'
import { unicodeOf } from './unicode.ts'

interface Part { readonly title: string; readonly formulas: readonly Formula[] }

function partsOf(model: Model): readonly Part[] {
  const { distributions, lets, terms, metrics, training } = formulasOf(model)
  const parts: readonly Part[] = [
    { title: 'distributions', formulas: distributions }, { title: 'names', formulas: lets }, { title: 'loss', formulas: terms }, { title: 'metrics', formulas: metrics },
    ...training.map(({ stage, formulas }) => ({ title: training.length > 1 ? `training, ${stage}` : 'training', formulas })),
  ]
  return parts.filter(({ formulas }) => formulas.length > 0)
}

/** Unicode, a formula a line. */
export const formulaText = (model: Model): string =>
  partsOf(model).map(({ title, formulas }) => `${title}\n${formulas.map(({ latex }) => `  ${unicodeOf(latex)}\n`).join('')}`).join('\n')

/** Displays that LaTeX takes with amsmath and amssymb, headings as comments. */
export const latexText = (model: Model): string =>
  partsOf(model).map(({ title, formulas }) => `% ${title}\n${formulas.map(({ latex }) => `\\[ ${latex} \\]\n`).join('')}`).join('\n')
