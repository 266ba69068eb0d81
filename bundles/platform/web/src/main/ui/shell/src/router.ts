import { createRouter, createWebHistory } from 'vue-router'
import AbsentPage from './AbsentPage.vue'
import AccountPage from './AccountPage.vue'
import HomePage from './HomePage.vue'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: HomePage },
    { path: '/account', component: AccountPage },
    // What no module on the board has: its module was lifted, or it never was.
    { path: '/:rest(.*)*', component: AbsentPage },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})
