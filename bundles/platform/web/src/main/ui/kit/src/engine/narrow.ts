import { onBeforeUnmount, ref } from 'vue'

/** Where a list is cards, and a card one column: as the style sheets say. */
const NARROW = '(max-width: 720px)'

export function useNarrow() {
  const media = window.matchMedia(NARROW)
  const narrow = ref(media.matches)
  const look = () => (narrow.value = media.matches)
  media.addEventListener('change', look)
  onBeforeUnmount(() => media.removeEventListener('change', look))
  return narrow
}
