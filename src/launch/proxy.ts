const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']

/**
 * `fetch` as the machine reaches the web: through the proxy of `https_proxy`, `http_proxy` and `no_proxy`, which Node's
 * own does not heed. What that takes is loaded only where there is a proxy.
 */
export function webFetch(env: NodeJS.ProcessEnv): typeof fetch {
  if (!proxyVariables.some((name) => env[name])) return fetch
  const proxied = Promise.all([import('undici'), import('@actions/http-client/lib/proxy')]).then(
    ([{ fetch: throughAgent, ProxyAgent }, { getProxyUrl }]) => {
      const agents = new Map<string, InstanceType<typeof ProxyAgent>>()
      const agentOf = ({ href, username, password }: URL) => {
        const token = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
        const agent =
          agents.get(href) ?? new ProxyAgent({ uri: href, ...((username || password) && { token }) })
        agents.set(href, agent)
        return agent
      }
      return (url: string, init: object) => {
        const proxy = getProxyUrl(new URL(url))
        return throughAgent(url, { ...init, ...(proxy && { dispatcher: agentOf(proxy) }) })
      }
    },
  )
  return (async (url: unknown, init: object = {}) =>
    (await proxied)(String(url), init)) as unknown as typeof fetch
}
