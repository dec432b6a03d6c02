/** A training started from the editor: its progress in the status bar, its words in the output channel. */
import { spawn, type ChildProcess } from 'node:child_process'
import { basename, dirname } from 'node:path'
import { createInterface } from 'node:readline'
import * as vscode from 'vscode'
import type { CommandLine } from './command-line.ts'
import { detailsText, statusText, taken, type Standing } from './progress.ts'

export interface Training extends vscode.Disposable {
  start(file: string, command: CommandLine): void
  stop(): void
}

/** One training at a time. */
export function makeTraining(output: vscode.OutputChannel): Training {
  const item = vscode.window.createStatusBarItem('genc.training', vscode.StatusBarAlignment.Left, 10)
  item.name = 'genc training'
  item.command = 'genc.stop'
  let running: ChildProcess | null = null
  const set = (child: ChildProcess | null): void => {
    running = child
    void vscode.commands.executeCommand('setContext', 'genc.training', child !== null)
    if (child === null) item.hide()
    else item.show()
  }

  const start = (file: string, { command, args }: CommandLine): void => {
    if (running !== null) {
      void vscode.window.showWarningMessage('A training is running.', 'Stop it').then((answer) => { if (answer !== undefined) stop() })
      return
    }
    const name = basename(file, '.gen')
    output.appendLine(`> genc train ${basename(file)}`)
    const child = spawn(command, [...args, 'train', basename(file), '--json', '--progress'], { cwd: dirname(file), env: { ...process.env, CI: '1' }, shell: command.endsWith('.cmd') })
    item.text = `$(sync~spin) ${name}: starting`
    item.tooltip = 'Click to stop'
    set(child)
    let standing: Standing = { progress: null, metrics: null }
    createInterface({ input: child.stdout }).on('line', (text) => {
      const now = taken(standing, text)
      if (now === null) output.appendLine(text)
      else {
        standing = now
        item.text = `$(sync~spin) ${statusText(name, now)}`
        item.tooltip = `${detailsText(now)}\nClick to stop`
      }
    })
    createInterface({ input: child.stderr }).on('line', (text) => output.appendLine(text))
    child.on('error', (error) => {
      set(null)
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
      void vscode.window.showErrorMessage(missing ? `${command} was not found. Install genc beside the spec (npm install genc), or name it in the setting genc.path.` : error.message)
    })
    child.on('exit', (code, signal) => {
      if (running !== child) return
      set(null)
      if (code === 0) vscode.window.setStatusBarMessage(`$(check) ${name}: trained`, 10_000)
      else if (signal === null && code !== 130) void vscode.window.showErrorMessage(`${name} was not trained.`, 'Show why').then((answer) => { if (answer !== undefined) output.show() })
    })
  }
  // As Ctrl-C does: the run keeps what it has.
  const stop = (): void => { running?.kill('SIGINT') }
  return { start, stop, dispose: () => { stop(); item.dispose() } }
}
