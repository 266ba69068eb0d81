/** Enter or Escape that ends the composition of a Chinese word means nothing else. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229

export function notComposing(event: KeyboardEvent | Event) {
  if (isComposing(event as KeyboardEvent)) event.preventDefault()
}

/** Whether somebody is typing, so that letters are no commands. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[role=dialog], .el-popper') !== null
}

export const isPlain = (event: KeyboardEvent): boolean => !event.ctrlKey && !event.metaKey && !event.altKey
