import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { Row } from './api/types'
import type { Language, Messages } from './i18n'

/**
 * What a record is like: of each of the fields it has one of the values, or is one of those entered there; `''` stands for
 * nothing. A field that the user does not see excludes nothing.
 */
export type When = Record<string, string | string[]>

/** A collection that the module shows by list, card and form; all else comes from the contract's metadata. */
export interface CollectionView {
  collection: string
  /** Key of the menu entry's text. */
  title: string
  icon?: Component
  /** Place in the navigation; lower stands first. */
  order?: number
  /** Apart from what is worked with every day. */
  group?: 'administration'
  /** Whether it is in the menu; it is, where absent. Else figures and cards lead to its records. */
  inMenu?: boolean
  /** Operation that shows the menu entry; `<collection>.view` where absent. */
  permission?: string
  /** Columns of the list and their order; those that the contract lists where absent. */
  columns?: string[]
  /** How wide columns are from the beginning, in pixels; by the type of the field where absent. */
  widths?: Record<string, number>
  /** Filters that are at hand at once; those of the columns where absent. */
  filters?: string[]
  /** Order of the sections on card and form; those that the contract names first come first where absent. */
  sections?: string[]
  /**
   * Sections that concern some of the records only, by what these are like. What was entered there all the same stays, and stays
   * to be seen.
   */
  sectionsWhen?: Record<string, When>
  /** Fields beside the title of a card. */
  facts?: string[]
  /** Fields that the history of what a record belongs to tells of it, such as what came of a visit. */
  told?: string[]
  /** Fields that stand large below it: what one wants to know at once. */
  figures?: string[]
  /** Fields that are asked for where a record is added in passing; those that are required, where absent. */
  quick?: string[]
  /**
   * What single fields that stand for one of several, such as the one telephone number, come to in the fields that the whole form
   * enters.
   */
  unfold?: (single: Record<string, unknown>) => Record<string, unknown>
  /** Whether files, such as a photo, can be attached to a record while it is added in passing; they cannot, where absent. */
  quickFiles?: boolean
  /** Decimal fields that take where the user is while they add a record in passing, in degrees. */
  position?: { latitude: string; longitude: string }
  /** Whether records are entered in a form; they are, where absent. */
  entered?: boolean
  /** Which records can be changed, and which deleted; all of them, where absent. The server has the last word. */
  changeable?: (record: Row) => boolean
  deletable?: (record: Row) => boolean
  /** What a new record is from the beginning, until the user says otherwise; what hangs on the day is worked out then. */
  suggested?: Record<string, unknown> | (() => Record<string, unknown>)
  /** What one of them is called, where a new one is entered: key of the text. */
  one?: string
  /** Fields that cards and tables read out in words, the first for all of them. */
  words?: Wording[]
  /** A field that is told beside the title where one of the records is chosen; their number, where absent. */
  beside?: string
  /** The reference that tells records of the same name apart where everything is searched, such as the company of a person. */
  within?: string
  /**
   * Tells which records are what a filter looks for no longer, such as people who left: they stand last and apart, are not
   * counted, and are offered to choose from only where somebody searches for them.
   */
  former?: Former
  sort?: string
  /** Which of its records wait for the user, as the home page lists them. */
  ahead?: Ahead
  /** Numbers that come to nothing together, such as ages, or that are reckoned only as they are read: no sums are of them. */
  unsummed?: string[]
  /** Which of the records sums are of, in RSQL, where some stand for the same thing; of all, where absent. */
  counted?: string
  /**
   * Below the fields of the form: tells what they come to while they are entered. Gets them as prop `values`, and what is wrong
   * with them as `errors`; enters one by `set`, with its name and value.
   */
  reckoned?: () => Promise<{ default: Component }>
  /** Fields that are entered there, and nowhere else in the form. */
  reckons?: string[]
  /** What is to be considered before a change of a record is saved. */
  consider?: Consideration
  /** Whether files can be attached to its records; they can, where absent. */
  documents?: boolean
  /** Whether its records can be commented on and followed; they can, where absent. */
  comments?: boolean
  /** Whether what happened to its records, and who sees them, is told here; it is, where absent. */
  history?: boolean
}

