import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: {
    environment: 'happy-dom',
    // A world of its own for each file costs more than all tests.
    isolate: false,
    setupFiles: ['bundles/platform/web/src/main/ui/build/unmounted.js'],
    include: ['bundles/**/src/main/ui/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
  },
})
