import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{createHash as o}from"node:crypto";function a(t){let e=o("sha256");for(let{path:r,bytes:s,digest:n}of t)e.update(`${r}\0${s}\0${n.slice(7)}
`);return`sha256:${e.digest("hex")}`}export{a};
