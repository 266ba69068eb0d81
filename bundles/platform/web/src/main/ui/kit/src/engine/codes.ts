import type { DictionaryItem } from '../api/types'

/** An item in its tree. */
export interface CodeNode {
  item: DictionaryItem
  depth: number
  children: CodeNode[]
  parent?: CodeNode
}

/** The items of a dictionary by code, in the order of the tree. */
export type Codes = ReadonlyMap<string, CodeNode>

const known = new WeakMap<DictionaryItem[], Codes>()

/** Parents stand before what is below them, as the server sends them. */
export function codesOf(items: DictionaryItem[]): Codes {
  let codes = known.get(items)
  if (!codes) {
    const nodes = new Map<string, CodeNode>()
    for (const item of items) {
      const parent = item.parent ? nodes.get(item.parent) : undefined
      const node: CodeNode = { item, parent, depth: parent ? parent.depth + 1 : 0, children: [] }
      parent?.children.push(node)
      nodes.set(item.code, node)
    }
    codes = nodes
    known.set(items, codes)
  }
  return codes
}

export function ancestors(node: CodeNode): CodeNode[] {
  const path: CodeNode[] = []
  for (let at = node.parent; at; at = at.parent) path.unshift(at)
  return path
}

export const pathOf = (node: CodeNode): string => [...ancestors(node), node].map(({ item }) => item.title).join(' / ')

/** The path without its top, where that leaves a path: a city is known by its province, not by its country. */
export function shortPath(node: CodeNode): string {
  const path = [...ancestors(node), node]
  return (path.length > 2 ? path.slice(1) : path).map(({ item }) => item.title).join(' / ')
}

/** The tree as far as it is open, in lines. */
export function openLines(codes: Codes, open: ReadonlySet<string>): CodeNode[] {
  return [...codes.values()].filter((node) => ancestors(node).every(({ item }) => open.has(item.code)))
}

/** As it is compared: without accents, apostrophes and capitals. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()

/** How well an item answers to a word; undefined where it does not. */
function rank({ code, title, alias, keys }: DictionaryItem, word: string): number | undefined {
  const names = [title, alias ?? '', code].map(plain)
  const readings = (keys ?? '').split(' ')
  if (names.includes(word)) return 0
  if ([...names, ...readings].some((text) => text.startsWith(word))) return 1
  if (names.some((text) => text.includes(word))) return 2
  // Within a reading two letters are no syllable yet.
  return word.length > 2 && readings.some((text) => text.includes(word)) ? 3 : undefined
}

/** The items that answer to what was typed, the best first; further words may be answered by those above an item. */
export function matching(codes: Codes, typed: string): CodeNode[] {
  const words = plain(typed).split(/\s+/).filter(Boolean)
  const found: { node: CodeNode; rank: number }[] = []
  for (const node of codes.values()) {
    const own = words.map((word) => rank(node.item, word))
    const above = ancestors(node)
    const answered = words.every((word, at) => own[at] !== undefined || above.some(({ item }) => rank(item, word) !== undefined))
    const ranks = own.filter((value) => value !== undefined)
    if (answered && ranks.length) found.push({ node, rank: Math.min(...ranks) })
  }
  return found.sort((one, other) => one.rank - other.rank).map(({ node }) => node)
}
