import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { CountReporter } from './scripts/count-reporter.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: [process.env.CI ? 'dot' : 'default', new CountReporter()],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Vitest keeps one core back, which on two is half of them.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
})
