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

const STORED = 'tangram.language'

function preferred(): Language {
  const stored = localStorage.getItem(STORED)
  if (stored === 'zh-CN' || stored === 'en') return stored
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

export const i18n = createI18n({
  legacy: false,
  locale: preferred(),
  fallbackLocale: 'en',
  messages: { 'zh-CN': zh, en } as Record<Language, Messages>,
})

export const language = computed<Language>(() => i18n.global.locale.value as Language)

export function setLanguage(next: Language) {
  i18n.global.locale.value = next
  localStorage.setItem(STORED, next)
  document.documentElement.lang = next
}

/** The text of the first key that has one; else the last key itself. */
export function textOf(...keys: string[]): string {
  const found = keys.find((key) => i18n.global.te(key) || i18n.global.te(key, 'en'))
  return i18n.global.t(found ?? keys[keys.length - 1]!)
}

export const t = (key: string, values: Record<string, unknown> = {}): string => i18n.global.t(key, values)
