import vue from '@vitejs/plugin-vue'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** What the shell and all modules share; the import map tells browsers where each is. */
const LIBRARIES = ['vue', 'vue-router', 'vue-i18n', 'element-plus']
const KIT = '@tangram/ui'
const ui = dirname(dirname(fileURLToPath(import.meta.url)))

const flags = {
  'process.env.NODE_ENV': '"production"',
  __VUE_OPTIONS_API__: 'true',
  __VUE_PROD_DEVTOOLS__: 'false',
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  __VUE_I18N_FULL_INSTALL__: 'true',
  __VUE_I18N_LEGACY_API__: 'false',
  __INTLIFY_PROD_DEVTOOLS__: 'false',
  __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
}

/**
 * Builds ES modules with hashed names, and one style sheet. Answers with the name of each entry's file, those of the
 * style sheets, and those of what the entries cannot do without: what pages need only once they are opened is no part.
 */
async function bundle({ root, input, out, external = [], plugins = [], define }) {
  const { output } = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    base: './',
    define,
    plugins,
    build: {
      outDir: out,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      assetsInlineLimit: 0,
      cssCodeSplit: false,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: {
        input,
        external,
        preserveEntrySignatures: 'strict',
        output: {
          format: 'es',
          entryFileNames: '[name]-[hash:8].js',
          chunkFileNames: '[name]-[hash:8].js',
          assetFileNames: '[name]-[hash:8][extname]',
        },
      },
    },
  })
  const chunks = new Map(output.filter((file) => file.type === 'chunk').map((chunk) => [chunk.fileName, chunk]))
  const needed = new Set()
  const need = (name) => {
    if (needed.has(name) || !chunks.has(name)) return
    needed.add(name)
    chunks.get(name).imports.forEach(need)
  }
  output.filter((file) => file.isEntry).forEach((file) => need(file.fileName))
  return {
    entries: Object.fromEntries(output.filter((file) => file.isEntry).map((file) => [file.name, file.fileName])),
    css: output.map((file) => file.fileName).filter((name) => name.endsWith('.css')),
    needed: [...needed].sort(),
    files: output.map((file) => file.fileName).sort(),
  }
}

const versionOf = (names) => createHash('sha256').update(names.join()).digest('hex').slice(0, 16)

function write(file, content) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
}

/** Each library whole, as one entry of one build: what they share among themselves is there once. */
export async function buildLibraries(out) {
  const shared = {
    name: 'shared-libraries',
    resolveId: (id) => (id.startsWith('shared:') ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith('\0shared:')) return undefined
      const library = id.slice('\0shared:'.length)
      const styles = library === 'element-plus' ? `import 'element-plus/dist/index.css'\n` : ''
      return `${styles}export * from '${library}'`
    },
  }
  const built = await bundle({
    root: ui,
    input: Object.fromEntries(LIBRARIES.map((library) => [library, `shared:${library}`])),
    out: join(out, 'lib'),
    plugins: [shared],
    define: flags,
  })
  write(join(out, 'lib/libraries.json'), built)
}

/** @tangram/ui, the shell, and the page that brings all together. */
export async function buildShell(out) {
  const libraries = JSON.parse(readFileSync(join(out, 'lib/libraries.json'), 'utf8'))
  const built = await bundle({
    root: ui,
    input: { ui: join(ui, 'kit/src/index.ts'), shell: join(ui, 'shell/src/main.ts') },
    out: join(out, 'app'),
    external: LIBRARIES,
    plugins: [vue()],
    define: flags,
  })
  const icon = readFileSync(join(ui, 'shell/icon.svg'))
  const iconName = `icon-${createHash('sha256').update(icon).digest('hex').slice(0, 8)}.svg`
  write(join(out, 'app', iconName), icon.toString())

  const version = versionOf([...libraries.files, ...built.files, iconName])
  const lib = (name) => `/ui/shell/lib/${name}`
  const app = (name) => `/ui/shell/app/${name}`
  const imports = Object.fromEntries([
    ...LIBRARIES.map((library) => [library, lib(libraries.entries[library])]),
    [KIT, app(built.entries.ui)],
  ])
  const head = [
    ...[...libraries.css.map(lib), ...built.css.map(app)].map((href) => `<link rel="stylesheet" href="${href}" />`),
    `<script type="importmap">${JSON.stringify({ imports })}</script>`,
    // All at once, instead of one after the other as they are found.
    ...[...libraries.needed.map(lib), ...built.needed.map(app)]
      .map((href) => `<link rel="modulepreload" href="${href}" />`),
    `<script type="module" src="${app(built.entries.shell)}"></script>`,
  ]
  const page = readFileSync(join(ui, 'shell/index.html'), 'utf8')
    .replace('{{version}}', version)
    .replace('{{icon}}', app(iconName))
    .replace('{{head}}', head.join('\n    '))
  write(join(out, 'index.html'), page)
  write(join(out, 'manifest.json'), { module: 'shell', version })
}

/** A module's UI, beside what the shell has already. */
export async function buildModule(sources, module, out) {
  const built = await bundle({
    root: sources,
    input: { index: join(sources, 'src/index.ts') },
    out,
    external: [...LIBRARIES, KIT],
    plugins: [vue()],
    define: flags,
  })
  const url = (name) => `/ui/${module}/${name}`
  write(join(out, 'manifest.json'), {
    module,
    version: versionOf(built.files),
    entry: url(built.entries.index),
    css: built.css.map(url),
  })
}
