/*
 * Writes the days on which China rests and works other than by the week (docs/data.md), as the State Council announces
 * them each year: {"2026-01-01": {"working": false, "zh": "元旦", "en": "New Year's Day"}, …}.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

function days(table, working) {
  return Object.entries(table).map(([date, names]) => {
    const [en, zh] = names.split(',')
    return [date, { working, zh, en }]
  })
}

export default function holidays() {
  const { holidays: off, workdays: on } = JSON.parse(readFileSync(require.resolve('chinese-days/dist/chinese-days.json'), 'utf8'))
  return { 'holidays.json': Object.fromEntries([...days(off, false), ...days(on, true)].sort(([one], [other]) => one.localeCompare(other))) }
}
