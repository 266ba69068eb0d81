import { textOf } from '@tangram/ui'
import { verbText } from './roleMatrix'

/** By what a program acts for its user. */
export interface Token {
  id: string
  name: string
  expires: string
  scopes: string[]
  createdAt: string
  lastUsed?: string
  /** Told once, when it is made. */
  token?: string
}

/** `customers.view` in words, where there are some; the names of collections are the modules'. */
export function operationText(operation: string): string {
  const [collection = '', verb = ''] = operation.split('.')
  return `${textOf(`platform.${collection}`, `${collection}.menu`, '') || collection}: ${verbText(verb)}`
}
