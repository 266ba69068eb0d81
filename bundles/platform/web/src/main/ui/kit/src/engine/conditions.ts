import type { Field, FieldType } from '../api/types'
import { instantOf, wallTime } from '../zone'

/** What a condition can ask of a field; which of them there are goes by the field's type. */
export type Operator =
  | 'contains'
  | 'lacks'
  | 'is'
  | 'not'
  | 'starts'
  | 'ends'
  | 'any'
  | 'none'
  | 'gt'
  | 'ge'
  | 'lt'
  | 'le'
  | 'between'
  | 'within'
  | 'on'
  | 'before'
  | 'after'
  | 'empty'
  | 'filled'

export interface Rule {
  field: string
  operator: Operator
  values: string[]
}

export interface Group {
  join: 'and' | 'or'
  parts: (Rule | Group)[]
}

export const isGroup = (part: Rule | Group): part is Group => 'join' in part

const TEXT: Operator[] = ['contains', 'lacks', 'is', 'not', 'starts', 'ends', 'empty', 'filled']
const CHOICE: Operator[] = ['any', 'none', 'empty', 'filled']
const NUMBER: Operator[] = ['is', 'not', 'gt', 'ge', 'lt', 'le', 'between', 'empty', 'filled']
const TIME: Operator[] = ['within', 'on', 'before', 'after', 'between', 'empty', 'filled']

const OPERATORS: Record<FieldType, Operator[]> = {
  text: TEXT,
  longtext: TEXT,
  code: CHOICE,
  set: CHOICE,
  reference: CHOICE,
  references: CHOICE,
  integer: NUMBER,
  decimal: NUMBER,
  money: NUMBER,
  date: TIME,
  instant: TIME,
  boolean: ['is', 'empty', 'filled'],
  nested: [],
}

export const operatorsOf = (field: Field): Operator[] => OPERATORS[field.type]

/** How many values an operator takes; `many` for a list. */
export function arity(operator: Operator): 0 | 1 | 2 | 'many' {
  switch (operator) {
    case 'empty':
    case 'filled':
      return 0
    case 'between':
      return 2
    case 'any':
    case 'none':
      return 'many'
    default:
      return 1
  }
}

/** Whether a rule says enough to be asked; one that is still being put together does not. */
export function complete(rule: Rule): boolean {
  const needed = arity(rule.operator)
  const given = rule.values.filter((value) => value !== '').length
  return needed === 'many' ? given > 0 : given >= needed
}

/** The tree without what is incomplete; undefined where nothing is left. */
export function pruned(group: Group): Group | undefined {
  const parts = group.parts.flatMap((part): (Rule | Group)[] => {
    if (!isGroup(part)) return complete(part) ? [part] : []
    const inner = pruned(part)
    return inner ? [inner.parts.length === 1 ? inner.parts[0]! : inner] : []
  })
  return parts.length ? { join: group.join, parts } : undefined
}

export const countRules = (group: Group): number => group.parts.reduce((sum, part) => sum + (isGroup(part) ? countRules(part) : 1), 0)

/* ---- written and read: RSQL, with words of its own for what only the day of asking decides */

/** `=within=` is our own, and so are `=on=` and `=between=`: they mean days of whoever asks. */
const SYMBOLS: Partial<Record<Operator, string>> = {
  is: '==',
  not: '!=',
  any: '=in=',
  none: '=out=',
  gt: '=gt=',
  ge: '=ge=',
  lt: '=lt=',
  le: '=le=',
  within: '=within=',
  on: '=on=',
  before: '=lt=',
  after: '=gt=',
  between: '=between=',
}

/** As it is kept in an address or a view: relative dates stay relative. */
export function written(group: Group): string {
  return group.parts.map((part) => (isGroup(part) ? `(${written(part)})` : rule(part))).join(separator(group))
}

const separator = (group: Group) => (group.join === 'and' ? ';' : ',')

