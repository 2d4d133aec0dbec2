import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{b as n}from"./chunk-2AMSCPXH.js";var d=({id:t,attempt:r,sha:e})=>n(`run ${t}, attempt ${r}${e===void 0?"":`, at ${e.slice(0,7)}`}`);export{d as a};
