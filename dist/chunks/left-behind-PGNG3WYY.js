import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{c as t,f as r}from"./chunk-5IQEMYU3.js";import"./chunk-TRYERT34.js";import"./chunk-NYRTOUVY.js";var i=-1;async function a({pid:o,mark:e}){let n=process.platform!=="linux"||await r(o,e);return t({pid:n?o:i,mark:e})}export{a as endLeftBehind};