function rule({ field, operator, values }: Rule): string {
  const [value = ''] = values
  const bare = value.replaceAll('*', '')
  switch (operator) {
    case 'empty':
      return `${field}=null=true`
    case 'filled':
      return `${field}=null=false`
    case 'contains':
      return `${field}==${quoted(`*${bare}*`)}`
    case 'lacks':
      return `${field}!=${quoted(`*${bare}*`)}`
    case 'starts':
      return `${field}==${quoted(`${bare}*`)}`
    case 'ends':
      return `${field}==${quoted(`*${bare}`)}`
    case 'any':
    case 'none':
    case 'between':
      return `${field}${SYMBOLS[operator]}(${values.map(quoted).join(',')})`
    default:
      return `${field}${SYMBOLS[operator]}${quoted(value)}`
  }
}

export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** Reads what `written` wrote, and RSQL from elsewhere; undefined for what is neither. */
export function read(text: string, fields: Field[]): Group | undefined {
  const byKey = new Map(fields.map((field) => [field.key, field]))
  let at = 0

  function or(): Group | Rule {
    return joined('or', ',', () => joined('and', ';', constraint))
  }

  function joined(join: Group['join'], symbol: string, part: () => Group | Rule): Group | Rule {
    const parts = [part()]
    while (text[at] === symbol) {
      at++
      parts.push(part())
    }
    return parts.length === 1 ? parts[0]! : { join, parts }
  }

  function constraint(): Group | Rule {
    if (text[at] === '(') {
      at++
      const inner = or()
      expect(')')
      return inner
    }
    const [match, selector, symbol] = /^([\w.]+)(==|!=|=\w+=|[<>]=?)/.exec(text.slice(at)) ?? []
    if (!match) throw new SyntaxError(text)
    at += match.length
    return ruleOf(selector!, symbol!, values())
  }

  function values(): string[] {
    if (text[at] !== '(') return [value()]
    at++
    const list = [value()]
    while (text[at] === ',') {
      at++
      list.push(value())
    }
    expect(')')
    return list
  }

  function value(): string {
    const quote = text[at]
    if (quote !== '"' && quote !== "'") {
      const [word] = /^[^"'();,<>=!~\s]+/.exec(text.slice(at)) ?? []
      if (!word) throw new SyntaxError(text)
      at += word.length
      return word
    }
    let result = ''
    for (at++; text[at] !== quote; at++) {
      if (at >= text.length) throw new SyntaxError(text)
      if (text[at] === '\\') at++
      result += text[at]
    }
    at++
    return result
  }

  function expect(symbol: string) {
    if (text[at++] !== symbol) throw new SyntaxError(text)
  }

  function ruleOf(key: string, symbol: string, given: string[]): Rule {
    const field = byKey.get(key)
    const found = field && meant(field, symbol, given)
    if (!found) throw new SyntaxError(text)
    return { field: key, ...found }
  }

  try {
    const tree = or()
    if (at !== text.length) return undefined
    return isGroup(tree) ? tree : { join: 'and', parts: [tree] }
  } catch {
    return undefined
  }
}

const COMPARISONS: Record<string, Operator> = {
  '==': 'is',
  '!=': 'not',
  '=in=': 'any',
  '=out=': 'none',
  '=gt=': 'gt',
  '>': 'gt',
  '=ge=': 'ge',
  '>=': 'ge',
  '=lt=': 'lt',
  '<': 'lt',
  '=le=': 'le',
  '<=': 'le',
  '=within=': 'within',
  '=on=': 'on',
  '=between=': 'between',
}

/** What a comparison means with a field of that type; undefined where it means nothing. */
function meant(field: Field, symbol: string, values: string[]): Omit<Rule, 'field'> | undefined {
  const [first = ''] = values
  if (symbol === '=null=') return { operator: first === 'true' ? 'empty' : 'filled', values: [] }
  const comparison = COMPARISONS[symbol]
  if (!comparison) return undefined
  const offered = operatorsOf(field)
  if (offered === TEXT && (comparison === 'is' || comparison === 'not')) {
    const [, before, inner, behind] = /^(\*?)([^*]+)(\*?)$/.exec(first) ?? []
    if (inner && before && behind) return { operator: comparison === 'is' ? 'contains' : 'lacks', values: [inner] }
    if (inner && behind && comparison === 'is') return { operator: 'starts', values: [inner] }
    if (inner && before && comparison === 'is') return { operator: 'ends', values: [inner] }
  }
  const near: Partial<Record<Operator, Operator>> =
    offered === CHOICE ? { is: 'any', not: 'none' } : offered === TIME ? { is: 'on', lt: 'before', gt: 'after' } : {}
  const operator = near[comparison] ?? comparison
  return offered.includes(operator) ? { operator, values } : undefined
}

/* ---- asked: plain RSQL, with days of the one who asks */

/** As the server is asked; undefined where there is nothing to ask. */
export function compiled(group: Group, fields: Field[], now = wallTime(new Date())): string | undefined {
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const write = (tree: Group): string =>
    tree.parts
      .map((part) => {
        if (isGroup(part)) return `(${write(part)})`
        const field = byKey.get(part.field)
        return field ? asked(part, field, now) : rule(part)
      })
      .join(separator(tree))
  const tree = pruned(group)
  return tree && write(tree)
}

function asked(part: Rule, field: Field, now: Date): string {
  const { key } = field
  const [first = '', second = ''] = part.values
  const bound = (day: Date) => quoted(field.type === 'instant' ? instantOf(day).toISOString() : dateText(day))
  const days = (from?: Date, to?: Date) =>
    [from && `${key}=ge=${bound(from)}`, to && `${key}=lt=${bound(to)}`].filter(Boolean).join(';')
  const time = field.type === 'date' || field.type === 'instant'
  switch (part.operator) {
    case 'between':
      return time ? `(${days(dayOf(first), plusDays(dayOf(second), 1))})` : `(${key}=ge=${quoted(first)};${key}=le=${quoted(second)})`
    case 'within': {
      const { from, to } = period(first, now)
      return `(${days(from, to)})`
    }
    case 'on':
      return `(${days(dayOf(first), plusDays(dayOf(first), 1))})`
    case 'before':
      return days(undefined, dayOf(first))
    case 'after':
      return days(plusDays(dayOf(first), 1))
    default:
      return rule(part)
  }
}

/* ---- relative dates */

/** Periods that need no number; those with one are `last-30-days`, `next-7-days` and `older-90-days`. */
export const PERIODS = [
  'today',
  'yesterday',
  'tomorrow',
  'this-week',
  'last-week',
  'next-week',
  'this-month',
  'last-month',
  'next-month',
  'this-quarter',
  'last-quarter',
  'this-year',
  'last-year',
] as const
export const COUNTED = ['last', 'next', 'older'] as const

/** Parts of `last-30-days`; undefined for other words. */
export function countedPeriod(text: string): { kind: (typeof COUNTED)[number]; days: number } | undefined {
  const [, kind, days] = /^(last|next|older)-(\d{1,4})-days$/.exec(text) ?? []
  return kind ? { kind: kind as (typeof COUNTED)[number], days: Number(days) } : undefined
}

/** The days that a relative period means today: from the first, to before the other; weeks begin on Monday. */
export function period(text: string, now: Date): { from?: Date; to?: Date } {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate())
  const counted = countedPeriod(text)
  if (counted) {
    const { kind, days } = counted
    if (kind === 'next') return { from: today, to: plusDays(today, days) }
    const from = plusDays(today, 1 - days)
    return kind === 'older' ? { to: from } : { from, to: plusDays(today, 1) }
  }
  const [which, unit] = text.split('-')
  const step = which === 'last' || which === 'yesterday' ? -1 : which === 'next' || which === 'tomorrow' ? 1 : 0
  switch (unit) {
    case 'week': {
      const monday = plusDays(today, -((today.getDay() + 6) % 7) + 7 * step)
      return { from: monday, to: plusDays(monday, 7) }
    }
    case 'month':
      return { from: monthOf(today, step), to: monthOf(today, step + 1) }
    case 'quarter': {
      const begun = -(today.getMonth() % 3) + 3 * step
      return { from: monthOf(today, begun), to: monthOf(today, begun + 3) }
    }
    case 'year':
      return { from: new Date(today.getFullYear() + step, 0, 1), to: new Date(today.getFullYear() + step + 1, 0, 1) }
    default:
      return { from: plusDays(today, step), to: plusDays(today, step + 1) }
  }
}

const plusDays = (day: Date, days: number) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + days)
const monthOf = (day: Date, plus: number) => new Date(day.getFullYear(), day.getMonth() + plus, 1)

function dayOf(date: string): Date {
  const [year, month, day] = date.split('-').map(Number)
  return new Date(year!, month! - 1, day!)
}

export function dateText(day: Date): string {
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}
