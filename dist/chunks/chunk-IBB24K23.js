import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{c as r,d as o}from"./chunk-LM5JY2O2.js";import{randomUUID as m}from"node:crypto";import{join as a}from"node:path";async function R(t,d,n,c,i){let e=a(c,`record-${m()}`);return await t.fetch(d,e),o(await r(e,i),n)}export{R as a};
