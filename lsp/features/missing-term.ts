/** Terms and steps that a model seems to lack: a divergence to the prior, a likelihood that nothing maximises, a player that no step moves. */
import { stepsOf } from '../../compiler/types/players.ts'
import { visitNodes } from '../../compiler/names/walk.ts'
import type { DistributionEquation } from '../../compiler/model/model.ts'
import { ownerOf } from '../../compiler/model/walk.ts'
import type { CallExpr, Distribution, Expr, Loss, Span, Step, Train, TrainStatement } from '../../grammar/ast.ts'
import { networkNamed } from '../describe.ts'
import { above, addsNothing, after, applied, freshName, indentAt, insertion, isNoWorse, type Changes, type Edit, type Refactoring } from '../edits.ts'
import { touches } from '../positions.ts'
import { allDeclarations, headOf } from '../scope.ts'
import type { Program, Workspace } from '../workspace.ts'

/** For a cursor in a distribution or at the head of the loss. Nothing beside mistakes. */
export function missingTerms(workspace: Workspace, program: Program, offset: number): readonly Refactoring[] {
  const loss = program.spec.declarations.find((d) => d.kind === 'loss')
  const here = program.spec.declarations.find((d) => touches(d.span, offset))
  if (!program.sound || here === undefined || !(here.kind === 'distribution' || (here.kind === 'loss' && offset <= here.span.start + 'loss'.length))) return []
  const laws = program.spec.declarations.filter((d) => d.kind === 'distribution')
  return laws.filter((law) => here === loss || law === here || law.variables.some((v) => here.kind === 'distribution' && here.variables.some((w) => w.text === v.text)))
    .flatMap((law) => [...divergence(program, laws, law), ...likelihood(program, laws, law)])
    .filter(({ changes }) => addsNothing(workspace, changes))
}

/** What would move a network or a weight that `training/untrained` is about. */
export function missingSteps(workspace: Workspace, program: Program, place: Span): readonly Refactoring[] {
  const name = program.model.networks.find(({ span }) => span.start === place.start)?.name ?? program.model.weights.find(({ span }) => span.start === place.start)?.name
  if (name === undefined) return []
  const candidates = [...joining(program, name), ...ofTerm(program, name), ...ofNewTerm(program, name)]
  const moves = ({ changes }: Refactoring): boolean => {
    const now = workspace.supposing(program.uri, applied(program.text, changes.get(program)!))
    return now.sound && !now.diagnostics.some((d) => d.code === 'training/untrained' && d.message.includes(` ${name}:`)) && isNoWorse(program, now)
  }
  return candidates.filter(moves)
}

// ── terms ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A sampler without a divergence to what its variable should look like. */
function divergence(program: Program, laws: readonly Distribution[], law: Distribution): readonly Refactoring[] {
  const equation = equationOf(program, law)
  const [variable] = law.variables
  if (equation === null || law.conditions.length === 0 || law.variables.length !== 1 || isField(program, variable!.text)) return []
  const prior = laws.find((d) => d.conditions.length === 0 && d.variables.length === 1 && d.variables[0]!.text === variable!.text)
  const known = prior === undefined ? null : equationOf(program, prior)
  const isTaken = program.occurrences.some((o) => o.name === 'p' && !o.key.startsWith('law:'))
  if (prior === undefined ? isTaken || isRead(program, equation.key, 'divergence') : known === null || isRead(program, known.key)) return []
  const axes = equation.value.event.map((a) => a.name ?? String(a.size))
  const shape = axes.length === 0 ? '' : `[${axes.join(', ')}]`
  const declared = prior === undefined ? [insertion(lineEnd(program, law.span.end), `\nprior p(${variable!.text}) = Normal(0, 1)${shape}`)] : []
  return adding(program, 'regulariser', `KL(${headOf(law)} || ${prior === undefined ? `p(${variable!.text})` : headOf(prior)})`, equation, declared)
}

/** A density of the data that no term reads. */
function likelihood(program: Program, laws: readonly Distribution[], law: Distribution): readonly Refactoring[] {
  const equation = equationOf(program, law)
  if (equation === null || law.variables.length !== 1 || !isField(program, law.variables[0]!.text) || isRead(program, equation.key)) return []
  const hidden = law.conditions.filter((c) => !isField(program, c.text))
  const draws = hidden.map((c) => laws.find((d) => d.variables.length === 1 && d.variables[0]!.text === c.text && d.conditions.every((x) => isField(program, x.text))))
  if (draws.some((d) => d === undefined)) return []
  const binders = draws.map((d) => `${d!.variables[0]!.text} ~ ${headOf(d!)}`).join(', ')
  return adding(program, equation.value.family === 'Categorical' ? 'classify' : 'reconstruction', draws.length === 0 ? `-log ${headOf(law)}` : `-E[${binders}: log ${headOf(law)}]`, equation, [])
}

