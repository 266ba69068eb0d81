import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { ElNotification } from 'element-plus'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'
import AttachmentsPanel from '../src/attachments/AttachmentsPanel.vue'
import { badgeOf, contentPath, previewOf } from '../src/attachments/files'
import { i18n, setLanguage } from '../src/i18n'
import { serve, type Answer, type Call } from './server'

let panel: VueWrapper
let router: Router
const shown = ref(true)

const file = (more: object = {}) => ({
  id: '5',
  version: 1,
  name: '报价单.docx',
  contentType: 'application/x',
  size: '1258291',
  versionNumber: 1,
  updatedAt: '2026-11-23T08:00:00Z',
  updatedBy: '1',
  ...more,
})

/** An upload that the test lets run. */
class Sent {
  static all: Sent[] = []
  url = ''
  headers: Record<string, string> = {}
  body?: File
  status = 0
  responseText = ''
  upload: { onprogress?: (event: object) => void } = {}
  onload?: () => void
  onerror?: () => void
  onabort?: () => void
  constructor() {
    Sent.all.push(this)
  }
  open(_method: string, url: string) {
    this.url = url
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value
  }
  send(body: File) {
    this.body = body
  }
  abort() {
    this.onabort?.()
  }
  async answer(status: number, body: object) {
    this.status = status
    this.responseText = JSON.stringify(body)
    this.onload!()
    await flushPromises()
  }
}

async function open(answer: (call: Call) => Answer | undefined, editable = true): Promise<Call[]> {
  const calls = serve((call) => {
    if (call.path === '/attachments/limits') return [200, { maxBytes: '100' }]
    return answer(call) ?? (call.path === '/users' ? [200, { items: [] }] : undefined)
  })
  router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: { components: { AttachmentsPanel }, setup: () => ({ editable, shown }), template: '<AttachmentsPanel v-if="shown" collection="customers" record-id="7" :editable="editable" />' } },
      { path: '/elsewhere', component: { template: '<p>Elsewhere</p>' } },
    ],
  })
  await router.push('/')
  panel = mount(RouterView, { global: { plugins: [router, i18n] }, attachTo: document.body })
  await flushPromises()
  return calls.filter(({ path }) => path.startsWith('/attachments'))
}

const list = (...items: object[]): Answer => [200, { items, total: { value: items.length, relation: 'eq' } }]
const find = (id: string) => panel.find(`[data-testid=${id}]`)
const everywhere = (id: string) => document.querySelector<HTMLElement>(`[data-testid=${id}]`)

async function choose(...files: File[]) {
  const picker = panel.get<HTMLInputElement>('[data-testid=attachments-picker]')
  Object.defineProperty(picker.element, 'files', { value: files, configurable: true })
  await picker.trigger('change')
  await flushPromises()
}

beforeEach(() => {
  setLanguage('en')
  Sent.all = []
  vi.stubGlobal('XMLHttpRequest', Sent)
})
afterEach(async () => {
  // What is on its way would be there still.
  for (const cancel of panel.findAll('[data-testid=upload-cancel]')) await cancel.trigger('click')
  await flushPromises()
  panel.unmount()
  ElNotification.closeAll()
  vi.unstubAllGlobals()
})

describe('the files of a record', () => {
  it('are listed with size, author, time and version', async () => {
    const calls = await open(() => list(file({ versionNumber: 3, remark: 'final', updatedBy: '991' })))
    expect(calls[0]!.query.get('filter')).toBe('collection==customers;recordId==7')
    const text = find('attachment-5').text()
    expect(text).toContain('报价单.docx')
    expect(text).toContain('1.2 MB')
    expect(text).toContain('#991')
    expect(text).toContain('Version 3')
    expect(text).toContain('final')
    expect(find('attachment-download').attributes('href')).toBe('/api/v1/attachments/5/content')
    expect(find('attachments-count').text()).toBe('1')
  })

  it('say so when there are none, and when they do not load', async () => {
    await open(() => list())
    expect(find('attachments-none').exists()).toBe(true)
    panel.unmount()
    const answers: Answer[] = [[503, { code: 'module-stopped', detail: 'The module is stopped' }], list(file())]
    await open(({ path }) => (path === '/attachments' ? answers.shift() : undefined))
    expect(panel.text()).toContain('The module is stopped')
    await find('attachments-retry').trigger('click')
    await flushPromises()
    expect(find('attachment-5').exists()).toBe(true)
  })

  it('are only read by who may not edit the record', async () => {
    await open(() => list(file()), false)
    expect(find('attachments-add').exists()).toBe(false)
    expect(find('attachment-download').exists()).toBe(true)
  })
})

