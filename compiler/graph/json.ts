/**
 * The JSON form of a graph, described by `graph.schema.json`: one node a line. JSON lacks infinities, NaN and a
 * negative zero; they are written `{"number": "-Infinity"}`.
 */
import type { Graph } from './graph.ts'

/** Ends with a line break. Equal graphs give equal text: attributes and fields keep the order of the graph. */
export function writeGraphJson(graph: Graph): string {
  const line = (value: unknown): string => JSON.stringify(value, encodeNumber)
  const list = (values: readonly unknown[], indent: string): string =>
    values.length ? `[\n${values.map((v) => `${indent}  ${line(v)}`).join(',\n')}\n${indent}]` : '[]'
  const programs = graph.programs.map((p) => [
    '    {',
    `      "name": ${line(p.name)},`,
    `      "feeds": ${list(p.feeds, '      ')},`,
    `      "nodes": ${list(p.nodes, '      ')},`,
    `      "outputs": ${list(p.outputs, '      ')},`,
    `      "updates": ${list(p.updates, '      ')}`,
    '    }',
  ].join('\n'))
  return [
    '{',
    `  "version": ${graph.version},`,
    `  "model": ${line(graph.model)},`,
    `  "specHash": ${line(graph.specHash)},`,
    `  "store": ${list(graph.store, '  ')},`,
    `  "programs": ${programs.length ? `[\n${programs.join(',\n')}\n  ]` : '[]'}`,
    '}', '',
  ].join('\n')
}

/** Reads what `writeGraphJson` wrote. Throws `SyntaxError` for text that is no JSON; its form is for `validateGraph` to check. */
export const readGraphJson = (text: string): Graph => JSON.parse(text, decodeNumber) as Graph

function encodeNumber(_: string, value: unknown): unknown {
  if (typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0))) return value
  return { number: Object.is(value, -0) ? '-0' : String(value) }
}

function decodeNumber(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('number' in value) || typeof value.number !== 'string') return value
  return Number(value.number)
}
