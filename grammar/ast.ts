/**
 * The abstract syntax of `.gen`: what was written, with spans, before any meaning.
 *
 * Every node has a half-open `span` in UTF-16 offsets of the source. A missing piece (after error recovery) is an
 * `error` expression or an empty name, never `undefined` where the type says otherwise, so later stages need no guards.
 */

export interface Span { readonly start: number; readonly end: number }

interface Base { readonly span: Span }

/** An identifier as written. Empty `text` after recovery. */
export interface Name extends Base { readonly text: string }

export interface Comment extends Base {
  /** The whole comment, with its slashes. */
  readonly text: string
  /** `///` documents the declaration that follows. */
  readonly doc: boolean
  /** True when nothing but white space precedes it on its line. */
  readonly ownLine: boolean
}

export interface Spec extends Base {
  readonly kind: 'spec'
  readonly declarations: readonly Declaration[]
  readonly comments: readonly Comment[]
}

// ── declarations ────────────────────────────────────────────────────────────────────────────────────────────────────

export type Declaration =
  | ModelHeader | Import | Data | Hyper | Given | Network | Distribution | Draw | Let | Weight
  | Loss | Metric | Train | Stage | Figures

interface Documented extends Base { /** Text of the `///` lines above, without slashes. */ readonly doc: string }

/** `model VAE` */
export interface ModelHeader extends Documented { readonly kind: 'model'; readonly name: Name }

/** `import { ConvEncoder } from "./blocks.gen"` */
export interface Import extends Documented { readonly kind: 'import'; readonly names: readonly Name[]; readonly from: Text }

/** A string literal; `value` is unquoted and unescaped. */
export interface Text extends Base { readonly value: string }

/** `data mnist (x: image[28, 28, 1] in [0, 1], y: label(10))` */
export interface Data extends Documented { readonly kind: 'data'; readonly name: Name | null; readonly fields: readonly Field[] }

export interface Field extends Base {
  readonly name: Name
  readonly type: TypeExpr
  /** Words after the type: `resize bilinear` is `[{ name: resize, value: bilinear }]`. */
  readonly options: readonly { readonly name: Name; readonly value: Name }[]
}

/** `image[28, 28, 1] in [0, 1]`, `label(10)[32, 32]`, `logits[10]`, `mu[latent]`: `word(args)[shape] in [low, high]`. */
export interface TypeExpr extends Base {
  readonly word: Name
  readonly args: readonly Expr[]
  /** Null when no brackets were written; `[]` when they were empty (a scalar, said so). */
  readonly shape: readonly Expr[] | null
  readonly range: readonly [Expr, Expr] | null
}

/** `hyper latent = 20` */
export interface Hyper extends Documented { readonly kind: 'hyper'; readonly name: Name; readonly value: Expr }

/** `given J from "./judge.gen"` */
export interface Given extends Documented { readonly kind: 'given'; readonly name: Name; readonly from: Text }

export type Role = 'encoder' | 'decoder' | 'generator' | 'discriminator' | 'critic' | 'classifier' | 'network' | 'block'

export interface Network extends Documented {
  readonly kind: 'network'
  readonly role: Role
  readonly name: Name
  readonly formals: readonly Name[]
  /** Empty when no `-> …` was written. */
  readonly outputs: readonly Output[]
  /** True for `-> (a, b)`: outputs are the locals of these names. False: the body's last expression is the output. */
  readonly parenthesised: boolean
  readonly body: readonly BodyStatement[]
}

/** `mu[latent]`, `xhat: image[28, 28, 1] in [0, 1]`, `probability`. Without a colon the type's word is the name. */
export interface Output extends Base { readonly name: Name; readonly type: TypeExpr; readonly annotated: boolean }

/** `h = x -> dense(4)` or a bare expression. */
export interface BodyStatement extends Base { readonly name: Name | null; readonly value: Expr }

export type DistributionRole = 'sampler' | 'prior' | 'likelihood' | 'distribution'

/** `sampler q(z | x, y) = Normal(Enc(x, y))` */
export interface Distribution extends Documented {
  readonly kind: 'distribution'
  readonly role: DistributionRole
  readonly name: Name
  /** Left of the bar. */
  readonly variables: readonly Name[]
  /** Right of the bar. */
  readonly conditions: readonly Name[]
  readonly value: Expr
}

/** `z ~ p(z)` at model level. */
export interface Draw extends Documented { readonly kind: 'draw'; readonly name: Name; readonly from: Expr }

export interface Let extends Documented { readonly kind: 'let'; readonly name: Name; readonly value: Expr }

/** `weight s[] = 0` */
export interface Weight extends Documented {
  readonly kind: 'weight'; readonly name: Name; readonly shape: readonly Expr[]; readonly value: Expr
}

export interface Loss extends Documented { readonly kind: 'loss'; readonly terms: readonly Term[] }
export interface Term extends Documented { readonly name: Name; readonly value: Expr }

export interface Metric extends Documented { readonly kind: 'metric'; readonly name: Name; readonly value: Expr }

export interface Train extends Documented { readonly kind: 'train'; readonly statements: readonly TrainStatement[] }

export type TrainStatement = Step | Repeat | Setting | Rows | Report

/** `G`, or `J.C` for a network of a given: `text` is the whole, `member` what follows the dot. */
export interface Player extends Name { readonly member?: Name }

/** `minimize e over G, F with adam(1e-3) clip 5` */
export interface Step extends Base {
  readonly kind: 'step'
  readonly direction: 'minimize' | 'maximize'
  readonly objective: Expr
  readonly over: readonly Player[]
  /** Null after recovery only: `with` is required. */
  readonly optimizer: Expr | null
  /** The greatest norm of the gradients; absent when nothing was written. */
  readonly clip?: Expr
}

