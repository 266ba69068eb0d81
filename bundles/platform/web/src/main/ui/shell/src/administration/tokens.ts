/** By what a program acts for its user. */
export interface Token {
  id: string
  name: string
  expires: string
  scopes: string[]
  createdAt: string
  lastUsed?: string
  /** Told once, when it is made. */
  token?: string
}
