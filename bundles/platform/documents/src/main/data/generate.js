/*
 * The font of business papers: Noto Sans SC, under the SIL Open Font License 1.1. PDF libraries make subsets of TrueType
 * outlines, which this package has.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { resolve } = createRequire(import.meta.url)

export default function generate() {
  return {
    'fonts/NotoSansSC-Regular.ttf': readFileSync(resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf')),
    'fonts/LICENSE': readFileSync(resolve('@expo-google-fonts/noto-sans-sc/LICENSE_FONT')),
  }
}