describe('a file on its way', () => {
  it('shows how far it is, and then stands first in the list', async () => {
    await open(() => list(file()))
    await choose(new File(['abc'], '合同.pdf'))
    const [sent] = Sent.all
    expect(sent!.url).toBe('/api/v1/attachments/content?collection=customers&recordId=7&name=%E5%90%88%E5%90%8C.pdf')
    expect(sent!.headers['Content-Type']).toBe('application/octet-stream')
    expect(sent!.headers['Idempotency-Key']).toHaveLength(32)
    sent!.upload.onprogress!({ loaded: 1, total: 4 })
    await flushPromises()
    expect(find('upload').text()).toContain('25 %')
    await sent!.answer(201, file({ id: '6', name: '合同.pdf' }))
    expect(find('upload').exists()).toBe(false)
    expect(panel.findAll('.tg-file').map((item) => item.attributes('data-testid'))).toEqual(['attachment-6', 'attachment-5'])
    expect(find('attachments-count').text()).toBe('2')
  })

  it('is not taken back by a list that was asked for before it arrived', async () => {
    const answers: Answer[] = [[503, { code: 'module-stopped', detail: 'The module is stopped' }], list(), list(file({ id: '6' }))]
    await open(({ path }) => (path === '/attachments' ? answers.shift() : undefined))
    const quick = fetch
    let arrive!: () => void
    const held = new Promise<void>((resolve) => (arrive = resolve))
    vi.stubGlobal('fetch', async (input: string, init?: RequestInit) => {
      const answer = await quick(input, init)
      if (input.includes('/attachments?') && answers.length === 1) await held
      return answer
    })
    await find('attachments-retry').trigger('click')
    await choose(new File(['abc'], '合同.pdf'))
    await Sent.all[0]!.answer(201, file({ id: '6', name: '合同.pdf' }))
    expect(answers).toHaveLength(0)
    arrive()
    await flushPromises()
    expect(find('attachment-6').exists()).toBe(true)
  })

  it('goes on while the card is shown anew, and ends when the user goes elsewhere all the same', async () => {
    await open(() => list())
    await choose(new File(['abc'], 'a.txt'))
    shown.value = false
    await flushPromises()
    shown.value = true
    await flushPromises()
    expect(find('upload').text()).toContain('a.txt')
    await Sent.all[0]!.answer(201, file({ name: 'a.txt' }))
    expect(find('upload').exists()).toBe(false)
    expect(find('attachment-5').text()).toContain('a.txt')

    await choose(new File(['abc'], 'b.txt'))
    const abort = vi.spyOn(Sent.all[1]!, 'abort')
    const goes = router.push('/elsewhere')
    await flushPromises()
    document.querySelector<HTMLElement>('.el-message-box .el-button--primary')!.click()
    await goes
    await flushPromises()
    expect(panel.text()).toBe('Elsewhere')
    expect(abort).toHaveBeenCalled()
    await router.push('/')
    await flushPromises()
    expect(find('upload').exists()).toBe(false)
  })

  it('waits for its turn, and goes when it is cancelled', async () => {
    await open(() => list())
    await choose(new File(['a'], 'a'), new File(['b'], 'b'), new File(['c'], 'c'))
    expect(Sent.all.map(({ body }) => body!.name)).toEqual(['a', 'b'])
    expect(panel.findAll('[data-testid=upload]').map((item) => item.attributes('data-state'))).toEqual(['sending', 'sending', 'waiting'])
    await panel.findAll('[data-testid=upload-cancel]')[0]!.trigger('click')
    await flushPromises()
    expect(Sent.all.map(({ body }) => body!.name)).toEqual(['a', 'b', 'c'])
    expect(panel.findAll('[data-testid=upload]')).toHaveLength(2)
  })

  it('is not sent at all when it is too large', async () => {
    await open(() => list())
    await choose(new File(['x'.repeat(101)], 'large'))
    expect(Sent.all).toHaveLength(0)
    expect(find('upload-failure').text()).toBe('Larger than 100 B, the most that is taken.')
    expect(find('upload-again').exists()).toBe(false)
  })

  it('can be tried again under the same key when the connection broke', async () => {
    await open(() => list())
    await choose(new File(['a'], 'a'))
    Sent.all[0]!.onerror!()
    await vi.waitFor(() => expect(find('upload-failure').text()).toBe('The server cannot be reached.'))
    await find('upload-again').trigger('click')
    await flushPromises()
    expect(Sent.all[1]!.headers['Idempotency-Key']).toBe(Sent.all[0]!.headers['Idempotency-Key'])
    await Sent.all[1]!.answer(201, file({ id: '6' }))
    expect(find('attachment-6').exists()).toBe(true)
  })

  it('tells the rule that the server found broken', async () => {
    await open(() => list())
    await choose(new File(['a'], 'a'))
    await Sent.all[0]!.answer(422, { code: 'invalid', errors: [{ field: 'content', code: 'virus', message: 'A virus' }] })
    await vi.waitFor(() => expect(find('upload-failure').text()).toBe('A virus'))
  })
})

