import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{d as a,e as b}from"./chunk-3PDQMADR.js";import"./chunk-QGCZF4PU.js";import"./chunk-QZLIVEIN.js";import"./chunk-Y6M4DYMJ.js";import"./chunk-ZWVM64YR.js";import"./chunk-5BXYDLI3.js";import"./chunk-NYRTOUVY.js";export{b as demandModel,a as fetchModel};
