import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
function r(t,o){return o.NO_COLOR?!1:o.FORCE_COLOR?o.FORCE_COLOR!=="0":!!t.isTTY&&o.TERM!=="dumb"}var e=(t,o)=>s=>`\x1B[${t}m${s}\x1B[${o}m`,n=t=>t,a={good:e(32,39),bad:e(31,39),unsure:e(33,39),strong:e(1,22),faint:e(2,22)},i={good:n,bad:n,unsure:n,strong:n,faint:n},d=(t,o)=>r(t,o)?a:i;export{r as a,d as b};
