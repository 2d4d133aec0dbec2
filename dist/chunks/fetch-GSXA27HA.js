import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{d as a,e as b}from"./chunk-ZUJK6JX6.js";import"./chunk-5ZCUEH6F.js";import"./chunk-QTWPMDLY.js";import"./chunk-SK4262CS.js";import"./chunk-5BXYDLI3.js";import"./chunk-NYRTOUVY.js";export{b as demandModel,a as fetchModel};
