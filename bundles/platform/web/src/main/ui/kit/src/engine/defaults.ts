import type { Field } from '../api/types'
import { baseCurrency } from '../format'
import { session } from '../session'
import { wallTime } from '../zone'
import { dateText } from './conditions'

/** What a new record has in a field of the company's own, as a form enters it; the server gives the same where nothing is sent. */
export function defaultOf({ type, reference, defaultValue: text }: Field): unknown {
  if (!text) return undefined
  switch (type) {
    case 'set':
      return text.split(',').map((code) => code.trim())
    case 'boolean':
      return text === 'true'
    case 'money': {
      const [amount, currency = baseCurrency()] = text.split(' ')
      return { amount, currency }
    }
    case 'date':
      return text === 'today' ? dateText(wallTime(new Date())) : text
    case 'reference':
      return text === 'me' && reference === 'users' ? session.current.signedIn?.user.id : text
    default:
      return text
  }
}
