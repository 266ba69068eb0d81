import { OfficeBuilding } from '@element-plus/icons-vue'
import { defineModule } from '@tangram/ui'

export default defineModule({
  id: 'customers',
  messages: {
    'zh-CN': { menu: '客户', section: { basic: '客户信息', size: '规模与经营' } },
    en: { menu: 'Customers', section: { basic: 'Company', size: 'Size and business' } },
  },
  collections: [
    {
      collection: 'customers',
      title: 'customers.menu',
      icon: OfficeBuilding,
      order: 10,
      columns: ['name', 'number', 'types', 'level', 'status', 'industry', 'region', 'ownerId', 'updatedAt'],
      filters: ['types', 'level', 'status', 'industry', 'region', 'source', 'ownerId', 'updatedAt'],
      sections: ['basic', 'contact', 'size', 'registration', 'remark'],
      facts: ['types', 'level', 'status'],
      sort: '-updatedAt',
    },
  ],
})
