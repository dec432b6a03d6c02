/** A run read without its weights: spec, model, log. */
import { resolve } from 'node:path'
import type { Source } from '../compiler/diagnostics/position.ts'
import type { Model } from '../compiler/model/model.ts'
import { readConfig, type RunConfig } from '../runtime/run/config.ts'
import { RunError } from '../runtime/run/error.ts'
import { findRun } from '../runtime/run/folder.ts'
import { readMetrics, type MetricsLine } from '../runtime/run/metrics.ts'
import type { Context } from './command.ts'
import { checkSpec } from './compile-spec.ts'
import { outsideOf, specOf } from './open-run.ts'

export interface ReadRun {
  /** As the user would type it. */
  readonly run: string
  readonly folder: string
  readonly config: RunConfig
  readonly source: Source
  readonly model: Model
  readonly log: readonly MetricsLine[]
}

/** Throws a RunError for what is no run of this version. */
export function readRun(context: Context, name: string): ReadRun {
  const run = findRun(context.terminal.cwd, name)
  const folder = resolve(context.terminal.cwd, run)
  const config = readConfig(folder)
  const source = specOf(context, folder, config)
  const { model } = checkSpec(context, source, outsideOf(folder, config))
  if (model === null) throw new RunError(`the spec in ${run} does not compile with this version of genc`, 'train it anew')
  return { run, folder, config, source, model, log: readMetrics(folder) }
}
