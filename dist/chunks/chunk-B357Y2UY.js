import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{c as r,d as o}from"./chunk-BAPBSP5N.js";import{randomUUID as m}from"node:crypto";import{join as f}from"node:path";async function R(t,d,c,n,i){let e=f(n,`record-${m()}`);return await t.fetch(d,e),o(await r(e,i),c)}export{R as a};
