/** A record of any collection; the fields beside these are told by the collection's metadata. */
export interface Row {
  id: string
  number?: string
  version: number
  ownerId?: string | null
  departmentId?: string | null
  createdAt?: string
  createdBy?: string | null
  updatedAt?: string
  updatedBy?: string | null
  [field: string]: unknown
}

/** Something about a record that whoever opens it should know. */
export interface Hint {
  code: string
  severity: 'info' | 'warning' | 'danger'
  message: string
}

/** What a module reckons of a record from its own: one of count, money, per cent and date. */
export interface Figure {
  key: string
  title: string
  count?: string | number | null
  money?: Money | null
  currencies?: Money[]
  percent?: string | null
  date?: string | null
  /** Where the records behind it are listed. */
  collection?: string | null
  filter?: string | null
}

export interface Total {
  value: number
  relation: 'eq' | 'gte'
}

export interface Page<T = Row> {
  items: T[]
  next?: string | null
  total?: Total
  sums?: Sum[]
}

/** What a field of all records that match comes to; money in the base currency. */
export interface Sum {
  field: string
  value: string
  /** Amounts that are not in it, because their rate is not known. */
  leftOut?: number
}

export interface Money {
  amount: string
  currency: string
  baseAmount?: string
  rate?: string
}

export type FieldType =
  | 'text'
  | 'longtext'
  | 'code'
  | 'set'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'date'
  | 'instant'
  | 'boolean'
  | 'reference'
  | 'references'
  | 'nested'

export interface Field {
  key: string
  title: string
  type: FieldType
  required?: boolean
  readOnly?: boolean
  writeOnly?: boolean
  /** Stands for one of the values of another field, which forms offer instead. */
  derived?: boolean
  /** Whether likely duplicates are looked for by what stands here, or within. */
  compared?: boolean
  maxLength?: number
  min?: number | string
  max?: number | string
  pattern?: string
  /** Of a date: it cannot lie in the future. */
  past?: boolean
  currency?: boolean
  /** Of a number: it is told in per cent, and has no sum. */
  percent?: boolean
  filterable?: boolean
  sortable?: boolean
  listed?: boolean
  dictionary?: string
  reference?: string
  /** A filter that narrows the choice of a reference; `{field}` stands for the record's value. */
  candidates?: string | null
  section?: string
  /** Of a number that the company added: how many decimal places it takes. */
  decimals?: number
  /** Of a field that the company added: what a new record has where nothing is given. */
  defaultValue?: string | null
  /** What to enter, where the company said. */
  help?: string
  /** Whether a nested field holds several values. */
  list?: boolean
  /** Of a list of nested values: what was recorded stays as it is, and values are only added. */
  appendOnly?: boolean
  /** What each value of a nested field consists of. */
  fields?: Field[]
}

export interface Metadata {
  collection: string
  module: string
  title: string
  titleField: string
  /** Whether free text finds its records. */
  searched?: boolean
  /** Whether the company can add fields to its records. */
  extensible?: boolean
  fields: Field[]
  operations: { name: string; permission: string; title?: string; allowed: boolean }[]
  /** How card and form are arranged for the user; as the module has them where it is absent. */
  layout?: Layout | null
}

/** Sections in their order, with what is to be seen of them; a title is absent where it is the module's. */
export interface Layout {
  sections: { key: string; title?: string | null; fields: { field: string; wide?: boolean }[] }[]
}

/** A code of a dictionary, as forms and lists need it. */
export interface DictionaryItem {
  code: string
  title: string
  /** The name in the other language. */
  alias?: string
  /** What the Chinese name is typed by: its reading, and the initials. */
  keys?: string
  parent?: string | null
  colour?: string | null
  retired?: boolean
}

export interface Dictionary {
  code: string
  title: string
  module?: string
  moduleTitle?: string
  open?: boolean
  hierarchical?: boolean
  version?: number
  itemCount?: number
  items: DictionaryItem[]
}

export interface SignedIn {
  user: { id: string; login: string; name: string; departmentId?: string | null }
  csrf: string
  /** The language of whoever sits here, also while they look through somebody else; absent where they have said nothing. */
  locale?: string | null
  /** Their time zone. */
  timeZone?: string | null
  /** Where the company's days begin and end. */
  companyTimeZone?: string
  /** What the company counts in. */
  baseCurrency?: string
  /** Nothing else can be done before it is changed. */
  passwordExpired?: boolean
  /** Whether their password alone is not enough to sign in. */
  secondFactor?: boolean
  /** Nothing else can be done before one is set up. */
  secondFactorMissing?: boolean
  /** The user is looked through by somebody else, and changes nothing. */
  viewing?: boolean
  /** Whether there is anybody below them. */
  leads?: boolean
  /** Of these collections a record may be there to be read only. */
  shared?: string[]
  operations: string[]
}

/** With whom a record is shared, and what the caller may do with it. */
export interface RecordTeam {
  members: TeamMember[]
  access: 'read' | 'write' | 'share'
}

export interface TeamMember {
  userId: string
  access: 'read' | 'write'
}

export interface ModuleInfo {
  id: string
  title: string
  version: string
  state: 'active' | 'starting' | 'stopped' | 'failed'
  reason?: string | null
  needs?: string[]
  dependants?: string[]
  adds?: Record<string, string[]>
}
