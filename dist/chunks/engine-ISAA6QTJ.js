import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-S7E64UVR.js";import"./chunk-ZNPUO5SH.js";import"./chunk-5BXYDLI3.js";import"./chunk-NYRTOUVY.js";export{a as openEngine};
