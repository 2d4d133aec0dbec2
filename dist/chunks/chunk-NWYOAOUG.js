import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{f as y}from"./chunk-IWPMLYF7.js";import{b as l}from"./chunk-NYRTOUVY.js";var f=l((h,u)=>{"use strict";var t=y(),a=(c,s,r,e,n)=>{typeof r=="string"&&(n=e,e=r,r=void 0);try{return new t(c instanceof t?c.version:c,r).inc(s,e,n).version}catch{return null}};u.exports=a});export{f as a};
