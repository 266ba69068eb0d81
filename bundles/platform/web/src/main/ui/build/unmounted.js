import { disableAutoUnmount, enableAutoUnmount } from '@vue/test-utils'
import { afterEach } from 'vitest'

// The files of tests share a world: what one left on the page would go on asking the next one's server.
disableAutoUnmount()
enableAutoUnmount(afterEach)
