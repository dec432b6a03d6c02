/** Asks native code about itself in a process of its own: where it does not fit the machine, it may take its process down. */
import { execFile } from 'node:child_process'

/** Runs CommonJS `script`, which prints one line of JSON; rejects with the reason in one line. */
export function askApart(script: string, args: readonly string[] = []): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const options = { timeout: 30_000, env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' } }
    execFile(process.execPath, ['-e', script, '--', ...args], options, (error, stdout, stderr) => {
      const answer = stdout.trim().split('\n').at(-1) ?? ''
      if (error === null && answer !== '') resolve(JSON.parse(answer))
      else reject(new Error(/^(?:\w*Error): (.*)$/m.exec(stderr)?.[1] ?? (error?.signal ? `it was stopped by ${error.signal}` : `it ended with exit code ${error?.code ?? 0}`)))
    })
  })
}
