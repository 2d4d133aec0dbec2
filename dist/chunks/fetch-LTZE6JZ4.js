import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a,b}from"./chunk-UA4XFBFS.js";import"./chunk-PWN2LLPT.js";import"./chunk-NIPUTJQL.js";import"./chunk-M55MHY3J.js";import"./chunk-QZLIVEIN.js";import"./chunk-KP5QNJBA.js";import"./chunk-4N3BPTZJ.js";import"./chunk-4CIWLDZG.js";import"./chunk-NYRTOUVY.js";export{b as demandModel,a as fetchModel};
