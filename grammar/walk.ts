/** Visiting the AST: the children of every kind of node, in the order of the source. */
import type { Arg, Binder, Declaration, Expr, RangeExpr, RowSet, Spec, TrainStatement, TypeExpr } from './ast.ts'

/** Whatever has a `kind`. Fields, outputs, arguments and the like have none: their parts count as the parts of their owner. */
export type Node = Spec | Declaration | TrainStatement | Expr | RangeExpr | Binder

/** The nodes directly below `node`, in the order of the source. A kind that is not handled here does not compile. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'spec': return node.declarations
    case 'model':
    case 'import':
    case 'given': return []
    case 'data': return node.fields.flatMap(field => ofType(field.type))
    case 'hyper':
    case 'let':
    case 'metric':
    case 'distribution': return [node.value]
    case 'draw': return [node.from]
    case 'weight': return [...node.shape, node.value]
    case 'network': return [...node.outputs.flatMap(output => ofType(output.type)), ...node.body.map(statement => statement.value)]
    case 'loss': return node.terms.map(term => term.value)
    case 'train': return node.statements
    case 'stage': return node.declarations
    case 'figures': return node.figures
    case 'step': return [node.objective, ...node.optimizer ? [node.optimizer] : [], ...node.clip ? [node.clip] : []]
    case 'repeat': return [node.count, ...node.statements]
    case 'setting': return [node.value]
    case 'rows': return ofRows(node.set)
    case 'report': return [node.every]
    case 'number':
    case 'text':
    case 'name':
    case 'error': return []
    case 'member': return [node.object]
    case 'index': return [node.object, ...node.indices]
    case 'range': return [node.from, node.to]
    case 'call': return [node.callee, ...node.binders, ...ofArgs(node.args), ...ofArgs(node.barArgs)]
    case 'reduce': return [...node.binders, node.body]
    case 'array': return node.items
    case 'comprehension': return [...node.binders, node.body]
    case 'unary':
    case 'norm':
    case 'log': return [node.operand]
    case 'binary': return [node.left, node.right]
    case 'pipe': return [node.input, node.target]
    case 'draws': return node.count ? [node.from, node.count] : [node.from]
    case 'in': return ofRows(node.set)
    case 'path': return node.count ? [node.from, node.to, node.count] : [node.from, node.to]
    default: return unreachable(node)
  }
}

/** Calls `visit` for `node` and everything below it, parents first, in the order of the source. */
export function walk(node: Node, visit: (node: Node) => void): void {
  const pending: Node[] = [node]
  for (let next = pending.pop(); next; next = pending.pop()) {
    visit(next)
    pending.push(...children(next).toReversed())
  }
}

const ofType = (type: TypeExpr): Node[] => [...type.args, ...type.shape ?? [], ...type.range ?? []]
const ofArgs = (args: readonly Arg[]): Node[] => args.map(arg => arg.value)
const ofRows = (set: RowSet): Node[] => [set.base, ...set.rows ? [set.rows] : [], ...set.where ? [set.where] : []]

function unreachable(node: never): never {
  throw new Error(`unknown node ${JSON.stringify(node)}`)
}
