/**
 * The model: the typed meaning of a spec. Names are resolved, applications and distributions are explicit, hypers are
 * numbers, blocks are expanded, every expression has its type. Everything here is printable JSON.
 *
 * What people read (formulas, diagrams, summaries) and the training graph are both written from it. Equations stay
 * equations: a `let` is referred to by name and not substituted, because a binder may replace a variable inside it.
 */
import type { DistributionRole, Role, Span } from '../../grammar/ast.ts'
import type { Initializer } from '../graph/graph.ts'

// ── types of values ─────────────────────────────────────────────────────────────────────────────────────────────────

/** What sort of number: see "Kinds of number" in docs/language.md. */
export type NumberKind =
  | { readonly name: 'real' | 'logits' | 'probability' | 'logvar' | 'variance' | 'std' | 'score' | 'image' }
  | { readonly name: 'label'; readonly classes: number }
  | { readonly name: 'tokens'; readonly vocabulary: number }

/**
 * An event axis: its size, and the hyper it was named by (`latent`), for messages. Size -1: known when the data are bound
 * (the rows of a whole split in `[x in test: e]`).
 */
export interface Axis { readonly size: number; readonly name?: string }

export interface ValueType {
  readonly kind: NumberKind
  /** Event shape. The batch axis is never written. */
  readonly shape: readonly Axis[]
  /** Known closed bounds of every element. */
  readonly range: readonly [number, number] | null
  /** `sample`: one value per sample of the batch. `one`: a single value (a constant, a weight, after `E`). */
  readonly per: 'sample' | 'one'
  /** True behind a training-mode batch normalisation: samples depend on one another. */
  readonly coupled: boolean
}

// ── the model ───────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Model {
  readonly name: string
  readonly doc: string
  readonly data: readonly DataSet[]
  readonly hypers: readonly HyperValue[]
  readonly weights: readonly FreeWeight[]
  /** Networks that are applied somewhere, in source order. Of a given: named `J.C`. */
  readonly networks: readonly Network[]
  readonly distributions: readonly DistributionEquation[]
  /** Model-level draws: one value per sample and round. */
  readonly draws: readonly { readonly name: string; readonly from: DistributionUse; readonly type: ValueType; readonly span: Span }[]
  /** Lets, loss terms and metrics by name. */
  readonly equations: readonly Equation[]
  /** At least one; a spec without `stage` has the single stage `main`. */
  readonly stages: readonly Stage[]
  readonly givens: readonly { readonly name: string; readonly from: string; readonly specHash: string; readonly span: Span }[]
}

export interface DataSet { readonly name: string; readonly fields: readonly DataField[]; readonly span: Span }
export interface DataField {
  readonly name: string
  readonly type: ValueType
  readonly resize: 'bilinear' | 'nearest' | 'bicubic' | null
  /** True when only metrics or figures read it: the training split may lack it. */
  readonly evaluationOnly: boolean
  readonly span: Span
}

export interface HyperValue { readonly name: string; readonly value: number; readonly source: 'spec' | 'set'; readonly span: Span }
export interface FreeWeight { readonly name: string; readonly shape: readonly number[]; readonly init: Initializer; readonly span: Span }

export interface Network {
  readonly name: string
  readonly role: Role
  readonly doc: string
  readonly formals: readonly { readonly name: string; readonly type: ValueType }[]
  readonly outputs: readonly { readonly name: string; readonly type: ValueType }[]
  readonly body: Body
  /** What it owns, in order of appearance; entries of blocks used inside included. */
  readonly parameters: readonly Parameter[]
  /** Frozen because it belongs to a given. */
  readonly given: boolean
  readonly span: Span
}

/** Locals in order; `results` has one expression an output, in the order of the outputs. */
export interface Body { readonly locals: readonly { readonly name: string; readonly value: Expr }[]; readonly results: readonly Expr[] }

/** A parameter or a running statistic of a layer. Store name: `Enc.code.kernel`. */
export interface Parameter {
  readonly entry: string
  readonly layer: string
  readonly shape: readonly number[]
  readonly init: Initializer
  readonly role: 'parameter' | 'statistic'
  readonly span: Span
}

export interface DistributionEquation {
  readonly name: string
  readonly role: DistributionRole
  /** Key unique in the model: `q(z|x)`; of a given: `J.p(y|x)`. */
  readonly key: string
  readonly variables: readonly string[]
  readonly conditions: readonly string[]
  readonly value: Dist
  readonly span: Span
}

export interface Equation {
  readonly name: string
  readonly role: 'let' | 'term' | 'metric'
  readonly value: Expr
  readonly span: Span
}

export interface Stage {
  readonly name: string
  /** New equations in this stage (`let`, terms, metrics), shadowing the model's. */
  readonly equations: readonly Equation[]
  /** New bodies of networks in this stage. */
  readonly networks: readonly Network[]
  readonly train: Train | null
  /** Names of the metrics evaluated when this stage ends. */
  readonly metrics: readonly string[]
  /** Names of the loss terms logged in this stage. */
  readonly terms: readonly string[]
  readonly figures: readonly Figure[]
  readonly span: Span
}

