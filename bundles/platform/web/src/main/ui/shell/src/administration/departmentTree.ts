import type { Row } from '@tangram/ui'

export interface Department extends Row {
  name: string
  code?: string | null
  parentId?: string | null
  managerId?: string | null
  position?: number | null
  members?: number | null
  active?: boolean | null
}

export interface Branch {
  id: string
  department: Department
  children: Branch[]
}

const STEP = 10

/** By the place that somebody gave them, then by name; what is below something that is not seen stands at the top. */
export function treeOf(departments: Department[], locale: string): Branch[] {
  const branches = new Map(departments.map((department) => [department.id, { id: department.id, department, children: [] as Branch[] }]))
  const roots: Branch[] = []
  for (const branch of branches.values()) (branches.get(branch.department.parentId ?? '')?.children ?? roots).push(branch)
  const place = ({ department: { position } }: Branch) => position ?? Number.MAX_SAFE_INTEGER
  const order = (list: Branch[]) => {
    list.sort((one, other) => place(one) - place(other) || one.department.name.localeCompare(other.department.name, locale))
    list.forEach(({ children }) => order(children))
  }
  order(roots)
  return roots
}

/** Members of a department with all below it. */
export const peopleIn = ({ department, children }: Branch): number => (department.members ?? 0) + children.reduce((sum, child) => sum + peopleIn(child), 0)

export interface Move {
  department: Department
  change: { parentId?: string | null; position?: number }
}

/** What has to be written so that siblings stand in this order below a parent. */
export function arranged(siblings: Department[], parentId: string | null): Move[] {
  return siblings.flatMap((department, index) => {
    const position = (index + 1) * STEP
    const change: Move['change'] = {}
    if ((department.parentId ?? null) !== parentId) change.parentId = parentId
    if (department.position !== position) change.position = position
    return Object.keys(change).length ? [{ department, change }] : []
  })
}
