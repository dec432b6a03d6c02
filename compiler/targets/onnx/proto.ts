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

export type AttributeValue = number | { readonly float: number } | readonly number[] | { readonly graph: readonly Field[] }

/** An attribute: a whole number, a float, a list of whole numbers or a graph. */
function attribute(name: string, value: AttributeValue): readonly Field[] {
  if (typeof value === 'number') return [text(1, name), integer(3, value), integer(20, 2)]
  if ('float' in value) return [text(1, name), float(2, value.float), integer(20, 1)]
  if ('graph' in value) return [text(1, name), message(6, value.graph), integer(20, 5)]
  return [text(1, name), ...value.map((v) => integer(8, v)), integer(20, 7)]
}

/** A node, called like its first result. */
export const node = (op: string, inputs: readonly string[], outputs: readonly string[], attributes: Readonly<Record<string, AttributeValue>> = {}): Field =>
  message(1, [...inputs.map((i) => text(1, i)), ...outputs.map((o) => text(2, o)), text(3, outputs[0]!), text(4, op), ...Object.entries(attributes).map(([k, v]) => message(5, attribute(k, v)))])

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

function valueInfo(field: number, { name, dtype, shape }: Port): Field {
  const dims = shape.map((d) => message(1, [typeof d === 'number' ? integer(1, d) : text(2, showDim(d))]))
  return message(field, [text(1, name), message(2, [message(1, [integer(1, dataTypes[dtype]), message(2, dims)])])])
}

export interface Port { readonly name: string; readonly dtype: DataType; readonly shape: Shape }

/** A GraphProto. */
export const graph = (name: string, nodes: readonly Field[], initializers: readonly Field[], inputs: readonly Port[], outputs: readonly Port[]): readonly Field[] =>
  [...nodes, text(2, name), ...initializers, ...inputs.map((p) => valueInfo(11, p)), ...outputs.map((p) => valueInfo(12, p))]

/** A ModelProto. */
export const model = (content: readonly Field[]): Uint8Array =>
  joined([integer(1, IR_VERSION), text(2, 'genc'), message(7, content), message(8, [text(1, ''), integer(2, OPSET)])])
