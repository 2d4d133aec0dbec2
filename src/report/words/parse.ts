import type { Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

/** A user's Markdown as GitHub reads it. */
export const parseMarkdown = (text: string): Root => unified().use(remarkParse).use(remarkGfm).parse(text)
