import { createRouter, createWebHistory } from 'vue-router'
import AbsentPage from './AbsentPage.vue'
import DictionariesPage from './DictionariesPage.vue'
import HomePage from './HomePage.vue'
import ModulesPage from './ModulesPage.vue'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: HomePage },
    { path: '/modules', component: ModulesPage },
    { path: '/dictionaries/:code?', component: DictionariesPage, props: true, meta: { stays: true } },
    // What no module on the board has: its module was lifted, or it never was.
    { path: '/:rest(.*)*', component: AbsentPage },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})
