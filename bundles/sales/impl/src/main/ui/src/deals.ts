import { api, companyDay, type Money, type Row } from '@tangram/ui'

/** An opportunity, as far as the pages of this module go by its fields. */
export interface Deal extends Row {
  name: string
  customerId: string
  pipelineId: string
  stage: string
  state: string
  stageSince?: string
  amount?: Money | null
  probability?: number | null
  expectedClose?: string | null
  nextStep?: string | null
}

export interface Stage {
  stage: string
  kind: 'open' | 'won' | 'lost'
  probability: number
  requiredFields: string[]
  maxDays?: number | null
  retired?: boolean | null
}

export interface Pipeline extends Row {
  name: string
  standard?: boolean
  retired?: boolean
  stages: Stage[]
}

export const isOpen = (row: Row): boolean => row.state === 'open'

export const pipelineOf = (deal: Row): Promise<Pipeline> => api.get<Pipeline>(`/pipelines/${String(deal.pipelineId)}`)

/** The stages at which an open opportunity can arrive. */
export const openStages = (pipeline: Pipeline | undefined): Stage[] => pipeline?.stages.filter(({ kind, retired }) => kind === 'open' && !retired) ?? []

const isBlank = (value: unknown) => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** The fields that a stage asks for and that are empty. */
export const lacking = (deal: Row, stage: Stage): string[] => stage.requiredFields.filter((key) => isBlank(deal[key]))

const DAY = 86_400_000

const daysBefore = (day: string, days: number) => new Date(Date.parse(day) - days * DAY).toISOString().slice(0, 10)

/** Whether it is at its stage for longer than that allows, by the company's day. */
export function isStale(deal: Deal, stage: Stage, today = companyDay()): boolean {
  return Boolean(stage.maxDays && deal.stageSince && deal.stageSince < daysBefore(today, stage.maxDays))
}

/** Something that is easily forgotten, with the opportunities of which it is, as their list finds them. */
export interface Forgotten {
  key: 'unplanned' | 'stepPast' | 'closePast' | 'stale'
  filter: string
}

/**
 * What is easily forgotten of the open opportunities of a pipeline (M-30), as cards tell it of each.
 *
 * @param owner whose they are; everybody's where absent
 */
export function forgotten(pipeline: Pipeline, owner?: string, today = companyDay()): Forgotten[] {
  const open = [`pipelineId==${pipeline.id}`, 'state==open', ...(owner ? [`ownerId==${owner}`] : [])].join(';')
  const stale = pipeline.stages
    .filter(({ kind, maxDays }) => kind === 'open' && maxDays)
    .map(({ stage, maxDays }) => `(stage==${stage};stageSince=lt=${daysBefore(today, maxDays!)})`)
  const all: Forgotten[] = [
    { key: 'unplanned', filter: `${open};(nextStep=null=true,nextStepOn=null=true)` },
    { key: 'stepPast', filter: `${open};nextStep=null=false;nextStepOn=lt=${today}` },
    { key: 'closePast', filter: `${open};expectedClose=lt=${today}` },
  ]
  if (stale.length) all.push({ key: 'stale', filter: `${open};(${stale.join(',')})` })
  return all
}