const equationOf = ({ model }: Program, law: Distribution): DistributionEquation | null => model.distributions.find(({ span }) => span.start === law.span.start) ?? null
const isField = ({ model }: Program, name: string): boolean => model.data.some((d) => d.fields.some((f) => f.name === name))

/** Whether lets, terms or steps read a distribution; of `kind`: only where it stands so. Metrics and pictures train nothing. */
function isRead({ model }: Program, key: string, kind?: string): boolean {
  let found = false
  const steps = model.stages.flatMap((s) => [...stepsOf(s.train?.items ?? []).map((step) => step.objective), ...s.equations.filter((e) => e.role !== 'metric').map((e) => e.value)])
  visitNodes([...model.equations.filter((e) => e.role !== 'metric').map((e) => e.value), ...steps], (node) => {
    if (kind === undefined) found ||= node['key'] === key
    else if (node.kind === kind) found ||= [node['left'], node['right']].some((use) => (use as { readonly key?: string }).key === key)
  })
  return found
}

/** A term, and the step that takes it along: the one that moves what the distribution is made of, or one that moves all that it reaches. */
function adding(program: Program, base: string, value: string, equation: DistributionEquation, others: readonly Edit[]): readonly Refactoring[] {
  const owners = new Set<string>()
  visitNodes(equation.value, (node) => { if (node.kind === 'apply') owners.add(String(node['network'])) })
  const moving = program.model.stages.flatMap((s) => stepsOf(s.train?.items ?? [])).filter((s) => s.parameters.some((entry) => owners.has(ownerOf(entry))))
  const step = stepsIn(program).find(({ span }) => moving.some((s) => s.span.start === span.start)) ?? stepsIn(program).find(({ over }) => over.length === 0)
  if (step === undefined) return []
  const name = freshTerm(program, base)
  const term = newTerm(program, name, value)
  if (term === null) return []
  const changes: Changes = new Map([[program, [...others, term, insertion(objectiveEnd(program, step), ` ${step.direction === 'minimize' ? '+' : '-'} ${name}`)]]])
  return [{ title: `Add the term ${name} = ${value}`, changes }]
}

/** Behind the parentheses that an objective ends with. */
const objectiveEnd = ({ text }: Program, { objective: { span } }: Step): number => span.end + /^(?:\s*\))*/.exec(text.slice(span.end))![0].length

const freshTerm = (program: Program, base: string): string => freshName(base, (name) => program.occurrences.some((o) => o.name === name))

/** Behind the last term; a loss of its own before the training where there is none. */
function newTerm(program: Program, name: string, value: string): Edit | null {
  const loss = program.spec.declarations.find((d): d is Loss => d.kind === 'loss' && d.terms.length > 0)
  if (loss !== undefined) return after(program, loss.span, loss.terms.at(-1)!.span, `${name} = ${value}`)
  const first = program.spec.declarations.find((d) => d.kind === 'train' || d.kind === 'stage')
  return first === undefined ? null : insertion(above(program, first.span), `loss { ${name} = ${value} }\n\n`)
}

// ── steps ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const trainsIn = (program: Program): readonly Train[] => allDeclarations(program).filter((d) => d.kind === 'train')
const stepsIn = (program: Program): readonly Step[] => {
  const inside = (statements: readonly TrainStatement[]): readonly Step[] => statements.flatMap((s) => (s.kind === 'step' ? [s] : s.kind === 'repeat' ? inside(s.statements) : []))
  return trainsIn(program).flatMap(({ statements }) => inside(statements))
}

/** A step that reaches it already takes it among its players. */
const joining = (program: Program, name: string): readonly Refactoring[] => stepsIn(program).flatMap((step) => {
  const last = step.over.at(-1)
  if (last === undefined || isJudge(program, name)) return []
  const text = program.text.slice(step.objective.span.start, step.objective.span.end)
  const title = `Move ${name} too: ${step.direction} ${text} over ${[...step.over.map((p) => p.text), name].join(', ')}`
  return [{ title, changes: new Map([[program, [insertion(last.span.end, `, ${name}`)]]]) }]
})

/** A judge moves against the others, never with them. */
const isJudge = ({ model }: Program, name: string): boolean => ['discriminator', 'critic'].includes(networkNamed(model, name)?.role ?? '')

