import { language, t, type Row } from '@tangram/ui'

const MONTHS = ['正', '二', '三', '四', '五', '六', '七', '八', '九', '十', '冬', '腊']
const DIGITS = ['十', '一', '二', '三', '四', '五', '六', '七', '八', '九']
const TENS = ['初', '十', '廿', '三']

interface Born {
  year?: unknown
  month?: unknown
  day?: unknown
  lunar?: unknown
  leapMonth?: unknown
  next?: unknown
}

export interface NamedBirthday extends Born {
  name: string
}

/** 初十, 二十 and 三十 are the tenth days of their row. */
function lunarDay(day: number): string {
  if (day === 20) return '二十'
  return TENS[day === 10 ? 0 : Math.floor(day / 10)]! + DIGITS[day % 10]!
}

/** A birthday in words: 农历闰四月初十，下次 2027-05-15. */
export function birthdayText({ year, month, day, lunar, leapMonth, next }: Born): string {
  const when = day === undefined ? '' : lunar ? lunarText(Number(month), Number(day), leapMonth === true) : solarText(Number(month), Number(day))
  const born = [year, when].filter(Boolean).join(language.value === 'en' ? ' · ' : ' ')
  return next ? `${born}${language.value === 'en' ? ', ' : '，'}${t('customers.nextDay', { day: next })}` : born
}

const solarText = (month: number, day: number) => t('customers.solarDay', { month: two(month), day: two(day) })
const two = (number: number) => (language.value === 'en' ? String(number).padStart(2, '0') : String(number))

function lunarText(month: number, day: number, leap: boolean): string {
  return language.value === 'en'
    ? t('customers.lunarDay', { month: `${leap ? 'leap ' : ''}month ${month}, day`, day })
    : t('customers.lunarDay', { month: `${leap ? '闰' : ''}${MONTHS[month - 1]}月`, day: lunarDay(day) })
}

/** The last day of somebody at the company that a filter looks for; undefined where they are there, or it looks for none. */
export function leftOn(contact: Row, filter: string): string | undefined {
  const customer = /(?:^|;)customerId==(\d+)/.exec(filter)?.[1]
  const there = ((contact.companies ?? []) as Row[]).filter((company) => company.customerId === customer)
  if (!customer || !there.length || there.some(({ active }) => active !== false)) return undefined
  return there.map(({ to }) => String(to)).sort().at(-1)
}
