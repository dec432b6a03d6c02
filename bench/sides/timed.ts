/** The packages that are installed, but for onnxruntime with a clock. */
import { installed, type Packages } from '../../runtime/engines/packages.ts'

/** Microseconds within onnxruntime's native `run`: written by the wrapper of the package, in whatever thread that runs. */
export const NATIVE = 'bench-native-microseconds'

/** `runtime` is the file of the wrapper, which lies beside the bundles of the sides. */
export const timedPackages = (runtime: string): Packages => ({
  load: (name) => installed.load(name === 'onnxruntime-node' ? runtime : name),
  locate: (name) => (name === 'onnxruntime-node' ? runtime : installed.locate(name)),
})
