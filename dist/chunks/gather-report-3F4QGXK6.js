import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-M3L3MNYY.js";import"./chunk-DDWTO7VW.js";import"./chunk-LJMPOBIU.js";import"./chunk-MCYYU7MI.js";import"./chunk-IAJVSZDX.js";import"./chunk-NYRTOUVY.js";export{a as gatherReport};
