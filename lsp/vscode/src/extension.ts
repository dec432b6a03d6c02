/** The extension: starts the language server that comes with it, and the commands around it. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as vscode from 'vscode'
import { DidChangeConfigurationNotification, LanguageClient, TransportKind, type Executable } from 'vscode-languageclient/node'
import { gencCommand, type CommandLine } from './command-line.ts'
import { makeCompiled, type Target } from './compiled.ts'
import { makePreview } from './preview.ts'
import { settingsFor, type Settings } from './settings.ts'
import { snippetProvider } from './snippets.ts'
import { taskProvider } from './tasks.ts'
import { makeTraining } from './training.ts'

let client: LanguageClient | undefined

const settings = (): Settings => settingsFor((name) => vscode.workspace.getConfiguration('genc').get(name), vscode.window.activeColorTheme.kind)

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const server = join(context.extensionPath, 'server', 'genc.js')
  const output = vscode.window.createOutputChannel('genc')
  const training = makeTraining(output)
  const preview = makePreview()
  const compiled = makeCompiled(server)
  const commandFor = (folder: string): CommandLine => gencCommand(vscode.workspace.getConfiguration('genc').get('path', ''), folder, existsSync, process.platform === 'win32')

  // The editor's own runtime, as Node. A `module` would be started with arguments that are the client's own.
  const executable: Executable = { command: process.execPath, args: [server, 'lsp'], options: { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } }, transport: TransportKind.stdio }
  client = new LanguageClient('genc', 'genc', executable, {
    documentSelector: [{ language: 'gen' }],
    initializationOptions: settings,
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher('**/*.gen') },
  })

  const tell = (): void => { if (client?.isRunning()) void client.sendNotification(DidChangeConfigurationNotification.type, { settings: { genc: settings() } }) }
  const command = (id: string, run: (...args: unknown[]) => unknown): vscode.Disposable => vscode.commands.registerCommand(id, run)
  const show = (target: Target) => async () => {
    const document = activeSpec()
    if (document !== null) await compiled.show(document, target)
  }
  context.subscriptions.push(
    output, training, preview, compiled,
    vscode.workspace.onDidChangeConfiguration((event) => { if (event.affectsConfiguration('genc')) tell() }),
    vscode.window.onDidChangeActiveColorTheme(tell),
    vscode.languages.registerCompletionItemProvider('gen', snippetProvider(join(context.extensionPath, 'snippets', 'gen.json'))),
    vscode.tasks.registerTaskProvider('genc', taskProvider(commandFor)),
    command('genc.train', inTrust(async (of) => {
      const file = await savedSpec(of)
      if (file !== null) training.start(file, commandFor(dirname(file)))
    })),
    command('genc.stop', () => training.stop()),
    command('genc.build', inTrust(async (of) => {
      const file = await savedSpec(of)
      if (file === null) return
      const { command, args } = commandFor(dirname(file))
      const execution = new vscode.ShellExecution(command, [...args, 'build', file], { cwd: dirname(file) })
      await vscode.tasks.executeTask(new vscode.Task({ type: 'genc', task: 'build', file }, vscode.TaskScope.Workspace, `build ${file}`, 'genc', execution, '$genc'))
    })),
    command('genc.showDiagram', () => preview.show()),
    command('genc.showGraph', show('graph')),
    command('genc.showCompiled', show('tfjs')),
    command('genc.restartServer', () => client?.restart()),
  )
  await client.start()
}

export const deactivate = (): Promise<void> | undefined => client?.stop()

/** What runs the folder's own genc needs its trust; a lens can be clicked where the command is not offered. */
const inTrust = (run: (of: unknown) => Promise<void>) => async (of: unknown): Promise<void> => {
  if (vscode.workspace.isTrusted) await run(of)
  else void vscode.window.showWarningMessage('This folder is not trusted: nothing is trained or built here.')
}

function activeSpec(): vscode.TextDocument | null {
  const document = vscode.window.activeTextEditor?.document
  if (document?.languageId === 'gen') return document
  void vscode.window.showInformationMessage('Open a .gen file first.')
  return null
}

/** The file of a spec on disk: that of a code lens, whose argument is its URI, or the one in front. */
async function savedSpec(of: unknown): Promise<string | null> {
  const uri = of instanceof vscode.Uri ? of : typeof of === 'string' ? vscode.Uri.parse(of) : null
  const document = uri === null ? activeSpec() : await vscode.workspace.openTextDocument(uri)
  if (document === null) return null
  if (document.isUntitled || document.isDirty) await document.save()
  return document.uri.scheme === 'file' ? document.uri.fsPath : null
}
