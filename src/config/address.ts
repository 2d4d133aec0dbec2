/** Whether a path of the configuration is an address in the web or in a store of objects, and none of this machine. */
export const isAddress = (path: string) => /^[a-z][a-z0-9+.-]*:\/\//i.test(path)
