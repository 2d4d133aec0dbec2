import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{d as a,e as b}from"./chunk-PPVRLMKH.js";import"./chunk-E7B2XDO3.js";import"./chunk-QZLIVEIN.js";import"./chunk-2PUGBIUA.js";import"./chunk-RATVCTGK.js";import"./chunk-KP5QNJBA.js";import"./chunk-NYRTOUVY.js";export{b as demandModel,a as fetchModel};
