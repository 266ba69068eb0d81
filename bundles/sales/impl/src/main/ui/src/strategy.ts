import type { Row } from '@tangram/ui'

/** A person on the map of an opportunity's buying centre. */
export interface Place extends Row {
  opportunityId: string
  contactId: string
  role?: string | null
  influence?: number | null
  attitude?: number | null
  attitudes?: { since: string; attitude: number }[]
  coveredById?: string | null
  action?: string | null
  actionOn?: string | null
  lastTouchedAt?: string | null
  left?: boolean | null
}

export const ATTITUDES = [-2, -1, 0, 1, 2] as const
export const INFLUENCES = [1, 2, 3, 4, 5] as const

/** Key of an attitude's text. */
export const attitudeKey = (attitude: number): string => `sales.attitude.${attitude < 0 ? 'm' : 'p'}${Math.abs(attitude)}`

/** The columns of the map: who has most to say stands first, who left last. */
export function columnsOf(places: Place[]): { attitude: number; places: Place[] }[] {
  const rank = (place: Place) => (place.left ? -10 : 0) + (place.influence ?? 0)
  return ATTITUDES.map((attitude) => ({
    attitude,
    places: places.filter((place) => (place.attitude ?? 0) === attitude).sort((one, other) => rank(other) - rank(one)),
  }))
}

const DAY = 86_400_000

/** Whole days since we were in contact; undefined where we never were, or it is not told. */
export function untouchedDays(place: Place, now = Date.now()): number | undefined {
  return place.lastTouchedAt ? Math.max(0, Math.floor((now - Date.parse(place.lastTouchedAt)) / DAY)) : undefined
}

/** The course of an attitude as the points of a line in a box: from left to right in time, for us is up. */
export function courseOf(changes: { since: string; attitude: number }[], width: number, height: number, now = Date.now()): string {
  if (changes.length < 2) return ''
  const begin = Date.parse(changes[0]!.since)
  const span = Math.max(now - begin, DAY)
  const x = (time: number) => Math.round(((time - begin) / span) * width * 10) / 10
  const y = (attitude: number) => Math.round(((2 - attitude) / 4) * height * 10) / 10
  const points: string[] = []
  changes.forEach((change, at) => {
    const time = Math.min(Date.parse(change.since), now)
    if (at > 0) points.push(`${x(time)},${y(changes[at - 1]!.attitude)}`)
    points.push(`${x(time)},${y(change.attitude)}`)
  })
  points.push(`${width},${y(changes.at(-1)!.attitude)}`)
  return points.join(' ')
}
