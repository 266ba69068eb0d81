import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { i18n, setLanguage } from '../src/i18n'
import BulkBar from '../src/engine/BulkBar.vue'
import TransferDialog from '../src/engine/TransferDialog.vue'
import { row } from './server'

const model = { collection: 'customers', module: 'customers', title: 'Customers', titleField: 'name', fields: [], operations: [] }

function bar(count: number, filter?: string) {
  const rows = Array.from({ length: count }, (_, at) => row({ id: String(at + 1) }))
  const props = { model, rows, filter, settable: [], mayEdit: false, mayDelete: false, mayRestore: false, mayTransfer: true, mayMerge: false, more: false }
  return mount(BulkBar, { props, global: { plugins: [i18n], stubs: { TransferDialog: true } } })
}

async function handed(count: number, filter?: string) {
  const shown = bar(count, filter)
  await shown.get('[data-testid=bulk-transfer]').trigger('click')
  return shown.findComponent(TransferDialog).props('filter')
}

beforeEach(() => setLanguage('en'))

describe('handing over what is selected', () => {
  it('names a few, also where a filter says the same', async () => {
    expect(await handed(2, 'ownerId==4')).toBe('id=in=(1,2)')
  })

  it('hands over many by what they have in common', async () => {
    expect(await handed(401, 'ownerId==4')).toBe('ownerId==4')
  })

  it('refuses many that have nothing in common, and says what helps', () => {
    const button = bar(401).get('[data-testid=bulk-transfer]')
    expect(button.attributes('disabled')).toBeDefined()
    expect(button.attributes('title')).toContain('set a filter')
  })
})
