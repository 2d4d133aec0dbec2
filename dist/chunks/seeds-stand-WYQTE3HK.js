import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{b as e}from"./chunk-GHJAYWBO.js";import"./chunk-KP5QNJBA.js";import"./chunk-NYRTOUVY.js";async function u(r,n,a){let s=e(r);if(s===void 0)return!1;let i=await a.partsOfThisRun(n),o=new Set(i.flatMap(({read:{record:t}})=>t.verdict==="part"?t.seeds??[]:[]));return s.every(t=>o.has(t))}export{u as seedsStand};