/** `repeat 5 { … }` */
export interface Repeat extends Base { readonly kind: 'repeat'; readonly count: Expr; readonly statements: readonly TrainStatement[] }

/** `batch 128`, `epochs 20`, `rounds 5000`, `average 0.999` */
export interface Setting extends Base { readonly kind: 'setting'; readonly word: 'batch' | 'epochs' | 'rounds' | 'average'; readonly value: Expr }

/** `rows train[0..9 per y]`, `rows train where y != 7` */
export interface Rows extends Base { readonly kind: 'rows'; readonly set: RowSet }

/** `report every 5 epochs` */
export interface Report extends Base { readonly kind: 'report'; readonly every: Expr; readonly unit: 'epochs' | 'rounds' }

export interface Stage extends Documented { readonly kind: 'stage'; readonly name: Name; readonly declarations: readonly Declaration[] }

export interface Figures extends Documented { readonly kind: 'figures'; readonly figures: readonly CallExpr[] }

// ── expressions ─────────────────────────────────────────────────────────────────────────────────────────────────────

export type Expr =
  | NumberExpr | TextExpr | NameExpr | MemberExpr | IndexExpr | CallExpr | ReduceExpr | ArrayExpr | ComprehensionExpr
  | UnaryExpr | BinaryExpr | NormExpr | PipeExpr | LogExpr | ErrorExpr

/** `text` is as written (`1e-3`), so that the printer keeps it. */
export interface NumberExpr extends Base { readonly kind: 'number'; readonly value: number; readonly text: string }
export interface TextExpr extends Base { readonly kind: 'text'; readonly value: string }
export interface NameExpr extends Base { readonly kind: 'name'; readonly text: string }
/** `Enc.code.kernel`, `G(z).rgb7` */
export interface MemberExpr extends Base { readonly kind: 'member'; readonly object: Expr; readonly property: Name }

/** `each[y]`, `Normal(0, 1)[64]`, `h[0..3, 1]`: indexing, or an event shape after a distribution. */
export interface IndexExpr extends Base { readonly kind: 'index'; readonly object: Expr; readonly indices: readonly (Expr | RangeExpr)[] }

/** `0..9`, inclusive. Only inside indices and binder sets. */
export interface RangeExpr extends Base { readonly kind: 'range'; readonly from: Expr; readonly to: Expr }

/**
 * `dense(400, relu)`, `Normal(0, std: 1)`, `p(x = xhat | z)`, `KL(q(z | x) || p(z))`,
 * `grid(z ~ p(z), 64: fake)`. `callee` is a name or a member chain.
 */
export interface CallExpr extends Base {
  readonly kind: 'call'
  readonly callee: Expr
  /** Before the colon in figure-like calls; empty elsewhere. */
  readonly binders: readonly Binder[]
  readonly args: readonly Arg[]
  /** `given`: after `|` in a density. `versus`: after `||` in a divergence. */
  readonly bar: 'given' | 'versus' | null
  readonly barArgs: readonly Arg[]
}

/** `0.2`, `strides: 2` (sep `:`), `x = xhat` (sep `=`). */
export interface Arg extends Base { readonly name: Name | null; readonly separator: ':' | '=' | null; readonly value: Expr }

/** `E[log D(x)]`, `E[z ~ q(z | x), 5: …]`, `argmax[y in label(10): elbo]`, `E[x in test where y == k: …]`. */
export interface ReduceExpr extends Base { readonly kind: 'reduce'; readonly reducer: Name; readonly binders: readonly Binder[]; readonly body: Expr }

/** `[1, 2]` */
export interface ArrayExpr extends Base { readonly kind: 'array'; readonly items: readonly Expr[] }

/** `[k in 0..7: e]`, `[x in test: joint]` */
export interface ComprehensionExpr extends Base { readonly kind: 'comprehension'; readonly binders: readonly Binder[]; readonly body: Expr }

export interface UnaryExpr extends Base { readonly kind: 'unary'; readonly op: '-' | 'not'; readonly operand: Expr }

export type BinaryOp = '+' | '-' | '*' | '/' | '^' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or'
export interface BinaryExpr extends Base { readonly kind: 'binary'; readonly op: BinaryOp; readonly left: Expr; readonly right: Expr; readonly opSpan: Span }

/** `||e||` */
export interface NormExpr extends Base { readonly kind: 'norm'; readonly operand: Expr }

/** `x -> dense(400)`: one node an arrow, left-associative. */
export interface PipeExpr extends Base { readonly kind: 'pipe'; readonly input: Expr; readonly target: Expr }

/** `log p(x | z)`, juxtaposed. `log(e)` is an ordinary call. */
export interface LogExpr extends Base { readonly kind: 'log'; readonly operand: Expr }

/** Where something unreadable stood. */
export interface ErrorExpr extends Base { readonly kind: 'error' }

// ── binders ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The one binder form: `v ~ d, k` | `v in S where …` | `v from a to b, n`. */
export type Binder = DrawBinder | SetBinder | PathBinder
export interface DrawBinder extends Base { readonly kind: 'draws'; readonly name: Name; readonly from: Expr; readonly count: Expr | null }
export interface SetBinder extends Base { readonly kind: 'in'; readonly name: Name; readonly set: RowSet }
export interface PathBinder extends Base { readonly kind: 'path'; readonly name: Name; readonly from: Expr; readonly to: Expr; readonly count: Expr | null }

/**
 * `0..9`, `label(10)`, `test`, `test[0..9]`, `strange.test`, `train[0..9 per y] where y != 7`.
 * `base` is a range, a `label(K)` call, or a (member) name of a split.
 */
export interface RowSet extends Base {
  readonly base: Expr | RangeExpr
  readonly rows: RangeExpr | Expr | null
  readonly per: Name | null
  readonly where: Expr | null
}
