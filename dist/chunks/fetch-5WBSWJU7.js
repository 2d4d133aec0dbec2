import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{d as a,e as b}from"./chunk-YOY2DFAE.js";import"./chunk-NCMNTHE2.js";import"./chunk-QZLIVEIN.js";import"./chunk-2PUGBIUA.js";import"./chunk-RATVCTGK.js";import"./chunk-5BXYDLI3.js";import"./chunk-NYRTOUVY.js";export{b as demandModel,a as fetchModel};
