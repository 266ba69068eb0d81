import { textOf, type Metadata, type Row } from '@tangram/ui'

export type ScopeName = 'none' | 'own' | 'subordinates' | 'department' | 'department-tree' | 'departments' | 'all'
export const SCOPES: ScopeName[] = ['none', 'own', 'subordinates', 'department', 'department-tree', 'departments', 'all']

/** What every collection may have has a column of its own; the rest stands beside. */
export const VERBS = ['view', 'create', 'edit', 'delete'] as const

/** As the columns of the matrix are; what else there is stands after them. */
export function inOrder(verbs: string[]): string[] {
  const first: string[] = VERBS.filter((verb) => verbs.includes(verb))
  return [...first, ...verbs.filter((verb) => !first.includes(verb))]
}

export const verbText = (verb: string): string => textOf(`platform.matrix.verb.${verb}`, '') || verb

/** What a line allows by a verb, as its module calls it. */
export const allowedText = ({ texts }: Line, verb: string): string => texts.get(verb) ?? verbText(verb)

/** `customers.view` in words, by the lines that have them. */
export function operationText(lines: Line[], operation: string): string {
  const [key = '', verb = ''] = operation.split('.')
  const line = lines.find((each) => each.key === key)
  return line ? `${line.title}: ${allowedText(line, verb)}` : `${key}: ${verbText(verb)}`
}

export interface Scope {
  collection: string
  scope: ScopeName
  departmentIds?: string[]
}

export type FieldAccess = 'hidden' | 'read'

export interface RoleField {
  collection: string
  field: string
  access: FieldAccess
}

export interface Role extends Row {
  name: string
  operations: string[]
  scopes: Scope[]
  fields: RoleField[]
  /** How many have it. */
  users: number
}

/** Operations on the same thing: a line of the matrix. */
export interface Line {
  key: string
  title: string
  /** By verb. */
  operations: Map<string, string>
  /** By verb, what the server calls it. */
  texts: Map<string, string>
  /** Whether its records have owners that a scope could tell apart. */
  scoped: boolean
}

export interface Group {
  module: string
  lines: Line[]
}

/** The lines of the modules that are there, and of what the role has of modules that are not. */
export function groupsOf(models: Metadata[], granted: string[], scopes: Scope[]): Group[] {
  const lines = new Map<string, Line & { module: string }>()
  const line = (key: string, module: string, title: string): Line => {
    const there = lines.get(key) ?? { key, module, title, operations: new Map(), texts: new Map(), scoped: false }
    lines.set(key, there)
    return there
  }
  // A collection's own line first, so that it bears the collection's name.
  const own = (model: Metadata) => model.operations.some(({ permission }) => permission.startsWith(`${model.collection}.`))
  for (const model of [...models].sort((one, other) => Number(own(other)) - Number(own(one)))) {
    for (const { permission, title } of model.operations) {
      const [key, verb] = permission.split('.')
      if (!key || !verb) continue
      const { operations, texts } = line(key, model.module, key === model.collection ? model.title : key)
      operations.set(verb, permission)
      if (title) texts.set(verb, title)
    }
    const there = lines.get(model.collection)
    if (there) there.scoped = model.fields.length > 0
  }
  for (const permission of granted) {
    const [key, verb] = permission.split('.')
    if (key && verb && ![...lines.values()].some(({ operations }) => operations.has(verb) && operations.get(verb) === permission)) {
      line(key, '', key).operations.set(verb, permission)
    }
  }
  for (const { collection } of scopes) if (collection !== '*') line(collection, '', collection).scoped = true
  const groups = new Map<string, Group>()
  for (const { module, ...entry } of lines.values()) {
    const group = groups.get(module) ?? { module, lines: [] }
    group.lines.push(entry)
    groups.set(module, group)
  }
  return [...groups.values()]
}

export interface Difference {
  added: string[]
  removed: string[]
  scopes: { collection: string; before?: Scope; after?: Scope }[]
  fields: { collection: string; field: string; before?: FieldAccess; after?: FieldAccess }[]
}

type Granted = Pick<Role, 'operations' | 'scopes' | 'fields'>

export const keyOf = ({ collection, field }: { collection: string; field: string }): string => `${collection}.${field}`

const sameScope = (one?: Scope, other?: Scope) =>
  one?.scope === other?.scope && [...(one?.departmentIds ?? [])].sort().join() === [...(other?.departmentIds ?? [])].sort().join()

/** What a change of a role comes to. */
export function difference(before: Granted, after: Granted): Difference {
  const was = new Map(before.scopes.map((scope) => [scope.collection, scope]))
  const is = new Map(after.scopes.map((scope) => [scope.collection, scope]))
  const had = new Map(before.fields.map((field) => [keyOf(field), field]))
  const has = new Map(after.fields.map((field) => [keyOf(field), field]))
  return {
    added: after.operations.filter((operation) => !before.operations.includes(operation)),
    removed: before.operations.filter((operation) => !after.operations.includes(operation)),
    scopes: [...new Set([...was.keys(), ...is.keys()])]
      .filter((collection) => !sameScope(was.get(collection), is.get(collection)))
      .map((collection) => ({ collection, before: was.get(collection), after: is.get(collection) })),
    fields: [...new Set([...had.keys(), ...has.keys()])]
      .filter((key) => had.get(key)?.access !== has.get(key)?.access)
      .map((key) => {
        const { collection, field } = (had.get(key) ?? has.get(key))!
        return { collection, field, before: had.get(key)?.access, after: has.get(key)?.access }
      }),
  }
}

export const isNone = ({ added, removed, scopes, fields }: Difference): boolean => !added.length && !removed.length && !scopes.length && !fields.length
