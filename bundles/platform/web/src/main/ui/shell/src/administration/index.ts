import { Calendar, Collection, DataAnalysis, Delete, Files, Grid, Key, Lock, Postcard, SetUp, Share, Switch, User } from '@element-plus/icons-vue'
import { defineModule } from '@tangram/ui'
import DictionariesPage from '../DictionariesPage.vue'
import ModulesPage from '../ModulesPage.vue'
import { en, zh } from './messages'

const transferAction = () => import('./TransferAction.vue')

/** The pages of the platform itself: who works here, what they may do, and what the system is made of. */
export const administration = defineModule({
  id: 'platform',
  messages: { 'zh-CN': zh, en },
  collections: [
    {
      collection: 'users',
      title: 'platform.users',
      icon: User,
      order: 900,
      group: 'administration',
      columns: ['name', 'login', 'departmentId', 'superiorId', 'roleIds', 'active', 'updatedAt'],
      filters: ['departmentId', 'superiorId', 'active'],
      sections: ['basic', 'contact', 'sign-in', 'preferences'],
      facts: ['login', 'active'],
      figures: ['departmentId', 'superiorId', 'roleIds'],
      sort: 'name',
      documents: false,
      comments: false,
      consider: {
        when: (before, { active }) => active === false && before.active !== false,
        component: () => import('./DeactivationDialog.vue'),
      },
    },
    {
      collection: 'departments',
      title: 'platform.departments',
      icon: Share,
      order: 901,
      group: 'administration',
      columns: ['name', 'code', 'parentId', 'managerId', 'members', 'active'],
      facts: ['code'],
      figures: ['parentId', 'managerId', 'members'],
      sort: 'name',
      documents: false,
      comments: false,
    },
    {
      collection: 'roles',
      title: 'platform.roles',
      icon: Key,
      order: 902,
      group: 'administration',
      columns: ['name', 'code', 'users', 'description', 'updatedAt'],
      facts: ['code'],
      figures: ['users', 'description'],
      sort: 'name',
      documents: false,
      comments: false,
    },
    {
      collection: 'transfers',
      title: 'platform.transfers.title',
      icon: Switch,
      order: 906,
      group: 'administration',
      // One's own, whoever one is.
      permission: '',
      columns: ['reason', 'collection', 'fromUserId', 'toUserId', 'effectiveOn', 'status', 'doneAt', 'createdAt'],
      filters: ['status', 'effectiveOn', 'fromUserId', 'toUserId'],
      facts: ['status'],
      figures: ['effectiveOn', 'fromUserId', 'toUserId'],
      entered: false,
      documents: false,
      comments: false,
      history: false,
    },
  ],
  actions: [
    { id: 'cancel', collection: 'transfers', title: 'platform.transfers.cancel', operation: 'cancel', offered: ({ status }) => status === 'scheduled', component: transferAction },
    { id: 'undo', collection: 'transfers', title: 'action.undo', operation: 'undo', offered: ({ status }) => status === 'done', component: transferAction },
  ],
  menu: [
    { title: 'platform.analyses.title', path: '/analyses', icon: DataAnalysis, order: 800 },
    { title: 'platform.bin.title', path: '/recycle-bin', icon: Delete, order: 905, group: 'administration' },
    { title: 'platform.signIns.title', path: '/sign-ins', icon: Lock, order: 904, group: 'administration', permission: 'users.edit' },
    { title: 'platform.numbering.title', path: '/numbering', icon: Postcard, order: 908, group: 'administration', permission: 'numbering.view' },
    { title: 'platform.calendar.title', path: '/working-calendar', icon: Calendar, order: 909, group: 'administration', permission: 'working-calendar.edit' },
    { title: 'dictionary.manager', path: '/dictionaries', icon: Collection, order: 910, group: 'administration', permission: 'dictionaries.view' },
    { title: 'platform.custom.title', path: '/custom-fields', icon: Grid, order: 909, group: 'administration', permission: 'custom-fields.view' },
    { title: 'platform.layouts.title', path: '/layouts', icon: Files, order: 909, group: 'administration', permission: 'layouts.view' },
    { title: 'module.manager', path: '/modules', icon: SetUp, order: 911, group: 'administration', permission: 'modules.view' },
  ],
  views: [
    { path: '/analyses', component: () => import('../analyses/AnalysesPage.vue') },
    { path: '/analyses/:code', component: () => import('../analyses/AnalysisPage.vue'), props: true },
    { path: '/recycle-bin', component: () => import('./RecycleBinPage.vue') },
    { path: '/sign-ins', component: () => import('./UnknownSignInsPage.vue') },
    { path: '/numbering', component: () => import('./NumberingPage.vue') },
    { path: '/working-calendar', component: () => import('./WorkingCalendarPage.vue') },
    { path: '/custom-fields', component: () => import('./CustomFieldsPage.vue'), meta: { stays: true } },
    { path: '/layouts', component: () => import('./LayoutsPage.vue'), meta: { stays: true } },
    { path: '/departments', component: () => import('./DepartmentsPage.vue') },
    { path: '/dictionaries/:code?', component: DictionariesPage, props: true, meta: { stays: true } },
    { path: '/modules', component: ModulesPage },
  ],
  panels: [
    { id: 'role-matrix', collection: 'roles', title: 'platform.matrix.title', place: 'main', component: () => import('./RoleMatrix.vue') },
    { id: 'user-permissions', collection: 'users', title: 'platform.matrix.title', place: 'tab', component: () => import('./PermissionsPanel.vue') },
    { id: 'user-sign-ins', collection: 'users', title: 'platform.signIns.title', place: 'tab', component: () => import('./UserSignIns.vue') },
    { id: 'department-history', collection: 'departments', title: 'platform.past.title', place: 'tab', component: () => import('./DepartmentHistoryPanel.vue') },
    { id: 'memberships', collection: 'users', title: 'platform.memberships', place: 'side', component: () => import('./MembershipsPanel.vue') },
  ],
  related: [
    { id: 'user-team', of: 'users', collection: 'users', field: 'superiorId', title: 'platform.subordinates', order: 10, sort: 'name', columns: ['name', 'login', 'departmentId', 'active'] },
    { id: 'department-members', of: 'departments', collection: 'users', field: 'departmentId', title: 'platform.members', order: 10, sort: 'name', columns: ['name', 'login', 'superiorId', 'active'] },
    { id: 'department-parts', of: 'departments', collection: 'departments', field: 'parentId', title: 'platform.parts', order: 20, sort: 'name', columns: ['name', 'code', 'managerId', 'members'] },
  ],
})
