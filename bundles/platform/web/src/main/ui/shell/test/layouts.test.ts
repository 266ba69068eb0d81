import type { Field, Metadata } from '@tangram/ui'
import { describe, expect, it } from 'vitest'
import { asSent, freeKey, ofEntry, ofModule, stepped, titleIn, withField, withoutSection, withSectionAt, type Draft, type LayoutEntry } from '../src/administration/layouts'

const field = (key: string, more: Partial<Field> = {}): Field => ({ key, title: key.toUpperCase(), type: 'text', ...more })
const model: Metadata = {
  collection: 'customers',
  module: 'customers',
  title: 'Customers',
  titleField: 'name',
  fields: [
    field('id', { readOnly: true }),
    field('phone', { section: 'contact' }),
    field('name', { required: true }),
    field('remark', { type: 'longtext' }),
    field('phoneOnly', { section: 'contact', derived: true }),
    field('customFields.size', { section: 'custom' }),
  ],
  operations: [],
}
const entry = (fields: LayoutEntry['fields'], ...sections: string[]): LayoutEntry => ({ id: '1', version: 1, collection: 'customers', position: 10, sections: sections.map((key) => ({ key })), fields })
const words = ({ sections, left }: Draft) => `${sections.map(({ key, fields }) => `${key}: ${fields.map((one) => one.field).join(' ')}`).join('; ')} | ${left.join(' ')}`

describe('a layout begins', () => {
  it('as the module has it', () => {
    const draft = ofModule(model, ['contact'])
    expect(words(draft)).toBe('contact: phone; basic: name remark; custom: customFields.size | ')
    expect(draft.sections[1]!.fields.map(({ wide }) => wide)).toEqual([true, true])
  })

  it('with what came since in the order in which the server adds it, as wide as it is', () => {
    const draft = ofEntry(entry([], 'basic'), { ...model, fields: [...model.fields.slice(0, 3).reverse(), ...model.fields.slice(3)] })
    expect(words(draft)).toBe('basic: name phone remark customFields.size | ')
    expect(words(ofEntry(entry([], 'basic'), model))).toBe('basic: phone name remark customFields.size | ')
    expect(draft.sections[0]!.fields.filter(({ wide }) => wide).map((one) => one.field)).toEqual(['remark'])
  })

  it('as it was kept, with what came since, and with what must be filled', () => {
    const draft = ofEntry(entry([{ field: 'gone', section: 'basic' }, { field: 'remark' }, { field: 'name' }, { field: 'phone', section: 'end' }], 'basic', 'end'), model)
    expect(words(draft)).toBe('basic: gone name; end: phone customFields.size | remark')
  })
})

describe('fields and sections', () => {
  const draft = ofModule(model, ['contact'])

  it('are put before others, at the end, and aside', () => {
    expect(words(withField(draft, 'phone', 'basic', 'remark'))).toBe('contact: ; basic: name phone remark; custom: customFields.size | ')
    const aside = withField(draft, 'remark')
    expect(words(aside)).toBe('contact: phone; basic: name; custom: customFields.size | remark')
    expect(words(withField(aside, 'remark', 'contact'))).toBe('contact: phone remark; basic: name; custom: customFields.size | ')
  })

  it('go step by step, over the edges of sections and no further', () => {
    const down = stepped(draft, 'phone', 1)
    expect(words(down)).toBe('contact: ; basic: phone name remark; custom: customFields.size | ')
    expect(words(stepped(down, 'phone', 1))).toBe('contact: ; basic: name phone remark; custom: customFields.size | ')
    expect(words(stepped(down, 'phone', -1))).toBe(words(draft))
    expect(stepped(draft, 'phone', -1)).toBe(draft)
    expect(words(stepped(draft, 'remark', 1))).toBe('contact: phone; basic: name; custom: remark customFields.size | ')
  })

  it('are as wide as they need when they come back', () => {
    const back = withField(withField(draft, 'remark'), 'remark', 'contact', undefined, true)
    expect(back.sections[0]!.fields.at(-1)).toEqual({ field: 'remark', wide: true })
  })

  it('sections are called as their module calls them in the language that has no title of their own', () => {
    expect(titleIn({ key: 'contact', labelZh: '联系要点' }, model, true)).toBe('联系要点')
    expect(titleIn({ key: 'contact', labelZh: '联系要点' }, model, false)).toBeNull()
    expect(titleIn({ key: 'own-1', labelZh: '要点' }, model, false)).toBe('要点')
  })

  it('sections change places, and leave their fields to the one beside them', () => {
    expect(words(withSectionAt(draft, 'custom', 0))).toBe('custom: customFields.size; contact: phone; basic: name remark | ')
    expect(words(withoutSection(draft, 'contact'))).toBe('basic: name remark phone; custom: customFields.size | ')
    expect(freeKey({ ...draft, sections: [{ key: 'own-1', fields: [] }] })).toBe('own-2')
  })

  it('travel as a list of sections and one of fields', () => {
    const sent = asSent(withField(draft, 'remark'))
    expect(sent.sections[0]).toEqual({ key: 'contact', labelZh: null, labelEn: null })
    expect(sent.fields).toEqual([
      { field: 'phone', section: 'contact', wide: false },
      { field: 'name', section: 'basic', wide: true },
      { field: 'customFields.size', section: 'custom', wide: false },
      { field: 'remark' },
    ])
  })
})
