/** Data sets and their fields. */
import type { Field } from '../../grammar/ast.ts'
import { replacing } from '../diagnostics/fixes.ts'
import type { DataField, DataSet } from '../model/model.ts'
import type { Declared } from '../names/symbols.ts'
import { fail, rootEnv, type Env, type World } from './checker.ts'
import { declaredType } from './declared.ts'
import { nearest } from '../names/suggest.ts'
import { isSplit } from '../names/reserved.ts'

const RESIZE = ['bilinear', 'nearest', 'bicubic'] as const

/** Fills `checker.datasets` and `checker.fields`. */
export function declareData(world: World, declared: Declared): void {
  const { checker } = world
  const env = rootEnv(world)
  const names = new Set<string>()
  for (const { node, name } of declared.data) {
    if (names.has(name) || isSplit(name)) {
      fail(world, isSplit(name) ? 'names/reserved' : 'names/duplicate', { name, what: 'a data set' }, node.name?.span ?? node.span)
    }
    names.add(name)
    const fields: DataField[] = []
    for (const field of node.fields) {
      const symbol = world.symbols.get(field.name.text)
      if (symbol?.kind !== 'field' || symbol.node !== field) continue
      const read = readField(env, field)
      checker.fields.set(field.name.text, read?.type ?? null)
      if (read !== null) fields.push(read)
    }
    const set: DataSet = { name, fields, span: node.span }
    checker.datasets.push(set)
  }
}

function readField(env: Env, field: Field): DataField | null {
  const declared = declaredType(env, field.type, 'field')
  let resize: DataField['resize'] = null
  for (const { name, value } of field.options) {
    if (name.text !== 'resize') {
      fail(env, 'data/option', { option: name.text }, name.span, nearest(name.text, ['resize']) === null ? {} : { help: 'Did you mean resize?', fix: replacing(name.span, 'resize') })
      continue
    }
    const method = RESIZE.find((r) => r === value.text)
    if (method === undefined) fail(env, 'names/unknown-word', { what: 'resize', word: value.text, words: RESIZE.join(', ') }, value.span)
    else resize = method
  }
  return declared === null ? null : { name: field.name.text, type: declared.type, resize, evaluationOnly: false, span: field.span }
}
