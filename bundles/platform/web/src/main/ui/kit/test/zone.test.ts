import { afterEach, describe, expect, it, vi } from 'vitest'
import { compiled } from '../src/engine/conditions'
import { rsql } from '../src/engine/filter'
import { instantText } from '../src/format'
import { followLocale, language, setLanguage, showLanguage } from '../src/i18n'
import { companyDay, instantOf, setCompanyZone, setTimeZone, wallTime } from '../src/zone'

const contacted = { key: 'at', title: 'At', type: 'instant' as const, filterable: true }

afterEach(() => {
  vi.unstubAllEnvs()
  setTimeZone(undefined)
  setCompanyZone(undefined)
  localStorage.clear()
  showLanguage('en')
})

describe('the day of the company', () => {
  it('is that where the company is, wherever the user is', () => {
    setTimeZone('America/New_York')
    setCompanyZone('Asia/Shanghai')
    expect(companyDay(new Date('2026-01-05T17:00:00Z'))).toBe('2026-01-06')
    expect(companyDay(new Date('2026-01-05T15:59:00Z'))).toBe('2026-01-05')
    setCompanyZone('Nowhere/Atall')
    expect(companyDay(new Date('2026-01-05T12:00:00Z'))).toMatch(/^2026-01-0[56]$/)
  })
})

describe('the clock of the user', () => {
  it('tells instants where the user is, wherever the browser is', () => {
    setTimeZone('Asia/Shanghai')
    expect(instantText('2026-01-05T20:07:00Z')).toBe('2026-01-06 04:07')
    setTimeZone('America/New_York')
    expect(instantText('2026-01-05T20:07:00Z')).toBe('2026-01-05 15:07')
    expect(instantText('2026-07-05T20:07:00Z')).toBe('2026-07-05 16:07')
  })

  it('shows an hour that the browser’s own clock leaves out', () => {
    vi.stubEnv('TZ', 'America/New_York')
    expect(new Date('2026-03-08T07:00:00Z').getHours()).toBe(3)
    setTimeZone('Asia/Shanghai')
    expect(instantText('2026-03-07T18:30:00Z')).toBe('2026-03-08 02:30')
    setTimeZone(undefined)
    expect(instantText('2026-03-08T07:00:00Z')).toBe('2026-03-08 03:00')
  })

  it('is the browser’s where it is none that the browser knows', () => {
    const own = instantText('2026-01-05T20:07:00Z')
    setTimeZone('Nowhere/Atall')
    expect(instantText('2026-01-05T20:07:00Z')).toBe(own)
  })

  it('gives back what was entered, also where the clock was just put forward or back', () => {
    setTimeZone('America/New_York')
    for (const instant of ['2026-01-05T20:07:01.250Z', '2026-03-08T06:59:00.000Z', '2026-03-08T07:00:00.000Z', '2026-11-01T07:30:00.000Z']) {
      expect(instantOf(wallTime(new Date(instant))).toISOString()).toBe(instant)
    }
  })

  it('says when a day begins that is asked for', () => {
    setTimeZone('Asia/Shanghai')
    expect(rsql({ at: '2026-01-05..2026-01-05' }, [contacted])).toContain('at=ge=')
    expect(rsql({ at: '2026-01-05..2026-01-05' }, [contacted])).toMatch(/2026-01-04T16:00.*2026-01-05T16:00/)
    expect(compiled({ join: 'and', parts: [{ field: 'at', operator: 'on', values: ['2026-01-05'] }] }, [contacted])).toMatch(/2026-01-04T16:00.*2026-01-05T16:00/)
  })
})

describe('the language of the user', () => {
  it('is followed until another is chosen by hand', () => {
    followLocale('zh-Hans-CN')
    expect(language.value).toBe('zh-CN')
    followLocale(null)
    followLocale('fr')
    expect(language.value).toBe('zh-CN')
    setLanguage('en')
    followLocale('zh-CN')
    expect(language.value).toBe('en')
  })
})
