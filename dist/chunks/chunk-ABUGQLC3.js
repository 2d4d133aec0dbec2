import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{b as t}from"./chunk-2AMSCPXH.js";var e=5;function l(n){if(n.length===0)return"";let o=n.length>e?` and ${n.length-e} more`:"";return` (${n.slice(0,e).map(r=>t(r)).join(", ")}${o})`}export{l as a};
