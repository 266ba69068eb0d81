import { inReadingOrder, isSystem, isWide, sectionOf, sectionsOf, type Field, type Layout, type Metadata, type Row } from '@tangram/ui'

/** A layout, as those who look after it have it. */
export interface LayoutEntry extends Row {
  collection: string
  /** For everybody where absent. */
  roleId?: string | null
  position: number
  sections: SectionTitle[]
  fields: { field: string; section?: string | null; wide?: boolean | null }[]
}

export interface SectionTitle {
  key: string
  labelZh?: string | null
  labelEn?: string | null
}

export interface DraftSection extends SectionTitle {
  fields: { field: string; wide: boolean }[]
}

/** A layout while it is arranged. Fields that are retired, or whose module is another version now, keep their places. */
export interface Draft {
  sections: DraftSection[]
  /** Fields that are not shown. */
  left: string[]
}

const stands = (field: Field) => !field.derived && !isSystem(field)

/** What stands in sections. */
export const placeable = (model: Metadata): Field[] => inReadingOrder(model.fields.filter(stands), model)

/** What has to be filled cannot be left out. */
export const mustStay = (field: Field): boolean => field.required === true && !field.readOnly

/** What fills a line as long as nobody arranged it. */
export const fillsLine = (field: Field, { titleField }: Metadata) => isWide(field) || field.key === titleField

/** As the module has it. */
export function ofModule(model: Metadata, order?: string[]): Draft {
  const sections = sectionsOf(placeable(model), order).map(({ key, fields }) => ({ key, fields: fields.map((field) => ({ field: field.key, wide: fillsLine(field, model) })) }))
  return { sections, left: [] }
}

/** As it is kept, with what there is beside that where it is shown by now: in its module's section, or in the last one. */
export function ofEntry(entry: LayoutEntry, model: Metadata): Draft {
  const sections = entry.sections.map((section) => ({ ...section, fields: entry.fields.flatMap(({ field, section: key, wide }) => (key === section.key ? { field, wide: wide === true } : [])) }))
  const named = new Map(entry.fields.map((one) => [one.field, one]))
  // In the order of the contract, as the server adds them.
  for (const field of model.fields.filter(stands)) {
    const one = named.get(field.key)
    if (one && (one.section || !mustStay(field))) continue
    const home = sections.find(({ key }) => key === sectionOf(field)) ?? sections.at(-1)
    home?.fields.push({ field: field.key, wide: isWide(field) })
  }
  const placed = new Set(sections.flatMap(({ fields }) => fields.map(({ field }) => field)))
  return { sections, left: entry.fields.flatMap(({ field }) => (placed.has(field) ? [] : field)) }
}

/** What is sent of it. */
export function asSent({ sections, left }: Draft): Pick<LayoutEntry, 'sections' | 'fields'> {
  const given = (text?: string | null) => text?.trim() || null
  return {
    sections: sections.map(({ key, labelZh, labelEn }) => ({ key, labelZh: given(labelZh), labelEn: given(labelEn) })),
    fields: [...sections.flatMap(({ key, fields }) => fields.map(({ field, wide }) => ({ field, section: key, wide }))), ...left.map((field) => ({ field }))],
  }
}

/** What a section is called; null for as its module calls it, which it does in all languages. */
export function titleIn({ key, labelZh, labelEn }: SectionTitle, model: Metadata, chinese: boolean): string | null {
  const [own, other] = chinese ? [labelZh, labelEn] : [labelEn, labelZh]
  return own || (!model.fields.some((field) => sectionOf(field) === key) && other) || null
}

/** As card and form would have it. */
export const asLayout = ({ sections }: Draft, model: Metadata, chinese: boolean): Layout => ({
  sections: sections.map((section) => ({ key: section.key, title: titleIn(section, model, chinese), fields: section.fields })),
})

/** With a field in a section, before another or at its end, as wide as it is or would be by itself; without a section it is left out. */
export function withField(draft: Draft, field: string, section?: string, before?: string, wide = false): Draft {
  if (field === before) return draft
  const was = draft.sections.flatMap(({ fields }) => fields).find((one) => one.field === field)
  const sections = draft.sections.map((each) => {
    const fields = each.fields.filter((one) => one.field !== field)
    if (each.key !== section) return { ...each, fields }
    const at = fields.findIndex((one) => one.field === before)
    const place = at < 0 ? fields.length : at
    return { ...each, fields: [...fields.slice(0, place), was ?? { field, wide }, ...fields.slice(place)] }
  })
  const left = draft.left.filter((one) => one !== field)
  return { sections, left: section === undefined ? [...left, field] : left }
}

/** With a field one place further, over the edge of its section into the next one; the same where it is at the end. */
export function stepped(draft: Draft, field: string, by: 1 | -1): Draft {
  const at = draft.sections.findIndex(({ fields }) => fields.some((one) => one.field === field))
  const section = draft.sections[at]
  if (!section) return draft
  const keys = section.fields.map((one) => one.field)
  const place = keys.indexOf(field) + by
  if (place >= 0 && place < keys.length) return withField(draft, field, section.key, by > 0 ? keys[place + 1] : keys[place])
  const next = draft.sections[at + by]
  if (!next) return draft
  return withField(draft, field, next.key, by > 0 ? next.fields[0]?.field : undefined)
}

export function withSectionAt(draft: Draft, key: string, to: number): Draft {
  const section = draft.sections.find((one) => one.key === key)
  if (!section || to < 0 || to >= draft.sections.length) return draft
  const others = draft.sections.filter((one) => one !== section)
  return { ...draft, sections: [...others.slice(0, to), section, ...others.slice(to)] }
}

/** Without a section: its fields go to the one before it, or after it. */
export function withoutSection(draft: Draft, key: string): Draft {
  const at = draft.sections.findIndex((one) => one.key === key)
  const section = draft.sections[at]
  const heir = draft.sections[at - 1] ?? draft.sections[at + 1]
  if (!section || !heir) return draft
  return { ...draft, sections: draft.sections.filter((one) => one !== section).map((one) => (one === heir ? { ...one, fields: [...one.fields, ...section.fields] } : one)) }
}

/** The key of one more section. */
export function freeKey({ sections }: Draft): string {
  const taken = new Set(sections.map(({ key }) => key))
  let number = 1
  while (taken.has(`own-${number}`)) number++
  return `own-${number}`
}
