import type { Field } from '../api/types'
import { textOf } from '../i18n'

export interface Section {
  key: string
  fields: Field[]
}

/** What the platform keeps of every record stands apart from what people enter. */
const SYSTEM = new Set(['id', 'number', 'version', 'departmentId', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'])

export const isSystem = (field: Field): boolean => SYSTEM.has(field.key)

/** Fields by section, those named in `order` first. */
export function sectionsOf(fields: Field[], order: string[] = []): Section[] {
  const sections = new Map<string, Field[]>(order.map((key) => [key, []]))
  for (const field of fields) {
    const key = field.section || 'basic'
    sections.set(key, [...(sections.get(key) ?? []), field])
  }
  return [...sections].filter(([, members]) => members.length).map(([key, members]) => ({ key, fields: members }))
}

/** A module may name its sections; the common ones have names already. */
export const sectionTitle = (module: string, key: string): string => textOf(`${module}.section.${key}`, `section.${key}`)
