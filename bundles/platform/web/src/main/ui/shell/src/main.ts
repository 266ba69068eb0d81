import { collectionPages, i18n, language, putOwn, session, showLanguage } from '@tangram/ui'
import { createApp } from 'vue'
import App from './App.vue'
import { administration } from './administration'
import { keepBoardCurrent } from './live'
import { router } from './router'
import './shell.css'

showLanguage(language.value)
await session.resume().catch(() => undefined)
putOwn(administration, router, collectionPages)
await keepBoardCurrent()
createApp(App).use(i18n).use(router).mount('#app')
