import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: {
    environment: 'happy-dom',
    // A world of its own for each file costs more than all tests; what a test leaves behind, it takes away itself.
    isolate: false,
    include: ['bundles/**/src/main/ui/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
  },
})
