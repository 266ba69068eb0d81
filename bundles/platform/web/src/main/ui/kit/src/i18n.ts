import { computed } from 'vue'
import { createI18n } from 'vue-i18n'
import en from './messages/en'
import zh from './messages/zh-CN'

export type Language = 'zh-CN' | 'en'
export const LANGUAGES: readonly Language[] = ['zh-CN', 'en']

/** Texts by key; nested keys are joined by dots. */
export interface Messages {
  [key: string]: string | Messages
}

/** Another name than earlier versions kept the language by, which they did without anybody having chosen it. */
const STORED = 'tangram.language.chosen'

/** What somebody chose by hand in this browser. */
const chosen = (): Language | undefined => LANGUAGES.find((tag) => tag === localStorage.getItem(STORED))

const languageOf = (locale = ''): Language | undefined => LANGUAGES.find((tag) => tag.slice(0, 2) === locale.toLowerCase().slice(0, 2))

export const i18n = createI18n({
  legacy: false,
  locale: chosen() ?? languageOf(navigator.language) ?? 'en',
  fallbackLocale: 'en',
  messages: { 'zh-CN': zh, en } as Record<Language, Messages>,
})

export const language = computed<Language>(() => i18n.global.locale.value as Language)

export function showLanguage(next: Language) {
  i18n.global.locale.value = next
  document.documentElement.lang = next
}

/** Chosen by hand, and kept in this browser, whoever signs in. */
export function setLanguage(next: Language) {
  localStorage.setItem(STORED, next)
  showLanguage(next)
}

/** The language of whoever signed in, unless another was chosen by hand. */
export function followLocale(locale?: string | null) {
  const next = languageOf(locale ?? '')
  if (next && !chosen()) showLanguage(next)
}

/** The text of the first key that has one; else the last key itself. */
export function textOf(...keys: string[]): string {
  const found = keys.find((key) => i18n.global.te(key) || i18n.global.te(key, 'en'))
  return i18n.global.t(found ?? keys[keys.length - 1]!)
}

export const t = (key: string, values: Record<string, unknown> = {}): string => i18n.global.t(key, values)
