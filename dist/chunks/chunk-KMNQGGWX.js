import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{posix as r,sep as a}from"node:path";var l=({evaluations:n,train:i})=>{let o=Object.values(n).flatMap(({run:e,predictions:s,metrics:t})=>e===void 0?[s,t]:t===i.metrics?[t]:[]);return[...new Set(o.flatMap(e=>e===void 0?[]:f(e)))]},f=n=>r.normalize(n.split(a).join("/"));export{l as a,f as b};
