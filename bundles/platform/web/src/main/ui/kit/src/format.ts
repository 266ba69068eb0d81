import type { Field, Money, Total } from './api/types'
import type { Language } from './i18n'
import { clockParts } from './zone'

/** A number as people type it, 1,234.5 or １２３４．５, as it travels; a comma that parts no thousands stays and is pointed out. */
export const typedNumber = (typed: string) => typed.normalize('NFKC').replace('。', '.').replace(/(?<=\d),(?=\d{3}(?!\d))/g, '').trim()

/** Digits as they are, grouped: decimals are strings, and no double may round them. */
export function decimalText(value: string | number, language: Language, places = 0): string {
  return new Intl.NumberFormat(language, { minimumFractionDigits: places, maximumFractionDigits: 10 }).format(String(value) as Intl.StringNumericLiteral)
}

const SHORT = { notation: 'compact', maximumFractionDigits: 2 } as const
const isLarge = (value: string, language: Language) => Math.abs(Number(value)) >= (language === 'zh-CN' ? 1e8 : 1e9)

/** Large numbers as people say them, 亿 or billions; others as they are. */
export function shortText(value: string, language: Language, places = 0): string {
  if (!isLarge(value, language)) return decimalText(value, language, places)
  return new Intl.NumberFormat(language, SHORT).format(value as Intl.StringNumericLiteral)
}

let base = 'CNY'

/** What the server turns amounts into, and sums them in. */
export const baseCurrency = () => base

export function setBaseCurrency(code?: string) {
  base = code || 'CNY'
}

/** @param short large amounts as people say them */
export function moneyText(value: Money, language: Language, short = false): string {
  // A number where it stands in a fact.
  const fraction = String(value.amount).split('.')[1]?.replace(/0+$/, '').length ?? 0
  try {
    return new Intl.NumberFormat(language, {
      style: 'currency',
      currency: value.currency,
      currencyDisplay: 'narrowSymbol',
      ...(short && isLarge(value.amount, language) ? SHORT : { minimumFractionDigits: Math.max(2, fraction) }),
    }).format(value.amount as Intl.StringNumericLiteral)
  } catch {
    return `${value.currency} ${value.amount}`
  }
}

/** 2026-11-23 09:05 by the user's clock: read the same in every language, and sorted as it is written. */
export function instantText(value: string): string {
  const [year, month, day, hour, minute] = clockParts(new Date(value)).map((part) => String(part).padStart(2, '0'))
  return `${year}-${month}-${day} ${hour}:${minute}`
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB']

/** 1.2 MB: as file managers tell sizes. */
export function bytesText(bytes: number, language: Language): string {
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1)
  const value = bytes / 1024 ** power
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: power && value < 100 ? 1 : 0 }).format(value)} ${UNITS[power]}`
}

export function totalText(total: Total, language: Language): string {
  return new Intl.NumberFormat(language).format(total.value) + (total.relation === 'gte' ? '+' : '')
}

/** The text of a value that needs no look-up; codes and references have components of their own. */
export function plainText(field: Field, value: unknown, language: Language): string {
  if (isEmpty(value)) return ''
  switch (field.type) {
    case 'money':
      return moneyText(value as Money, language)
    case 'decimal':
    case 'integer':
      return isYear(field) ? String(value) : decimalText(value as string, language)
    case 'date':
      return String(value)
    case 'instant':
      return instantText(value as string)
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
}

/** Years are not grouped: 1998, never 1,998. */
export function isYear(field: Field): boolean {
  return Number(field.min) >= 1000 && Number(field.max) <= 9999
}

/** Of years and of parts of a hundred there is no sum. */
export function hasSum(field: Field): boolean {
  return isNumeric(field) && !isYear(field) && !field.percent && field.key !== 'version'
}

export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

export function isNumeric(field: Field): boolean {
  return field.type === 'integer' || field.type === 'decimal' || field.type === 'money'
}
