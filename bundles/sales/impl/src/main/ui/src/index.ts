import { Goods } from '@element-plus/icons-vue'
import { defineModule } from '@tangram/ui'

export default defineModule({
  id: 'sales',
  messages: {
    'zh-CN': {
      products: '产品',
      picture: '图片',
      choosePicture: '选择图片',
      section: {
        prices: '价格',
        products: { basic: '产品信息' },
      },
    },
    en: {
      products: 'Products',
      picture: 'Picture',
      choosePicture: 'Choose a picture',
      section: {
        prices: 'Prices',
        products: { basic: 'Product' },
      },
    },
  },
  collections: [
    {
      collection: 'products',
      title: 'sales.products',
      icon: Goods,
      order: 25,
      columns: ['code', 'name', 'category', 'spec', 'unit', 'listPrice', 'status', 'updatedAt'],
      widths: { code: 120, name: 230, category: 150, unit: 80, status: 90 },
      filters: ['category', 'status', 'unit'],
      sections: ['basic', 'prices', 'remark'],
      facts: ['code', 'category', 'status'],
      figures: ['listPrice', 'unit', 'cost'],
      quick: ['code', 'name', 'category', 'unit'],
      sort: 'name',
    },
  ],
  panels: [{ id: 'picture', collection: 'products', title: 'sales.picture', place: 'side', component: () => import('./PicturePanel.vue') }],
})
