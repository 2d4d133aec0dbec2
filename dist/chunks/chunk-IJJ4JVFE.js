import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{posix as s,sep as r}from"node:path";var f=({evaluations:e})=>[...new Set(Object.values(e).flatMap(({run:i,predictions:n,metrics:o})=>i===void 0?[n,o].flatMap(t=>t===void 0?[]:a(t)):[]))],a=e=>s.normalize(e.split(r).join("/"));export{f as a,a as b};
