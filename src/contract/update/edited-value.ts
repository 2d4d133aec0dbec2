import { Document, isMap, isSeq } from 'yaml'
import type { Json } from '../../record/canonical-json.ts'
import type { Edit } from './edit.ts'

/** What an edit makes of the document's value; undefined where there is nothing at its path to be edited. */
export function edited(value: Json, edit: Edit): Json | undefined {
  const document = new Document(value)
  const { kind, path } = edit
  if (kind === 'set') document.setIn(path, document.createNode(edit.value))
  else if (kind === 'remove') {
    if (!document.deleteIn(path)) return undefined
    // What has no keys any more goes with the last of them.
    for (let above = path.slice(0, -1); above.length > 0; above = above.slice(0, -1)) {
      const parent = document.getIn(above)
      if (!isMap(parent) || parent.items.length > 0) break
      document.deleteIn(above)
    }
  } else {
    const list = document.getIn(path)
    if (!isSeq(list)) return undefined
    const added = kind === 'append' ? edit.values : [edit.value]
    const nodes = added.map((one) => document.createNode(one))
    list.items.splice(kind === 'append' ? list.items.length : edit.at, 0, ...nodes)
  }
  return document.toJS() as Json
}
