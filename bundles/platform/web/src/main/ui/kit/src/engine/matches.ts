/** A text in pieces: those that one of the words of a search occurs in, and those between. */
export function pieces(text: string, query: string | undefined): { text: string; match: boolean }[] {
  const words = (query ?? '').split(/\s+/).filter(Boolean).sort((one, other) => other.length - one.length)
  if (words.length === 0) return [{ text, match: false }]
  const pattern = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'giu')
  return text.split(pattern).flatMap((part, at) => (part ? [{ text: part, match: at % 2 === 1 }] : []))
}
