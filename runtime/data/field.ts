import type { DataField } from '../../compiler/model/model.ts'
import type { ResizeMethod } from './resize.ts'
import { showRowShape } from './table.ts'

/** What a spec's `data` declaration says of one field, as far as reading data goes. */
export interface FieldSpec {
  readonly name: string
  readonly kind: 'image' | 'real' | 'label' | 'tokens'
  /** Event shape: [28, 28, 1], [2], [] for one number. */
  readonly shape: readonly number[]
  /** Declared bounds. Bytes are mapped onto them, numbers checked against them. */
  readonly range: readonly [number, number] | null
  /** K of `label(K)`, V of `tokens(V)`; null otherwise. */
  readonly classes: number | null
  readonly resize: ResizeMethod | null
  /** True when only metrics and figures read it: the training split may lack it. */
  readonly evaluationOnly: boolean
}

/** The field of a compiled model. Kinds of number other than label, tokens and image are plain numbers here. */
export function fieldSpec(field: DataField): FieldSpec {
  const { kind } = field.type
  const image = kind.name === 'image'
  return {
    name: field.name,
    kind: kind.name === 'label' || kind.name === 'tokens' || image ? kind.name : 'real',
    shape: field.type.shape.map((axis) => axis.size),
    range: kind.name === 'label' || kind.name === 'tokens' ? null : field.type.range,
    classes: kind.name === 'label' ? kind.classes : kind.name === 'tokens' ? kind.vocabulary : null,
    resize: field.resize,
    evaluationOnly: field.evaluationOnly,
  }
}

/** As it would be written in the spec: `x: image[28, 28, 1] in [0, 1]`. */
export function showField(field: FieldSpec): string {
  const args = field.classes === null ? '' : `(${field.classes})`
  const shape = field.shape.length === 0 ? '' : `[${field.shape.join(', ')}]`
  const range = field.range === null ? '' : ` in [${field.range.join(', ')}]`
  return `${field.name}: ${field.kind}${args}${shape}${range}`
}

/** `28×28×1 pictures`, `labels`: what a field is made of, for messages. */
export function showWanted(field: FieldSpec): string {
  if (field.kind === 'label') return field.shape.length === 0 ? 'labels' : `${showRowShape(field.shape)} labels`
  return field.kind === 'image' ? `${showRowShape(field.shape)} pictures` : showRowShape(field.shape)
}
