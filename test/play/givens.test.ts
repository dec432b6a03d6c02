/** Which runs a training in the page takes for its givens, and what it says of others. */
import { expect, test } from 'vitest'
import { checkSource } from '../../compiler/compile.ts'
import { specHash } from '../../compiler/model/hash.ts'
import { parse } from '../../grammar/parse.ts'
import { requireGivens } from '../../play/givens.ts'
import type { Job } from '../../play/messages.ts'
import type { Part } from '../../play/project.ts'

const judge = (width: number): string => `model Judge\ndata (x: real[2])\nhyper width = ${width}\nnetwork C(x) -> y[width] { x -> dense(width) }\nmetric m = E[sum(C(x))]\n`
const SPEC = 'model A\ndata (x: real[2])\ngiven J from "./parts/judge.gen"\nmetric m = E[sum(J.C(x))]\n'
const hash = specHash(checkSource(judge(2)).model!)
const run: Part = { run: 'runs/judge-001', checkpoint: 'last', spec: 'judge', specHash: hash, hyper: { width: 2 }, givens: {} }

/** What is thrown for a run and the spec of the given as it stands in the page; null where nothing is. */
function refusal(part: Part | null, given: string): string | null {
  const givens: Job['givens'] = part === null ? {} : { J: part }
  const job: Job = { name: 'a.gen', files: {}, givens, data: [], length: null, seed: 0, backend: null }
  const { model } = checkSource(SPEC, { givens, imports: () => ({ ...parse(given), source: given }) })
  try {
    requireGivens(model!, job)
    return null
  } catch (error) {
    const { message, hint } = error as { readonly message: string; readonly hint: string }
    return `${message}: ${hint}`
  }
}

test('a run fits by the model that it trained, with its own settings', () => {
  expect(refusal(run, judge(2))).toBeNull()
  expect(refusal(run, judge(7))).toBeNull()
})

test('no run, a run of something else, a run of the spec as it was', () => {
  expect(refusal(null, judge(2))).toBe('a.gen is given J, a trained ./parts/judge.gen, and the page was started without its run: start it with one: genc play a.gen --given J=judge; genc train parts/judge.gen makes one')
  expect(refusal({ ...run, spec: 'other', specHash: 'x' }, judge(2))).toBe('runs/judge-001 is a run of other.gen, and J is ./parts/judge.gen: start the page with a run of ./parts/judge.gen; genc train parts/judge.gen makes one')
  expect(refusal(run, judge(2).replace('dense(width)', 'dense(width, relu)'))).toMatch(/^J: runs\/judge-001 was trained from another version of \.\/parts\/judge\.gen: take the change back/)
})
