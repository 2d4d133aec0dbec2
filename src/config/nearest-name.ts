/**
 * A text as a name: what a name does not take becomes `-`.
 * @param pattern that names keep to, as a regular expression is written
 * @returns undefined where it comes to no name
 */
export function nearestName(text: string, pattern: string): string | undefined {
  const form = new RegExp(pattern.replace(/^\/|\/$/g, ''))
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, 64)
  return [plain, plain.toLowerCase()].find((name) => form.test(name))
}
