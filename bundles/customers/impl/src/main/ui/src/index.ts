import { ChatLineRound, OfficeBuilding, User } from '@element-plus/icons-vue'
import { defineModule } from '@tangram/ui'

export default defineModule({
  id: 'customers',
  messages: {
    'zh-CN': {
      menu: '客户',
      contacts: '联系人',
      log: '接触记录',
      section: {
        basic: '客户信息',
        size: '规模与经营',
        registration: '工商与开票',
        terms: '交易条件',
        companies: '任职公司',
        personal: '个人信息',
        result: '结果与后续',
      },
    },
    en: {
      menu: 'Customers',
      contacts: 'Contacts',
      log: 'Contact log',
      section: {
        basic: 'Company',
        size: 'Size and business',
        registration: 'Registration and invoices',
        terms: 'Terms',
        companies: 'Companies',
        personal: 'Personal',
        result: 'Result and next step',
      },
    },
  },
  collections: [
    {
      collection: 'customers',
      title: 'customers.menu',
      icon: OfficeBuilding,
      order: 10,
      columns: ['name', 'number', 'types', 'level', 'status', 'industry', 'region', 'phone', 'ownerId', 'lastContactAt', 'updatedAt'],
      filters: ['types', 'level', 'status', 'industry', 'region', 'source', 'ownerId', 'lastContactAt'],
      sections: ['basic', 'contact', 'size', 'registration', 'terms', 'remark'],
      facts: ['types', 'level', 'status'],
      sort: '-updatedAt',
    },
    {
      collection: 'contacts',
      title: 'customers.contacts',
      icon: User,
      order: 11,
      columns: ['name', 'customerId', 'title', 'phone', 'email', 'wechat', 'ownerId', 'updatedAt'],
      filters: ['customerId', 'gender', 'birthMonth', 'doNotContact', 'ownerId'],
      sections: ['basic', 'companies', 'contact', 'personal', 'remark'],
      facts: ['customerId', 'title'],
      sort: 'name',
    },
    {
      collection: 'contact-logs',
      title: 'customers.log',
      icon: ChatLineRound,
      order: 12,
      columns: ['subject', 'customerId', 'method', 'status', 'startAt', 'authorId', 'nextAction', 'nextActionAt'],
      filters: ['customerId', 'method', 'status', 'startAt', 'authorId', 'nextActionAt'],
      sections: ['basic', 'result'],
      facts: ['method', 'status', 'startAt'],
      sort: '-startAt',
    },
  ],
})
