import type { Issue, Issues } from '../issues.ts'
import type { Client } from './client.ts'
import { postComment } from './comments.ts'
import { shortlyBefore } from './just-made.ts'
import type { Viewer } from './viewer.ts'

interface IssueAnswer {
  readonly number: number
  readonly title: string
  readonly body?: string | null
  readonly state: string
  readonly html_url: string
  readonly user: { readonly login: string } | null
}

const issueOf = (answer: IssueAnswer): Issue => ({
  number: answer.number,
  title: answer.title,
  body: answer.body ?? '',
  state: answer.state === 'closed' ? 'closed' : 'open',
  url: answer.html_url,
  author: answer.user?.login ?? '',
})

const needs = 'issues: write'

export function issuesOf(client: Client, viewer: Viewer): Issues {
  const { rest, at } = client
  return {
    labelled: (labels, state) =>
      client.ask({ to: `list the issues labelled ${labels.join(', ')}`, needs: 'issues: read' }, async () => {
        const all = await client.paginate(rest.issues.listForRepo, {
          ...at,
          labels: labels.join(','),
          state,
          sort: 'created',
          direction: 'asc',
          per_page: 100,
        })
        return all.filter(({ pull_request }) => pull_request === undefined).map(issueOf)
      }),

    create({ title, body, labels }) {
      const since = shortlyBefore(client.now())
      const create = async () =>
        issueOf((await rest.issues.create({ ...at, title, body, labels: [...labels] })).data)
      return client.make({ to: `open the issue "${title}"`, needs }, create, async () => {
        const author = await viewer()
        const recent = await client.paginate(rest.issues.listForRepo, {
          ...at,
          state: 'all',
          since: since.toISOString(),
          per_page: 100,
        })
        const own = recent.find(
          (one) =>
            one.pull_request === undefined &&
            one.title === title &&
            (one.body ?? '') === body &&
            one.user?.login === author &&
            new Date(one.created_at) >= since,
        )
        return own && issueOf(own)
      })
    },

    update: (number, change) =>
      client.ask({ to: `update the issue #${number}`, needs }, async () =>
        issueOf((await rest.issues.update({ ...at, issue_number: number, ...change })).data),
      ),

    async comment(number, body) {
      await postComment(client, viewer, number, body, needs)
    },
  }
}
