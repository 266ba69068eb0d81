import { newKey } from '../api/client'
import { failed } from '../engine/notices'
import { upload } from '../session'

/** Attaches files to a record that has just been made: it is there, whatever becomes of them. */
export async function attachAll(collection: string, recordId: string, files: File[]) {
  for (const file of files) {
    try {
      await upload('/attachments/content', file, { query: { collection, recordId, name: file.name }, idempotencyKey: newKey() })
    } catch (problem) {
      failed(problem)
    }
  }
}
