/** Messages of ONNX by the field numbers of onnx.proto (IR version 8, operator set 17). */
import type { DType, Shape } from '../../graph/graph.ts'
import type { Field } from './protobuf.ts'
import { showDim } from '../../graph/graph.ts'
import { bytes, float, integer, joined, message, text } from './protobuf.ts'

export const OPSET = 17
const IR_VERSION = 8

/** TensorProto.DataType */
const dataTypes = { float32: 1, int32: 6, int64: 7, bool: 9 } as const
export type DataType = DType | 'int64'
export const dataType = (dtype: DataType): number => dataTypes[dtype]

export type AttributeValue = number | { readonly float: number } | readonly number[]

/** An attribute: a whole number, a float or a list of whole numbers. */
function attribute(name: string, value: AttributeValue): readonly Field[] {
  if (typeof value === 'number') return [text(1, name), integer(3, value), integer(20, 2)]
  if ('float' in value) return [text(1, name), float(2, value.float), integer(20, 1)]
  return [text(1, name), ...value.map((v) => integer(8, v)), integer(20, 7)]
}

export const node = (op: string, inputs: readonly string[], output: string, attributes: Readonly<Record<string, AttributeValue>>): Field =>
  message(1, [...inputs.map((i) => text(1, i)), text(2, output), text(3, output), text(4, op), ...Object.entries(attributes).map(([k, v]) => message(5, attribute(k, v)))])

/** A constant tensor. */
export function initializer(name: string, dtype: DataType, shape: readonly number[], values: readonly number[]): Field {
  const size = dtype === 'int64' ? 8 : dtype === 'bool' ? 1 : 4
  const raw = new DataView(new ArrayBuffer(values.length * size))
  values.forEach((v, i) => {
    if (dtype === 'float32') raw.setFloat32(i * size, v, true)
    else if (dtype === 'int32') raw.setInt32(i * size, v, true)
    else if (dtype === 'bool') raw.setUint8(i, v)
    else raw.setBigInt64(i * size, BigInt(v), true)
  })
  return message(5, [...shape.map((d) => integer(1, d)), integer(2, dataTypes[dtype]), text(8, name), bytes(9, new Uint8Array(raw.buffer))])
}

function valueInfo(field: number, name: string, dtype: DType, shape: Shape): Field {
  const dims = shape.map((d) => message(1, [typeof d === 'number' ? integer(1, d) : text(2, showDim(d))]))
  return message(field, [text(1, name), message(2, [message(1, [integer(1, dataTypes[dtype]), message(2, dims)])])])
}

export interface Port { readonly name: string; readonly dtype: DType; readonly shape: Shape }

/** A ModelProto. */
export const model = (name: string, nodes: readonly Field[], initializers: readonly Field[], inputs: readonly Port[], outputs: readonly Port[]): Uint8Array => joined([
  integer(1, IR_VERSION), text(2, 'genc'),
  message(7, [...nodes, text(2, name), ...initializers, ...inputs.map((p) => valueInfo(11, p.name, p.dtype, p.shape)), ...outputs.map((p) => valueInfo(12, p.name, p.dtype, p.shape))]),
  message(8, [text(1, ''), integer(2, OPSET)]),
])
