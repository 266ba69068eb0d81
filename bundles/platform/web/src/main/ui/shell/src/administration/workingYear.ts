/** A day other than the week says. */
export interface CalendarDay {
  date: string
  working: boolean
  name?: string
  own: boolean
}

export interface WorkingYear {
  year: number
  announced: boolean
  workingDays: number
  week: number[]
  days: CalendarDay[]
}

/** A day as it is drawn. */
export interface Day {
  date: string
  day: number
  working: boolean
  exception?: CalendarDay
}

export interface Month {
  month: number
  /** Empty places before the first, in weeks that begin on Monday. */
  before: number
  days: Day[]
}

const iso = (date: Date) => date.toISOString().slice(0, 10)
/** 1 for Monday. */
const dayOfWeek = (date: Date) => date.getUTCDay() || 7

/** The months of a year, with what is said of each of their days. */
export function months({ year, week, days }: WorkingYear): Month[] {
  const exceptions = new Map(days.map((day) => [day.date, day]))
  return Array.from({ length: 12 }, (_, month) => {
    const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
    return {
      month,
      before: dayOfWeek(new Date(Date.UTC(year, month, 1))) - 1,
      days: Array.from({ length }, (_none, index) => {
        const date = new Date(Date.UTC(year, month, index + 1))
        const exception = exceptions.get(iso(date))
        return { date: iso(date), day: index + 1, working: exception?.working ?? week.includes(dayOfWeek(date)), exception }
      }),
    }
  })
}
