/**
 * Every request that the server answers: what it says of itself to the client, and the feature that answers. A method that
 * lacks one of the two does not compile.
 */
import type * as L from 'vscode-languageserver'
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './features/call-hierarchy.ts'
import { ACTION_KINDS, codeActions } from './features/code-actions.ts'
import { codeLenses } from './features/code-lens.ts'
import { completion } from './features/completion.ts'
import { definition } from './features/definition.ts'
import { documentLinks } from './features/document-links.ts'
import { documentSymbols } from './features/document-symbols.ts'
import { foldingRanges } from './features/folding.ts'
import { formatting } from './features/formatting.ts'
import { documentHighlight } from './features/highlight.ts'
import { hover } from './features/hover.ts'
import { inlayHints, type InlaySettings } from './features/inlay-hints.ts'
import { onTypeFormatting, TYPED } from './features/on-type-formatting.ts'
import { references } from './features/references.ts'
import { RENAMED, renameFiles } from './features/rename-files.ts'
import { prepareRename, rename, type Refusal } from './features/rename.ts'
import { selectionRanges } from './features/selection.ts'
import { semanticTokens, TOKEN_MODIFIERS, TOKEN_TYPES } from './features/semantic-tokens.ts'
import { signatureHelp } from './features/signature-help.ts'
import { workspaceSymbols } from './features/workspace-symbols.ts'
import { withFormulas, type Show } from './formulas.ts'
import type { Workspace } from './workspace.ts'

export interface Settings {
  readonly inlayHints: InlaySettings
  /** Loads what shows formulas as pictures; without it they are text. */
  readonly pictures?: () => Promise<Show>
}

/** Parameters and answers by method. */
interface Methods {
  'textDocument/hover': [L.HoverParams, L.Hover | null]
  'textDocument/completion': [L.CompletionParams, readonly L.CompletionItem[]]
  'textDocument/definition': [L.DefinitionParams, L.Location | null]
  'textDocument/references': [L.ReferenceParams, readonly L.Location[]]
  'textDocument/documentHighlight': [L.DocumentHighlightParams, readonly L.DocumentHighlight[]]
  'textDocument/prepareRename': [L.PrepareRenameParams, { range: L.Range; placeholder: string } | Refusal | null]
  'textDocument/rename': [L.RenameParams, L.WorkspaceEdit | Refusal | null]
  'textDocument/documentSymbol': [L.DocumentSymbolParams, readonly L.DocumentSymbol[]]
  'workspace/symbol': [L.WorkspaceSymbolParams, readonly L.WorkspaceSymbol[]]
  'textDocument/formatting': [L.DocumentFormattingParams, readonly L.TextEdit[]]
  'textDocument/rangeFormatting': [L.DocumentRangeFormattingParams, readonly L.TextEdit[]]
  'textDocument/codeAction': [L.CodeActionParams, readonly L.CodeAction[]]
  'textDocument/inlayHint': [L.InlayHintParams, readonly L.InlayHint[]]
  'textDocument/semanticTokens/full': [L.SemanticTokensParams, L.SemanticTokens]
  'textDocument/semanticTokens/range': [L.SemanticTokensRangeParams, L.SemanticTokens]
  'textDocument/foldingRange': [L.FoldingRangeParams, readonly L.FoldingRange[]]
  'textDocument/selectionRange': [L.SelectionRangeParams, readonly L.SelectionRange[]]
  'textDocument/signatureHelp': [L.SignatureHelpParams, L.SignatureHelp | null]
  'textDocument/codeLens': [L.CodeLensParams, readonly L.CodeLens[]]
  'textDocument/documentLink': [L.DocumentLinkParams, readonly L.DocumentLink[]]
  'textDocument/onTypeFormatting': [L.DocumentOnTypeFormattingParams, readonly L.TextEdit[]]
  'textDocument/prepareCallHierarchy': [L.CallHierarchyPrepareParams, readonly L.CallHierarchyItem[] | null]
  'callHierarchy/incomingCalls': [L.CallHierarchyIncomingCallsParams, readonly L.CallHierarchyIncomingCall[]]
  'callHierarchy/outgoingCalls': [L.CallHierarchyOutgoingCallsParams, readonly L.CallHierarchyOutgoingCall[]]
  'workspace/willRenameFiles': [L.RenameFilesParams, L.WorkspaceEdit | null]
}

export type Method = keyof Methods

