/**
 * How each element-wise op is written in WGSL. The language promises few digits of its functions and leaves open what becomes of what is
 * no number, so functions that matter are written out: to float32's digits, and so that a NaN stays one and is noticed.
 */
import type { Attrs, DType } from '../../../compiler/graph/graph.ts'
import { numberAttr } from '../../../compiler/ops/attrs.ts'

/** The expression for a step, and the functions it calls. */
interface Row { readonly write: (args: readonly string[], attrs: Attrs, types: readonly DType[]) => string; readonly needs?: readonly HelperName[] }

export const wgslType = (dtype: DType): 'f32' | 'i32' | 'bool' => (dtype === 'float32' ? 'f32' : dtype === 'int32' ? 'i32' : 'bool')

/** A number in WGSL. What is not finite is no literal there: it comes with the parameters. */
export function wgslNumber(value: number, dtype: DType): string {
  if (dtype === 'bool') return String(value !== 0)
  if (dtype === 'int32') return value < 0 ? `i32(${value})` : `${value}i`
  const single = Math.fround(value)
  if (Number.isNaN(single)) return 'p.nan'
  if (!Number.isFinite(single)) return single > 0 ? 'p.infinity' : '(-p.infinity)'
  // Not every device has numbers below the smallest normal one.
  if (Math.abs(single) < 2 ** -126) return '0.0f'
  const text = String(single)
  return `${single < 0 ? `(${text}` : text}f${single < 0 ? ')' : ''}`
}

/** Functions of float32, each over those before it. */
const helpers = {
  // By its bits: compilers may take it that there is no such number, and then x ≠ x is never true.
  no_number: `
fn no_number(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }`,
  exponential: `
fn exponential(x: f32) -> f32 { return select(exp(x), x, no_number(x)); }`,
  // Of what is below 0, some devices take the absolute value.
  logarithm: `
fn logarithm(x: f32) -> f32 {
  if (x > 0.0) { return log(x); }
  return select(p.nan, -p.infinity, x == 0.0);
}`,
  exp_minus_1: `
fn exp_minus_1(x: f32) -> f32 {
  if (abs(x) > 0.35) { return exponential(x) - 1.0; }
  return x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0 * (1.0 + x / 7.0))))));
}`,
  // 2 artanh(x / (2 + x)) near 0.
  log_1_plus: `
fn log_1_plus(x: f32) -> f32 {
  if (x < -0.3 || x > 0.5) { return logarithm(1.0 + x); }
  let s = x / (2.0 + x);
  let q = s * s;
  return 2.0 * s * (1.0 + q * (1.0 / 3.0 + q * (0.2 + q * (1.0 / 7.0 + q * (1.0 / 9.0 + q / 11.0)))));
}`,
  logistic: `
fn logistic(x: f32) -> f32 {
  let e = exp(-abs(x));
  return select(select(1.0, e, x < 0.0) / (1.0 + e), x, no_number(x));
}`,
  // Not every device divides by what is no number.
  quotient: `
fn quotient(x: f32, y: f32) -> f32 { return select(x / y, y, no_number(y)); }`,
  soft_plus: `
fn soft_plus(x: f32) -> f32 {
  return select(select(x, 0.0, x < 0.0) + log_1_plus(exp(-abs(x))), x, no_number(x));
}`,
  tangens: `
fn tangens(x: f32) -> f32 {
  let q = x * x;
  if (q < 0.0625) { return x * (1.0 - q * (1.0 / 3.0 - q * (2.0 / 15.0 - q * (17.0 / 315.0 - q * 62.0 / 2835.0)))); }
  let e = exp(-2.0 * abs(x));
  return select(1.0, -1.0, x < 0.0) * (1.0 - e) / (1.0 + e);
}`,
  // The quarter turns in x are taken away in three parts, so that few digits go with them.
  quarter: `
fn quarter(x: f32) -> vec2<f32> {
  let n = round(x * 0.6366197723675814);
  return vec2<f32>(fma(-n, 7.549789948768648e-8, fma(-n, 1.5707962512969971, x)), n - 4.0 * floor(n / 4.0));
}
fn turn(x: vec2<f32>) -> f32 {
  let r = x.x;
  let q = r * r;
  let s = r * (1.0 - q / 6.0 * (1.0 - q / 20.0 * (1.0 - q / 42.0 * (1.0 - q / 72.0))));
  let c = 1.0 - q / 2.0 * (1.0 - q / 12.0 * (1.0 - q / 30.0 * (1.0 - q / 56.0 * (1.0 - q / 90.0))));
  return select(1.0, -1.0, x.y >= 2.0) * select(s, c, x.y == 1.0 || x.y == 3.0);
}
fn sine(x: f32) -> f32 {
  if (!(abs(x) < 1e5)) { return sin(x); }
  return turn(quarter(x));
}
fn cosine(x: f32) -> f32 {
  if (!(abs(x) < 1e5)) { return cos(x); }
  let t = quarter(x);
  return turn(vec2<f32>(t.x, select(t.y + 1.0, 0.0, t.y >= 3.0)));
}`,
  // erf x = 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)): all terms of one sign.
  error_function: `
fn error_function(x: f32) -> f32 {
  if (abs(x) >= 4.0) { return sign(x); }
  var term = x;
  var sum = x;
  for (var n = 1; n < 60; n++) {
    term *= 2.0 * x * x / f32(2 * n + 1);
    sum += term;
    if (abs(term) <= 1e-8 * abs(sum)) { break; }
  }
  return 1.1283791670955126 * exp(-x * x) * sum;
}`,
  power: `
fn power(x: f32, y: f32) -> f32 {
  if (y == 0.0) { return 1.0; }
  if (no_number(x)) { return x; }
  if (no_number(y)) { return y; }
  if (x > 0.0) { return pow(x, y); }
  let odd = abs(y - 2.0 * floor(y / 2.0)) == 1.0;
  if (x == 0.0) { return select(p.infinity, 0.0, y > 0.0); }
  if (y != floor(y)) { return p.nan; }
  return select(1.0, -1.0, odd) * pow(-x, y);
}`,
} as const
type HelperName = keyof typeof helpers

/** Functions that others call. */
const uses: Readonly<Partial<Record<HelperName, readonly HelperName[]>>> = {
  exponential: ['no_number'], exp_minus_1: ['exponential', 'no_number'], log_1_plus: ['logarithm'], soft_plus: ['log_1_plus', 'logarithm', 'no_number'], logistic: ['no_number'],
  quotient: ['no_number'], power: ['no_number'],
}

const call = (name: string, ...needs: HelperName[]): Row => ({ write: (args) => `${name}(${args.join(', ')})`, needs })
const infix = (sign: string): Row => ({ write: ([x, y]) => `(${x} ${sign} ${y})` })
const one = (type: DType): string => (type === 'int32' ? '1i' : '1.0f')
const zero = (type: DType): string => (type === 'int32' ? '0i' : '0.0f')

/** The larger or the smaller of two values, what is no number rather than any. */
export const writeExtreme = (of: 'max' | 'min', x: string, y: string, type: DType): string =>
  (type === 'float32' ? `select(${y}, ${x}, ${x} ${of === 'max' ? '>' : '<'} ${y} || no_number(${x}))` : `${of}(${x}, ${y})`)
const extreme = (of: 'max' | 'min'): Row => ({ write: ([x, y], _, [type]) => writeExtreme(of, x!, y!, type!), needs: ['no_number'] })

/** Rows by op. A test asks for every element-wise op. */
const rows: Readonly<Record<string, Row>> = {
  neg: { write: ([x]) => `(-${x})` },
  abs: call('abs'),
  sign: { write: ([x], _, [type]) => `select(select(${x}, -${one(type!)}, ${x} < ${zero(type!)}), ${one(type!)}, ${x} > ${zero(type!)})` },
  floor: call('floor'),
  step: { write: ([x]) => `select(0.0f, 1.0f, ${x} > 0.0f)` },
  exp: call('exponential', 'exponential'),
  log: call('logarithm', 'logarithm'),
  log1p: call('log_1_plus', 'log_1_plus'),
  sqrt: call('sqrt'),
  rsqrt: { write: ([x]) => `quotient(1.0f, sqrt(${x}))`, needs: ['quotient'] },
  square: { write: ([x]) => `(${x} * ${x})` },
  reciprocal: { write: ([x]) => `quotient(1.0f, ${x})`, needs: ['quotient'] },
  sin: call('sine', 'quarter'),
  cos: call('cosine', 'quarter'),
  erf: call('error_function', 'error_function'),
  tanh: call('tangens', 'tangens'),
  sigmoid: call('logistic', 'logistic'),
  softplus: call('soft_plus', 'soft_plus'),
  relu: { write: ([x]) => `select(${x}, 0.0f, ${x} < 0.0f)` },
  leakyRelu: { write: ([x], attrs) => `select(${x}, ${wgslNumber(numberAttr(attrs, 'alpha'), 'float32')} * ${x}, ${x} < 0.0f)` },
  elu: { write: ([x]) => `select(${x}, exp_minus_1(${x}), ${x} < 0.0f)`, needs: ['exp_minus_1'] },
  clamp: {
    write: ([x], attrs) => {
      const [low, high] = ['low', 'high'].map((name) => wgslNumber(numberAttr(attrs, name), 'float32'))
      return `select(select(${x}, ${low}, ${x} < ${low}), ${high}, ${x} > ${high})`
    },
  },
  stopGradient: { write: ([x]) => x! },
  add: infix('+'),
  sub: infix('-'),
  mul: infix('*'),
  div: call('quotient', 'quotient'),
  pow: call('power', 'power'),
  maximum: extreme('max'),
  minimum: extreme('min'),
  equal: infix('=='),
  notEqual: { write: ([x, y]) => `(!(${x} == ${y}))` },
  less: infix('<'),
  lessEqual: infix('<='),
  greater: infix('>'),
  greaterEqual: infix('>='),
  and: infix('&&'),
  or: infix('||'),
  not: { write: ([x]) => `(!${x})` },
  select: { write: ([c, x, y]) => `select(${y}, ${x}, ${c})` },
  cast: {
    write: ([x], attrs, [from]) => {
      const to = (attrs['dtype'] ?? 'float32') as DType
      if (to === from) return x!
      if (to === 'bool') return `(${x} != ${zero(from!)})`
      return from === 'bool' ? `select(${zero(to)}, ${one(to)}, ${x})` : `${wgslType(to)}(${x})`
    },
  },
}

export const hasWgsl = (op: string): boolean => Object.hasOwn(rows, op)

export const writeStep = (op: string, args: readonly string[], attrs: Attrs, types: readonly DType[]): string => rows[op]!.write(args, attrs, types)

/** The functions that `ops` call, each once and after those it calls itself. */
export function helpersFor(ops: Iterable<string>): string {
  const named = new Set([...ops].flatMap((op) => rows[op]?.needs ?? []))
  for (const name of [...named]) for (const inner of uses[name] ?? []) named.add(inner)
  return (Object.keys(helpers) as HelperName[]).filter((name) => named.has(name)).map((name) => helpers[name]).join('\n')
}
