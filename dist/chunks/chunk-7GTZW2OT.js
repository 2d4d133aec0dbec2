import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a as o,b as t}from"./chunk-R4LC7S7K.js";import{a as n}from"./chunk-64ZTWTFW.js";function p(s,i){let r=n(s),e=t(r),c=[r.message,...e===void 0?[]:[`at ${e}`],r.hint,...o(r).map(a=>`also ${a}`)];return i.stderr.write(`${c.join(`
`)}
`),r.kind==="outside"?3:2}export{p as a};
