/** `genc` as tasks: train, build and check of every spec of the folder. */
import { dirname } from 'node:path'
import * as vscode from 'vscode'
import type { CommandLine } from './command-line.ts'

interface Definition extends vscode.TaskDefinition { readonly task: string; readonly file: string; readonly args?: readonly string[] }

const VERBS = ['train', 'build', 'check'] as const
/** Most specs that are offered as tasks. */
const MOST = 50

export function taskProvider(commandFor: (folder: string) => CommandLine): vscode.TaskProvider {
  const task = (definition: Definition, folder: vscode.WorkspaceFolder): vscode.Task => {
    const file = vscode.Uri.joinPath(folder.uri, definition.file).fsPath
    const { command, args } = commandFor(dirname(file))
    const execution = new vscode.ShellExecution(command, [...args, definition.task, definition.file, ...definition.args ?? []], { cwd: folder.uri.fsPath })
    const made = new vscode.Task(definition, folder, `${definition.task} ${definition.file}`, 'genc', execution, '$genc')
    if (definition.task === 'build') made.group = vscode.TaskGroup.Build
    return made
  }
  return {
    provideTasks: async () => (await vscode.workspace.findFiles('**/*.gen', '**/node_modules/**', MOST)).flatMap((uri) => {
      const folder = vscode.workspace.getWorkspaceFolder(uri)
      return folder === undefined ? [] : VERBS.map((verb) => task({ type: 'genc', task: verb, file: vscode.workspace.asRelativePath(uri, false) }, folder))
    }),
    resolveTask: ({ definition, scope }) => (typeof scope === 'object' ? task(definition as Definition, scope) : undefined),
  }
}
