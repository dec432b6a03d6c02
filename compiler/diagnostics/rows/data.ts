/** Data, row sets, figures and other files. */
import { row } from '../row.ts'
import { autoencoder, DECODER, F, spec } from './examples.ts'

const figures = (figure: string): string => autoencoder(DECODER, undefined, `figures { ${figure} }`)
const RIGHT = figures('compare(x in test[0..9]: x, xhat)')
const imported = (path: string): string => `import { Body } from "${path}"\nmodel Example\ndata (x: real[4])\nnetwork F(x) -> h[2] { x -> Body -> dense(2) }\nloss { size = ||F(x)||^2 }\ntrain { minimize size with adam(1e-3) }\n`
const given = (path: string): string => `model Example\ndata (x: image[8, 8, 1] in [-1, 1])\ngiven G from "${path}"\nmetric judged = E[G.D(x)]\n`

export const data = {
  'data/option': row<{ option: string }>({
    severity: 'error', title: 'Options of a field', message: (a) => `${a.option} is no option of a field: there is resize.`,
    explain: 'After the type may stand how images of another size are brought to this one: `resize bilinear`.',
    wrong: spec({ data: 'data (x: real[4], t: image[8, 8, 1] scale bilinear)', parts: F }), right: spec({ data: 'data (x: real[4], t: image[8, 8, 1] resize bilinear)', parts: F }),
  }),
  'data/row-set': row<{ text: string }>({
    severity: 'error', title: 'A binder goes through rows or values', message: (a) => `${a.text} is no set of rows or values.`,
    help: () => 'Write test[0..9], train where y != 7, other.test, 0..9, [0, 2, 5] or label(10).',
    explain: 'The sets are ranges of whole numbers, numbers in brackets, the classes of a label, and rows of the training or test split.',
    wrong: figures('compare(x in validation[0..9]: x, xhat)'), right: RIGHT,
  }),
  'data/unknown-field': row<{ name: string; fields: string }>({
    severity: 'error', title: 'Rows give values to data fields', message: (a) => `${a.name} is no data field: ${a.fields === '' ? 'the spec has no data' : `there are ${a.fields}`}.`,
    explain: '`x in test[0..9]` takes x and its paired fields from the rows.',
    wrong: figures('compare(t in test[0..9]: Dec(Enc(t)))'), right: RIGHT,
  }),
  'data/which-field': row<{ name: string; dataset: string; fields: string }>({
    severity: 'error', title: 'It is clear which field is meant', message: (a) => `${a.name} could not be matched with one field of ${a.dataset}: ${a.fields}.`,
    explain: 'A variable may take the rows of another data set when one field there has its shape.',
    wrong: spec({ data: 'data (x: real[4])\ndata other (a: real[4], b: real[4])', parts: F, rest: 'metric far = E[x in other.test: ||F(x)||]' }),
    right: spec({ data: 'data (x: real[4])\ndata other (a: real[4], b: real[5])', parts: F, rest: 'metric far = E[x in other.test: ||F(x)||]' }),
  }),
  'data/row-number': row<{ text: string }>({
    severity: 'error', title: 'A field is that of one row', message: (a) => `${a.text} is several rows; a field belongs to one.`,
    explain: '`test[0].x` is the field x of the first test row.',
    wrong: figures('strip(h from Enc(test[0..1].x) to Enc(test[1].x), 5: Dec(h))'), right: figures('strip(h from Enc(test[0].x) to Enc(test[1].x), 5: Dec(h))'),
  }),
  'data/per': row<{ name: string; labels: string }>({
    severity: 'error', title: 'Rows are counted per label', message: (a) => `per takes a label of the data set${a.labels === '' ? ', and it has none' : `: ${a.labels}`}; ${a.name} is none.`,
    explain: '`train[0..9 per y]` takes ten rows of every class of y.',
    wrong: spec({ parts: F, train: 'rows train[0..9 per x]; minimize size with adam(1e-3)' }), right: spec({ parts: F, train: 'rows train[0..9 per y]; minimize size with adam(1e-3)' }),
  }),
  'data/where-values': row<{ name: string; text: string }>({
    severity: 'error', title: 'Values are chosen by what is known of them', message: (a) => `${a.text} is not known for every ${a.name} beforehand: it may compare ${a.name} with numbers and hypers.`,
    help: () => 'To leave out what depends on data, multiply by the condition: (x > 0) * …',
    explain: 'A set of values is the same for every sample: `k in label(10) where k != 8`, `k in 0..9 where k < last`. Rows of a split are chosen by their data: `x in test where y == 3`.',
    wrong: spec({ parts: F, rest: 'metric most = max[k in 0..9 where k > E[y == 1]: k]' }), right: spec({ parts: F, rest: 'metric most = max[k in 0..9 where k > 3: k]' }),
  }),
  'data/path-points': row<{ name: string; text: string }>({
    severity: 'error', title: 'A path has a number of points', message: (a) => `How many points of ${a.text} are meant?`,
    help: (a) => `Say it after the path: ${a.text}, 10.`,
    explain: 'Figures have a number of points that suits them. Elsewhere it is written: `max[t from 0 to 1, 11: e]` looks at eleven.',
    wrong: spec({ parts: F, rest: 'metric most = max[t from 0 to 1: E[||F(t * x)||]]' }), right: spec({ parts: F, rest: 'metric most = max[t from 0 to 1, 11: E[||F(t * x)||]]' }),
  }),
  'data/strip-points': row<{ first: string; count: string; second: string; other: string }>({
    severity: 'error', title: 'Paths of a strip have one number of points', message: (a) => `${a.first} goes along ${a.count} points, and ${a.second} along ${a.other}.`,
    help: () => 'Say the number once, behind any of the paths.',
    explain: 'The paths of a strip are walked together, a column for each point.',
    wrong: figures('strip(h from [0, 0] to [1, 1], 5, v from [1, 0] to [0, 1], 7: Dec(h), Dec(v))'),
    right: figures('strip(h from [0, 0] to [1, 1], v from [1, 0] to [0, 1], 7: Dec(h), Dec(v))'),
  }),
  'data/no-values': row<{ text: string }>({
    severity: 'error', title: 'A set of values has some', message: (a) => `${a.text} leaves no value.`,
    explain: 'There is no largest, no mean and no picture of nothing.',
    wrong: spec({ parts: F, rest: 'metric most = max[k in 0..9 where k > 9: k]' }), right: spec({ parts: F, rest: 'metric most = max[k in 0..9 where k > 3: k]' }),
  }),
  'data/figure': row<{ name: string; known: string }>({
    severity: 'error', title: 'Figures have known kinds', message: (a) => `There is no figure ${a.name}: there are ${a.known}.`,
    explain: 'Each kind of figure is described on the reference page.',
    wrong: figures('compere(x in test[0..9]: x, xhat)'), right: RIGHT,
  }),
  'data/figure-empty': row<{ name: string }>({
    severity: 'error', title: 'A figure shows something', message: (a) => `This ${a.name} shows nothing.`,
    explain: 'After the colon stands what is drawn.',
    wrong: figures('curves()'), right: figures('curves(reconstruction)'),
  }),
  'data/figure-binder': row<{ name: string }>({
    severity: 'error', title: 'A figure says over what it goes', message: (a) => `${a.name} needs a binder: which rows, draws or path?`,
    help: () => 'For example x in test[0..9], or z ~ p(z), 64.',
    explain: 'A figure has no batch: its rows and draws come from its binders.',
    wrong: figures('compare(xhat)'), right: RIGHT,
  }),
  'data/figure-unbound': row<{ name: string; label: string; example: string }>({
    severity: 'error', title: 'A figure binds the data that it shows', message: (a) => `${a.label} reads ${a.name}, which no binder of this figure gives.`,
    help: (a) => `Bind it: ${a.example}.`,
    explain: 'A figure has no batch: its rows and draws come from its binders.',
    wrong: figures('grid(h ~ Normal(0, 1)[2], 4: Dec(h), xhat)'), right: figures('grid(h ~ Normal(0, 1)[2], 4: Dec(h))'),
  }),
  'data/figure-item': row<{ figure: string; label: string; needs: string; got: string }>({
    severity: 'error', title: 'A figure shows what it can draw', message: (a) => `${a.figure} needs ${a.needs}, and ${a.label} is ${a.got}.`,
    explain: 'compare, grid and strip draw pictures, scatter draws points of the plane, plot and heatmap draw numbers.',
    wrong: figures('compare(x in test[0..9]: x, Enc(x))'), right: RIGHT,
  }),
  'data/curves': row<{ label: string }>({
    severity: 'error', title: 'Curves are of terms and metrics', message: (a) => `${a.label} is no loss term or metric.`,
    explain: 'What is logged during training has a name: loss terms, and metrics where a train block says `report every`.',
    wrong: figures('curves(2 * reconstruction)'), right: figures('curves(reconstruction)'),
  }),
  'data/import-path': row<{ path: string }>({
    severity: 'error', title: 'Specs are imported from their own folder downwards', message: (a) => `"${a.path}" leads out of the folder of this spec.`,
    explain: 'A spec from a stranger reads nothing but the files beside and below it: no absolute path, no `..`, no address.',
    wrong: given('../gan.gen').replace('metric judged = E[G.D(x)]\n', ''), right: given('./gan.gen'),
  }),
  'data/import-missing': row<{ path: string }>({
    severity: 'error', title: 'The named spec is there', message: (a) => `There is no spec ${a.path}.`,
    explain: 'Paths are relative to the spec that names them.',
    wrong: given('./gone.gen').replace('metric judged = E[G.D(x)]\n', ''), right: given('./gan.gen'),
  }),
  'data/import-cycle': row<{ path: string }>({
    severity: 'error', title: 'Specs do not import one another in a circle', message: (a) => `${a.path} is being read already: the specs import one another.`,
    explain: 'What two specs share belongs in a third.',
    wrong: given('./circle.gen').replace('metric judged = E[G.D(x)]\n', ''), right: given('./gan.gen'),
  }),
  'data/given-errors': row<{ path: string; line: string; message: string }>({
    severity: 'error', title: 'A given spec is right itself', message: (a) => `${a.path} has mistakes. In line ${a.line}: ${a.message}`,
    explain: 'Check the other spec by itself: `genc check` shows all of its mistakes.',
    wrong: given('./wrong.gen').replace('metric judged = E[G.D(x)]\n', ''), right: given('./gan.gen'),
  }),
  'data/import-errors': row<{ path: string; line: string; message: string }>({
    severity: 'error', title: 'An imported spec can be read', message: (a) => `${a.path} has mistakes. In line ${a.line}: ${a.message}`,
    explain: 'Check the other spec by itself: `genc check` shows all of its mistakes.',
    wrong: imported('./broken.gen'), right: imported('./blocks.gen'),
  }),
  'data/given-clock': row<{ path: string; clock: string }>({
    severity: 'error', title: 'What is given does not count on', message: (a) => `${a.path} reads ${a.clock} outside its train block.`,
    help: () => 'Write it with progress, which is 1 for what has been trained.',
    explain: 'A trained part computes the same wherever it is used. `step` and `epoch` would be those of the spec that it is given to.',
    wrong: given('./clock.gen').replace('G.D(x)', 'G.size(x)'), right: given('./rows.gen').replace('G.D(x)', 'G.size(x)'),
  }),
  'data/given-rows': row<{ name: string; given: string }>({
    severity: 'error', title: 'What a given computes from whole splits stays with it', message: (a) => `${a.name} goes over rows of the data of ${a.given}, which are not here.`,
    help: () => 'Write it here, over the data of this spec.',
    explain: 'The terms and metrics of a given are functions of one row. One that binds rows itself (`E[x in test where …: e]`, `[x in train: e]`) means the data that the given was trained with.',
    wrong: given('./rows.gen').replace('G.D(x)', 'G.ofOnes(x)'), right: given('./rows.gen').replace('G.D(x)', 'G.size(x)'),
  }),
}
