import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: {
    environment: 'happy-dom',
    include: ['bundles/**/src/main/ui/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
  },
})
