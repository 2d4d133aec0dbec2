import type { RecordOf } from '../record/record.ts'

type Table = NonNullable<RecordOf<'data-validate'>['tables']>[number]

/** In which environment of its contract a table was held to it, and why where nobody asked; hostile. */
export function checkedAs({ name, role, environment }: Table): string | undefined {
  if (typeof environment !== 'string') return undefined
  const why = role === 'live' && environment === 'serving' ? whyLive(name) : ''
  return `checked as ${environment}${why}`
}

const whyLive = (name: string) => (name === 'live' ? ', since it is named live' : ', since its role is live')
