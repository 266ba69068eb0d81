import type { Field, Money } from '../api/types'
import { isEmpty } from '../format'
import { t } from '../i18n'
import type { Values } from './merge'
import { entered, isBlank, valuesOf } from './nested'

const DECIMAL = /^-?\d+(\.\d+)?$/

/** The rules that need no server; it checks them again, and all others. */
export function check(fields: Field[], values: Values): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const field of fields) {
    if (field.readOnly) continue
    const message = broken(field, values[field.key])
    if (message) errors[field.key] = message
    else if (field.type === 'nested') checkParts(field, values[field.key], errors)
  }
  return errors
}

/** Errors of parts by their paths, as the server tells them: `phones[1].number`. */
function checkParts(field: Field, value: unknown, errors: Record<string, string>) {
  valuesOf(field, value).forEach((each, at) => {
    if (isBlank(field, each)) return
    const path = field.list ? `${field.key}[${at}]` : field.key
    for (const [part, message] of Object.entries(check(entered(field), each))) errors[`${path}.${part}`] = message
  })
}

function broken(field: Field, value: unknown): string | undefined {
  if (isEmpty(value)) return field.required ? t('rule.required') : undefined
  switch (field.type) {
    case 'integer':
      return /^-?\d+$/.test(String(value)) ? bounds(field, String(value)) : t('rule.integer')
    case 'decimal':
      if (!DECIMAL.test(String(value))) return t('rule.number')
      return isPrecise(field, String(value)) ? bounds(field, String(value)) : t('rule.decimals', { max: field.decimals! })
    case 'money': {
      const { amount, currency } = value as Money
      if (!DECIMAL.test(amount)) return t('rule.number')
      return /^[A-Z]{3}$/.test(currency) ? bounds(field, amount) : t('rule.currency')
    }
    case 'text':
    case 'longtext': {
      const text = String(value)
      if (field.required && !text.trim()) return t('rule.required')
      if (field.maxLength && text.length > field.maxLength) return t('rule.tooLong', { max: field.maxLength })
      return matches(field, text) ? undefined : t('rule.pattern')
    }
    default:
      return undefined
  }
}

const isPrecise = ({ decimals }: Field, text: string) => decimals === undefined || decimals === null || (/\.(\d*?)0*$/.exec(text)?.[1] ?? '').length <= decimals

function bounds(field: Field, text: string): string | undefined {
  if (field.min !== undefined && field.min !== null && Number(text) < Number(field.min)) return t('rule.min', { min: field.min })
  if (field.max !== undefined && field.max !== null && Number(text) > Number(field.max)) return t('rule.max', { max: field.max })
  return undefined
}

/** A pattern that only the server's dialect knows is left to it. */
function matches(field: Field, text: string): boolean {
  if (!field.pattern) return true
  try {
    return new RegExp(`^(?:${field.pattern})$`, 'u').test(text)
  } catch {
    return true
  }
}
