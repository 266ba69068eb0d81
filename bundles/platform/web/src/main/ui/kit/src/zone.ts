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

/** Whether the user's clock is another than the browser's. */
export const isElsewhere = (): boolean => clock.value !== undefined

/** A date whose local parts are what the user's clock shows: what days and pickers are made of. */
export function wallTime(instant: Date): Date {
  if (!clock.value || Number.isNaN(instant.getTime())) return instant
  const parts: Record<string, number> = Object.fromEntries(clock.value.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  return new Date(parts.year!, parts.month! - 1, parts.day!, parts.hour!, parts.minute!, parts.second!, instant.getMilliseconds())
}

/** The instant at which the user's clock shows the local parts of a date. */
export function instantOf(wall: Date): Date {
  let instant = wall
  // Twice: between the first guess and the instant one of the clocks may be put forward or back.
  for (let round = 0; round < 2; round++) instant = new Date(instant.getTime() + wall.getTime() - wallTime(instant).getTime())
  return instant
}
