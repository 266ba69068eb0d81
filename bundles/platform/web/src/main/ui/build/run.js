/*
 * What Maven calls; it needs nothing but Node until the packages are there.
 *
 *   run.js shell <target>            the shared libraries, @tangram/ui and the shell
 *   run.js module <sources> <target> the UI of one module
 *   run.js data <sources> <target>   what a module has that is made of other people's data, such as dictionaries
 *   run.js check <target>            eslint, vue-tsc and vitest over everything
 *
 * What did not change since the last time is not done again.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const ui = dirname(here)
const root = resolve(here, '../../../../../../..')
const LOCKED = ['package.json', 'package-lock.json', '.npmrc'].map((name) => join(root, name))
const SKIPPED = new Set(['node_modules', 'target', 'dist'])

function needNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`This is Node ${process.versions.node}; the UI needs 20.19 or later.`)
  }
}

function* filesIn(path) {
  if (!statSync(path).isDirectory()) yield path
  else for (const name of readdirSync(path).sort()) if (!SKIPPED.has(name)) yield* filesIn(join(path, name))
}

function hashOf(paths) {
  const hash = createHash('sha256').update(process.version)
  for (const path of paths) {
    for (const file of filesIn(path)) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file))
  }
  return hash.digest('hex')
}

/** Does the work unless it was done with the same inputs. */
async function unlessDone(stamp, inputs, work) {
  const now = hashOf(inputs)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return
  rmSync(stamp, { force: true })
  await work()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, now)
}

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (error) throw error
  if (status !== 0) throw new Error(`${basename(args[0] ?? command)} failed`)
}

/** Installs the packages of the lock file; modules that are built side by side wait for the one that came first. */
async function install() {
  const lock = join(root, 'node_modules.lock')
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch (failure) {
      if (failure.code !== 'EEXIST') throw failure
      // Left behind by one that was killed.
      if (Date.now() - statSync(lock).mtimeMs > 600_000) rmSync(lock, { recursive: true, force: true })
      await new Promise((wake) => setTimeout(wake, 500))
    }
  }
  try {
    await unlessDone(join(root, 'node_modules/.tangram'), LOCKED, () =>
      run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: process.platform === 'win32' }),
    )
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

const node = (script, ...args) => run(process.execPath, [join(root, 'node_modules', script), ...args])

const tasks = {
  async shell(target) {
    const { buildLibraries, buildShell } = await import('./build.js')
    const out = resolve(target, 'classes/ui/shell')
    await unlessDone(resolve(target, 'ui-libraries.stamp'), [...LOCKED, here], () => buildLibraries(out))
    await unlessDone(resolve(target, 'ui.stamp'), [...LOCKED, ui], () => buildShell(out))
  },

  async module(sources, target) {
    const { buildModule } = await import('./build.js')
    const { name } = JSON.parse(readFileSync(join(sources, 'package.json'), 'utf8'))
    const module = name.split('/').pop()
    await unlessDone(resolve(target, 'ui.stamp'), [...LOCKED, here, join(ui, 'kit'), resolve(sources)], () =>
      buildModule(resolve(sources), module, resolve(target, 'classes/ui', module)),
    )
  },

  async data(sources, target) {
    const out = resolve(target, 'classes/tangram')
    await unlessDone(resolve(target, 'data.stamp'), [...LOCKED, resolve(sources)], async () => {
      const { default: generate } = await import(pathToFileURL(resolve(sources, 'generate.js')))
      for (const [name, content] of Object.entries(generate())) {
        mkdirSync(dirname(join(out, name)), { recursive: true })
        writeFileSync(join(out, name), Buffer.isBuffer(content) ? content : JSON.stringify(content))
      }
    })
  },

  async check(target) {
    const { workspaces } = JSON.parse(readFileSync(LOCKED[0], 'utf8'))
    const config = readdirSync(root).filter((name) => /^(tsconfig|eslint\.config|vitest\.config)/.test(name))
    const inputs = [...LOCKED, ...config.map((name) => join(root, name)), ...workspaces.flatMap(foldersOf)]
    await unlessDone(resolve(target, 'ui-checked.stamp'), inputs, () => {
      node('eslint/bin/eslint.js', '.', '--max-warnings=0')
      node('vue-tsc/bin/vue-tsc.js', '--noEmit')
      node('vitest/vitest.mjs', 'run', '--reporter=dot')
    })
  },
}

/** The folders that a pattern with stars for single names stands for. */
function foldersOf(pattern) {
  return pattern
    .split('/')
    .reduce(
      (found, part) =>
        part === '*'
          ? found.flatMap((path) => readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? join(path, entry.name) : [])))
          : found.map((path) => join(path, part)).filter(existsSync),
      [root],
    )
    .filter((path) => existsSync(join(path, 'package.json')))
}

try {
  const [task, ...args] = process.argv.slice(2)
  needNode()
  await install()
  await tasks[task](...args)
} catch (failure) {
  console.error(failure.message)
  process.exitCode = 1
}
