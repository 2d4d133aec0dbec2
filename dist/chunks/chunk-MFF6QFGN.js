import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{g as c}from"./chunk-IWPMLYF7.js";import{b as s}from"./chunk-NYRTOUVY.js";var u=s((x,o)=>{"use strict";var n=c(),p=(t,e,r)=>n(t,e,r)>=0;o.exports=p});var q=s((g,i)=>{"use strict";var a=c(),m=(t,e,r)=>a(t,e,r)<0;i.exports=m});export{u as a,q as b};
