/** Train blocks: steps, their players and optimizers, batch, length, rows. */
import type { Repeat as RepeatAst, Setting, Span, Step as StepAst, Train as TrainAst, TrainStatement } from '../../grammar/ast.ts'
import { removing, replacing, wrapping } from '../diagnostics/fixes.ts'
import type { Details } from '../diagnostics/report.ts'
import type { Repeat, RowSet, Step, Train } from '../model/model.ts'
import { readClip } from './clip.ts'
import { fail, rootEnv, textAt, withBound, type BoundVariable, type World } from './checker.ts'
import { elaborate } from './elaborate.ts'
import { splitAt } from './members.ts'
import { readOptimizer } from './optimizers.ts'
import { movedParameters } from './players.ts'
import { rowSet } from './rows.ts'
import { constant, wholeNumber } from './static.ts'
import { isLabelled, showShape, showType } from './value.ts'
import { checkFree } from './unbound.ts'
import { checkOneBatch } from './whole.ts'

/** Where the spec does not say. */
const DEFAULTS = { batch: 128, epochs: 10 } as const

/** The train block in this world, or null after a mistake. */
export function elaborateTrain(world: World, ast: TrainAst): Train | null {
  const items = trainItems(world, ast.statements, false)
  const settings = new Map<Setting['word'], Setting>()
  let rows: RowSet | null = null
  let report: Train['report'] = null
  let right = items !== null
  for (const statement of ast.statements) {
    if (statement.kind === 'setting') {
      const known = settings.get(statement.word)
      if (known !== undefined) twice(world, statement.word, statement.span, { related: [{ span: known.span, message: 'already said here' }] })
      else settings.set(statement.word, statement)
    }
    if (statement.kind === 'rows') {
      if (rows !== null) twice(world, 'rows', statement.span)
      rows = trainRows(world, statement.set)
      if (rows === null) right = false
    }
    if (statement.kind === 'report') {
      const every = wholeNumber(rootEnv(world), statement.every, 'report every')
      if (report !== null) twice(world, 'report', statement.span)
      if (every !== null) report = { every, unit: statement.unit }
    }
  }
  if (!ast.statements.some((s) => s.kind === 'step' || s.kind === 'repeat')) {
    fail(world, 'training/no-step', {}, ast.span)
    right = false
  }
  const number = (word: Setting['word'], otherwise: number): number | null => {
    const setting = settings.get(word)
    return setting === undefined ? otherwise : wholeNumber(rootEnv(world), setting.value, word)
  }
  const batch = number('batch', DEFAULTS.batch)
  const length = lengthOf(world, ast, settings, number)
  const average = averageOf(world, settings.get('average'))
  if (!right || items === null || batch === null || length === null || average === null) return null
  return { batch, length, items, rows, report, ...(average === undefined ? {} : { average }), span: ast.span }
}

const twice = (world: World, word: string, span: Span, details: Details = {}): null =>
  fail(world, 'training/twice', { word }, span, { ...details, fix: removing(world.checker.source, span, `Remove the second ${word}`) })

/** The share that an average of weights keeps in each round; undefined where there is none, null after a mistake. */
function averageOf(world: World, setting: Setting | undefined): number | null | undefined {
  if (setting === undefined) return undefined
  const env = rootEnv(world)
  const share = constant(env, setting.value, 'average')
  if (share === null || (share > 0 && share < 1)) return share
  return fail(world, 'ranges/average', { text: textAt(world, setting.value.span) }, setting.value.span)
}

function lengthOf(world: World, ast: TrainAst, settings: ReadonlyMap<Setting['word'], Setting>, number: (word: Setting['word'], otherwise: number) => number | null): Train['length'] | null {
  const [epochs, rounds] = [settings.get('epochs'), settings.get('rounds')]
  if (epochs !== undefined && rounds !== undefined) return fail(world, 'training/two-lengths', {}, rounds.span, {
    related: [{ span: epochs.span, message: 'epochs are given here' }], fix: removing(world.checker.source, rounds.span, 'Remove rounds'),
  })
  if (rounds !== undefined) {
    const count = number('rounds', 1)
    return count === null ? null : { unit: 'rounds', count }
  }
  if (world.checker.datasets.length === 0) return fail(world, 'training/no-epochs', {}, epochs?.span ?? ast.span, epochs === undefined ? {} : { fix: replacing(epochs.span, 'rounds 2000') })
  const count = number('epochs', DEFAULTS.epochs)
  return count === null ? null : { unit: 'epochs', count }
}

function trainItems(world: World, statements: readonly TrainStatement[], nested: boolean): readonly (Step | Repeat)[] | null {
  const items: (Step | Repeat)[] = []
  let right = true
  for (const statement of statements) {
    const item = statement.kind === 'step' ? step(world, statement) : statement.kind === 'repeat' ? repeat(world, statement) : undefined
    if (item === undefined && nested) fail(world, 'training/in-repeat', { word: statement.kind === 'setting' ? statement.word : statement.kind }, statement.span)
    if (item === null) right = false
    else if (item !== undefined) items.push(item)
  }
  return right ? items : null
}

function repeat(world: World, ast: RepeatAst): Repeat | null {
  const count = wholeNumber(rootEnv(world), ast.count, 'repeat')
  const items = trainItems(world, ast.statements, true)
  if (ast.statements.length === 0) return fail(world, 'training/no-step', {}, ast.span)
  return count === null || items === null ? null : { kind: 'repeat', count, items, span: ast.span }
}

function step(world: World, ast: StepAst): Step | null {
  const objective = elaborate(rootEnv(world), ast.objective)
  const optimizer = ast.optimizer === null ? null : readOptimizer(world, ast.optimizer)
  const clip = ast.clip === undefined ? undefined : readClip(world, ast.clip)
  // A missing optimizer has been told by the parser.
  if (objective === null || optimizer === null || clip === null) return null
  if (isLabelled(objective.type.kind)) return fail(world, 'kinds/label-as-number', { what: ast.direction, type: showType(objective.type) }, objective.span)
  if (objective.type.shape.length > 0) return fail(world, 'reductions/objective', { direction: ast.direction, got: showShape(objective.type.shape) }, ast.objective.span, { fix: wrapping(ast.objective.span, 'sum(', ')', 'Sum it') })
  if (!checkFree(world, objective, ast.objective.span) || !checkOneBatch(world, objective, 'an objective', ast.objective.span)) return null
  const over = ast.over.map((name) => name.text)
  const parameters = movedParameters(world, ast, objective)
  if (parameters === null) return null
  return { kind: 'step', direction: ast.direction, objective, over, parameters, optimizer, ...(clip === undefined ? {} : { clip }), span: ast.span }
}

/** `rows train[0..9 per y]` */
function trainRows(world: World, ast: Extract<TrainStatement, { kind: 'rows' }>['set']): RowSet | null {
  const env = rootEnv(world)
  const place = ast.base.kind === 'range' ? null : splitAt(env, ast.base)
  if (place === null || place.split !== 'train') return fail(world, 'training/rows', {}, ast.base.span)
  const { datasets } = world.checker
  const dataset = place.dataset === null ? datasets[0] : datasets.find((d) => d.name === place.dataset)
  if (dataset === undefined) return fail(world, 'training/rows', {}, ast.base.span)
  const bound = dataset.fields.map((f): readonly [string, BoundVariable] => [f.name, { type: f.type, span: f.span, constant: null }])
  return rowSet(withBound(env, bound), ast, dataset, 'train')
}
