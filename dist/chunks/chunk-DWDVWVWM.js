import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a as r}from"./chunk-63JTGIUC.js";var o=(t,n)=>s=>`\x1B[${t}m${s}\x1B[${n}m`,e=t=>t,a={good:o(32,39),bad:o(31,39),unsure:o(33,39),strong:o(1,22),faint:o(2,22)},u={good:e,bad:e,unsure:e,strong:e,faint:e},l=(t,n)=>r(t,n)?a:u;export{l as a};
