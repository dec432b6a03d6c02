/** A command line that does not fit. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { expectOne, root, stranger } from './strangers.ts'
import { LINE, RING } from './strangers-files.ts'

const { folderWith, genc } = stranger()

describe.concurrent('a command line that does not fit', () => {
  it.each([
    [['train', 'mien.gen'], 3, ['there is no file mien.gen; did you mean mine.gen?']],
    [['train', 'folder'], 3, ['folder is a folder; name the specs in it, for example folder/*.gen']],
    [['check', 'mine.gen/x.gen'], 3, ['mine.gen/x.gen']],
    [['train', 'mine.gen', '--engine', 'tensorflow'], 3, ['tensorflow', 'npm install', '@tensorflow/tfjs-node']],
    [['train', 'mine.gen', '--engine', 'bogus'], 2, ['--engine takes tensorflow, webgpu, onnx, onnx-webgpu, wasm or cpu; this is bogus']],
    [['trian', 'mine.gen'], 2, ["unknown command 'trian'", 'Did you mean train?']],
    [['train', 'mine.gen', '--epoch', '3'], 2, ["unknown option '--epoch'", 'Did you mean --epochs?']],
    [['train', 'mine.gen', '--epochs', '-3'], 2, ['--epochs takes a whole number from 1; this is -3']],
    [['train', 'mine.gen', '--epochs', 'NaN'], 2, ['--epochs takes a whole number from 1; this is NaN']],
    [['train', 'mine.gen', '--epochs'], 2, ['argument missing']],
    [['train', 'mine.gen', '--set', 'rate'], 2, ['--set takes name=value, for example --set latent=8; this is rate']],
    [['train', 'mine.gen', ...RING, '-o', 'mine.gen/x'], 3, ['cannot create the run folder mine.gen/x: a part of its path is a file', 'another folder with -o']],
    [['train', 'mine.gen', ...RING, '-o', 'mine.gen', '--force'], 3, ['mine.gen exists and is a file']],
    [['train', 'mine.gen', ...RING, '--force'], 2, ['--force replaces the run in the folder of -o; name it']],
    [['train', 'mine.gen', ...RING, '-o', 'folder', '--force'], 3, ['folder is not empty, and what is in it is no run']],
    ...(process.platform === 'linux' ? [[['train', 'mine.gen', ...RING, '-o', '/proc/x'], 3, ['cannot create the run folder /proc/x', 'may not be written to']] as const] : []),
    [['build', 'mine.gen', '-o', 'mine.gen/x'], 3, ['cannot make the folder', 'mine.gen: a part of the path is not a folder']],
    [['eval', 'mine'], 3, ['there is no run mine', 'genc train makes one']],
    [['explain', 'nonsense'], 2, ['there is no diagnostic nonsense', 'genc explain shapes/reshape']],
    [['new', '..'], 2, ['needs a name']],
  ] as const)('%j', async (args, code, phrases) => {
    // An engine that someone has installed is not missing.
    if (args.includes('tensorflow' as never) && ['', '-gpu'].some((end) => existsSync(join(root, `node_modules/@tensorflow/tfjs-node${end}`)))) {
      console.info('not tried: a missing TensorFlow, for it is installed here')
      return
    }
    const cwd = folderWith({ 'mine.gen': LINE, 'folder/thesis.txt': 'all my work' })
    expectOne(await genc(cwd, args), code, [...phrases])
    expect(readFileSync(join(cwd, 'folder/thesis.txt'), 'utf8')).toBe('all my work')
    expect([readFileSync(join(cwd, 'mine.gen'), 'utf8'), readdirSync(cwd)]).toEqual([LINE, ['folder', 'mine.gen']])
  })

  it('- is standard input, empty or not', async () => {
    const cwd = folderWith()
    expect(await genc(cwd, ['train', '-', ...RING, '--dry-run'], LINE)).toMatchObject({ code: 0, err: expect.stringContaining('model   Line, 7 parameters') })
    expectOne(await genc(cwd, ['train', '-'], ''), 1, ['error[syntax/empty]', '<stdin>'])
  })

  it('explain, doctor and new say what is to be said', async () => {
    const cwd = folderWith()
    for (const code of ['ranges/bernoulli', 'kinds/spread', 'compile/too-large']) {
      expect(await genc(cwd, ['explain', code])).toMatchObject({ code: 0, err: '', out: expect.stringMatching(new RegExp(`${code} · error[^]*Wrong[^]*Right`)) })
    }
    expect(await genc(cwd, ['doctor'])).toMatchObject({ code: 0, out: expect.stringContaining('wasm') })
    expect((await genc(cwd, ['new', 'mine'])).code).toBe(0)
    writeFileSync(join(cwd, 'mine.gen'), 'changed by hand')
    expectOne(await genc(cwd, ['new', 'mine']), 2, ['mine.gen exists already and is left as it is'])
    expect(readFileSync(join(cwd, 'mine.gen'), 'utf8')).toBe('changed by hand')
  })
})
