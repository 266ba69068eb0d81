import { describe, expect, it } from 'vitest'
import { forgotten, isStale, type Deal, type Pipeline } from './deals'

const stage = (code: string, more = {}) => ({ stage: code, kind: 'open' as const, probability: 10, requiredFields: [], ...more })
const deal = (since: string) => ({ stageSince: since }) as Deal

describe('an opportunity', () => {
  it('is stale from the day after the last that its stage allows', () => {
    expect(isStale(deal('2026-03-01'), stage('needs', { maxDays: 10 }), '2026-03-11')).toBe(false)
    expect(isStale(deal('2026-03-01'), stage('needs', { maxDays: 10 }), '2026-03-12')).toBe(true)
    expect(isStale(deal('2020-03-01'), stage('needs'), '2026-03-12')).toBe(false)
  })
})

describe('what is forgotten', () => {
  const pipeline = { id: '7', version: 1, name: 'Standard', stages: [stage('needs', { maxDays: 10 }), stage('offer', { maxDays: 30, retired: true }), stage('last'), { ...stage('won'), kind: 'won' as const, maxDays: 1 }] } as Pipeline
  it('is found by the list', () => {
    expect(forgotten(pipeline, '5', '2026-03-12')).toEqual([
      { key: 'unplanned', filter: 'pipelineId==7;state==open;ownerId==5;(nextStep=null=true,nextStepOn=null=true)' },
      { key: 'stepPast', filter: 'pipelineId==7;state==open;ownerId==5;nextStep=null=false;nextStepOn=lt=2026-03-12' },
      { key: 'closePast', filter: 'pipelineId==7;state==open;ownerId==5;expectedClose=lt=2026-03-12' },
      { key: 'stale', filter: 'pipelineId==7;state==open;ownerId==5;((stage==needs;stageSince=lt=2026-03-02),(stage==offer;stageSince=lt=2026-02-10))' },
    ])
  })
  it('is nothing where no stage ends', () => {
    expect(forgotten({ ...pipeline, stages: [stage('last')] }).map(({ key }) => key)).toEqual(['unplanned', 'stepPast', 'closePast'])
  })
})