export interface Train {
  readonly batch: number
  readonly length: { readonly unit: 'epochs' | 'rounds'; readonly count: number }
  readonly items: readonly (Step | Repeat)[]
  readonly rows: RowSet | null
  readonly report: { readonly every: number; readonly unit: 'epochs' | 'rounds' } | null
  /** All weights that steps move are averaged over rounds, this share of the average kept in each; absent: they are not. */
  readonly average?: number
  readonly span: Span
}

export interface Step {
  readonly kind: 'step'
  readonly direction: 'minimize' | 'maximize'
  readonly objective: Expr
  /** Names as written after `over`; empty when it was left out. */
  readonly over: readonly string[]
  /** Store entries (role `parameter`) that this step moves: owned by `over` and reached by the objective. */
  readonly parameters: readonly string[]
  readonly optimizer: Optimizer
  /** The gradients are scaled so that their norm over all of `parameters` is at most this; absent: left as they are. May use clocks. */
  readonly clip?: Expr
  readonly span: Span
}

export interface Repeat { readonly kind: 'repeat'; readonly count: number; readonly items: readonly (Step | Repeat)[]; readonly span: Span }

export interface Optimizer {
  readonly name: 'sgd' | 'adam' | 'adamw' | 'rmsprop'
  /** May use `step`, `epoch`, `progress`, lets of them. */
  readonly learningRate: Expr
  /** `momentum`, `beta1`, `beta2`, `epsilon`, `rho`, `decay`; defaults filled in (Keras's). */
  readonly options: Readonly<Record<string, number>>
}

export interface Figure {
  readonly kind: 'compare' | 'grid' | 'strip' | 'heatmap' | 'warp' | 'scatter' | 'curves' | 'plot' | 'signal' | 'histogram'
  readonly binders: readonly Binder[]
  readonly items: readonly FigureItem[]
  readonly span: Span
}
/** `group` is the argument name it stands under (`points`), null for plain ones; `label` the source text of the expression. */
export interface FigureItem { readonly group: string | null; readonly label: string; readonly value: Expr }

// ── distributions ───────────────────────────────────────────────────────────────────────────────────────────────────

export type Dist = { readonly event: readonly Axis[]; readonly span: Span } & (
  | { readonly family: 'Normal'; readonly loc: Expr; readonly spread: { readonly as: 'std' | 'variance' | 'logvar'; readonly value: Expr } }
  | { readonly family: 'Laplace'; readonly loc: Expr; readonly scale: Expr }
  | { readonly family: 'Uniform'; readonly low: Expr; readonly high: Expr }
  /** `grey`: compared with data in [0, 1], hence cross-entropy and not a density. */
  | { readonly family: 'Bernoulli'; readonly parameter: { readonly as: 'logits' | 'probability'; readonly value: Expr }; readonly grey: boolean }
  | { readonly family: 'Categorical'; readonly parameter: { readonly as: 'logits' | 'probability'; readonly value: Expr }; readonly classes: number }
  | { readonly family: 'Mixture'; readonly components: readonly Dist[]; readonly weights: readonly Expr[] | null }
)

/**
 * A use of a distribution: of an equation by key, with its conditions replaced (`p(y | t)` for `p(y | x)`), or one
 * written in place. Conditions absent from `given` are the variables of the same name.
 */
export type DistributionUse =
  | { readonly kind: 'named'; readonly key: string; readonly given: Readonly<Record<string, Expr>>; readonly span: Span }
  | { readonly kind: 'inline'; readonly value: Dist; readonly span: Span }

// ── expressions ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Element-wise and structural functions; names are the language's (snake-free, Keras/numpy vocabulary). */
export type Builtin =
  | 'neg' | 'not' | 'abs' | 'exp' | 'log' | 'sqrt' | 'square' | 'sin' | 'cos' | 'sign' | 'floor'
  | 'relu' | 'sigmoid' | 'tanh' | 'softplus' | 'elu' | 'gelu' | 'leakyReLU' | 'softmax' | 'logSoftmax'
  | 'add' | 'sub' | 'mul' | 'div' | 'pow' | 'equal' | 'notEqual' | 'less' | 'lessEqual' | 'greater' | 'greaterEqual' | 'and' | 'or'
  | 'minimum' | 'maximum' | 'clamp' | 'mix' | 'where' | 'stopGradient'
  /** Within a sample, over all event axes, or over the axis in `options.axis`. */
  | 'sum' | 'mean' | 'max' | 'min' | 'argmax' | 'norm' | 'logSumExp'
  | 'flatten' | 'reshape' | 'transpose' | 'concatenate' | 'oneHot' | 'resize' | 'matmul'
  | 'averagePool2d' | 'maxPool2d' | 'upSampling2d' | 'averagePool1d' | 'maxPool1d' | 'upSampling1d' | 'quantile' | 'auroc'
  | 'correlation' | 'frechet' | 'mig'

