import { ref, shallowRef, watch, type Ref } from 'vue'
import type { Dictionary } from '../api/types'
import { language } from '../i18n'
import { api } from '../session'

/** So long what was loaded is not doubted. */
const TRUSTED = 20_000

/** By language and code; a failed answer is asked for again. */
const kept = new Map<string, Promise<Dictionary>>()
/** Grows when a dictionary that was loaded is not as it was: who shows it asks for it again. */
const changes = ref(0)
let looked = Date.now()

export function dictionaryOf(code: string): Promise<Dictionary> {
  const key = `${language.value} ${code}`
  let answer = kept.get(key)
  if (!answer) {
    answer = api.get<Dictionary>(`/dictionaries/${code}`)
    answer.catch(() => kept.delete(key))
    kept.set(key, answer)
  }
  return answer
}

/** Forgets all dictionaries, because a module came, left or was updated, or somebody changed one here. */
export function forgetDictionaries() {
  kept.clear()
  changes.value++
}

/** Asks which dictionaries others have changed meanwhile; one small answer tells of all of them. */
async function lookAgain() {
  if (Date.now() - looked < TRUSTED) return
  looked = Date.now()
  const { items } = await api.get<{ items: Dictionary[] }>('/dictionaries')
  const versions = new Map(items.map(({ code, version }) => [code, version]))
  let changed = false
  for (const [key, answer] of [...kept]) {
    const dictionary = await answer.catch(() => undefined)
    if (dictionary && versions.get(dictionary.code) !== dictionary.version) changed = kept.delete(key) || changed
  }
  if (changed) changes.value++
}

/** What is known of one that cannot be had. */
const NONE: Dictionary = { code: '', title: '', items: [] }

/** A dictionary in the language of the moment; absent until it is there, and without items where it cannot be had. */
export function useDictionary(code: () => string | undefined): Ref<Dictionary | undefined> {
  const dictionary = shallowRef<Dictionary>()
  watch(
    [code, language, changes],
    async () => {
      const asked = code()
      if (!asked) return
      const answer = await dictionaryOf(asked).catch(() => undefined)
      if (asked === code()) dictionary.value = answer ?? dictionary.value ?? NONE
      void lookAgain().catch(() => undefined)
    },
    { immediate: true },
  )
  return dictionary
}
