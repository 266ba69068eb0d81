import { describe, expect, it } from 'vitest'
import { definition, difference, effective, flat, stateOf, stateOfDefinition, type ViewState } from '../src/engine/viewState'

const state: ViewState = {
  q: '华东',
  where: 'level=in=("A")',
  sort: '-name',
  filters: { types: 'customer,partner' },
  columns: [{ field: 'name', width: 240 }, { field: 'level' }],
  density: 'compact',
}

describe('the state of a list', () => {
  it('survives the address and the server', () => {
    expect(stateOf(flat(state))).toEqual(state)
    expect(stateOfDefinition(definition(state))).toEqual(state)
    expect(flat(state).cols).toBe('name:240,level')
  })

  it('of a view that cannot be read shows everything', () => {
    expect(stateOfDefinition('{')).toMatchObject({ filters: {} })
    expect(stateOfDefinition(undefined)).toMatchObject({ filters: {} })
  })

  it('is the view’s, save for what the address says otherwise', () => {
    const view = { level: 'A', sort: '-name', q: 'x' }
    const wanted = { level: 'B', q: 'x', region: '310000' }
    const address = difference(view, wanted)
    expect(address).toEqual({ level: 'B', sort: '', region: '310000' })
    expect(effective(view, { view: '7', ...address })).toEqual(wanted)
    expect(difference(view, view)).toEqual({})
  })
})