/** A term that applies it and that no step reads: whoever wrote it meant to. */
function ofTerm(program: Program, name: string): readonly Refactoring[] {
  const read = new Set<string>()
  visitNodes(stepsIn(program).map((s) => s.objective), (node) => { if (node.kind === 'name') read.add(String(node['text'])) })
  const terms = program.spec.declarations.flatMap((d) => (d.kind === 'loss' ? d.terms : [])).filter((t) => !read.has(t.name.text) && callsOf(t.value, name).length > 0)
  return terms.flatMap((term) => {
    const direction = isJudge(program, name) && rises(program, term.value, name) ? 'maximize' : 'minimize'
    const step = newStep(program, `${direction} ${term.name.text} over ${name}`)
    return step === null ? [] : [{ title: `Add the step ${direction} ${term.name.text} over ${name}`, changes: new Map([[program, [step]]]) }]
  })
}

/** What a judge is trained by: telling data from fakes. */
function ofNewTerm(program: Program, name: string): readonly Refactoring[] {
  const network = networkNamed(program.model, name)
  const kind = network?.outputs[0]?.type.kind.name ?? ''
  const calls = callsOf(program.spec.declarations, name)
  const argument = (call: CallExpr): string => program.text.slice(call.args[0]!.value.span.start, call.args[0]!.value.span.end)
  const ofData = (call: CallExpr): boolean => call.args[0]?.value.kind === 'name' && isField(program, call.args[0].value.text)
  const fake = calls.find((c) => c.args.length > 0 && !ofData(c))
  const isTold = program.spec.declarations.some((d) => d.kind === 'loss' && callsOf(d.terms, name).some(ofData))
  if (network === null || !isJudge(program, name) || fake === undefined || isTold) return []
  const shape = JSON.stringify(network.formals[0]?.type.shape.map((a) => a.size))
  const field = program.model.data.flatMap((d) => d.fields).find((f) => JSON.stringify(f.type.shape.map((a) => a.size)) === shape)
  if (field === undefined) return []
  const shown = program.text.slice(fake.span.start, fake.span.end)
  const real = shown.replace(argument(fake), field.name)
  const [d, g] = kind === 'logits' ? [`sigmoid(${real})`, `sigmoid(${shown})`] : [real, shown]
  const value = kind === 'probability' || kind === 'logits' ? `-E[log ${d}] - E[log(1 - ${g})]` : `E[${g}] - E[${d}]`
  const term = freshTerm(program, network.role)
  const step = newStep(program, `minimize ${term} over ${name}`)
  const written = newTerm(program, term, value)
  return step === null || written === null ? [] : [{ title: `Add the term ${term} = ${value} and a step that minimises it`, changes: new Map([[program, [written, step]]]) }]
}

/** Before the first step, with its optimiser; the others then move all that is left, as they did, and no more. */
function newStep(program: Program, text: string): Edit | null {
  const [train] = trainsIn(program).filter((t) => t.statements.some((s) => s.kind === 'step'))
  const first = train?.statements.find((s) => s.kind === 'step')
  if (train === undefined || first?.kind !== 'step' || first.optimizer === null) return null
  const line = `${text} with ${program.text.slice(first.optimizer.span.start, first.optimizer.span.end)}`
  const isOneLine = !/[\r\n]/.test(program.text.slice(train.span.start, first.span.start))
  return insertion(first.span.start, isOneLine ? `${line}; ` : `${line}\n${indentAt(program, first.span.start)}`)
}

function callsOf(root: unknown, name: string): readonly CallExpr[] {
  const found: CallExpr[] = []
  visitNodes(root, (node) => {
    const call = node as unknown as CallExpr
    if (node.kind === 'call' && call.callee.kind === 'name' && call.callee.text === name) found.push(call)
  })
  return found
}

/** Whether a value grows with what a judge says of the data: then the judge maximises it. Distances do not. */
function rises(program: Program, value: Expr, name: string): boolean {
  const signs: number[] = []
  const visit = (e: Expr, sign: number): void => {
    switch (e.kind) {
      case 'call':
        if (e.callee.kind === 'name' && e.callee.text === name) signs.push(e.args[0]?.value.kind === 'name' && isField(program, e.args[0].value.text) ? sign : 0)
        else for (const { value: inner } of e.args) visit(inner, e.callee.kind === 'name' && e.callee.text === 'square' ? 0 : sign)
        break
      case 'unary': visit(e.operand, -sign); break
      case 'norm': visit(e.operand, 0); break
      case 'log': visit(e.operand, sign); break
      case 'reduce': visit(e.body, sign); break
      case 'binary': visit(e.left, e.op === '^' ? 0 : sign); visit(e.right, e.op === '-' || e.op === '/' ? -sign : e.op === '^' ? 0 : sign); break
      default: break
    }
  }
  visit(value, 1)
  return signs.some((s) => s > 0)
}

/** The end of the line of an offset. */
const lineEnd = ({ text }: Program, offset: number): number => offset + /^[^\r\n]*/.exec(text.slice(offset))![0].length

