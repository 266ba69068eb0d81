import type { Field, Metadata } from '../api/types'
import type { When } from '../module'
import { inReadingOrder, sectionOf, sectionsOf, sectionTitle } from './sections'

/** A section as card and form draw it. */
export interface Drawn {
  key: string
  title: string
  fields: Field[]
  /** Those that take the whole width. */
  wide: ReadonlySet<string>
}

/** What fills a line, unless a layout says otherwise. */
export const isWide = (field: Field): boolean => field.type === 'longtext' || field.type === 'nested'

/**
 * The sections of card or form: as the company arranged them, else as the module has them. Of what a layout leaves out those
 * that have to be reached all the same stand at its end.
 */
export function drawn(fields: Field[], model: Metadata, order?: string[], reached: (field: Field) => boolean = () => false): Drawn[] {
  if (!model.layout) {
    return sectionsOf(inReadingOrder(fields, model), order).map(({ key, fields: members }) => ({
      key,
      title: sectionTitle(model, key),
      fields: members,
      wide: new Set(members.filter(isWide).map((field) => field.key)),
    }))
  }
  const left = new Map(fields.map((field) => [field.key, field]))
  const sections = model.layout.sections.map(({ key, title, fields: placed }) => {
    const members = placed.flatMap(({ field }) => left.get(field) ?? [])
    for (const { field } of placed) left.delete(field)
    return { key, title: title ?? sectionTitle(model, key), fields: members, wide: new Set(placed.filter(({ wide }) => wide).map(({ field }) => field)) }
  })
  sections.at(-1)?.fields.push(...[...left.values()].filter(reached))
  return sections.filter(({ fields: members }) => members.length)
}

/** The sections whose conditions a field keeps to: the one that its module has it in, and the one where it stands. */
export function belongsTo(field: Field, { layout }: Metadata): string[] {
  const own = sectionOf(field)
  const placed = layout?.sections.find(({ fields }) => fields.some((one) => one.field === field.key))?.key
  return placed && placed !== own ? [own, placed] : [own]
}

/** Whether records are told apart by a field: it stays to be seen wherever it stands, or nothing could be changed any more. */
export const decides = (field: Field, when: Record<string, When> = {}): boolean => Object.values(when).some((one) => field.key in one)
