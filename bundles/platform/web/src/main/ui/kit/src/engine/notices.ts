import { ElMessage, ElMessageBox } from 'element-plus'
import { isProblem } from '../api/problem'
import { t } from '../i18n'

/** Tells a failure in the user's language. */
export function failed(failure: unknown) {
  ElMessage({ type: 'error', message: failureText(failure), duration: 6000, showClose: true, grouping: true })
}

export function failureText(failure: unknown): string {
  if (!isProblem(failure)) {
    console.error(failure)
    return t('record.failed')
  }
  if (failure.code === 'unreachable') return t('record.unreachable')
  const trace = failure.status >= 500 && failure.traceId ? ` (${t('record.trace', { id: failure.traceId })})` : ''
  return failure.message + trace
}

/** Asks before something is done; false when the user thinks better of it. */
export function ask(text: string, confirm: string, danger = false, cancel = t('action.cancel')): Promise<boolean> {
  return ElMessageBox.confirm(text, {
    confirmButtonText: confirm,
    cancelButtonText: cancel,
    confirmButtonClass: danger ? 'el-button--danger confirm' : 'confirm',
    // What cannot be taken back is not done by a key that was hit in passing.
    autofocus: !danger,
    closeOnClickModal: false,
  }).then(
    () => true,
    () => false,
  )
}