describe('a document', () => {
  it('gets a new version', async () => {
    await open(() => list(file()))
    await find('attachment-menu').trigger('click')
    await vi.waitFor(() => expect(everywhere('attachment-replace')).not.toBeNull())
    everywhere('attachment-replace')!.click()
    await flushPromises()
    await choose(new File(['b'], 'new.docx'))
    expect(Sent.all[0]!.url).toBe('/api/v1/attachments/5/content?name=new.docx')
    await Sent.all[0]!.answer(200, file({ version: 2, versionNumber: 2, name: 'new.docx' }))
    expect(panel.findAll('.tg-file')).toHaveLength(1)
    expect(find('attachment-version').text()).toBe('Version 2')
  })

  it('is removed without a question, and comes back', async () => {
    await open(({ method, path }) => {
      if (method === 'DELETE') return [204]
      return path.endsWith('/restore') ? [200, file({ version: 3 })] : list(file())
    })
    await find('attachment-menu').trigger('click')
    await vi.waitFor(() => expect(everywhere('attachment-remove')).not.toBeNull())
    everywhere('attachment-remove')!.click()
    await vi.waitFor(() => expect(find('attachments-none').exists()).toBe(true))
    await vi.waitFor(() => expect(everywhere('undo')).not.toBeNull())
    everywhere('undo')!.click()
    await vi.waitFor(() => expect(find('attachment-5').exists()).toBe(true))
  })
})

describe('what is known of a file', () => {
  it('is where it is, whether it is shown, and what stands on its badge', () => {
    expect(contentPath('5', { version: 2, inline: true })).toBe('/api/v1/attachments/5/content?version=2&inline=true')
    expect(previewOf('image/png')).toBe('image')
    expect(previewOf('application/pdf')).toBe('page')
    expect(previewOf('text/plain;charset=gb18030')).toBe('page')
    expect(previewOf('image/svg+xml')).toBeUndefined()
    expect(badgeOf('a.b.XLSX', 'x/y')).toEqual({ text: 'XLSX', kind: 'sheet' })
    expect(badgeOf('Makefile', 'x/y')).toEqual({ text: '—', kind: 'other' })
    expect(badgeOf('p.jpeg', 'image/jpeg')).toEqual({ text: 'JPEG', kind: 'image' })
  })
})
