import { describe, expect, it } from 'vitest'
import { belongsTo, decides, drawn } from '../src/engine/layout'
import type { Layout, Metadata } from '../src/api/types'
import { metadata } from './server'

const layout: Layout = {
  sections: [
    { key: 'own', title: 'Own', fields: [{ field: 'phone', wide: true }, { field: 'gone' }, { field: 'name' }] },
    { key: 'basic', fields: [{ field: 'ownerId' }] },
    { key: 'bare', title: 'Bare', fields: [] },
  ],
}
const arranged: Metadata = { ...metadata, layout }
const entered = metadata.fields.filter(({ readOnly }) => !readOnly)
const words = (model: Metadata, ...more: Parameters<typeof drawn> extends [unknown, unknown, ...infer Rest] ? Rest : never) =>
  drawn(entered, model, ...more).map(({ key, title, fields }) => `${key} (${title}): ${fields.map((field) => field.key).join(' ')}`)

describe('card and form', () => {
  it('are as the module has them where nobody arranged them', () => {
    expect(words(metadata, ['contact']).map((line) => line.replace(/ \(.*\)/, ''))).toEqual(['contact: phone email', 'basic: name ownerId'])
  })

  it('are as they were arranged, and sections without fields are none', () => {
    const sections = drawn(entered, arranged)
    expect(sections.map(({ title }) => title)[0]).toBe('Own')
    expect(sections.map(({ fields }) => fields.map(({ key }) => key))).toEqual([['phone', 'name'], ['ownerId']])
    expect([...sections[0]!.wide]).toEqual(['phone'])
  })

  it('show at their end what has to be reached though it is left out', () => {
    expect(words(arranged, undefined, ({ key }) => key === 'email').at(-1)).toBe('bare (Bare): email')
  })

  it('keep a field to the records that its own section and the one where it stands concern', () => {
    const [phone, owner] = ['phone', 'ownerId'].map((key) => metadata.fields.find((field) => field.key === key)!)
    expect(belongsTo(phone!, arranged)).toEqual(['contact', 'own'])
    expect(belongsTo(owner!, arranged)).toEqual(['basic'])
    expect(belongsTo(phone!, metadata)).toEqual(['contact'])
    expect(decides(phone!, { own: { phone: '1' } })).toBe(true)
    expect(decides(owner!, { own: { phone: '1' } })).toBe(false)
  })
})
