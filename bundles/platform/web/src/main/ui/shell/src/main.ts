import { i18n, language, session, setLanguage } from '@tangram/ui'
import { createApp } from 'vue'
import App from './App.vue'
import { keepBoardCurrent } from './live'
import { router } from './router'
import './shell.css'

setLanguage(language.value)
await session.resume().catch(() => undefined)
await keepBoardCurrent()
createApp(App).use(i18n).use(router).mount('#app')
