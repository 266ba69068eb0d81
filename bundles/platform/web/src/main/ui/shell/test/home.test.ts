import { setLanguage, type CollectionView } from '@tangram/ui'
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { row, serve } from '../../kit/test/server'
import { i18n } from '../../kit/src/i18n'
import GlanceCard from '../src/GlanceCard.vue'

const view: CollectionView = { collection: 'customers', title: 'home.records' }
const ahead = { title: 'home.ahead', filter: () => 'ownerId==me', sort: 'phone', beside: 'phone' }

const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)', component: GlanceCard }] })

function open(props: object) {
  return mount(GlanceCard, { props: { view, ...props }, global: { plugins: [router, i18n] } })
}

describe('a card of the home page', () => {
  beforeEach(() => setLanguage('en'))
  afterEach(() => vi.unstubAllGlobals())

  it('lists what waits for the user, and leads to just that', async () => {
    const calls = serve(() => [200, { items: [row()], total: { value: 22, relation: 'eq' } }])
    const card = open({ ahead })
    await vi.waitFor(() => expect(card.text()).toContain('华东科技'))
    expect(Object.fromEntries(calls[0]!.query)).toMatchObject({ filter: 'ownerId==me', sort: 'phone', fields: 'id,name,phone', limit: '5' })
    expect(card.get('.glance__head').attributes('href')).toBe('/customers?where=ownerId==me')
    expect(card.get('.glance__total').text()).toBe('22')
  })

  it('asks nothing where the user does not see what it goes by', async () => {
    const calls = serve(() => [200, { items: [row()] }])
    open({ ahead: { ...ahead, beside: 'hidden' } })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(calls).toHaveLength(0)
  })

  it('tells what was changed last, also where that is not said when', async () => {
    const calls = serve(() => [200, { items: [row()] }])
    const card = open({})
    await vi.waitFor(() => expect(card.text()).toContain('华东科技'))
    expect(Object.fromEntries(calls[0]!.query)).toMatchObject({ sort: '-updatedAt', fields: 'id,name' })
  })
})
