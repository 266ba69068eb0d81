import { shallowRef } from 'vue'

/** The clock by which moments are read and entered; the browser's own, where the user has said nothing. */
const clock = shallowRef<Intl.DateTimeFormat>()

export function setTimeZone(zone?: string | null) {
  try {
    clock.value = zone
      ? new Intl.DateTimeFormat('en-US', { timeZone: zone, calendar: 'gregory', hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
      : undefined
  } catch {
    // The server knows a zone that this browser does not: its own is the nearest there is.
    clock.value = undefined
  }
}

/** Days are the company's, wherever somebody sits. */
let company: string | undefined

export function setCompanyZone(zone?: string | null) {
  company = zone ?? undefined
}

/** Which day it is where the company is, as the server writes it. */
export function companyDay(now = new Date()): string {
  const day = (timeZone?: string) => new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)
  try {
    return day(company)
  } catch {
    return day()
  }
}

/** Whether the user's clock is another than the browser's. */
export const isElsewhere = (): boolean => clock.value !== undefined

/** What the user's clock shows at an instant: year, month from 1, day, hour, minute and second. */
export function clockParts(instant: Date): number[] {
  if (!clock.value || Number.isNaN(instant.getTime())) {
    return [instant.getFullYear(), instant.getMonth() + 1, instant.getDate(), instant.getHours(), instant.getMinutes(), instant.getSeconds()]
  }
  const parts: Record<string, number> = Object.fromEntries(clock.value.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  return [parts.year!, parts.month!, parts.day!, parts.hour!, parts.minute!, parts.second!]
}

/**
 * A date whose local parts are what the user's clock shows: what days and pickers are made of. An hour that the browser's own clock
 * leaves out once a year has no such date, so that texts are made of `clockParts`.
 */
export function wallTime(instant: Date): Date {
  if (!clock.value || Number.isNaN(instant.getTime())) return instant
  const [year, month, day, hour, minute, second] = clockParts(instant) as [number, number, number, number, number, number]
  return new Date(year, month - 1, day, hour, minute, second, instant.getMilliseconds())
}

/** The instant at which the user's clock shows the local parts of a date. */
export function instantOf(wall: Date): Date {
  let instant = wall
  // Twice: between the first guess and the instant one of the clocks may be put forward or back.
  for (let round = 0; round < 2; round++) instant = new Date(instant.getTime() + wall.getTime() - wallTime(instant).getTime())
  return instant
}
