import { expect, it } from 'vitest'
import type { Field } from '../src/api/types'
import { factsOf } from '../src/engine/facts'
import { row } from './server'

it('says a code once beside a title, and nothing of what is empty', () => {
  const fields = [...['stage', 'state'].map((key) => ({ key, title: key, type: 'code' })), { key: 'email', title: 'E-mail', type: 'text' }] as Field[]
  const told = (more: object) => factsOf(fields, row(more)).map(({ key }) => key)
  expect(told({ stage: 'won', state: 'won' })).toEqual(['stage'])
  expect(told({ stage: 'offer', state: 'open', email: 'a@b.cn' })).toEqual(['stage', 'state', 'email'])
})
