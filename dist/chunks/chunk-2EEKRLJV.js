import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
var n=({artifact:r,digest:e})=>`${r}@${e}`;function t(r){let e=/^(modelassay-[A-Za-z0-9._-]+)@(sha256:[0-9a-f]{64})$/.exec(r.trim());return e?{artifact:e[1],digest:e[2]}:void 0}export{n as a,t as b};
