import type { Field } from '../api/types'
import { t } from '../i18n'
import { session } from '../session'

/** Those among users who go by the one who asks; the server knows the words. */
export function people(field: Field): { id: string; title: string }[] {
  if (field.reference !== 'users') return []
  const me = { id: 'me', title: t('people.me') }
  return session.current.signedIn?.leads ? [me, { id: 'team', title: t('people.team') }] : [me]
}
