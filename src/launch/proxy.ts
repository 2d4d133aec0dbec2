const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']

/**
 * `fetch` as the machine reaches the web: through the proxy of `https_proxy`, `http_proxy` and `no_proxy`, which Node's
 * own does not heed. What that takes is loaded only where there is a proxy.
 */
export function webFetch(env: NodeJS.ProcessEnv): typeof fetch {
  if (!proxyVariables.some((name) => env[name])) return fetch
  const proxied = Promise.all([import('undici'), import('@actions/http-client')]).then(
    ([{ fetch: throughAgent }, { HttpClient }]) => {
      const client = new HttpClient('modelassay')
      return (url: string, init: object) => {
        const dispatcher = client.getAgentDispatcher(url)
        return throughAgent(url, { ...init, ...(dispatcher && { dispatcher }) })
      }
    },
  )
  return (async (url: unknown, init: object = {}) =>
    (await proxied)(String(url), init)) as unknown as typeof fetch
}
