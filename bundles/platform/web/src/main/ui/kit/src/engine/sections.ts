import type { Field, Metadata } from '../api/types'
import { textOf } from '../i18n'

export interface Section {
  key: string
  fields: Field[]
}

/** What the platform keeps of every record stands apart from what people enter. */
const SYSTEM = new Set(['id', 'number', 'version', 'departmentId', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'])

/** A field of these that a collection lets people enter is like any other. */
export const isSystem = (field: Field): boolean => SYSTEM.has(field.key) && field.readOnly === true

export const sectionOf = (field: Field): string => field.section || 'basic'

/** Fields by section, those named in `order` first. */
export function sectionsOf(fields: Field[], order: string[] = []): Section[] {
  const sections = new Map<string, Field[]>(order.map((key) => [key, []]))
  for (const field of fields) {
    const key = sectionOf(field)
    sections.set(key, [...(sections.get(key) ?? []), field])
  }
  return [...sections].filter(([, members]) => members.length).map(([key, members]) => ({ key, fields: members }))
}

/** A module may name its sections, of all its collections or of one; the common ones have names already. */
export const sectionTitle = ({ module, collection }: Metadata, key: string): string =>
  textOf(`${module}.section.${collection}.${key}`, `${module}.section.${key}`, `section.${key}`)

/** The title first; whose a record is comes last of what people enter. */
export function inReadingOrder(fields: Field[], { titleField }: Metadata): Field[] {
  const rank = ({ key }: Field) => (key === titleField ? 0 : key === 'ownerId' ? 2 : 1)
  return [...fields].sort((one, other) => rank(one) - rank(other))
}
