/**
 * Target onnx: one program as an ONNX model. Feeds and the store go in, results and updated entries come out.
 *
 * A program that only reads the store is one run of it. A program that writes the store is a loop over as many runs as it is given feeds
 * for, each seeing the entries that the one before wrote (`rounds.ts`).
 */
import type { Program } from '../../graph/graph.ts'
import { packUpdates } from '../../passes/pack-updates.ts'
import { writeBody, type Names } from './body.ts'
import { graph, model } from './proto.ts'
import { writeRounds } from './rounds.ts'

export { onnxSpells } from './body.ts'

export const ports: Names = {
  feed: (name) => `feed:${name}`,
  entry: (name) => `store:${name}`,
  result: (name) => `result:${name}`,
  update: (name) => `update:${name}`,
}

/** The number of runs: an int64 scalar. Such a model's feeds and results have an axis of runs in front. */
export const ROUNDS = 'rounds'

export const runsInRounds = (program: Program): boolean => program.updates.length > 0

export interface OnnxOptions {
  /** False gives one run of a program that writes the store as well. */
  readonly inRounds?: boolean
  /** Small parameters are updated together, where there are rounds. */
  readonly pack?: boolean
}

/** Throws `RangeError` for an op without a spelling, and where no feed shows the size of a batch that is asked for. */
export function writeOnnx(program: Program, { inRounds = runsInRounds(program), pack = true }: OnnxOptions = {}): Uint8Array {
  if (inRounds) return writeRounds(pack ? packUpdates(program) : { program, packs: [] }, ports, ROUNDS)
  const { writer, feeds, entries, updates, results } = writeBody(program, ports)
  return model(graph(program.name, writer.nodes(), writer.initializers, [...feeds, ...entries], [...updates, ...results]))
}
