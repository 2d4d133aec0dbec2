import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
var n=(t,e)=>r=>`\x1B[${t}m${r}\x1B[${e}m`,o=t=>t,s={good:n(32,39),bad:n(31,39),unsure:n(33,39),strong:n(1,22),faint:n(2,22)},a={good:o,bad:o,unsure:o,strong:o,faint:o};function u(t,e){return t.isTTY&&!e.NO_COLOR&&e.TERM!=="dumb"?s:a}export{u as a};
