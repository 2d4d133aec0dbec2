/** How text is set apart on a terminal; every function is the identity where there are no colours. */
export interface Palette {
  good(text: string): string
  bad(text: string): string
  unsure(text: string): string
  strong(text: string): string
  faint(text: string): string
}
