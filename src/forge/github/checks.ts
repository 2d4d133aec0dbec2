import { randomUUID } from 'node:crypto'
import type { Annotation } from '../../runner/log.ts'
import type { Checks } from '../checks.ts'
import type { Client } from './client.ts'
import type { Purpose } from './errors.ts'

/** what one request takes */
const batch = 50

export function checksOf(client: Client): Checks {
  const { rest, at } = client
  return {
    async create({ name, headSha, conclusion, title, summary, annotations, detailsUrl }) {
      const purpose: Purpose = { to: `create the check run "${name}"`, needs: 'checks: write' }
      const placed = annotations.flatMap(placedAnnotation)
      const said = (from: number) => ({ title, summary, annotations: placed.slice(from, from + batch) })
      // tells this very call's check run from those of other calls, should its answer be lost
      const mark = randomUUID()
      const { id, url } = await client.make(
        purpose,
        async () => {
          const { data } = await rest.checks.create({
            ...at,
            name,
            head_sha: headSha,
            external_id: mark,
            status: 'completed',
            conclusion,
            completed_at: client.now().toISOString(),
            ...(detailsUrl === undefined ? {} : { details_url: detailsUrl }),
            output: said(0),
          })
          return { id: data.id, url: data.html_url ?? '' }
        },
        async () => {
          const named = { ...at, ref: headSha, check_name: name, filter: 'all' as const, per_page: 100 }
          const runs = await client.paginate(rest.checks.listForRef, named)
          const own = runs.find(({ external_id }) => external_id === mark)
          return own && { id: own.id, url: own.html_url ?? '' }
        },
      )
      for (let from = batch; from < placed.length; from += batch)
        await client.ask(purpose, () =>
          rest.checks.update({
            ...at,
            check_run_id: id,
            status: 'completed',
            conclusion,
            output: said(from),
          }),
        )
      return { url }
    },
  }
}

const levels = { error: 'failure', warning: 'warning', notice: 'notice' } as const

/** As GitHub takes it; one without a file has no place in a check run. */
function placedAnnotation({ level, message, title, file, line = 1, column }: Annotation) {
  if (file === undefined || message === '') return []
  return [
    {
      path: file,
      start_line: line,
      end_line: line,
      ...(column === undefined ? {} : { start_column: column, end_column: column }),
      annotation_level: levels[level],
      message,
      ...(title === undefined ? {} : { title: title.slice(0, 255) }),
    },
  ]
}
