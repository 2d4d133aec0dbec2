import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{e as i}from"./chunk-7CRIQHV3.js";import{b as n}from"./chunk-RR6LMCEA.js";import"./chunk-YDJAH6M4.js";import"./chunk-KP5QNJBA.js";import"./chunk-NYRTOUVY.js";var g=o=>n({...i(o),log:{info:()=>{}}});export{g as beginEngine};
