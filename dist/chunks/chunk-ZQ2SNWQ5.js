import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{b as t,d as r,g as s}from"./chunk-RT4OQW3I.js";var i=-1,c=async o=>r(await n(o)),m=async o=>t(await n(o));async function n({pid:o,mark:e}){return{pid:process.platform!=="linux"||await s(o,e)?o:i,mark:e}}export{c as a,m as b};
