/** What of it is used here: Node's types have it only together with a browser's. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer }
  Module: new (code: Uint8Array<ArrayBuffer>) => object
  Instance: new (module: object, imports: object) => { readonly exports: Record<string, unknown> }
}

const pageBytes = 65_536

/** Memory full of zeros; the system gives it only where it is touched. */
export const memoryOf = (bytes: number): { readonly buffer: ArrayBuffer } =>
  new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) })

/** A module of {@link moduleOf}, made the first time that it is asked for. */
export function moduleOnce(code: () => Uint8Array<ArrayBuffer>) {
  let compiled: object | undefined
  /** @returns its function, over a memory */
  return (memory: { readonly buffer: ArrayBuffer }): unknown => {
    compiled ??= new WebAssembly.Module(code())
    return new WebAssembly.Instance(compiled, { outside: { memory } }).exports.run
  }
}
