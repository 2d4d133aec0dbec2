import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{b as t}from"./chunk-RUT3LYLV.js";import{f as e}from"./chunk-QCZM46FR.js";var c=async o=>e(o).then(t).then(({digest:i})=>i).catch(()=>{});export{c as a};
