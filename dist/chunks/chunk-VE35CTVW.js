import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a as o}from"./chunk-5VTHFYNL.js";import{b as n}from"./chunk-NYRTOUVY.js";var u=n((l,s)=>{"use strict";var c=o(),i=(e,t)=>{let r=c(e,t);return r?r.version:null};s.exports=i});export{u as a};
