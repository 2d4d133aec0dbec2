import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{c as n}from"./chunk-XKT6IXQS.js";import{c as t}from"./chunk-QTWPMDLY.js";async function f({name:o,path:e,role:i,contract:r},a){return await n(a,e),{name:o,path:e,role:i,...r===void 0?{}:{contract:r},identity:{kind:"content",value:await t(a)}}}export{f as a};
