import { api, type Money, type Row } from '@tangram/ui'

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

/** Whether it is at its stage for longer than that allows. */
export function isStale(deal: Deal, stage: Stage, now = Date.now()): boolean {
  return Boolean(stage.maxDays && deal.stageSince && (now - Date.parse(deal.stageSince)) / DAY > stage.maxDays + 1)
}
