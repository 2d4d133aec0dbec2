import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{f as a}from"./chunk-IWPMLYF7.js";import{b as u}from"./chunk-NYRTOUVY.js";var i=u((l,t)=>{"use strict";var e=a(),f=(r,n,c=!1)=>{if(r instanceof e)return r;try{return new e(r,n)}catch(s){if(!c)return null;throw s}};t.exports=f});export{i as a};
