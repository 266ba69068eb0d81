import { inject, provide, type Ref } from 'vue'
import { isEmpty } from '../format'
import type { Values } from './merge'

const RECORD = Symbol('record')
const SAVED = Symbol('saved')

/** Tells the fields below which record they are of, as it stands now. */
export const provideRecord = (record: Readonly<Ref<Values | undefined>>) => provide(RECORD, record)

export const useRecord = (): Readonly<Ref<Values | undefined>> | undefined => inject<Readonly<Ref<Values | undefined>> | undefined>(RECORD, undefined)

/** Tells the fields below which record they are of, as the server has it. */
export const provideSaved = (record: Readonly<Ref<Values | undefined>>) => provide(SAVED, record)

export const useSaved = (): Readonly<Ref<Values | undefined>> | undefined => inject<Readonly<Ref<Values | undefined>> | undefined>(SAVED, undefined)

/**
 * What narrows the choice of a reference, with the record's values in its `{places}`: '' where nothing does, undefined where a
 * value is missing, so that there is nothing to choose from yet.
 */
export function narrowed(template: string | null | undefined, record: Values | undefined): string | undefined {
  if (!template) return ''
  let complete = true
  const filter = template.replace(/\{(\w+)\}/g, (_place, key: string) => {
    const value = record?.[key]
    if (isEmpty(value)) complete = false
    return String(value)
  })
  return complete ? filter : undefined
}
