import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: {
    environment: 'happy-dom',
    // The first of a file waits for what it imports, on a machine that does other things as well.
    testTimeout: 30_000,
    // A world of its own for each file costs more than all tests.
    isolate: false,
    setupFiles: ['bundles/platform/web/src/main/ui/build/unmounted.js'],
    include: ['bundles/**/src/main/ui/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
  },
})