export type Expr = { readonly type: ValueType; readonly span: Span } & (
  /** A number; `name` when it was a hyper or a known constant (`latent`, `pi`). */
  | { readonly kind: 'constant'; readonly value: number; readonly name?: string }
  | { readonly kind: 'array'; readonly items: readonly Expr[] }
  /** Data field, model-level draw, binder variable, formal or local: looked up in the environment. */
  | { readonly kind: 'variable'; readonly name: string }
  /** A let, term or metric. `given` replaces variables for its body (`V.nll(x)`). */
  | { readonly kind: 'equation'; readonly name: string; readonly given: Readonly<Record<string, Expr>> }
  | { readonly kind: 'weight'; readonly name: string }
  /** `Enc.code.kernel` */
  | { readonly kind: 'parameter'; readonly entry: string }
  | { readonly kind: 'clock'; readonly clock: 'step' | 'epoch' | 'progress' }
  | { readonly kind: 'call'; readonly op: Builtin; readonly args: readonly Expr[]; readonly options: Readonly<Record<string, number | string | readonly number[]>> }
  | LayerExpr
  /** A use of a `block`: its formals bound to values, its own parameters already named. */
  | { readonly kind: 'block'; readonly block: string; readonly id: string; readonly bindings: readonly { readonly name: string; readonly value: Expr }[]; readonly body: Body }
  /** `output` is null for a network of one output. */
  | { readonly kind: 'apply'; readonly network: string; readonly args: readonly Expr[]; readonly output: string | null }
  /** Density of `of` at `value`; `log` when it stood under a log (the log is then part of this node). */
  | { readonly kind: 'density'; readonly of: DistributionUse; readonly value: Expr; readonly log: boolean }
  | { readonly kind: 'divergence'; readonly left: DistributionUse; readonly right: DistributionUse; readonly method: 'closed form' | 'sampled' }
  | { readonly kind: 'statistic'; readonly of: DistributionUse; readonly which: 'mean' | 'mode' }
  /** `E[e]`: mean over samples. */
  | { readonly kind: 'expectation'; readonly body: Expr }
  /** `E[z ~ d, k: e]`, `max[k in S: e]`, `[k in S: e]` (reducer `array`; the bound axis comes first). */
  | { readonly kind: 'bind'; readonly reducer: 'E' | 'sum' | 'mean' | 'max' | 'min' | 'argmax' | 'argmin' | 'array'; readonly binders: readonly Binder[]; readonly body: Expr }
  /** Per sample; `wrt` is an expression (a variable, or an equation treated as a leaf). */
  | { readonly kind: 'grad' | 'jacobian'; readonly of: Expr; readonly wrt: Expr }
  /** `t[y]` picks by label; numbers and inclusive ranges slice. One entry an axis indexed, from the first. */
  | { readonly kind: 'index'; readonly object: Expr; readonly indices: readonly (Expr | { readonly kind: 'range'; readonly from: number; readonly to: number })[] }
  /** A row's field as a value without batch: `test[0].x`. */
  | { readonly kind: 'row'; readonly dataset: string; readonly split: 'train' | 'test'; readonly row: number; readonly field: string }
)

/** A layer with weights or randomness, inside a body. `id` is unique in its network (`dense`, `dense_1`, `code`). */
export interface LayerExpr {
  readonly kind: 'layer'
  readonly layer: 'dense' | 'conv2d' | 'conv2dTranspose' | 'conv1d' | 'conv1dTranspose' | 'embedding' | 'dropout' | 'batchNormalization'
  readonly id: string
  readonly input: Expr
  /** Keras arguments with defaults filled in: `units`, `filters`, `kernelSize`, `strides`, `padding`, `rate`, `momentum`, `epsilon` … */
  readonly config: Readonly<Record<string, number | string | boolean | readonly number[]>>
  /** Store entries by role (`kernel`, `bias`, `gamma`, `beta`, `movingMean`, `movingVariance`); an expression where one is tied. */
  readonly weights: Readonly<Record<string, string | Expr>>
  /** Applied to the result; null for linear. */
  readonly activation: { readonly op: Builtin; readonly options: Readonly<Record<string, number>> } | null
}

// ── binders ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Binder = { readonly variable: string; readonly type: ValueType; readonly span: Span } & (
  | { readonly kind: 'draws'; readonly from: DistributionUse; readonly count: number }
  | { readonly kind: 'values'; readonly values: readonly number[] }
  /** `field` of the data set is what the variable stands for; the paired fields of the row are bound by their own names. */
  | { readonly kind: 'rows'; readonly field: string; readonly set: RowSet }
  | { readonly kind: 'path'; readonly from: Expr; readonly to: Expr; readonly count: number | null }
)

/** Rows of a split; `rows` inclusive; `per` with `rows` counts within each value of that field. */
export interface RowSet {
  readonly dataset: string
  readonly split: 'train' | 'test'
  readonly rows: readonly [number, number] | null
  readonly per: string | null
  readonly where: Expr | null
}
