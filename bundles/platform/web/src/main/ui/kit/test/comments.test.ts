import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import CommentsPanel from '../src/comments/CommentsPanel.vue'
import { mentionedIn, piecesOf, threadsOf, type Comment } from '../src/comments/comments'
import { i18n, setLanguage } from '../src/i18n'
import { session } from '../src/session'
import { serve, type Answer, type Call } from './server'

const comment = (id: string, more: Partial<Comment> = {}): Comment => ({ id, version: 1, text: `Text ${id}`, mentions: [], createdAt: '2026-11-26T08:00:00Z', createdBy: '1', authorName: '李娜', ...more })

describe('comments', () => {
  it('stand under what they answer, the newest thread first', () => {
    const threads = threadsOf([comment('5', { parentId: '2' }), comment('4'), comment('3', { parentId: '2' }), comment('2'), comment('1', { parentId: '0' })])
    expect(threads.map((thread) => [thread.comment.id, ...thread.answers.map(({ id }) => id)])).toEqual([['4'], ['2', '3', '5'], ['1']])
    expect(threads.map(({ astray }) => astray)).toEqual([false, false, true])
  })

  it('mark whom they mention, the longest name first', () => {
    const mentions = [
      { userId: '1', name: '王伟' },
      { userId: '2', name: '王伟明' },
    ]
    expect(piecesOf({ text: '请@王伟明和@王伟 看 a@b.cn', mentions })).toEqual([
      { text: '请', mention: false },
      { text: '@王伟明', mention: true },
      { text: '和', mention: false },
      { text: '@王伟', mention: true },
      { text: ' 看 a@b.cn', mention: false },
    ])
  })

  it('mention nobody whose name was taken out again', () => {
    const li = { userId: '1', name: 'Li' }
    expect(mentionedIn('@Li @Li', [li, li, { userId: '2', name: 'Wang' }])).toEqual([li])
  })
})

describe('the panel', () => {
  let panel: VueWrapper
  let comments: Comment[] = []
  let calls: Call[] = []

  async function show() {
    calls = serve(({ method, path, body }): Answer | undefined => {
      if (path === '/session') return [200, { user: { id: '1', login: 'li', name: 'Li' }, csrf: 'x', operations: ['comments.create'] }]
      if (path === '/comments/people') return [200, { items: [{ userId: '9', name: '王伟' }] }]
      if (path === '/comments' && method === 'POST') {
        comments = [comment('8', { ...(body as Partial<Comment>) }), ...comments]
        return [201, comments[0]]
      }
      if (path === '/comments') return [200, { items: comments, total: { value: comments.length, relation: 'eq' } }]
      return undefined
    })
    await session.resume()
    panel = mount(CommentsPanel, { props: { collection: 'customers', recordId: '7' }, global: { plugins: [i18n] }, attachTo: document.body })
    await flushPromises()
  }
  const at = (id: string) => panel.find(`[data-testid=${id}]`)

  beforeEach(() => {
    setLanguage('en')
    comments = []
  })
  afterEach(() => {
    panel.unmount()
    sessionStorage.clear()
    vi.unstubAllGlobals()
  })

  it('keeps what is typed until it is sent, with whom it mentions', async () => {
    await show()
    expect(at('comments-none').exists()).toBe(true)
    await panel.find('textarea').setValue('@')
    panel.findComponent({ name: 'ElMention' }).vm.$emit('search', 'ww')
    await vi.waitFor(() => expect(panel.findComponent({ name: 'ElMention' }).props('options')).toHaveLength(1))
    expect(calls.find(({ path }) => path === '/comments/people')!.query.get('q')).toBe('ww')
    panel.findComponent({ name: 'ElMention' }).vm.$emit('select', { userId: '9', value: '王伟', label: '王伟' })
    await panel.find('textarea').setValue('@王伟 look')
    await flushPromises()
    panel.unmount()
    await show()
    expect(panel.find('textarea').element.value).toBe('@王伟 look')
    await panel.find('textarea').trigger('keydown', { key: 'Enter', ctrlKey: true, isComposing: true })
    expect(calls.some(({ method }) => method === 'POST')).toBe(false)
    await panel.find('textarea').trigger('keydown', { key: 'Enter', ctrlKey: true })
    await flushPromises()
    expect(calls.find(({ method }) => method === 'POST')!.body).toEqual({ collection: 'customers', recordId: '7', text: '@王伟 look', mentions: [{ userId: '9' }] })
    expect(panel.find('textarea').element.value).toBe('')
    expect(Object.values(sessionStorage).join()).not.toContain('look')
    expect(panel.emitted('followed')).toHaveLength(1)
    expect(at('comment-said').text()).toBe('@王伟 look')
  })

  it('sends what did not arrive again with the same key, whether or not the list is there', async () => {
    await show()
    panel.unmount()
    let down = true
    calls = serve(({ path, method, body }): Answer | undefined => {
      if (path === '/comments' && method === 'POST') return down ? [503, { code: 'unavailable' }] : [201, comment('8', body as Partial<Comment>)]
      if (path === '/comments') return [503, { code: 'unavailable' }]
      return undefined
    })
    panel = mount(CommentsPanel, { props: { collection: 'customers', recordId: '7' }, global: { plugins: [i18n] }, attachTo: document.body })
    await flushPromises()
    await panel.find('textarea').setValue('Said once')
    const send = async () => {
      await panel.find('textarea').trigger('keydown', { key: 'Enter', ctrlKey: true })
      await flushPromises()
    }
    await send()
    expect(panel.find('textarea').element.value).toBe('Said once')
    down = false
    await send()
    expect(panel.find('textarea').element.value).toBe('')
    await panel.find('textarea').setValue('Said once')
    await send()
    const keys = calls.filter(({ method }) => method === 'POST').map(({ headers }) => headers['Idempotency-Key'])
    expect(keys[0]).toBe(keys[1])
    expect(new Set(keys).size).toBe(2)
  })

  it('offers to change only what one wrote oneself', async () => {
    comments = [comment('3', { createdBy: '2' }), comment('2')]
    await show()
    expect(at('comment-3').find('[data-testid=comment-edit]').exists()).toBe(false)
    expect(at('comment-3').find('[data-testid=comment-remove]').exists()).toBe(false)
    expect(at('comment-2').find('[data-testid=comment-edit]').exists()).toBe(true)
  })
})
