import * as z from 'zod'
import { inputError } from '../errors.ts'

const smokeSchema = z.strictObject({
  request: z.strictObject({
    /** below the origin of the health URL */
    path: z.string().regex(/^\/(?!\/)/, 'a path that begins with one /'),
    method: z
      .string()
      .regex(/^[A-Z]+$/, 'a method in capitals')
      .optional(),
    headers: z.record(z.string(), z.string()).optional(),
    /** sent as JSON */
    body: z.json().optional(),
  }),
  expect: z.strictObject({
    status: z.number().int().default(200),
    /** what the answer, read as JSON, must hold; it may hold more */
    body: z.json().optional(),
    /** by how much numbers may differ */
    tolerance: z.number().nonnegative().default(0),
    timeout_seconds: z.number().positive().max(3600).default(30),
  }),
})

/** A recorded request and what its answer must be. */
export type Smoke = z.infer<typeof smokeSchema>

/**
 * Reads smoke requests: a JSON object a line, empty lines ignored.
 * @throws AssayError `smoke-unreadable` with file and line; `smoke-empty`
 */
export function parseSmoke(text: string, file: string): Smoke[] {
  const smoke = text
    .split(/\r?\n/)
    .flatMap((line, i) => (line.trim() === '' ? [] : [parseLine(line, file, i + 1)]))
  if (smoke.length > 0) return smoke
  throw inputError('smoke-empty', `${file} holds no request`, {
    hint: 'Write one JSON object a line, such as {"request": {"path": "/health"}, "expect": {"status": 200}}, or leave smoke away.',
    file,
  })
}

function parseLine(text: string, file: string, line: number): Smoke {
  const unreadable = (detail: string, cause: unknown) =>
    inputError('smoke-unreadable', `line ${line} of ${file} is no smoke request: ${detail}`, {
      hint: 'A line is {"request": {"path", "method", "headers", "body"}, "expect": {"status", "body", "tolerance"}}.',
      file,
      line,
      cause,
    })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw unreadable('it is not JSON', cause)
  }
  const parsed = smokeSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw unreadable(`${issue?.path.join('.') || 'line'}: ${issue?.message}`, parsed.error)
}
