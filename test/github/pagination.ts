import { type Answer, ok } from './answer.ts'

interface Asked {
  /** the whole URL of the request */
  readonly url: URL
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly headers: Record<string, string>
}

/** The asked page (30 items unless told, at most 100) and the Link header that leads to the others. */
export function pageOf<T>({ url }: Asked, all: readonly T[]): Page<T> {
  const perPage = Math.min(100, Math.max(1, Number(url.searchParams.get('per_page') ?? 30) || 30))
  const page = Math.max(1, Number(url.searchParams.get('page') ?? 1) || 1)
  const last = Math.max(1, Math.ceil(all.length / perPage))
  const to = (number: number, rel: string) => {
    const target = new URL(url)
    target.searchParams.set('page', String(number))
    return `<${target.href}>; rel="${rel}"`
  }
  const links = [
    ...(page > 1 ? [to(page - 1, 'prev')] : []),
    ...(page < last ? [to(page + 1, 'next'), to(last, 'last')] : []),
    ...(page > 1 ? [to(1, 'first')] : []),
  ]
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  }
}

/** A page as a plain array, as most lists are. */
export async function list<T>(
  asked: Asked,
  all: readonly T[],
  render: (item: T) => unknown | Promise<unknown>,
): Promise<Answer> {
  const { items, headers } = pageOf(asked, all)
  return ok(await Promise.all(items.map(render)), headers)
}

/** A page under a name beside `total_count`, as the lists of Actions and checks are. */
export async function countedList<T>(
  asked: Asked,
  name: string,
  all: readonly T[],
  render: (item: T) => unknown | Promise<unknown>,
): Promise<Answer> {
  const { items, headers } = pageOf(asked, all)
  return ok({ total_count: all.length, [name]: await Promise.all(items.map(render)) }, headers)
}
