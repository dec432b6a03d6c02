/** Runs that are damaged, in the way, or end badly. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { previousOf } from '../../runtime/node/atomic.ts'
import { expectOne, stranger } from './strangers.ts'
import { LINE, RING, VAE, altered, idxFolder } from './strangers-files.ts'

const { command, environment, folderWith, genc, home, start } = stranger()

describe.concurrent('runs', () => {
  const last = (cwd: string, run: string): string => join(cwd, run, 'checkpoints', 'last.safetensors')
  const trained = async (spec = LINE): Promise<string> => {
    const cwd = folderWith({ 'mine.gen': spec })
    expect((await genc(cwd, ['train', 'mine.gen', ...RING, '-o', 'run'])).code).toBe(0)
    return cwd
  }

  it('a folder with a run is kept, and replaced only with --force', async () => {
    const cwd = await trained()
    const before = readFileSync(last(cwd, 'run'))
    writeFileSync(join(cwd, 'run', 'notes.txt'), 'my notes')
    expectOne(await genc(cwd, ['train', 'mine.gen', ...RING, '-o', 'run', '--seed', '5']), 3, ['run holds a run already', '--resume', '--force'])
    expect(readFileSync(last(cwd, 'run')).equals(before)).toBe(true)
    expect((await genc(cwd, ['train', 'mine.gen', ...RING, '-o', 'run', '--seed', '5', '--force'])).code).toBe(0)
    expect(readFileSync(last(cwd, 'run')).equals(before)).toBe(false)
    expect(readFileSync(join(cwd, 'run', 'notes.txt'), 'utf8')).toBe('my notes')
  })

  it('a changed spec is not gone on with', async () => {
    const cwd = await trained()
    const before = readFileSync(last(cwd, 'run'))
    writeFileSync(join(cwd, 'mine.gen'), altered(LINE, 'x -> dense(1)', 'x -> dense(4) -> dense(1)'))
    expectOne(await genc(cwd, ['train', 'mine.gen', '--resume', 'run', '--epochs', '3']), 3, ['cannot go on with run', 'mine.gen, line 4', 'take the change back'])
    expect(readFileSync(last(cwd, 'run')).equals(before)).toBe(true)
  })

  it('a checkpoint cut short or with a flipped bit is not used; the one before it is', async () => {
    const cwd = await trained()
    const whole = readFileSync(last(cwd, 'run'))
    const flipped = Buffer.from(whole)
    flipped[whole.length - 10]! ^= 0x40
    for (const [damaged, why] of [[whole.subarray(0, 700), 'is not a whole safetensors file'], [flipped, 'its numbers are not those that were saved']] as const) {
      writeFileSync(last(cwd, 'run'), damaged)
      expect(await genc(cwd, ['eval', 'run', '--json'])).toMatchObject({ code: 0, err: expect.stringMatching(new RegExp(`note: .*${why}.*the checkpoint before it is used`)) })
    }
    const run = await genc(cwd, ['train', '--resume', 'run'])
    expect(run).toMatchObject({ code: 0, err: expect.stringContaining('going on after step 7\n') })
    expect(readFileSync(last(cwd, 'run')).equals(whole)).toBe(true)
  })

  it('no checkpoint that can be used: both are named, and left as they are', async () => {
    const cwd = await trained()
    writeFileSync(last(cwd, 'run'), 'nothing of use')
    copyFileSync(last(cwd, 'run'), previousOf(last(cwd, 'run')))
    expectOne(await genc(cwd, ['train', '--resume', 'run']), 3, ['last.safetensors', 'last.safetensors.previous', 'train a new run'])
    expect(readFileSync(last(cwd, 'run'), 'utf8')).toBe('nothing of use')
  })

  it.each(['{', '{"version": 1}', '{"version": 2}', 'null'])('a config.json of %s', async (text) => {
    const cwd = folderWith({ 'runs/mine-001/config.json': text })
    expectOne(await genc(cwd, ['train', '--resume', 'mine-001']), 3, [join('mine-001', 'config.json')])
  })

  it('adam(1e6) diverges: step, terms, the line of the spec', async () => {
    const cwd = folderWith({ 'mine.gen': altered(VAE, 'adam(1e-3)', 'adam(1e6)'), ...idxFolder() })
    const run = await genc(cwd, ['train', 'mine.gen', '--data', 'd'])
    expectOne(run, 4, ['a smaller learning rate', 'No checkpoint was written before'])
    // Which of the two terms overflows first is up to the engine.
    expect(run.err).toMatch(/training diverged at step \d+ \(epoch 1\): the loss term "(reconstruction|regulariser)" is (NaN|infinite)/)
    expect(run.err).toMatch(/--> mine\.gen:(19|20):3\n +\|\n(19|20) \| {3}(reconstruction|regulariser) +=/)
  })

  it('a rate that grows diverges late: the last good checkpoint is named, and can be used', async () => {
    const cwd = folderWith({ 'mine.gen': altered(LINE, 'adam(rate)', 'sgd(rate * exp(60 * progress))') })
    const run = await genc(cwd, ['train', 'mine.gen', ...RING, '--epochs', '10'])
    expectOne(run, 4, ['training diverged at step', '"reconstruction"', '--> mine.gen:7:8'])
    expect(run.err).toMatch(/The last good checkpoint, after step \d+: runs\/mine-001\/checkpoints\/last\.safetensors/)
    expect((await genc(cwd, ['eval', 'mine'])).code).toBe(0)
  })

  it('Ctrl-C twice ends at once, and what was saved is whole', async () => {
    const cwd = folderWith({ 'mine.gen': LINE })
    const { child, ended } = start(cwd, ['train', 'mine.gen', ...RING, '--epochs', '100000'])
    let heard = ''
    let asked = 0
    child.stderr!.on('data', (text: Buffer) => {
      heard += text.toString()
      const due = /^epoch +[3-9]/m.test(heard) ? (heard.includes('Ctrl-C again aborts') ? 2 : 1) : 0
      if (asked < due && child.kill('SIGINT')) asked++
    })
    const { code, err } = await ended
    // Where the second finds the process already ending, the system ends it by the signal: what a shell calls 130 too.
    expect([130, null]).toContain(code)
    expect(err).toContain('stopping: saving first (Ctrl-C again aborts)')
    expect((await genc(cwd, ['eval', 'mine'])).code).toBe(0)
  })

  it('a full disk: the checkpoint before is whole, and training goes on from it', async (context) => {
    const possible = spawnSync('unshare', ['-rm', 'sh', '-c', `mount -t tmpfs tmpfs "${home()}"`]).status === 0
    if (!possible) {
      console.info('not tried: a full disk, for small file systems cannot be mounted here')
      return context.skip('small file systems cannot be mounted here')
    }
    const wide = altered(altered(LINE, 'x -> dense(1)', 'x -> dense(500) -> dense(10) -> dense(1)'), 'h -> dense(2)', 'h -> dense(500) -> dense(2)')
    const disk = folderWith()
    const spec = join(folderWith({ 'mine.gen': wide }), 'mine.gen')
    // Its own view of the file system: the small disk is gone when the shell ends.
    const script = `mount -t tmpfs -o size=1m tmpfs . && cd "$PWD" && cp "$SPEC" mine.gen
      "$NODE" "$GENC" train mine.gen ${RING.join(' ')} --epochs 2 2>&1; echo "trained: $?"
      # Room for the small files, and none for a checkpoint.
      cat /dev/zero > filler 2>&-; truncate -s -40k filler
      "$NODE" "$GENC" train --resume mine --epochs 3 2>&1; echo "full: $?"
      rm filler
      "$NODE" "$GENC" eval mine 2>&1; echo "evaluated: $?"
      "$NODE" "$GENC" train --resume mine --epochs 3 2>&1; echo "went on: $?"
      ls -A runs/mine-001/checkpoints`
    const { stdout } = spawnSync('unshare', ['-rm', 'sh', '-c', script], {
      cwd: disk, encoding: 'utf8', timeout: 50_000, env: { ...environment(), NODE: process.execPath, GENC: command(), SPEC: spec },
    })
    const [first, rest = ''] = stdout.split('trained: ')
    const [full, after = ''] = rest.split('full: ')
    expect(first).toContain('trained in')
    expect(full).toMatch(/^error: cannot write .*last\.safetensors: the disk is full \(\d+ kB needed\)\n {2}help: the checkpoint after step 14 is whole: go on from it with genc train --resume/m)
    expect(full).not.toContain('    at ')
    expect(after).toMatch(/^3\n/)
    expect(after).toContain('evaluated: 0')
    expect(after).toContain('going on after step 14')
    expect(after).toContain('went on: 0')
    expect(after).not.toContain('.tmp')
  })
})
