import type { DictionaryItem, Row, Total } from '@tangram/ui'

/** An item of a dictionary, for those who may look after it. */
export interface Entry extends Row {
  dictionary: string
  code: string
  title: string
  path?: string
  labelZh?: string | null
  labelEn?: string | null
  parent?: string | null
  position?: number
  colour?: string | null
  active: boolean
  delivered?: boolean
  changed?: boolean
}

export interface Usage {
  code: string
  total: Total
  places: { collection: string; collectionTitle: string; field: string; fieldTitle: string; total: Total }[]
}

export const COLOURS = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'grey'] as const

/** As the helpers for trees and searching take it. */
export const asItem = (entry: Entry): DictionaryItem => ({
  code: entry.code,
  title: entry.title,
  alias: [entry.labelZh, entry.labelEn].filter((label) => label && label !== entry.title).join(' '),
  parent: entry.parent,
  colour: entry.colour,
  retired: !entry.active,
})