/** Fields that say one thing together. */
export interface Wording {
  field: string
  /** Fields that are read out with it. */
  with?: string[]
  /** Key of what they are called together; the field's own title where absent. */
  title?: string
  say: (record: Row) => string
}

export interface Ahead {
  /** Key of what these records are called. */
  title: string
  /** In RSQL; what hangs on the day is worked out then. */
  filter: () => string
  sort: string
  /** The field that is told beside each of them: a day, a moment or an amount. */
  beside: string
}

export interface Former {
  /** The fields by which it is known. */
  needs: string[]
  /** Since when, as a day; undefined for those that are what the filter looks for still. */
  since: (record: Row, filter: string) => string | undefined
}

/** A change that has consequences elsewhere, which the user is told of before it is saved, wherever they make it. */
export interface Consideration {
  /** Whether a change is such a one. */
  when: (before: Row, change: Record<string, unknown>) => boolean
  /** Gets the record as prop `record`; tells by `go` that the change is to be saved, by `close` that it is not. */
  component: () => Promise<{ default: Component }>
}

/** A menu entry of a page that the module wrote itself. */
export interface MenuEntry {
  title: string
  path: string
  icon?: Component
  order?: number
  group?: 'administration'
  permission?: string
}

/** Something on the card of a record, which may be another module's. */
export interface Panel {
  id: string
  collection: string
  title: string
  order?: number
  /** Below the details, where absent; above or beside them, or a tab of its own. */
  place?: 'main' | 'top' | 'side' | 'tab'
  /** On the cards of which records; on all, where absent. */
  when?: When
  /** Gets the record as prop `record`; tells by `changed` that it changed something of it. */
  component: () => Promise<{ default: Component }>
}

/** Records that refer to the one on the card: a tab with their number, or what comes next beside the details. */
export interface RelatedList {
  id: string
  /** The collection on whose card it is. */
  of: string
  /** The collection that refers to it. */
  collection: string
  /** The field by which it does. */
  field: string
  title: string
  order?: number
  place?: 'tab' | 'side'
  /** On the cards of which records; on all, where absent. */
  when?: When
  /** Further restriction, in RSQL. */
  filter?: string
  sort?: string
  /** What a record that is added here is from the beginning, beside referring to the one on the card. */
  given?: Record<string, unknown>
  /** The field by which they refer to it has several records. */
  several?: boolean
  /** The same, as it follows from the record on the card. */
  givenBy?: (record: Row) => Record<string, unknown>
  /** Columns; those of the collection's list, where absent. */
  columns?: string[]
  /** Rows that can be ticked off. */
  tick?: {
    /** The fields by which it is known. */
    needs: string[]
    /** What is written to a row; undefined where there is nothing to tick off. */
    change: (row: Row) => Record<string, unknown> | undefined
  }
  /** Offered at the head of the card and in the rows of the list as well, under this title. */
  inPassing?: { title: string; icon?: Component }
}

/** Something that is done with a record on its card, or with those that are selected in the list. */
export interface RecordAction {
  id: string
  collection: string
  /** Key of its text. */
  title: string
  icon?: Component
  /** The operation of the contract that does it: it is offered to those who may. */
  operation: string
  /** On which card it is offered; on each, where absent. */
  offered?: (record: Row) => boolean
  /**
   * Asks what is to be asked and does it. Gets `action`, the id, and `rows`; tells by `done` that something may
   * have changed, with the rows with which it was not done, and by `close` that it is over.
   */
  component: () => Promise<{ default: Component }>
}

export interface ModuleDefinition {
  id: string
  /** Key of what the module's part of the navigation is called; it has no heading, where absent. */
  title?: string
  messages: Record<Language, Messages>
  collections?: CollectionView[]
  menu?: MenuEntry[]
  views?: RouteRecordRaw[]
  panels?: Panel[]
  related?: RelatedList[]
  actions?: RecordAction[]
}

/** What a module's `index.ts` exports as default. */
export function defineModule(definition: ModuleDefinition): ModuleDefinition {
  return definition
}
