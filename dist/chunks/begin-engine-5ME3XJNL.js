import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{d as i}from"./chunk-MZIO676J.js";import{b as n}from"./chunk-RR6LMCEA.js";import"./chunk-KP5QNJBA.js";import"./chunk-NYRTOUVY.js";var g=o=>n({...i(o),log:{info:()=>{}}});export{g as beginEngine};
