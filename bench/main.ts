/** The command line of the measurements. */
import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { modelNamed, models } from './models.ts'
import { sideNames, type Around } from './sides.ts'
import { measureSteps, stepsTable } from './steps.ts'

interface Flags {
  readonly models?: string
  readonly sides?: string
  readonly rounds: number
  readonly block: number
  readonly python: readonly string[]
  readonly json?: string
}

const list = (text: string): string[] => text.split(',').map((word) => word.trim()).filter((word) => word !== '')

export async function main(args: readonly string[], { root, sides }: { readonly root: string; readonly sides: string }): Promise<number> {
  let exitCode = 0
  await new Command('bench')
    .exitOverride((error) => { process.exit(error.exitCode === 0 ? 0 : 2) })
    .description('Measures genc beside its peers, in turns, one process a side.')
    .option('-m, --models <names>', `which models (${models.map(({ name }) => name).join(', ')})`)
    .option('-s, --sides <names>', `which sides (${sideNames.join(', ')})`)
    .option('-r, --rounds <n>', 'blocks of each side', Number, 15)
    .option('--block <ms>', 'how long a block lasts, about', Number, 300)
    .option('-p, --python <command>', 'a Python with torch; may be repeated', (command, before: string[]) => [...before, command], [])
    .option('--json <file>', 'write machine, versions and all samples there')
    .action(async (flags: Flags) => { exitCode = await run(flags, { root, sides, pythons: flags.python, log: (text) => { process.stderr.write(`${text}\n`) } }) })
    .parseAsync([...args], { from: 'user' })
  return exitCode
}

async function run(flags: Flags, around: Around): Promise<number> {
  const chosen = flags.models === undefined ? models : list(flags.models).map(modelNamed)
  const names = flags.sides === undefined ? sideNames : list(flags.sides)
  const results = []
  for (const model of chosen) {
    const result = await measureSteps(around, model, { sides: names, rounds: flags.rounds, blockMs: flags.block })
    process.stdout.write(`${stepsTable(result)}\n`)
    results.push(result)
  }
  if (flags.json !== undefined) writeFileSync(flags.json, JSON.stringify({ steps: results }))
  return 0
}