interface Stop<P, R> {
  readonly says: L.ServerCapabilities
  readonly answer: (workspace: Workspace, params: P, settings: Settings) => R | Promise<R>
}

const semantic: L.ServerCapabilities = { semanticTokensProvider: { legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] }, full: true, range: true } }

export const requests: { readonly [M in Method]: Stop<Methods[M][0], Methods[M][1]> } = {
  'textDocument/hover': { says: { hoverProvider: true }, answer: (w, p, s) => withFormulas((show) => hover(w, p.textDocument.uri, p.position, show), s.pictures) },
  'textDocument/completion': { says: { completionProvider: { triggerCharacters: ['>', '.', '(', ',', '~', ':', '|', '"', '/'] } }, answer: (w, p) => completion(w, p.textDocument.uri, p.position) },
  'textDocument/definition': { says: { definitionProvider: true }, answer: (w, p) => definition(w, p.textDocument.uri, p.position) },
  'textDocument/references': { says: { referencesProvider: true }, answer: (w, p) => references(w, p.textDocument.uri, p.position, p.context.includeDeclaration) },
  'textDocument/documentHighlight': { says: { documentHighlightProvider: true }, answer: (w, p) => documentHighlight(w, p.textDocument.uri, p.position) },
  'textDocument/prepareRename': { says: { renameProvider: { prepareProvider: true } }, answer: (w, p) => prepareRename(w, p.textDocument.uri, p.position) },
  'textDocument/rename': { says: { renameProvider: { prepareProvider: true } }, answer: (w, p) => rename(w, p.textDocument.uri, p.position, p.newName) },
  'textDocument/documentSymbol': { says: { documentSymbolProvider: true }, answer: (w, p) => documentSymbols(w, p.textDocument.uri) },
  'workspace/symbol': { says: { workspaceSymbolProvider: true }, answer: (w, p) => workspaceSymbols(w, p.query) },
  'textDocument/formatting': { says: { documentFormattingProvider: true }, answer: (w, p) => formatting(w, p.textDocument.uri) },
  'textDocument/rangeFormatting': { says: { documentRangeFormattingProvider: true }, answer: (w, p) => formatting(w, p.textDocument.uri, p.range) },
  'textDocument/codeAction': { says: { codeActionProvider: { codeActionKinds: ACTION_KINDS } }, answer: (w, p) => codeActions(w, p.textDocument.uri, p.range, p.context.only) },
  'textDocument/inlayHint': { says: { inlayHintProvider: true }, answer: (w, p, s) => inlayHints(w, p.textDocument.uri, p.range, s.inlayHints) },
  'textDocument/semanticTokens/full': { says: semantic, answer: (w, p) => semanticTokens(w, p.textDocument.uri) },
  'textDocument/semanticTokens/range': { says: semantic, answer: (w, p) => semanticTokens(w, p.textDocument.uri, p.range) },
  'textDocument/foldingRange': { says: { foldingRangeProvider: true }, answer: (w, p) => foldingRanges(w, p.textDocument.uri) },
  'textDocument/selectionRange': { says: { selectionRangeProvider: true }, answer: (w, p) => selectionRanges(w, p.textDocument.uri, p.positions) },
  'textDocument/signatureHelp': { says: { signatureHelpProvider: { triggerCharacters: ['(', ','] } }, answer: (w, p) => signatureHelp(w, p.textDocument.uri, p.position) },
  'textDocument/codeLens': { says: { codeLensProvider: {} }, answer: (w, p) => codeLenses(w, p.textDocument.uri) },
  'textDocument/documentLink': { says: { documentLinkProvider: {} }, answer: (w, p) => documentLinks(w, p.textDocument.uri) },
  'textDocument/onTypeFormatting': { says: { documentOnTypeFormattingProvider: TYPED }, answer: (w, p) => onTypeFormatting(w, p.textDocument.uri, p.position, p.ch) },
  'textDocument/prepareCallHierarchy': { says: { callHierarchyProvider: true }, answer: (w, p) => prepareCallHierarchy(w, p.textDocument.uri, p.position) },
  'callHierarchy/incomingCalls': { says: { callHierarchyProvider: true }, answer: (w, p) => incomingCalls(w, p.item) },
  'callHierarchy/outgoingCalls': { says: { callHierarchyProvider: true }, answer: (w, p) => outgoingCalls(w, p.item) },
  'workspace/willRenameFiles': { says: { workspace: { fileOperations: { willRename: RENAMED } } }, answer: (w, p) => renameFiles(w, p.files) },
}
