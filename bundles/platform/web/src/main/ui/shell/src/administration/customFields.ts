import type { Row } from '@tangram/ui'

export const TYPES = ['text', 'longtext', 'decimal', 'money', 'date', 'boolean', 'code', 'set', 'reference'] as const
export type CustomType = (typeof TYPES)[number]

/** A field that the company added, as those who look after it have it. */
export interface CustomFieldEntry extends Row {
  collection: string
  code: string
  labelZh?: string | null
  labelEn?: string | null
  title: string
  help?: string | null
  type: CustomType
  dictionary?: string | null
  reference?: string | null
  required?: boolean
  maxLength?: number | null
  decimals?: number | null
  minimum?: string | null
  maximum?: string | null
  defaultValue?: string | null
  formula?: string | null
  searched?: boolean
  listed?: boolean
  position: number
  active: boolean
}

export interface Place {
  kind: 'records' | 'formulas' | 'views' | 'roles' | 'layouts'
  name?: string
  count?: number
}

/** What a type asks beside itself. */
export const asks = (type: CustomType) => ({
  dictionary: type === 'code' || type === 'set',
  reference: type === 'reference',
  maxLength: type === 'text' || type === 'longtext',
  decimals: type === 'decimal',
  bounds: type === 'decimal' || type === 'money',
  searched: type === 'text',
  formula: type === 'decimal' || type === 'date',
})

const STEP = 10

/** The positions that change so that fields stand in an order. */
export function reordered(fields: readonly CustomFieldEntry[]): { field: CustomFieldEntry; position: number }[] {
  return fields.map((field, at) => ({ field, position: (at + 1) * STEP })).filter(({ field, position }) => field.position !== position)
}
