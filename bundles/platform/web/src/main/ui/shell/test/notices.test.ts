import { setLanguage } from '@tangram/ui'
import { beforeEach, describe, expect, it } from 'vitest'
import { following, latest, pathOf, sentence, whenText, type Notice } from '../src/notices/notices'

const notice = (more: Partial<Notice>): Notice => ({
  id: '1',
  kind: 'change',
  unread: true,
  happenedAt: '2026-11-26T08:00:00Z',
  times: 1,
  collection: 'customers',
  recordId: '7',
  title: '华东科技',
  byId: '2',
  byName: 'Li Na',
  ...more,
})

describe('a notice', () => {
  beforeEach(() => setLanguage('en'))

  it('says what happened, and how often', () => {
    expect(sentence(notice({}))).toBe('Li Na changed 华东科技')
    expect(sentence(notice({ times: 3 }))).toBe('华东科技 was changed 3 times, the last time by Li Na')
    expect(sentence(notice({ times: 3, recordId: null, title: null }))).toBe('Li Na changed 3 records')
    expect(sentence(notice({ kind: 'given', times: 50_000, recordId: null }))).toBe('Li Na made 50000 records yours')
    expect(sentence(notice({ kind: 'taken', recordId: null }))).toBe('华东科技 is yours no longer: Li Na handed it over or released it')
    expect(sentence(notice({ kind: 'taken', byId: '0', times: 200, recordId: null, title: null }))).toContain('200 records are yours no longer')
    expect(sentence(notice({ kind: 'mention' }))).toBe('Li Na mentioned you on 华东科技')
    expect(sentence(notice({ kind: 'reminder', byId: '0', title: 'S-2026-000012-2', message: 'is due on 2026-12-01' }))).toBe('S-2026-000012-2 is due on 2026-12-01')
    expect(sentence(notice({ kind: 'reminder', byId: '0' }))).toBe('Something is to be done about 华东科技')
    expect(sentence(notice({ kind: 'job', byId: '0', jobKind: 'export', jobStatus: 'failed' }))).toBe('Your export failed')
    expect(sentence(notice({ kind: 'job', byId: '0', jobKind: 'import', jobStatus: 'done' }))).toBe('Your import is done')
    expect(sentence(notice({ kind: 'job', byId: '0', jobKind: 'merge', jobStatus: 'done' }))).toBe('Your merge is done')
  })

  it('names a record whose name is hidden by its number', () => {
    expect(sentence(notice({ kind: 'shared', title: null }))).toBe('Li Na shared #7 with you')
  })

  it('leads to the record, to what was said, or to the list', () => {
    expect(pathOf(notice({}))).toBe('/customers/7')
    expect(pathOf(notice({ kind: 'comment' }))).toBe('/customers/7?tab=comments')
    expect(pathOf(notice({ recordId: null }))).toBe('/customers')
    expect(pathOf(notice({ kind: 'taken', recordId: null }))).toBeUndefined()
    expect(pathOf(notice({ kind: 'job', collection: null, recordId: null }))).toBeUndefined()
  })

  it('stands once in a list, as it was told last', () => {
    const page = following([notice({ id: '3' }), notice({ id: '2' })], [notice({ id: '2', unread: false }), notice({ id: '1' })])
    expect(page.map(({ id, unread }) => [id, unread])).toEqual([
      ['3', true],
      ['2', false],
      ['1', true],
    ])
  })

  it('is read as far as it was shown', () => {
    expect(latest([])).toBeUndefined()
    const times = ['2026-11-26T08:00:00.010Z', '2026-11-26T08:00:01Z', '2026-11-26T08:00:00Z']
    expect(latest(times.map((changedAt) => notice({ changedAt })))).toBe('2026-11-26T08:00:01Z')
  })

  it('tells the hour of today and the day of others', () => {
    const now = new Date(2026, 10, 26, 18)
    expect(whenText(new Date(2026, 10, 26, 9, 5).toISOString(), now)).toBe('09:05')
    expect(whenText(new Date(2026, 10, 25, 9, 5).toISOString(), now)).toBe('2026-11-25 09:05')
  })
})
